package block_test

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"github.com/inquit/inquit/article/block"
)

func ExampleCut() {
	doc, err := html.Parse(strings.NewReader(`<nav><a href="/">Home</a></nav><p>The wall is to be <b>320 metres</b> long.</p>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range block.Cut(doc).Blocks {
		fmt.Printf("%s: %s (%.0f%% linked)\n", b.Tag, b.Text, 100*b.LinkShare())
	}
	// Output:
	// nav: Home (80% linked)
	// p: The wall is to be 320 metres long. (0% linked)
}
