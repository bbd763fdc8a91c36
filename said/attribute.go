package said

import "slices"

// attribute turns findings into the document's statements, with their speakers.
func (t *text) attribute(doc *Document, found []finding) {
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
		slices.Sort(s.Flags)
		doc.Statements = append(doc.Statements, s)
	}
	t.speakers(doc, found)
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
