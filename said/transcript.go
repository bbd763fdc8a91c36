package said

import (
	"slices"
	"strings"

	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

// turn is a paragraph that begins with a speaker and a colon.
type turn struct {
	par         int
	label       token.Range
	name        string
	colon       int32 // token
	allCapitals bool
}

const (
	longestLabel   = 6 // tokens
	turnConfidence = 0.9
)

// turnAt reads the beginning of a paragraph as “NAME:”, “Q:” or “Ana Ruiz (mayor):”,
// also where a transcript is quoted and each of its paragraphs begins with a mark.
func (t *text) turnAt(par int) (turn, bool) {
	p := &t.stream.Paragraphs[par]
	tokens := t.stream.Tokens
	first := p.First
	if first < p.Last && tokens[first].Kind == token.Double {
		first++
	}
	u := turn{par: par, label: token.Range{First: first, Last: first}, allCapitals: true}
	for i := first; i < p.Last && i <= first+longestLabel; i++ {
		k := &tokens[i]
		switch {
		case k.First == ':' && i > first && i+2 < p.Last && !tokens[i+1].Glued:
			u.colon = i
			u.label.Last = i
			u.name = t.stream.Text[tokens[first].Start:tokens[i-1].End]
			return u, true
		case k.Kind == token.Word && (k.Cap || k.Glued && i > first):
			u.allCapitals = u.allCapitals && (k.Upper || k.End-k.Start == 1 || !k.Cap || strings.HasSuffix(t.stream.Word(int(i)), "."))
		default:
			return turn{}, false
		}
	}
	return turn{}, false
}

// dialogue returns the turns of the body if it is one: speakers in capitals that
// come at least twice, or any speakers of whom two take turns repeatedly.
func (t *text) dialogue() []turn {
	var turns []turn
	count := map[string]int{}
	capitals := 0
	for k := t.pars; k < len(t.stream.Paragraphs); k++ {
		if u, ok := t.turnAt(k); ok {
			turns = append(turns, u)
			count[u.name]++
			if u.allCapitals {
				capitals++
			}
		}
	}
	repeated := 0
	for _, n := range count {
		if n > 1 {
			repeated++
		}
	}
	if capitals >= 2 && len(count) >= 2 && capitals == len(turns) || repeated >= 2 || repeated == 1 && capitals >= 3 {
		return slices.DeleteFunc(turns, func(u turn) bool { return count[u.name] == 1 && !u.allCapitals })
	}
	return nil
}

// isQuestioner reports whether a label stands for whoever asks: its turns are the
// article's own words.
func isQuestioner(label string) bool {
	return label == "Q" || strings.EqualFold(label, "question")
}

// transcripts adds the turns of a dialogue. What the model found inside of them is
// dropped: it reads prose.
func (t *text) transcripts(found []finding) []finding {
	turns := t.dialogue()
	if len(turns) == 0 {
		return found
	}
	inTurn := map[int32]bool{}
	var added []finding
	for i, u := range turns {
		last := u.par + 1 // paragraphs without a label belong to the turn before, if another follows
		if i+1 < len(turns) {
			last = turns[i+1].par
		}
		for p := u.par; p < last; p++ {
			inTurn[int32(p)] = true
		}
		if !isQuestioner(u.name) {
			added = append(added, t.turn(u, last))
		}
	}
	found = slices.DeleteFunc(found, func(f finding) bool {
		return inTurn[t.stream.Tokens[f.Content[0].Tokens.First].Par]
	})
	found = append(found, added...)
	slices.SortStableFunc(found, func(a, b finding) int { return int(a.Content[0].Start - b.Content[0].Start) })
	return found
}

// turn makes a statement of the paragraphs from u's up to last.
func (t *text) turn(u turn, last int) finding {
	f := finding{parent: -1, flags: []Flag{Transcript}}
	f.Confidence = turnConfidence
	f.Source = t.part(u.label.First, u.label.Last)
	f.Cue = t.part(u.colon, u.colon+1)
	first := u.colon + 1
	for p := u.par; p < last; p++ {
		begin, end := t.stream.Paragraphs[p].First, t.stream.Paragraphs[p].Last
		if p > u.par {
			first = begin
		}
		if t.stream.Tokens[begin].Kind == token.Double && t.stream.Tokens[end-1].Kind == token.Double {
			end-- // the mark that ends the quoted transcript
		}
		if first < end {
			c := t.part(first, end)
			f.Content = append(f.Content, c)
			f.Quoted = append(f.Quoted, quote.Region{Start: c.Start, End: c.End})
		}
	}
	return f
}

// part makes a part of tokens.
func (t *text) part(first, last int32) quote.Part {
	return quote.Part{
		Range:  quote.Range{Start: t.stream.Tokens[first].Start, End: t.stream.Tokens[last-1].End},
		Tokens: token.Range{First: first, Last: last},
	}
}
