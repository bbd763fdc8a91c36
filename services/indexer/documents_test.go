package indexer

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/event"
)

var update = flag.Bool("update", false, "write the golden files")

// frozen is the message that the contract keeps for its first version.
func frozen(t *testing.T) *event.Statements {
	t.Helper()
	data, err := os.ReadFile("../../event/testdata/v1/statements.json")
	if err != nil {
		t.Fatal(err)
	}
	var m event.Statements
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return &m
}

var stamp = Stamp{Ingested: time.Date(2026, 2, 15, 0, 0, 0, 123456789, time.UTC), TraceID: "0af7651916cd43dd8448eb211c80319c"}

func TestDocumentsOfTheFrozenMessage(t *testing.T) {
	docs, err := NewDocuments(frozen(t), stamp)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	encoder := json.NewEncoder(&got)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(docs); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/documents.golden.json"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

func TestMessagesWhosePositionsDoNotFitAreRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*event.Statements)
		want  string
	}{
		{"content is other text", func(m *event.Statements) { m.Statements[0].Content.Text = "“Yes,”" }, `content is "“Yes,”"`},
		{"content counts bytes", func(m *event.Statements) { m.Statements[0].Content.Spans[0] = event.Span{0, 9} }, "at its position stands"},
		{"content has no position", func(m *event.Statements) { m.Statements[0].Content.Spans = nil }, "without position"},
		{"cue is other text", func(m *event.Statements) { m.Statements[0].Cue.Text = "says" }, `cue is "says"`},
		{"source ends behind the text", func(m *event.Statements) { m.Statements[0].Source.Spans[0][1] = 99 }, "no such range"},
		{"source begins before the text", func(m *event.Statements) { m.Statements[0].Source.Spans[0][0] = -1 }, "no such range"},
		{"source is empty", func(m *event.Statements) { m.Statements[0].Source.Spans[0] = event.Span{11, 11} }, "no such range"},
		{"spans overlap", func(m *event.Statements) {
			m.Statements[0].Content = event.Piece{Text: "“No,” No,”", Spans: []event.Span{{0, 5}, {1, 5}}}
		}, "no such range"},
		{"quoted ends behind the text", func(m *event.Statements) { m.Statements[0].Quoted[0][1] = 99 }, "quoted: no such range"},
		{"about names an entity that is not there", func(m *event.Statements) { m.Statements[0].About = []int{1} }, "entity 1 of 1"},
		{"zone is the other one", func(m *event.Statements) { m.Statements[0].Zone = "headline" }, "content"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := frozen(t)
			test.spoil(m)
			_, err := NewDocuments(m, stamp)
			if !errors.Is(err, ErrOffsets) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want ErrOffsets with %q", err, test.want)
			}
		})
	}
}

func TestSplitContentIsJoinedByASpace(t *testing.T) {
	m := frozen(t)
	m.Article.Text = "“We go,” she said, “and soon.”\nNext."
	s := &m.Statements[0]
	s.Content = event.Piece{Text: "“We go,” “and soon.”", Spans: []event.Span{{0, 8}, {19, 30}}}
	s.Quoted = []event.Span{{1, 7}, {20, 29}}
	s.Cue.Piece = event.Piece{Text: "said", Spans: []event.Span{{13, 17}}}
	s.Source = event.Piece{Text: "she", Spans: []event.Span{{9, 12}}}
	docs, err := NewDocuments(m, stamp)
	if err != nil {
		t.Fatal(err)
	}
	c := docs.Statements[0].Content
	want := ContentPart{
		Text: "“We go,” “and soon.”", Quoted: []string{"We go,", "and soon."}, Start: 0, End: 30,
		Spans: []Range{{0, 8}, {19, 30}}, Words: 4, Hash: event.ContentHash("we go and soon"),
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
	if got, want := docs.Statements[0].Context, (ContextPart{After: "Next.", Paragraph: "“We go,” she said, “and soon.”"}); got != want {
		t.Errorf("context %+v, want %+v", got, want)
	}
}

func TestAnArticleWithoutDateIsDatedByTheFetch(t *testing.T) {
	m := frozen(t)
	m.Article.Published, m.Article.Outlet = nil, ""
	docs, err := NewDocuments(m, stamp)
	if err != nil {
		t.Fatal(err)
	}
	s := docs.Statements[0]
	if !s.Timestamp.Equal(m.Article.Fetch.At) || s.Article.PublishedFrom != "fetch" {
		t.Errorf("dated %v from %q, want %v from fetch", s.Timestamp, s.Article.PublishedFrom, m.Article.Fetch.At)
	}
	if s.Article.Outlet != "example.org" {
		t.Errorf("outlet %q, want the domain", s.Article.Outlet)
	}
}

func TestFlagsTellWhatWasNotSaid(t *testing.T) {
	for flag, want := range map[string][2]string{
		"nested": {"asserted", "said"}, "negated": {"negated", "said"}, "declined": {"asserted", "declined"},
		"planned": {"asserted", "planned"}, "hypothetical": {"asserted", "hypothetical"},
	} {
		m := frozen(t)
		m.Statements[0].Flags = []string{flag}
		docs, err := NewDocuments(m, stamp)
		if err != nil {
			t.Fatal(err)
		}
		if s := docs.Statements[0].Statement; [2]string{s.Polarity, s.Realis} != want {
			t.Errorf("%s: %s, %s, want %v", flag, s.Polarity, s.Realis, want)
		}
	}
}
