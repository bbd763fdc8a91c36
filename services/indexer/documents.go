package indexer

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/inquit/inquit/event"
)

// Documents are what one message becomes.
type Documents struct {
	Article    *Article
	Statements []*Statement
}

// Stamp is what a document says of its own making.
type Stamp struct {
	Ingested time.Time
	TraceID  string
}

// maxMentions bounds the entities that are copied into each statement: a list of
// delegates has hundreds.
const maxMentions = 50

// ErrOffsets is the error for a message whose positions and texts differ.
var ErrOffsets = fmt.Errorf("positions do not fit the text")

// NewDocuments makes the documents of a message. It refuses the whole message
// with ErrOffsets if a text is not what stands at its positions: a quote that
// can't be found again must not be shown.
func NewDocuments(m *event.Statements, stamp Stamp) (*Documents, error) {
	b := newBuilder(m, stamp)
	docs := &Documents{Statements: make([]*Statement, 0, len(m.Statements))}
	for i := range m.Statements {
		s := &m.Statements[i]
		z := b.zone(s.Zone)
		if err := check(s, z.points); err != nil {
			return nil, fmt.Errorf("%w: statement %s: %w", ErrOffsets, s.ID, err)
		}
		doc, err := b.statement(s, z)
		if err != nil {
			return nil, fmt.Errorf("statement %s: %w", s.ID, err)
		}
		docs.Statements = append(docs.Statements, doc)
	}
	docs.Article = b.article(docs.Statements)
	return docs, nil
}

// builder holds what all documents of a message have in common.
type builder struct {
	m         *event.Statements
	timestamp time.Time
	times     Times
	brief     ArticleBrief
	url       URLPart
	rights    RightsPart
	trace     *IDPart
	title     zone
	body      zone
}

// zone is a text that positions count in.
type zone struct {
	text   string
	points *event.CodePoints
	length int
}

func newZone(text string) zone {
	points := event.NewCodePoints(text)
	return zone{text, points, points.Len()}
}

func newBuilder(m *event.Statements, stamp Stamp) *builder {
	a := &m.Article
	b := &builder{
		m: m, timestamp: a.Fetch.At.UTC(), title: newZone(a.Title), body: newZone(a.Text),
		times:  Times{Created: a.Fetch.At.UTC(), Ingested: stamp.Ingested.UTC()},
		brief:  ArticleBrief{ID: a.ID, Title: a.Title, Outlet: a.Outlet, Lang: m.Language, Section: a.Section, PublishedFrom: "fetch"},
		url:    URLPart{Full: a.URL.Full, Original: a.URL.Original, Domain: a.URL.Domain},
		rights: RightsPart{TDM: a.Rights.TDMReservation, Robots: a.Rights.Robots},
	}
	if a.Published != nil {
		b.timestamp, b.brief.PublishedFrom = a.Published.Time.UTC(), a.From["published"]
		if b.brief.PublishedFrom == "" {
			b.brief.PublishedFrom = "page"
		}
	}
	if b.brief.Outlet == "" {
		b.brief.Outlet = a.URL.Domain
	}
	for _, author := range a.Authors {
		b.brief.Authors = append(b.brief.Authors, author.Name)
	}
	if stamp.TraceID != "" {
		b.trace = &IDPart{stamp.TraceID}
	}
	return b
}

func (b *builder) zone(name string) zone {
	if name == "headline" {
		return b.title
	}
	return b.body
}

func (b *builder) statement(s *event.Statement, z zone) (*Statement, error) {
	about, mentions, err := b.entities(s)
	if err != nil {
		return nil, err
	}
	content := b.content(s, z)
	doc := &Statement{
		Timestamp: b.timestamp, ECS: Versioned{ecsVersion}, Event: b.times,
		Statement: StatementPart{
			ID: s.ID, Type: s.Type, Flags: s.Flags, Zone: s.Zone, Paragraph: s.Paragraph, Sentence: s.Sentence,
			Position: float64(content.Start) / float64(max(z.length, 1)), Polarity: "asserted", Realis: "said", Parent: s.Parent,
			Link: fragmentLink(b.m.Article.URL.Full, z, s),
		},
		Speaker: speakers(s.Speakers), Content: content, Context: surroundings(s, z), About: about, Mentions: mentions,
		Attribution: AttributionPart{Method: s.Attribution.Method, Confidence: s.Attribution.Confidence, Evidence: s.Attribution.Evidence},
		Article:     b.brief, URL: URLPart{Full: b.url.Full, Domain: b.url.Domain}, Text: TextPart{b.m.Article.TextSHA256},
		Utterance: IDPart{content.Hash}, Extractor: Versioned{b.m.Extractor}, Schema: Versioned{event.SchemaVersion},
		Rights: RightsPart{TDM: b.rights.TDM}, Labels: b.m.Article.Submission.Labels, Tags: b.m.Article.Submission.Tags, Trace: b.trace,
	}
	doc.Statement.Source.Text = s.Source.Text
	doc.Statement.Source.Start, doc.Statement.Source.End = envelope(s.Source)
	doc.Cue.Text, doc.Cue.Lemma = s.Cue.Text, s.Cue.Lemma
	doc.Cue.Start, doc.Cue.End = envelope(s.Cue.Piece)
	if s.Via != "" {
		doc.Via = &NamePart{s.Via}
	}
	for _, c := range s.Attribution.Candidates {
		doc.Attribution.Candidates = append(doc.Attribution.Candidates, c.Name)
	}
	readFlags(&doc.Statement)
	return doc, nil
}

// readFlags tells apart what was said and what was not: "declined to say" must
// not count as saying.
func readFlags(s *StatementPart) {
	for _, f := range s.Flags {
		switch f {
		case "negated":
			s.Polarity = "negated"
		case "declined", "planned", "hypothetical":
			s.Realis = f
		}
	}
}

func (b *builder) content(s *event.Statement, z zone) ContentPart {
	spans := s.Content.Spans
	c := ContentPart{
		Text: s.Content.Text, Start: spans[0][0], End: spans[len(spans)-1][1],
		Words: min(len(strings.Fields(s.Content.Text)), 1<<15-1), Hash: event.ContentHash(s.Content.Text),
	}
	for _, span := range spans {
		c.Spans = append(c.Spans, Range{span[0], span[1]})
	}
	for _, q := range s.Quoted {
		c.Quoted = append(c.Quoted, z.points.Slice(q))
	}
	return c
}

func envelope(p event.Piece) (start, end *int) {
	if len(p.Spans) == 0 {
		return nil, nil
	}
	return &p.Spans[0][0], &p.Spans[len(p.Spans)-1][1]
}

func speakers(list []event.Speaker) (p SpeakerPart) {
	for _, s := range list {
		p.Kind = addNew(p.Kind, s.Kind)
		p.ID = addNew(p.ID, s.ID)
		p.Name = addNew(p.Name, s.Name)
		p.Title = addNew(p.Title, s.Title)
		p.Affiliation = addNew(p.Affiliation, s.Affiliation)
	}
	if len(list) > 1 {
		p.Joint = p.ID
	}
	return p
}

// addNew appends a value that is there and not in the list yet.
func addNew(list []string, value string) []string {
	if value == "" || slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}

// entities are those inside the content, and the others of the article.
func (b *builder) entities(s *event.Statement) (about, mentions EntitiesPart, err error) {
	for _, i := range s.About {
		if i < 0 || i >= len(b.m.Entities) {
			return about, mentions, fmt.Errorf("%w: entity %d of %d", ErrOffsets, i, len(b.m.Entities))
		}
		about.add(&b.m.Entities[i])
	}
	for i := range b.m.Entities {
		if !slices.Contains(s.About, i) && len(mentions.Name) < maxMentions {
			mentions.add(&b.m.Entities[i])
		}
	}
	mentions.Kind = nil // the other two say enough, and it is there once for each statement
	return about, mentions, nil
}

func (p *EntitiesPart) add(e *event.Entity) {
	if e.ID != "" {
		p.ID = append(p.ID, e.ID)
	}
	p.Name = append(p.Name, e.Name)
	p.Kind = append(p.Kind, e.Kind)
}

func (b *builder) article(statements []*Statement) *Article {
	a := &b.m.Article
	doc := &Article{
		Timestamp: b.timestamp, ECS: Versioned{ecsVersion}, Event: b.times, URL: b.url, Rights: b.rights,
		Fetch: FetchPart{DurationMS: a.Fetch.DurationMS, Via: a.Fetch.Via},
		Extract: ExtractPart{
			Quality: a.Confidence, Verdict: a.Verdict, Reasons: a.Reasons, Parser: a.Parser,
			Marks: MarksPart{b.m.Marks.Open, b.m.Marks.Close, b.m.Marks.Unpaired},
		},
		Extractor: Versioned{b.m.Extractor}, Schema: Versioned{event.SchemaVersion},
		Labels: a.Submission.Labels, Tags: a.Submission.Tags, Trace: b.trace,
		Article: ArticlePart{
			ArticleBrief: b.brief, Published: instant(a.Published), Modified: instant(a.Modified),
			Text: a.Text, TextSHA256: a.TextSHA256, Image: a.Image, Wire: a.Wire,
			Words: len(strings.Fields(a.Text)), Paragraphs: paragraphs(a.Text), StatementIDs: []string{},
		},
	}
	if a.Fetch.Status != 0 {
		doc.HTTP = &HTTPPart{}
		doc.HTTP.Response.StatusCode = a.Fetch.Status
	}
	for i := range b.m.Entities {
		doc.Mentions.add(&b.m.Entities[i])
	}
	countStatements(doc, b.m.Statements, statements)
	return doc
}

func countStatements(doc *Article, from []event.Statement, made []*Statement) {
	seen := map[event.Speaker]bool{}
	for i, s := range made {
		doc.Article.StatementIDs = append(doc.Article.StatementIDs, s.Statement.ID)
		if len(s.Speaker.Name) == 0 {
			doc.Article.Unattributed++
		}
		for _, who := range from[i].Speakers {
			key := event.Speaker{ID: who.ID, Name: who.Name, Kind: who.Kind}
			if who.Name != "" && !seen[key] {
				seen[key] = true
				doc.Speaker.add(&event.Entity{ID: who.ID, Name: who.Name, Kind: who.Kind})
			}
		}
	}
	doc.Article.Statements, doc.Article.Speakers = len(made), len(seen)
}

func instant(d *event.Date) *time.Time {
	if d == nil {
		return nil
	}
	t := d.Time.UTC()
	return &t
}

func paragraphs(text string) (n int) {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}

// check compares each text with what stands at its positions.
func check(s *event.Statement, text *event.CodePoints) error {
	if len(s.Content.Spans) == 0 {
		return fmt.Errorf("content without position")
	}
	length := text.Len()
	for _, p := range []struct {
		name  string
		piece event.Piece
	}{{"content", s.Content}, {"cue", s.Cue.Piece}, {"source", s.Source}} {
		parts := make([]string, 0, len(p.piece.Spans))
		end := 0
		for _, span := range p.piece.Spans {
			if span[0] < end || span[1] <= span[0] || span[1] > length {
				return fmt.Errorf("%s: no such range %v in a text of %d", p.name, span, length)
			}
			end = span[1]
			parts = append(parts, text.Slice(span))
		}
		if got := strings.Join(parts, " "); len(parts) > 0 && got != p.piece.Text {
			return fmt.Errorf("%s is %q, at its position stands %q", p.name, p.piece.Text, got)
		}
	}
	for _, q := range s.Quoted {
		if q[0] < 0 || q[1] <= q[0] || q[1] > length {
			return fmt.Errorf("quoted: no such range %v in a text of %d", q, length)
		}
	}
	if !utf8.ValidString(s.Content.Text) {
		return fmt.Errorf("content is not UTF-8")
	}
	return nil
}
