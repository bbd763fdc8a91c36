package article

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed data/shells.txt
var shellFile string

var shellWords = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(shellFile) {
		if name, list, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(line, "#") {
			m[name] = strings.Split(list, "|")
		}
	}
	return m
})

// says counts the entries of a list that stand in the text, which must be in
// lower case.
func says(list, text string) int {
	n := 0
	for _, w := range shellWords()[list] {
		if strings.Contains(text, w) {
			n++
		}
	}
	return n
}
