package fetcher_test

import (
	"fmt"

	"github.com/inquit/inquit/services/fetcher"
)

func ExampleNormalize() {
	t, err := fetcher.Normalize("HTTPS://News.Example.co.uk:443/bridge?utm_source=mail&page=2#top")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.URL)
	fmt.Println(t.Host, t.Domain)

	_, err = fetcher.Normalize("example.org/bridge")
	fmt.Println(err)
	// Output:
	// https://news.example.co.uk/bridge?page=2
	// news.example.co.uk example.co.uk
	// missing scheme: did you mean https://example.org/bridge?
}
