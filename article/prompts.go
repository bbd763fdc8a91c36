package article

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/inquit/inquit/article/block"
)

//go:embed data/prompts.txt
var promptFile string

var prompts = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(promptFile) {
		if name, list, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(line, "#") {
			m[name] = strings.Split(list, "|")
		}
	}
	return m
})

// prompt reports a line that leads away from the text: to other articles, to a
// newsletter, to the owner of a picture.
func prompt(b *block.Block) bool {
	const short = 30
	if b.Words() >= short {
		return false
	}
	line := strings.ToLower(b.Text)
	if strings.HasPrefix(line, "©") || strings.HasPrefix(line, "(c) ") {
		return true
	}
	if before, _, ok := strings.Cut(line, ":"); ok && len(before) < 40 {
		before = strings.Trim(before, " *>»▶→-–—|[]")
		if slices.Contains(prompts()["before-colon"], before) {
			return true
		}
	}
	if strings.ContainsAny(line, "\"“„«") {
		return false // somebody may be quoted with the words
	}
	for _, p := range prompts()["anywhere"] {
		if strings.Contains(line, p) {
			return true
		}
	}
	return false
}
