package said

import (
	"slices"
	"strings"

	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

// finding is a statement on its way into the document.
type finding struct {
	quote.Statement
	flags  []Flag
	parent int
}

func (f *finding) flag(x Flag) {
	if !slices.Contains(f.flags, x) {
		f.flags = append(f.flags, x)
	}
}

// flagAll notes what a reader of each statement should know.
func (t *text) flagAll(found []finding) {
	for i := range found {
		f := &found[i]
		for _, r := range f.Quoted {
			if r.Odd {
				f.flag(UnbalancedMarks)
			}
		}
		if t.crosses(f) {
			f.flag(CrossParagraph)
		}
		if f.Cue.Empty() && f.Source.Empty() && f.parent < 0 {
			f.flag(Orphan)
		}
		if t.isTruncated(f) {
			f.flag(Truncated)
		}
		if x, ok := t.mood(f); ok {
			f.flag(x)
		}
	}
	t.flagHeadlines(found)
}

func (t *text) crosses(f *finding) bool {
	first := t.stream.Tokens[f.Content[0].Tokens.First].Par
	return t.stream.Tokens[f.Content[len(f.Content)-1].Tokens.Last-1].Par != first
}

// isTruncated reports whether the text breaks off inside the content: a quote that
// does not close, and no sentence end.
func (t *text) isTruncated(f *finding) bool {
	if len(f.Quoted) == 0 || !f.Quoted[len(f.Quoted)-1].Odd {
		return false
	}
	end := f.Quoted[len(f.Quoted)-1].End
	rest := strings.TrimSpace(t.stream.Text[end:])
	return rest == "" && !strings.ContainsRune(".!?", rune(t.stream.Text[end-1]))
}

// Words that change what a cue says, by their hash.
var (
	negations  = wordSet("not n't n’t never nor neither")
	refusals   = wordSet("declined declines decline declining refused refuses refuse refusing")
	futures    = wordSet("will 'll ’ll shall expected plans planned planning due set going scheduled intends")
	conditions = wordSet("would might could may should 'd ’d")
)

func wordSet(words string) map[uint64]bool {
	out := map[uint64]bool{}
	for w := range strings.FieldsSeq(words) {
		out[token.LowerHash(w)] = true
	}
	return out
}

// mood reads the words of the cue and up to four before it: a cue may be denied,
// declined, in the future or conditional. A sign or a name ends the look back.
func (t *text) mood(f *finding) (Flag, bool) {
	if f.Cue.Empty() {
		return "", false
	}
	first := f.Cue.Tokens.First
	for n := 0; n < 4 && first > 0; n++ {
		k := &t.stream.Tokens[first-1]
		if k.Kind != token.Word || k.Cap || k.Sent != t.stream.Tokens[first].Sent {
			break
		}
		if !f.Source.Empty() && first-1 < f.Source.Tokens.Last && first-1 >= f.Source.Tokens.First {
			break
		}
		first--
	}
	is := func(set map[uint64]bool) bool {
		for i := first; i < f.Cue.Tokens.Last; i++ {
			if set[t.stream.Tokens[i].Lower] {
				return true
			}
		}
		return false
	}
	switch {
	case is(refusals):
		return Declined, true
	case is(negations):
		return Negated, true
	case is(futures):
		return Planned, true
	case is(conditions):
		return Hypothetical, true
	}
	return "", false
}

// flagHeadlines marks statements of the headline whose quoted words, or content,
// do not come again in the body.
func (t *text) flagHeadlines(found []finding) {
	for i := range found {
		f := &found[i]
		if t.zone(f.Content[0].Start) != ZoneHeadline {
			continue
		}
		r := f.Content[0].Range
		if len(f.Quoted) > 0 {
			r = quote.Range{Start: f.Quoted[0].Start, End: f.Quoted[0].End}
		}
		if !strings.Contains(t.stream.Text[t.body:], strings.Trim(t.stream.Text[r.Start:r.End], ".,!? ")) {
			f.flag(HeadlineOnly)
		}
	}
}
