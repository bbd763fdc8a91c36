package said

// entities puts what package entity found into the document.
func (t *text) entities(doc *Document) {
	r := t.names
	doc.Entities = make([]Entity, 0, len(r.Entities))
	for _, e := range r.Entities {
		x := Entity{
			Name: e.Name, Kind: Kind(e.Kind.String()), Aliases: e.Aliases, Relation: e.Relation, Country: e.Country,
			Confidence: min(1, max(0, float64(e.Confidence))),
		}
		for _, i := range e.Mentions {
			m := r.Mentions[i]
			x.Mentions = append(x.Mentions, Mention{Text: t.stream.Text[m.Start:m.End], Zone: t.zone(m.Start), Span: t.span(m.Start, m.End)})
		}
		for _, i := range e.Titles {
			x.Titles = append(x.Titles, Title{
				Text: i.Text, Affiliation: i.Affiliation, AffiliationName: i.AffiliationName, Past: i.Past,
				Zone: t.zone(i.Start), Span: t.span(i.Start, i.End),
			})
		}
		doc.Entities = append(doc.Entities, x)
	}
}
