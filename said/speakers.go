package said

// speakers decides who made the statements.
func (t *text) speakers(doc *Document, found []finding) {
	for i := range doc.Statements {
		s := &doc.Statements[i]
		s.Speakers = []Speaker{{Name: s.Source.Text, Kind: Unknown, Entity: -1}}
		s.Attribution = Attribution{Method: ByName, Confidence: found[i].Confidence}
		if s.Source.Empty() {
			s.Attribution.Method = ByNone
			s.Speakers[0].Name = ""
		}
	}
}
