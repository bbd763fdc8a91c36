package said

import (
	"slices"

	"github.com/inquit/inquit/said/internal/quote"
)

// attribute turns findings into the document's statements, with their speakers.
func (t *text) attribute(doc *Document, found []finding, regions []quote.Region) {
	t.flagAll(found)
	for i := range found {
		f := &found[i]
		s := Statement{
			Type: f.kind(), Zone: t.zone(f.Content[0].Start), Parent: f.parent, Flags: f.flags,
			Content: t.piece(f.Content...), Cue: t.piece(f.Cue), Source: t.piece(f.Source),
		}
		for _, r := range f.Quoted {
			s.Quoted = append(s.Quoted, t.span(r.Start, r.End))
		}
		s.Lemma = lemmaOf(s.Cue.Text)
		s.Paragraph, s.Sentence = t.place(f.Content[0].Tokens.First)
		doc.Statements = append(doc.Statements, s)
	}
	t.entities(doc)
	t.speakers(doc, found, regions)
	for i := range doc.Statements {
		slices.Sort(doc.Statements[i].Flags)
	}
}

func (f *finding) kind() Type {
	switch {
	case len(f.Quoted) == 0:
		return Indirect
	case f.Words == 0:
		return Direct
	}
	return Mixed
}
