package said

import (
	"slices"

	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

const longestSignature = 12 // tokens after the dash

// signed adds the quotes that are signed like a letter, “We stay.” — Ana Ruiz, in
// paragraphs that hold nothing else, in place of what the model makes of them.
func (t *text) signed(found []finding, regions []quote.Region) []finding {
	var added []finding
	at := 0
	for k := range t.stream.Paragraphs {
		p := &t.stream.Paragraphs[k]
		for at < len(regions) && regions[at].Start < p.Start {
			at++
		}
		if at == len(regions) || regions[at].Start >= p.End {
			continue
		}
		if f, ok := t.signature(p, regions[at]); ok {
			added = append(added, f)
		}
	}
	if len(added) == 0 {
		return found
	}
	gone := map[int32]bool{}
	for i := range added {
		gone[added[i].Par] = true
	}
	found = t.without(found, gone)
	found = append(found, added...)
	slices.SortStableFunc(found, func(a, b finding) int { return int(a.Content[0].Start - b.Content[0].Start) })
	return found
}

// without takes off the findings what they hold of some paragraphs, and drops those of
// which nothing is left.
func (t *text) without(found []finding, gone map[int32]bool) []finding {
	for i := range found {
		f := &found[i]
		f.Content = slices.DeleteFunc(f.Content, func(p quote.Part) bool { return gone[t.paragraphAt(p.Start)] })
		f.Quoted = slices.DeleteFunc(f.Quoted, func(r quote.Region) bool { return gone[t.paragraphAt(r.Start)] })
		if len(f.Content) > 0 {
			f.Par = t.paragraphAt(f.Content[0].Start)
		}
	}
	return slices.DeleteFunc(found, func(f finding) bool { return len(f.Content) == 0 })
}

// paragraphAt returns the number of the paragraph that holds a byte.
func (t *text) paragraphAt(at int32) int32 {
	k, _ := slices.BinarySearchFunc(t.stream.Paragraphs, at, func(p token.Paragraph, at int32) int { return int(p.End - 1 - at) })
	return int32(k)
}

// signature reads a paragraph as a quote, a dash and a name. The quote begins with a
// mark and ends with one or, where that is lost, with a sentence.
func (t *text) signature(p *token.Paragraph, r quote.Region) (finding, bool) {
	tokens := t.stream.Tokens
	if p.Last-p.First < 5 || tokens[p.First].Kind != token.Double || tokens[p.First].End != r.Start {
		return finding{}, false
	}
	dash := p.Last - 2
	for dash > p.First && p.Last-dash <= longestSignature && !isDash(&tokens[dash]) {
		dash--
	}
	if !isDash(&tokens[dash]) || !tokens[dash+1].Cap {
		return finding{}, false
	}
	before := &tokens[dash-1]
	closed := before.Kind == token.Double && (r.End == before.Start || closes(tokens, p.First, dash-1))
	if !closed && !(isStop(before) && r.End >= before.End) {
		return finding{}, false
	}
	end := dash + 1
	for end < p.Last && tokens[end].Kind == token.Word {
		end++
	}
	f := finding{parent: -1}
	f.Par, f.Confidence = tokens[p.First].Par, turnConfidence
	f.Content = []quote.Part{t.part(p.First, dash)}
	if r.End = min(r.End, before.End); closed {
		r.End = before.Start
	}
	f.Quoted = []quote.Region{r}
	f.Cue, f.Source = t.part(dash, dash+1), t.part(dash+1, end)
	return f, true
}

// closes reports whether token last closes the mark at token first. Marks within it are
// told apart by the space before them: “He calls it “a wall” and laughs.”
func closes(tokens []token.Token, first, last int32) bool {
	depth := 1
	for i := first + 1; i <= last; i++ {
		switch k := &tokens[i]; {
		case k.Kind != token.Double:
		case !k.Glued:
			depth++
		default:
			if depth--; depth == 0 {
				return i == last
			}
		}
	}
	return false
}

func isStop(k *token.Token) bool { return k.First == '.' || k.First == '?' || k.First == '!' }

func isDash(k *token.Token) bool {
	return k.First == '—' || k.First == '–' || k.First == '―' || k.First == '-' && k.Kind == token.Punct
}
