package event

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew: only for a new type of message, never to make an old one pass")

// golden is one message of each type with every field set.
func golden() map[string]any {
	at := time.Date(2026, 2, 14, 11, 2, 3, 0, time.FixedZone("", 3600))
	yes := true
	article := Article{
		ID: "a-00", URL: Address{Full: "https://example.org/talks", Original: "https://example.org/talks?utm_source=x", Fetched: "https://example.org/talks", Domain: "example.org"},
		Title: "Talks resume", HeadTitle: "Talks resume | Example", Authors: []Author{{Name: "Ada Berg", Kind: "person"}},
		Published: &Date{Time: at, Day: "2026-02-14", Precision: "instant"}, Modified: &Date{Time: at, Day: "2026-02-14", Precision: "instant"},
		Outlet: "Example", Language: "en", Section: "World", Image: "https://example.org/i.jpg", Wire: "AFP",
		Text: "“No,” said Maric.", TextSHA256: SHA256("“No,” said Maric."), Verdict: "ok", Reasons: []string{"live_blog"}, Confidence: 0.9,
		From:       map[string]string{"title": "h1"},
		Rights:     Rights{TDMReservation: &yes, TDMPolicy: "https://example.org/policy", Robots: "noindex", Paid: true},
		Fetch:      Fetch{At: at, Via: "http", Status: 200, DurationMS: 210, Bytes: 1000, ETag: `"x"`, LastModified: "Sat, 14 Feb 2026 10:00:00 GMT"},
		Submission: Submission{WorkID: "u-00", At: at, Tags: []string{"desk"}, Labels: map[string]string{"project": "x"}}, Parser: "0.1.0",
	}
	return map[string]any{
		"work": &Work{
			ID: "u-00", URL: "https://example.org/talks", Host: "example.org", Raw: "sha", ContentType: "text/html", Force: true,
			Tags: []string{"desk"}, Labels: map[string]string{"project": "x"}, SubmittedAt: at, Attempt: 2, Slot: at, LastError: "timeout",
		},
		"article": &article,
		"statements": &Statements{
			Article: article, Language: "en", Extractor: "0.1.0", Version: Version(at, 1), Marks: MarkCount{Open: 1, Close: 1, Unpaired: 1},
			Statements: []Statement{{
				ID: "s-00", Type: "direct", Zone: "body", Content: Piece{Text: "“No,”", Spans: []Span{{0, 5}}}, Quoted: []Span{{1, 4}},
				Cue: Cue{Piece: Piece{Text: "said", Spans: []Span{{6, 10}}}, Lemma: "say"}, Source: Piece{Text: "Maric", Spans: []Span{{11, 16}}},
				Speakers: []Speaker{{ID: "e-00", Name: "Anna Maric", Kind: "person", Title: "foreign minister", Affiliation: "Ruritanian"}},
				Via:      "X", About: []int{0}, Flags: []string{"nested"}, Parent: "s-01", Paragraph: 1, Sentence: 2,
				Attribution: Attribution{Method: "name", Confidence: 0.9, Evidence: "Maric → Anna Maric", Candidates: []Candidate{{Name: "Anna Maric", Score: 0.9}}},
			}},
			Entities: []Entity{{
				ID: "e-00", Name: "Anna Maric", Kind: "person", Aliases: []string{"Maric"}, Mentions: []Mention{{Text: "Maric", Zone: "body", Span: Span{11, 16}}},
				Titles: []Title{{Text: "foreign minister", Affiliation: "Ruritanian", AffiliationName: "Ruritania", Past: true}}, Relation: "sister of X", Country: "Ruritania", Confidence: 0.9,
			}},
		},
		"failed": &Failed{
			Stage: StageFetch, Reason: "not_found", Error: "404", Attempts: 1, At: at, WorkID: "u-00", URL: "https://example.org/talks",
			OriginalStream: StreamWork, OriginalSubject: "inquit.work.fetch.example_org", OriginalSeq: 7, OriginalType: TypeWork,
			Original: json.RawMessage(`{"id":"u-00"}`), OriginalBytes: []byte("x"),
		},
		"state": &State{
			URL: "https://example.org/talks", Outcome: Indexed, Reason: "r", Error: "e", At: at, NextAttempt: at, Attempts: 1, ArticleID: "a-00", Title: "Talks resume",
			Statements: 14, Speakers: 5, FetchMS: 210, ETag: `"x"`, LastModified: "x", ContentSHA256: "c", IndexedSHA256: "c", Extractor: "0.1.0",
		},
	}
}

func TestTheFrozenMessagesOfVersion1CanBeReadAndStayAsTheyAre(t *testing.T) {
	for name, want := range golden() {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "v1", name+".json")
			if *update {
				data, err := json.MarshalIndent(want, "", "  ")
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]any{"work": new(Work), "article": new(Article), "statements": new(Statements), "failed": new(Failed), "state": new(State)}[name]
			if err := json.Unmarshal(data, got); err != nil {
				t.Fatal(err)
			}
			again, err := json.MarshalIndent(got, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(data)), string(again)); diff != "" {
				t.Errorf("a field got lost or changed its name (-file +read and written):\n%s", diff)
			}
			wanted, err := json.MarshalIndent(want, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(data)), string(wanted)); diff != "" {
				t.Errorf("a message written today differs (-file +today):\n%s", diff)
			}
		})
	}
}

func TestDecodeRefusesAnotherMajorVersion(t *testing.T) {
	m := Message{Type: "inquit.work.v2", Data: []byte("{}")}
	var w Work
	err := m.Decode(TypeWork, &w)
	if err == nil || !strings.Contains(err.Error(), "inquit.work.v2") {
		t.Errorf("error %v, want one that names the type", err)
	}
}

func TestParseURLsReadsEveryFormThatUsersPublish(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string // URL, or "!" and a part of the error
	}{
		{"a bare URL", "https://example.org/a", []string{"https://example.org/a"}},
		{"with a newline and a byte order mark", "\ufeffhttps://example.org/a\n", []string{"https://example.org/a"}},
		{"several by line", "https://example.org/a\n\n# later\r\nhttps://example.org/b\n", []string{"https://example.org/a", "https://example.org/b"}},
		{"an object", `{"url": "https://example.org/a", "tags": ["x"]}`, []string{"https://example.org/a"}},
		{"an object over several lines", "{\n\"url\": \"https://example.org/a\"\n}", []string{"https://example.org/a"}},
		{"objects by line", "{\"url\":\"https://example.org/a\"}\n{\"url\":\"https://example.org/b\"}", []string{"https://example.org/a", "https://example.org/b"}},
		{"an array of both", `["https://example.org/a", {"url":"https://example.org/b"}]`, []string{"https://example.org/a", "https://example.org/b"}},
		{"nothing", " \n ", []string{"!empty message"}},
		{"comments only", "# a\n# b", []string{"!only comments"}},
		{"an object without a URL", `{"link": "x"}`, []string{"!without \"url\""}},
		{"a cut object", `{"url": "https`, []string{"!not a JSON object"}},
		{"a good line beside a bad one", "{\"x\":1}\nhttps://example.org/b", []string{"!without", "https://example.org/b"}},
		{"a cut array", `["https://exa`, []string{"!not a JSON array"}},
		{"an empty array", `[]`, []string{"!empty JSON array"}},
		{"an array of numbers", `[1]`, []string{"!not a JSON object"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			entries := ParseURLs([]byte(test.body))
			if len(entries) != len(test.want) {
				t.Fatalf("%d entries, want %d: %+v", len(entries), len(test.want), entries)
			}
			for i, want := range test.want {
				text, isError := strings.CutPrefix(want, "!")
				switch e := entries[i]; {
				case isError && (e.Err == nil || !strings.Contains(e.Err.Error(), text)):
					t.Errorf("entry %d: error %v, want %q", i, e.Err, text)
				case !isError && (e.Err != nil || e.URL.URL != text):
					t.Errorf("entry %d: %q, %v; want %q", i, e.URL.URL, e.Err, text)
				}
			}
		})
	}
}

func FuzzParseURLs(f *testing.F) {
	for _, seed := range []string{"https://example.org/a\nb", `{"url":"x"}`, `[1,"a",{}]`, "{\n", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(ParseURLs(body)) == 0 {
			t.Error("no entry: the message would vanish")
		}
	})
}

func TestCodePointsConvertsBothWays(t *testing.T) {
	for _, text := range []string{"", "plain", "“Curly” – dashes, café, 日本語, 🙂", strings.Repeat("“é🙂a", 200)} {
		c := NewCodePoints(text)
		n := 0
		for i := range text {
			if got := c.FromByte(i); got != n {
				t.Fatalf("FromByte(%d) = %d, want %d", i, got, n)
			}
			if got := c.Byte(n); got != i {
				t.Fatalf("Byte(%d) = %d, want %d", n, got, i)
			}
			n++
		}
		if c.Len() != utf8.RuneCountInString(text) || c.Byte(n) != len(text) || c.Byte(n+9) != len(text) || c.Byte(-1) != 0 {
			t.Errorf("ends of %q: %d, %d", text, c.Len(), c.Byte(n))
		}
	}
}

func FuzzCodePointsSlice(f *testing.F) {
	f.Add("“a” é", 1, 3)
	f.Fuzz(func(t *testing.T, text string, a, b int) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		got := NewCodePoints(text).Slice(Span{a, b})
		runes := []rune(text)
		a, b = min(max(a, 0), len(runes)), min(max(b, 0), len(runes))
		if want := string(runes[a:max(a, b)]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestIDsForgiveTypographyAndTellArticlesApart(t *testing.T) {
	a := StatementID("a-1", "“We won’t accept it,”", 0)
	same := []string{"\"We won't accept it\"", "we  won't accept it."}
	for _, s := range same {
		if StatementID("a-1", s, 0) != a {
			t.Errorf("%q has another id", s)
		}
	}
	for name, other := range map[string]string{
		"another article": StatementID("a-2", "“We won’t accept it,”", 0),
		"a second time":   StatementID("a-1", "“We won’t accept it,”", 1),
		"other words":     StatementID("a-1", "“We will accept it,”", 0),
	} {
		if other == a {
			t.Errorf("%s has the same id", name)
		}
	}
}

func TestVersionOrdersFetchesBeforeExtractors(t *testing.T) {
	early, late := time.UnixMilli(1_700_000_000_000), time.UnixMilli(1_700_000_000_001)
	if !(Version(early, 1) < Version(early, 2) && Version(early, 999) < Version(late, 1)) {
		t.Error("a newer extractor must win on the same page, and a newer page always")
	}
}

func TestHostTokenIsOneTokenOfASubject(t *testing.T) {
	for host, want := range map[string]string{
		"www.Example.org": "www_example_org", "127.0.0.1:8080": "127_0_0_1", "xn--bcher-kva.example": "xn--bcher-kva_example",
		"": "none", "*.>": "_", "[::1]": "__1",
	} {
		if got := HostToken(host); got != want {
			t.Errorf("HostToken(%q) = %q, want %q", host, got, want)
		}
	}
}

func TestTraceContextIsKeptOrBegun(t *testing.T) {
	parent := Trace{Parent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", State: "a=b"}
	child := parent.Child()
	if child.ID() != parent.ID() || child.Parent == parent.Parent || child.State != "a=b" {
		t.Errorf("child %+v of %+v", child, parent)
	}
	for _, bad := range []string{"", "x", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "00-zz-b7-01"} {
		if (Trace{Parent: bad}).ID() != "" || (Trace{Parent: bad}).Child().ID() == "" {
			t.Errorf("%q: a bad parent has no id and its child a new one", bad)
		}
	}
}
