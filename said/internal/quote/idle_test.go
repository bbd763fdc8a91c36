package quote

import (
	"slices"
	"strings"
	"testing"

	"github.com/inquit/inquit/said/internal/token"
)

func TestClausesBesideACue(t *testing.T) {
	tests := []struct {
		name, text string
		side       clauseSide
		want       string // pieces, joined by a bar
	}{
		{"behind it, up to the end", "Ruiz said the port will close.", behindCue, "the port will close"},
		{"behind it, up to a preposition", "Ruiz said nothing of it on Friday.", behindCue, "nothing"},
		{"behind its object", "Ruiz said Holm to go home.", behindWord, "to go home"},
		{"before it and its source", "The port will close, Ana Ruiz said.", beforeComma, "The port will close"},
		{"the last of those before it", "If asked, the port will close, Ruiz said.", lastClause, "the port will close"},
		{"on both sides", "The port, Ruiz said, will close.", aroundCue, "The port|will close"},
		{"behind the comma", "As Ruiz said, the port will close.", behindComma, "the port will close"},
		{"its subject", "The plan was said.", beforeCue, "The plan was"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, k := cueIn(tt.text)
			var got []string
			for _, c := range x.clausesOf(k) {
				if c.side == tt.side {
					got = append(got, piecesOf(x, &c))
				}
			}
			if !slices.Contains(got, tt.want) {
				t.Errorf("%q are there, want %q", got, tt.want)
			}
		})
	}
}

// Clauses are as long as the sentence, and a text may be one sentence of a million cues.
func TestClausesAreShort(t *testing.T) {
	x, k := cueIn(strings.Repeat("and so on ", 1000) + ", he said " + strings.Repeat("and so on ", 1000))
	for _, c := range x.clausesOf(k) {
		for _, p := range c.pieces {
			if n := p.last - p.first; n > longestClause {
				t.Errorf("a clause has %d items", n)
			}
		}
	}
}

// cueIn reads a text of which nothing is tagged, with "said" for its cue.
func cueIn(text string) (*context, *candidate) {
	d := fold(token.Split(text), &markReader{})
	d.annotate(&Lexicon{})
	x := newContext(d, tags{make([]uint8, len(d.items)), make([]chance, len(d.items))}, &candidates{})
	said := token.LowerHash("said")
	i := slices.IndexFunc(d.items, func(t item) bool { return t.lower == said })
	return x, &candidate{first: i, last: i + 1, part: cue, best: true, p: 1}
}

func piecesOf(x *context, c *clause) string {
	var out []string
	for _, p := range c.pieces {
		out = append(out, x.d.stream.Text[x.d.items[p.first].start:x.d.items[p.last-1].end])
	}
	return strings.Join(out, "|")
}
