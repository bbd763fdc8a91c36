package indexer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestParseQuery(t *testing.T) {
	for _, test := range []struct {
		input string
		want  Query
	}{
		{"", Query{}},
		{"  ceasefire   talks ", Query{Text: "ceasefire talks"}},
		{"said by macron about ukraine", Query{Speaker: "macron", About: "ukraine"}},
		{"SAID BY Emmanuel Macron", Query{Speaker: "Emmanuel Macron"}},
		{`by "Anna Maric" about sanctions since 2026-01-01 in example.org`, Query{Speaker: "Anna Maric", About: "sanctions", Since: date("2026-01-01"), Outlet: "example.org"}},
		{"about the red line by macron", Query{About: "the red line", Speaker: "macron"}},
		{"by maric since 2026 until 2026-02", Query{Speaker: "maric", Since: date("2026-01-01"), Until: date("2026-03-01")}},
		{"until 2026-12-31", Query{Until: date("2027-01-01")}},
		{`"red line" talks “in our time”`, Query{Text: "talks", Phrases: []string{"red line", "in our time"}}},
		{`„red line“ «two words»`, Query{Phrases: []string{"red line", "two words"}}},
		{"peace in our time", Query{Text: "peace in our time"}},
		{"talks in News.Example.org", Query{Text: "talks", Outlet: "news.example.org"}},
		{"since then he said nothing", Query{Text: "since then he said nothing"}},
		{"said", Query{Text: "said"}},
		{"said by", Query{Text: "said by"}},
		{"stand by", Query{Text: "stand by"}},
		{"what is it about", Query{Text: "what is it about"}},
		{`"stand by me"`, Query{Phrases: []string{"stand by me"}}},
		{"by macron type:direct kind:Person confidence:0.8 sort:oldest flag:nested", Query{Speaker: "macron", Type: "direct", Kind: "person", MinConfidence: 0.8, Sort: Oldest, Flag: "nested"}},
		{`outlet:"The Example Post" talks`, Query{Outlet: "The Example Post", Text: "talks"}},
		{`outlet:“The Example Post”`, Query{Outlet: "The Example Post"}},
		{"by macron outlet:Example talks", Query{Speaker: "macron", Outlet: "Example", Text: "talks"}},
		{"https://example.org/a note: this", Query{Text: "https://example.org/a note: this"}},
		{`a "mark that never ends`, Query{Text: "a mark that never ends"}},
		{`"" empty`, Query{Text: "empty"}},
		{"since:2026-02-14", Query{Since: date("2026-02-14")}},
	} {
		t.Run(test.input, func(t *testing.T) {
			got, err := ParseQuery(test.input)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("query (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseQuerySaysWhatIsWrong(t *testing.T) {
	for input, want := range map[string]string{
		"since 2026-13-40":            "2026, 2026-02 or 2026-02-14",
		"since:yesterday":             "2026, 2026-02 or 2026-02-14",
		"type:spoken":                 "direct, mixed, indirect",
		"kind:woman":                  "person, organization",
		"confidence:high":             "between 0 and 1",
		"confidence:NaN":              "between 0 and 1",
		"confidence:2":                "between 0 and 1",
		"sort:best":                   "newest, oldest, relevance",
		"since 2026-05 until 2026-04": "since 2026-05-01 and until 2026-04-30",
	} {
		if q, err := ParseQuery(input); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %+v, error %v, want an error with %q", input, q, err, want)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add(`said by "Anna Maric" about sanctions since 2026-01-01 in example.org type:direct`)
	f.Add("“ ” by about “x")
	f.Add("outlet:\"\xff")
	f.Fuzz(func(t *testing.T, input string) {
		_, _ = ParseQuery(input) // must not panic
		// Text that is quoted whole is a phrase and nothing else.
		if !strings.ContainsFunc(input, isQuote) && strings.TrimSpace(input) != "" {
			got, err := ParseQuery(`"` + input + `"`)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Query{Phrases: []string{strings.TrimSpace(input)}}, got); diff != "" {
				t.Errorf("quoted whole (-want +got):\n%s", diff)
			}
		}
	})
}

func ExampleParseQuery() {
	q, err := ParseQuery(`said by macron about ukraine since 2026-02-14 in example.org`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(q.Speaker, q.About, q.Since.Format(time.DateOnly), q.Outlet)
	// Output: macron ukraine 2026-02-14 example.org
}
