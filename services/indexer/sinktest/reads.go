package sinktest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/services/indexer"
)

func filters(s *suite) {
	s.write(
		Bundle("talks", "www.example.org", day1, day3,
			Says{By: []string{"Emmanuel Macron"}, Content: "“a”", Confidence: 0.9, About: []string{"NATO"}},
			Says{By: []string{"Anna Maric"}, Content: "b", Type: "indirect", Confidence: 0.4, Flags: []string{"declined", "nested"}}),
		Bundle("war", "news.example.net", day2, day3,
			Says{By: []string{"Anna-Lena Macron"}, Content: "“c”", Confidence: 0.7},
			Says{Content: "“d”", Confidence: 0.2}))
	macron := event.EntityID("person", "Emmanuel Macron")
	for _, test := range []struct {
		name string
		q    indexer.Query
		want []string
	}{
		{"nothing set", indexer.Query{}, []string{"b", "“a”", "“c”", "“d”"}},
		{"speaker by one word", indexer.Query{Speaker: "macron"}, []string{"“a”", "“c”"}},
		{"speaker by all words, in any order", indexer.Query{Speaker: "Macron Emmanuel"}, []string{"“a”"}},
		{"speaker by half a word", indexer.Query{Speaker: "macr"}, []string{}},
		{"speaker by part of a hyphenated name", indexer.Query{Speaker: "anna lena"}, []string{"“c”"}},
		{"speaker without a letter", indexer.Query{Speaker: "—"}, []string{}},
		{"speaker by id", indexer.Query{SpeakerID: macron}, []string{"“a”"}},
		{"about by id", indexer.Query{AboutID: event.EntityID("organization", "NATO")}, []string{"“a”"}},
		{"type", indexer.Query{Type: "indirect"}, []string{"b"}},
		{"kind", indexer.Query{Kind: "unknown"}, []string{"“d”"}},
		{"flag", indexer.Query{Flag: "declined"}, []string{"b"}},
		{"confidence, included", indexer.Query{MinConfidence: 0.7}, []string{"“a”", "“c”"}},
		{"article", indexer.Query{ArticleID: event.ArticleID("https://news.example.net/war")}, []string{"“c”", "“d”"}},
		{"outlet by domain", indexer.Query{Outlet: "Example.org"}, []string{"b", "“a”"}},
		{"outlet by subdomain", indexer.Query{Outlet: "news.example.net"}, []string{"“c”", "“d”"}},
		{"outlet by end of a name", indexer.Query{Outlet: "ample.org"}, []string{}},
		{"outlet by name", indexer.Query{Outlet: "the WAR post"}, []string{"“c”", "“d”"}},
		{"outlet by part of a name", indexer.Query{Outlet: "the war"}, []string{}},
		{"outlet with a pattern", indexer.Query{Outlet: "*.example.org"}, []string{}},
		{"since, included", indexer.Query{Since: day2}, []string{"“c”", "“d”"}},
		{"until, not included", indexer.Query{Until: day2}, []string{"b", "“a”"}},
		{"since and until", indexer.Query{Since: day1.Add(time.Millisecond), Until: day2}, []string{}},
		{"several at once", indexer.Query{Speaker: "macron", Outlet: "example.net", Since: day1}, []string{"“c”"}},
	} {
		s.equal(test.name, s.contents(test.q), test.want)
	}
}

func wording(s *suite) {
	texts := []string{
		"“We won’t accept Müller’s plan—ever,”", "The café’s 3,000 workers striked at Malmø", "cafe\u0301 talk's end",
		"a red line was crossed", "the line, red as ever", "the ministers’ talks resumed at U.S. request", "L'État, c'est moi", "ПРИВЕТ мир",
	}
	var list []Says
	for _, text := range texts {
		list = append(list, Says{By: []string{"Seán O’Müller"}, Content: text})
	}
	s.write(Bundle("talks", "example.org", day1, day2, list...))
	text := func(words string) indexer.Query { return indexer.Query{Text: words} }
	phrase := func(words string) indexer.Query { return indexer.Query{Phrases: []string{words}} }
	for _, test := range []struct {
		name string
		q    indexer.Query
		want []int
	}{
		{"all words in any order", text("line red"), []int{3, 4}},
		{"a word that is missing", text("red line nowhere"), nil},
		{"another inflection", text("minister talking"), []int{5}},
		{"a possessive", text("talk"), []int{2, 5}},
		{"a straight apostrophe", text("won't"), []int{0}},
		{"a curly apostrophe", text("won’t"), []int{0}},
		{"without the accent", text("muller"), []int{0}},
		{"accents in one or two code points", text("CAFÉ"), []int{1, 2}},
		{"a letter that does not decompose", text("malmo"), []int{1}},
		{"a number with a comma", text("3,000"), []int{1}},
		{"words divided by a dash", phrase("plan ever"), []int{0}},
		{"a phrase", phrase("red line"), []int{3}},
		{"a phrase in another inflection", phrase("red lines"), nil},
		{"two phrases", indexer.Query{Phrases: []string{"red line", "was crossed"}}, []int{3}},
		{"a phrase with marks in it", phrase("“line, red”"), []int{4}},
		{"a phrase with a possessive", phrase("muller’s plan"), []int{0}},
		{"an abbreviation with dots", phrase("at U.S. request"), []int{5}},
		{"an elided article", phrase("l’etat"), []int{6}},
		{"letters of another script", text("привет"), []int{7}},
		{"operators are words", text(`red AND line`), nil},
		{"a wildcard is none", text("re*"), nil},
		{"marks only", text("“—”"), nil},
		{"a name with accent and apostrophe", indexer.Query{Speaker: "sean o'muller"}, []int{0, 1, 2, 3, 4, 5, 6, 7}},
	} {
		want := []string{}
		for _, i := range test.want {
			want = append(want, texts[i])
		}
		slices.Sort(want)
		s.equal(test.name, s.contents(test.q), want)
	}
}

func about(s *suite) {
	s.write(Bundle("talks", "example.org", day1, day2,
		Says{By: []string{"A B"}, Content: "it must leave", About: []string{"European Union"}},
		Says{By: []string{"A B"}, Content: "sanctions hurt the union", About: []string{"NATO"}},
		Says{By: []string{"A B"}, Content: "nothing else"}))
	for words, want := range map[string][]string{
		"european union":    {"it must leave"},
		"Union":             {"it must leave", "sanctions hurt the union"},
		"sanction":          {"sanctions hurt the union"},
		"european sanction": {},
		"nato":              {"sanctions hurt the union"},
	} {
		s.equal("about "+words, s.contents(indexer.Query{About: words}), want)
	}
}

func joint(s *suite) {
	m := Bundle("talks", "example.org", day1, day2, Says{By: []string{"Anna Maric", "Bo Lind"}, Content: "we agree"})
	s.write(m)
	for _, name := range []string{"maric", "Bo Lind"} {
		s.equal(name, s.contents(indexer.Query{Speaker: name}), []string{"we agree"})
		s.equal(name+" by id", s.contents(indexer.Query{SpeakerID: m.Statements[0].Speakers[0].ID}), []string{"we agree"})
	}
	st := s.search(indexer.Query{}).Statements[0]
	s.equal("names", st.Speaker.Name, []string{"Anna Maric", "Bo Lind"})
	s.equal("joint ids", st.Speaker.Joint, []string{m.Statements[0].Speakers[0].ID, m.Statements[0].Speakers[1].ID})
}

func orders(s *suite) {
	early := Bundle("one", "example.org", day1, day3, Speech("A B", 4)...)
	late := Bundle("two", "example.org", day2, day3, Speech("A B", 4)...)
	s.write(late, early)
	first, second := byID(s.documents(early).Statements), byID(s.documents(late).Statements)
	s.equal("newest", keys(s.search(indexer.Query{})), keysOf(append(slices.Clone(second), first...)))
	s.equal("oldest", keys(s.search(indexer.Query{Sort: indexer.Oldest})), keysOf(append(slices.Clone(first), second...)))
	s.equal("relevance of no words is newest", keys(s.search(indexer.Query{Sort: indexer.Relevance})), keys(s.search(indexer.Query{})))
}

func position(s *suite) {
	m := Bundle("one", "example.org", day1, day3, Speech("A B", 12)...)
	m.Article.Title = "No deal, says Maric"
	headline := m.Statements[11]
	headline.ID, headline.Zone, headline.Content = "s-title", "headline", event.Piece{Text: "No deal", Spans: []event.Span{{0, 7}}}
	headline.Cue, headline.Source = event.Cue{}, event.Piece{}
	m.Statements = append(m.Statements, headline)
	s.write(m)
	want := []string{"s-title"}
	for _, st := range m.Statements[:12] {
		want = append(want, st.ID)
	}
	s.equal("position", keys(s.search(indexer.Query{ArticleID: m.Article.ID, Sort: indexer.Position})), want)
}

func keys(page *indexer.Page) []string { return keysOf(page.Statements) }

func keysOf(list []*indexer.Statement) []string {
	out := make([]string, len(list))
	for i, st := range list {
		out[i] = st.Key()
	}
	return out
}

// walk reads all pages, and calls between after each.
func (s *suite) walk(q indexer.Query, between func(page int)) (list []string) {
	s.Helper()
	for n := 0; ; n++ {
		page := s.search(q)
		if len(page.Statements) > q.Size || n > 100 {
			s.Fatalf("page %d holds %d statements of %d", n, len(page.Statements), q.Size)
		}
		list = append(list, keys(page)...)
		if page.Next == "" {
			return list
		}
		q.Cursor = page.Next
		between(n)
	}
}

func paging(s *suite) {
	m := Bundle("one", "example.org", day2, day3, Speech("A B", 10)...)
	for _, sort := range []indexer.Sort{indexer.Newest, indexer.Oldest} {
		s.write(m)
		want := keysOf(s.documents(m).Statements)
		got := s.walk(indexer.Query{Sort: sort, Size: 3}, func(n int) {
			s.write(Bundle(fmt.Sprintf("%s%d", sort, n), "example.org", day1.AddDate(0, 0, n), day3, Speech("C D", 2)...))
		})
		seen := map[string]int{}
		for _, key := range got {
			seen[key]++
		}
		for _, key := range want {
			if seen[key] != 1 {
				s.Errorf("%s: statement %s came %d times", sort, key, seen[key])
			}
		}
		m = Bundle("again", "example.org", day2, day3, Speech("A B", 10)...)
	}
}

func relevancePaging(s *suite) {
	m := Bundle("one", "example.org", day2, day3, Speech("A B", 10)...)
	s.write(m)
	got := s.walk(indexer.Query{Sort: indexer.Relevance, Text: "ministers", Size: 4}, func(int) {})
	want := keysOf(s.documents(m).Statements)
	slices.Sort(got)
	slices.Sort(want)
	s.equal("all pages", got, want)
	exact := s.walk(indexer.Query{Size: 5}, func(int) {})
	if len(exact) != 10 {
		s.Errorf("two full pages hold %d statements, want 10", len(exact))
	}
}

func foreignCursor(s *suite) {
	s.write(Bundle("one", "example.org", day2, day3, Speech("A B", 3)...))
	next := s.search(indexer.Query{Size: 1}).Next
	for _, q := range []indexer.Query{{Cursor: next, Text: "point"}, {Cursor: next, Sort: indexer.Oldest}, {Cursor: "what"}} {
		if _, err := s.index.Search(s.Context(), q); !errors.Is(err, indexer.ErrCursor) {
			s.Errorf("query %+v: error %v, want ErrCursor", q, err)
		}
	}
}

func counts(s *suite) {
	s.write(
		Bundle("talks", "example.org", day1, day3,
			Says{By: []string{"Anna Maric", "Bo Lind"}, Content: "a", About: []string{"NATO", "European Union"}},
			Says{By: []string{"Anna Maric"}, Content: "b", About: []string{"NATO"}, Type: "indirect", Flags: []string{"planned"}}),
		Bundle("war", "example.net", day2, day3, Says{By: []string{"Zoë Ek"}, Content: "c"}, Says{Content: "d"}))
	for _, test := range []struct {
		name string
		q    indexer.Query
		by   indexer.Field
		size int
		want []indexer.Bucket
	}{
		{"speakers", indexer.Query{}, indexer.BySpeaker, 10, []indexer.Bucket{{Value: "Anna Maric", Count: 2}, {Value: "Bo Lind", Count: 1}, {Value: "Zoë Ek", Count: 1}}},
		{"the first two", indexer.Query{}, indexer.BySpeaker, 2, []indexer.Bucket{{Value: "Anna Maric", Count: 2}, {Value: "Bo Lind", Count: 1}}},
		{"about", indexer.Query{}, indexer.ByAbout, 10, []indexer.Bucket{{Value: "NATO", Count: 2}, {Value: "European Union", Count: 1}}},
		{"outlets", indexer.Query{}, indexer.ByOutlet, 10, []indexer.Bucket{{Value: "The talks Post", Count: 2}, {Value: "The war Post", Count: 2}}},
		{"types", indexer.Query{}, indexer.ByType, 10, []indexer.Bucket{{Value: "direct", Count: 3}, {Value: "indirect", Count: 1}}},
		{"kinds", indexer.Query{}, indexer.ByKind, 10, []indexer.Bucket{{Value: "person", Count: 3}, {Value: "unknown", Count: 1}}},
		{"flags", indexer.Query{}, indexer.ByFlag, 10, []indexer.Bucket{{Value: "planned", Count: 1}}},
		{"within a query", indexer.Query{Speaker: "lind"}, indexer.BySpeaker, 10, []indexer.Bucket{{Value: "Anna Maric", Count: 1}, {Value: "Bo Lind", Count: 1}}},
		{"of nothing", indexer.Query{Speaker: "nobody"}, indexer.BySpeaker, 10, nil},
	} {
		got, err := s.index.Count(s.Context(), test.q, test.by, test.size)
		if err != nil {
			s.Fatal(err)
		}
		s.equal(test.name, got, test.want)
	}
}
