package said

import (
	"slices"

	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

// marks lists the quotation marks of the text and how they were read.
func (t *text) marks(regions []quote.Region) []Mark {
	var out []Mark
	open := map[int32]int{} // marks by the byte at which they end
	closing := map[int32]int{}
	for i := range t.stream.Tokens {
		k := &t.stream.Tokens[i]
		if k.Kind != token.Double && k.Kind != token.Single {
			continue
		}
		reading := "unpaired"
		if k.Kind == token.Single {
			reading = "apostrophe"
		}
		open[k.End], closing[k.Start] = len(out), len(out)
		out = append(out, Mark{Zone: t.zone(k.Start), Span: t.span(k.Start, k.End), Reading: reading, Partner: -1})
	}
	for _, r := range regions {
		first, begins := open[t.markBefore(r.Start)]
		last, ends := closing[t.markAfter(r.End)]
		begins = begins && out[first].free()
		ends = ends && out[last].free() && !(begins && first == last)
		if begins {
			out[first].Reading = "open"
		}
		if ends {
			out[last].Reading = "close"
		}
		if begins && ends {
			out[first].Partner, out[last].Partner = last, first
		}
	}
	return out
}

// free reports whether no stretch has taken the mark yet.
func (m *Mark) free() bool { return m.Reading != "open" && m.Reading != "close" }

// markBefore returns where the mark before a stretch ends: a badly set one has a
// space between.
func (t *text) markBefore(at int32) int32 {
	for at > 0 && t.stream.Text[at-1] == ' ' {
		at--
	}
	return at
}

func (t *text) markAfter(at int32) int32 {
	for int(at) < len(t.stream.Text) && t.stream.Text[at] == ' ' {
		at++
	}
	return at
}

// byMarksAlone takes long quoted stretches for statements of nobody known: all
// that can be told without a model of the language.
func (t *text) byMarksAlone(regions []quote.Region) []Statement {
	const fewestWords = 4
	var out []Statement
	for _, r := range regions {
		i, _ := slices.BinarySearchFunc(t.stream.Tokens, r.Start, func(k token.Token, at int32) int { return int(k.Start - at) })
		first, words := int32(i), 0
		for i < len(t.stream.Tokens) && t.stream.Tokens[i].End <= r.End {
			if t.stream.Tokens[i].Kind == token.Word {
				words++
			}
			i++
		}
		if words < fewestWords || r.Single {
			continue
		}
		s := Statement{
			Type: Direct, Zone: t.zone(r.Start), Parent: -1,
			Content: t.piece(quote.Part{Range: quote.Range{Start: r.Start, End: r.End}}), Quoted: []Span{t.span(r.Start, r.End)},
			Speakers: []Speaker{{Kind: Unknown, Entity: -1}}, Flags: []Flag{MarksOnly},
			Attribution: Attribution{Method: ByNone, Evidence: "found by its quotation marks: there is no model of the language"},
		}
		if r.Odd {
			s.Flags = append(s.Flags, UnbalancedMarks)
		}
		s.Paragraph, s.Sentence = t.place(first)
		out = append(out, s)
	}
	return out
}

// place returns the paragraph and the sentence of a token, both counted from the
// body's first.
func (t *text) place(i int32) (paragraph, sentence int) {
	k := &t.stream.Tokens[i]
	return max(0, int(k.Par)-t.pars), max(0, int(k.Sent)-t.sents)
}
