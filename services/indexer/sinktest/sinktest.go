// Package sinktest is the suite that every [indexer.Index] has to pass, so that
// the same writes give the same answers, whatever keeps them.
package sinktest

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/services/indexer"
)

// Run runs the suite. open returns an empty index that is set up, and has it
// removed when the test ends.
func Run(t *testing.T, open func(*testing.T) indexer.Index) {
	for _, test := range []struct {
		name string
		run  func(*suite)
	}{
		{"setting up twice does nothing the second time", setupTwice},
		{"documents come back as they were written", roundTrip},
		{"a write takes effect only if its version is newer", versions},
		{"a delete keeps older writes from coming back", tombstones},
		{"what is stored of articles is read at once", storedAtOnce},
		{"filters select what they say", filters},
		{"words match by letters, not by marks and accents", wording},
		{"about finds names of entities and words of the content", about},
		{"joint speakers are found by either name", joint},
		{"statements are ordered by time, then by id", orders},
		{"statements of an article come in its order", position},
		{"pages hold each statement once while others are written", paging},
		{"relevance pages hold each statement once", relevancePaging},
		{"a cursor of another query is refused", foreignCursor},
		{"values are counted", counts},
		{"a statement that was written anew is found by its new words only", rewritten},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(&suite{t, open(t)}) })
	}
}

type suite struct {
	*testing.T
	index indexer.Index
}

var (
	day1 = time.Date(2026, 2, 14, 11, 2, 3, 0, time.UTC)
	day2 = day1.AddDate(0, 0, 1)
	day3 = day1.AddDate(0, 0, 2)
)

// documents turns a message into documents.
func (s *suite) documents(m *event.Statements) *indexer.Documents {
	s.Helper()
	docs, err := indexer.NewDocuments(m, indexer.Stamp{Ingested: day3})
	if err != nil {
		s.Fatal(err)
	}
	return docs
}

// write writes messages and makes them visible.
func (s *suite) write(messages ...*event.Statements) {
	s.Helper()
	for _, m := range messages {
		docs := s.documents(m)
		var ops []indexer.Op
		for _, d := range docs.Statements {
			ops = append(ops, indexer.Put(d, m.Version))
		}
		for _, got := range s.apply(append(ops, indexer.Put(docs.Article, m.Version))...) {
			if got.Status != indexer.Applied {
				s.Fatalf("write: %v: %s", got.Status, got.Reason)
			}
		}
	}
	s.refresh()
}

func (s *suite) apply(ops ...indexer.Op) []indexer.Outcome {
	s.Helper()
	outcomes, err := s.index.Apply(s.Context(), ops)
	if err != nil {
		s.Fatal(err)
	}
	if len(outcomes) != len(ops) {
		s.Fatalf("%d outcomes for %d operations", len(outcomes), len(ops))
	}
	return outcomes
}

func (s *suite) refresh() {
	s.Helper()
	if err := s.index.Refresh(s.Context()); err != nil {
		s.Fatal(err)
	}
}

func (s *suite) search(q indexer.Query) *indexer.Page {
	s.Helper()
	page, err := s.index.Search(s.Context(), q)
	if err != nil {
		s.Fatal(err)
	}
	return page
}

// contents searches and returns what was said, in the order of the alphabet.
func (s *suite) contents(q indexer.Query) []string {
	s.Helper()
	page := s.search(q)
	if page.Total != len(page.Statements) {
		s.Errorf("total is %d, page holds %d", page.Total, len(page.Statements))
	}
	list := contents(page)
	slices.Sort(list)
	return list
}

func contents(page *indexer.Page) []string {
	list := []string{}
	for _, st := range page.Statements {
		list = append(list, st.Content.Text)
	}
	return list
}

func (s *suite) equal(what string, got, want any) {
	s.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		s.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func setupTwice(s *suite) {
	did, err := s.index.Setup(s.Context())
	if err != nil || len(did) > 0 {
		s.Errorf("second setup did %q, error %v", did, err)
	}
	if err := s.index.Health(s.Context()); err != nil {
		s.Errorf("health: %v", err)
	}
}

func roundTrip(s *suite) {
	m := Bundle("talks", "example.org", day1, day2,
		Says{By: []string{"Anna Maric", "Bo Lind"}, Content: "“Ça suffit — now,”", About: []string{"NATO"}, Flags: []string{"joint"}, Confidence: 0.75},
		Says{Content: "“Nobody’s words”", Flags: []string{"orphan"}})
	m.Article.Submission.Labels = map[string]string{"project": "x"}
	m.Article.Submission.Tags = []string{"desk"}
	docs := s.documents(m)
	s.write(m)
	for _, want := range docs.Statements {
		got, err := s.index.Statement(s.Context(), want.Key())
		if err != nil {
			s.Fatal(err)
		}
		s.equal("statement", got, want)
	}
	got, err := s.index.Article(s.Context(), docs.Article.Key())
	if err != nil {
		s.Fatal(err)
	}
	s.equal("article", got, docs.Article)
	page := s.search(indexer.Query{Phrases: []string{"ca suffit"}})
	s.equal("found", page.Statements, docs.Statements[:1])
	if missing, err := s.index.Statement(s.Context(), "s-none"); missing != nil || err != nil {
		s.Errorf("missing statement: got %v, error %v", missing, err)
	}
	if missing, err := s.index.Article(s.Context(), "a-none"); missing != nil || err != nil {
		s.Errorf("missing article: got %v, error %v", missing, err)
	}
}

func storedAtOnce(s *suite) {
	m := Bundle("talks", "example.org", day1, day2, Says{By: []string{"Anna Maric"}, Content: "“No”"})
	docs := s.documents(m)
	s.apply(indexer.Put(docs.Statements[0], m.Version), indexer.Put(docs.Article, m.Version)) // no refresh
	got, err := s.index.Stored(s.Context(), []string{m.Article.ID, "a-none"})
	if err != nil {
		s.Fatal(err)
	}
	s.equal("stored", got, map[string]indexer.Stored{m.Article.ID: {Version: m.Version, StatementIDs: []string{m.Statements[0].ID}}})
	if st, err := s.index.Statement(s.Context(), m.Statements[0].ID); err != nil || st == nil {
		s.Errorf("statement is not there before a refresh: %v, %v", st, err)
	}
	none, err := s.index.Stored(s.Context(), nil)
	if err != nil || len(none) != 0 {
		s.Errorf("stored of no articles: %v, %v", none, err)
	}
}

// byID sorts as an order with equal times has to.
func byID(list []*indexer.Statement) []*indexer.Statement {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b *indexer.Statement) int { return cmp.Compare(a.Key(), b.Key()) })
	return list
}
