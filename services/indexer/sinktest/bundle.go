package sinktest

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/inquit/inquit/event"
)

// Says is a statement for tests: somebody says something.
type Says struct {
	// By are names of people, who speak together if there are several. None makes
	// a quote without a speaker.
	By      []string
	Content string
	About   []string // names of organizations
	// Type is direct and Confidence 0.9 if not given.
	Type       string
	Confidence float64
	Flags      []string
}

// Bundle makes a message of an article in which each statement is a paragraph:
// CONTENT said NAME. The article's id and address come from its name, and its
// version from when it was fetched.
func Bundle(name, domain string, published, fetched time.Time, list ...Says) *event.Statements {
	full := "https://" + domain + "/" + name
	m := &event.Statements{Language: "en", Extractor: "0.0.1", Version: event.Version(fetched, 1)}
	m.Article = event.Article{
		ID: event.ArticleID(full), Title: "Title of " + name, Outlet: "The " + name + " Post", Language: "en",
		URL:        event.Address{Full: full, Original: full, Fetched: full, Domain: domain},
		Published:  &event.Date{Time: published, Precision: "instant"},
		Verdict:    "ok",
		Confidence: 1, Fetch: event.Fetch{At: fetched, Via: "http", Status: 200},
		Submission: event.Submission{WorkID: event.WorkID(full), At: fetched},
	}
	var text strings.Builder
	seen := map[string]int{}
	entities := map[string]int{}
	for i, s := range list {
		m.Statements = append(m.Statements, statement(m, &text, i, s, seen[s.Content], entities))
		seen[s.Content]++
	}
	m.Article.Text = strings.TrimSuffix(text.String(), "\n")
	m.Article.TextSHA256 = event.SHA256(m.Article.Text)
	return m
}

func statement(m *event.Statements, text *strings.Builder, paragraph int, s Says, nth int, entities map[string]int) event.Statement {
	write := func(words string) event.Piece {
		start := utf8.RuneCountInString(text.String())
		text.WriteString(words)
		return event.Piece{Text: words, Spans: []event.Span{{start, start + utf8.RuneCountInString(words)}}}
	}
	out := event.Statement{
		ID: event.StatementID(m.Article.ID, s.Content, nth), Type: s.Type, Zone: "body", Flags: s.Flags,
		Paragraph: paragraph, Sentence: paragraph, Attribution: event.Attribution{Method: "name", Confidence: s.Confidence},
	}
	if out.Type == "" {
		out.Type = "direct"
	}
	if s.Confidence == 0 {
		out.Attribution.Confidence = 0.9
	}
	out.Content = write(s.Content)
	if len(s.By) > 0 {
		write(" ")
		out.Cue = event.Cue{Piece: write("said"), Lemma: "say"}
		write(" ")
		out.Source = write(strings.Join(s.By, " and "))
	}
	write(".\n")
	for _, name := range s.By {
		out.Speakers = append(out.Speakers, event.Speaker{ID: event.EntityID("person", name), Name: name, Kind: "person"})
	}
	if len(s.By) == 0 {
		out.Speakers = []event.Speaker{{Kind: "unknown"}}
		out.Attribution.Method = "none"
	}
	for _, name := range s.About {
		if _, ok := entities[name]; !ok {
			entities[name] = len(m.Entities)
			m.Entities = append(m.Entities, event.Entity{ID: event.EntityID("organization", name), Name: name, Kind: "organization"})
		}
		out.About = append(out.About, entities[name])
	}
	return out
}

// Speech makes n statements that differ, for load.
func Speech(by string, n int) []Says {
	list := make([]Says, n)
	for i := range list {
		list[i] = Says{By: []string{by}, Content: fmt.Sprintf("“Point %d of the long list of points that the ministers discussed at the talks about the border”", i)}
	}
	return list
}
