package extractor

import (
	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/said"
)

// Bundle analyses an article and puts what was found into the form in which it
// leaves the process: ids given, positions in code points.
func Bundle(a event.Article, engine *said.Engine) event.Statements {
	in := said.Article{Title: a.Title, Text: a.Text, Language: a.Language}
	if a.Published != nil {
		in.Published = a.Published.Time
	}
	doc := engine.Analyze(in)
	c := &converter{
		article: &a, doc: doc, ids: map[string]int{},
		zones: map[said.Zone]*event.CodePoints{said.ZoneHeadline: event.NewCodePoints(a.Title), said.ZoneBody: event.NewCodePoints(a.Text)},
	}
	return event.Statements{
		Article: a, Language: doc.Language, Extractor: doc.Version,
		Version:    event.Version(a.Fetch.At, said.Revision),
		Statements: c.statements(), Entities: c.entities(), Marks: c.marks(),
	}
}

type converter struct {
	article *event.Article
	doc     *said.Document
	zones   map[said.Zone]*event.CodePoints
	ids     map[string]int // how often a content was seen
}

func (c *converter) statements() []event.Statement {
	out := make([]event.Statement, 0, len(c.doc.Statements))
	for _, s := range c.doc.Statements {
		zone := c.zones[s.Zone]
		out = append(out, event.Statement{
			ID: c.id(s.Content.Text), Type: string(s.Type), Zone: string(s.Zone),
			Content: piece(zone, s.Content), Quoted: spans(zone, s.Quoted),
			Cue: event.Cue{Piece: piece(zone, s.Cue), Lemma: s.Lemma}, Source: piece(zone, s.Source),
			Speakers: speakers(s.Speakers), Via: s.Via, About: s.About, Flags: texts(s.Flags),
			Paragraph: s.Paragraph, Sentence: s.Sentence, Attribution: attribution(s.Attribution),
		})
	}
	for i, s := range c.doc.Statements {
		if s.Parent >= 0 {
			out[i].Parent = out[s.Parent].ID
		}
	}
	return out
}

// id counts identical contents, so that the second "No" of an article has an id
// of its own.
func (c *converter) id(content string) string {
	key := event.Fold(content)
	n := c.ids[key]
	c.ids[key]++
	return event.StatementID(c.article.ID, content, n)
}

func (c *converter) entities() []event.Entity {
	out := make([]event.Entity, 0, len(c.doc.Entities))
	for _, e := range c.doc.Entities {
		entity := event.Entity{
			ID: event.EntityID(string(e.Kind), e.Name), Name: e.Name, Kind: string(e.Kind), Aliases: e.Aliases,
			Relation: e.Relation, Country: e.Country, Confidence: e.Confidence,
			Mentions: make([]event.Mention, 0, len(e.Mentions)),
		}
		for _, m := range e.Mentions {
			entity.Mentions = append(entity.Mentions, event.Mention{Text: m.Text, Zone: string(m.Zone), Span: span(c.zones[m.Zone], m.Span)})
		}
		for _, t := range e.Titles {
			entity.Titles = append(entity.Titles, event.Title{Text: t.Text, Affiliation: t.Affiliation, AffiliationName: t.AffiliationName, Past: t.Past})
		}
		out = append(out, entity)
	}
	return out
}

func (c *converter) marks() (n event.MarkCount) {
	for _, m := range c.doc.Marks {
		switch m.Reading {
		case "open":
			n.Open++
		case "close":
			n.Close++
		case "unpaired":
			n.Unpaired++
		}
	}
	return n
}

func speakers(list []said.Speaker) []event.Speaker {
	out := make([]event.Speaker, len(list))
	for i, s := range list {
		out[i] = event.Speaker{Name: s.Name, Kind: string(s.Kind), Title: s.Title, Affiliation: s.Affiliation}
		if s.Name != "" {
			out[i].ID = event.EntityID(string(s.Kind), s.Name)
		}
	}
	return out
}

func attribution(a said.Attribution) event.Attribution {
	out := event.Attribution{Method: string(a.Method), Confidence: a.Confidence, Evidence: a.Evidence}
	for _, c := range a.Candidates {
		out.Candidates = append(out.Candidates, event.Candidate{Name: c.Name, Score: c.Score})
	}
	return out
}

func piece(zone *event.CodePoints, p said.Piece) event.Piece {
	return event.Piece{Text: p.Text, Spans: spans(zone, p.Spans)}
}

func spans(zone *event.CodePoints, list []said.Span) []event.Span {
	out := make([]event.Span, len(list))
	for i, s := range list {
		out[i] = span(zone, s)
	}
	return out
}

func span(zone *event.CodePoints, s said.Span) event.Span {
	return event.Span{zone.FromByte(s.Start), zone.FromByte(s.End)}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}
