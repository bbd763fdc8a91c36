package kibana_test

import (
	"bytes"
	"fmt"

	"github.com/inquit/inquit/deploy/kibana"
)

func Example() {
	for line := range bytes.Lines(kibana.Objects()) {
		id := bytes.SplitN(line, []byte(`"`), 5)[3]
		fmt.Println(string(id))
	}
	// Output:
	// inquit-statements
	// inquit-articles
	// inquit-who-said-what
	// inquit-newsroom
}
