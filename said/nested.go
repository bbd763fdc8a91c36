package said

import (
	"slices"

	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

const (
	fewestNested  = 8   // words of a content in which another statement is looked for
	surelyNested  = 0.5 // what the model must give for it
	deepestNested = 200 // contents looked into, so that the work stays linear
)

// addNested adds the quotes that stand inside the contents of others: “My mother
// told me, ‘Never lie.’ ” The model gives the outermost statements only, so each
// content is read again as a text of its own. What is reported there without
// marks is left to the statement around it.
func (e *Engine) addNested(t *text, found []finding) []finding {
	var out []finding
	for i := range found {
		f := found[i]
		out = append(out, f)
		if i >= deepestNested || slices.Contains(f.flags, Transcript) {
			continue
		}
		parent := len(out) - 1
		for _, c := range f.Content {
			if c.Tokens.Last-c.Tokens.First >= fewestNested && holdsMark(t.stream, c.Tokens) && e.model.MayAttribute(t.stream, c.Tokens) {
				out = append(out, e.inside(t, c, parent)...)
			}
		}
	}
	return out
}

// holdsMark reports whether a mark stands among tokens, the first and the last left out.
func holdsMark(s *token.Stream, r token.Range) bool {
	return slices.ContainsFunc(s.Tokens[r.First+1:r.Last-1], func(t token.Token) bool { return t.Kind == token.Double || t.Kind == token.Single })
}

// inside reads one piece of content.
func (e *Engine) inside(t *text, c quote.Part, parent int) []finding {
	start, end := c.Start, c.End
	if first := &t.stream.Tokens[c.Tokens.First]; first.Kind == token.Double {
		start = first.End
	}
	if last := &t.stream.Tokens[c.Tokens.Last-1]; last.Kind == token.Double && last.Start > start {
		end = last.Start
	}
	var out []finding
	for _, s := range e.readInside(t, start, end).Statements {
		if s.Cue.Empty() || s.Source.Empty() || len(s.Quoted) == 0 || s.Confidence < surelyNested {
			continue
		}
		f := finding{Statement: s, parent: parent, flags: []Flag{Nested}}
		f.Cue, f.Source = t.moved(s.Cue, start), t.moved(s.Source, start)
		f.Content, f.Quoted = nil, nil
		for _, p := range s.Content {
			f.Content = append(f.Content, t.moved(p, start))
		}
		for _, r := range s.Quoted {
			r.Start, r.End = r.Start+start, r.End+start
			f.Quoted = append(f.Quoted, r)
		}
		out = append(out, f)
	}
	return out
}

// readInside reads a stretch of the text as a text of its own, for its quotes.
func (e *Engine) readInside(t *text, start, end int32) *quote.Reading {
	s := split(t.stream.Text[start:end])
	defer release(s)
	return e.model.ReadQuoted(s)
}

// moved places a part that was found in a text of its own.
func (t *text) moved(p quote.Part, by int32) quote.Part {
	p.Start, p.End = p.Start+by, p.End+by
	at := func(k token.Token, b int32) int { return int(k.Start - b) }
	first, ok := slices.BinarySearchFunc(t.stream.Tokens, p.Start, at)
	if !ok {
		first = max(0, first-1) // the cut went through a token
	}
	last, _ := slices.BinarySearchFunc(t.stream.Tokens, p.End, at)
	p.Tokens = token.Range{First: int32(first), Last: int32(max(last, first+1))}
	return p
}
