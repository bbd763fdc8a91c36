package said

// speakers decides who made the statements.
func (t *text) speakers(doc *Document, found []finding) {
	for i := range doc.Statements {
		s := &doc.Statements[i]
		s.Speakers = []Speaker{{Name: s.Source.Text, Kind: Unknown, Entity: -1}}
		s.Attribution = Attribution{Method: ByName, Confidence: confidence(&found[i])}
		if s.Source.Empty() {
			s.Attribution.Method = ByNone
			s.Speakers[0].Name = ""
		}
	}
}

// confidence estimates the probability that words and source are right.
func confidence(f *finding) float64 { return float64(f.Linked * f.Sourced * f.Tagged) }
