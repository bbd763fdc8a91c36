package entity

import (
	_ "embed" // the word lists
	"strings"

	"github.com/inquit/inquit/said/internal/token"
)

// wordSet holds words by their lower-case hash while it grows.
type wordSet map[uint64]struct{}

func (s wordSet) has(h uint64) bool { _, ok := s[h]; return ok }

// joiners may stand between the capitalised words of one name.
var joiners = token.NewSet("of the and for de al bin - & in on la el del da von van 's")

// rows gives the lines of an embedded list without comments and blank ones.
func rows(file string, each func(line string)) {
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			each(line)
		}
	}
}
