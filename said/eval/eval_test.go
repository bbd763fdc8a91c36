package eval

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// say makes a statement by finding its parts in the text; parts of a content are
// divided by a bar.
func say(t *testing.T, text, content, source string) Statement {
	t.Helper()
	points := NewOffsets(text)
	find := func(w string) Span {
		i := strings.Index(text, w)
		if i < 0 {
			t.Fatalf("%q is not in the text", w)
		}
		return points.Span(i, i+len(w))
	}
	var s Statement
	for c := range strings.SplitSeq(content, "|") {
		s.Content = append(s.Content, find(c))
	}
	if source != "" {
		s.Source = []Span{find(source)}
	}
	return s
}

const council = `“We will fix the bridge,” Mayor Ana Ruiz said. “It is old.”
The council said that the money “is there” for it. Nobody said that taxes would rise.`

func TestScore(t *testing.T) {
	no := false
	quote := func(t *testing.T) Statement {
		return say(t, council, "“We will fix the bridge,”|“It is old.”", "Mayor Ana Ruiz")
	}
	mixed := func(t *testing.T) Statement { return say(t, council, "the money “is there” for it", "The council") }
	taxes := func(t *testing.T) Statement { return say(t, council, "taxes would rise", "Nobody") }
	type want struct {
		metric Metric
		kind   string
		count  Count
	}
	tests := []struct {
		name       string
		gold, pred func(t *testing.T) []Statement
		want       []want
	}{
		{
			"equal statements are right under every metric",
			func(t *testing.T) []Statement { return []Statement{quote(t), mixed(t), taxes(t)} },
			func(t *testing.T) []Statement { return []Statement{quote(t), mixed(t), taxes(t)} },
			[]want{
				{ContentExact, "all", Count{3, 3, 3, 3}},
				{ContentAndSource, "all", Count{3, 3, 3, 3}},
				{QuoteAndSpeaker, "direct", Count{1, 1, 1, 1}},
				{QuoteAndSpeaker, "mixed", Count{1, 1, 1, 1}},
				{QuoteAndSpeaker, "indirect", Count{}},
				{StretchAndSpeaker, "all", Count{3, 3, 3, 3}},
			},
		},
		{
			"half of a split quote counts as a stretch only",
			func(t *testing.T) []Statement { return []Statement{quote(t)} },
			func(t *testing.T) []Statement {
				return []Statement{say(t, council, "“We will fix the bridge,”", "Ruiz")}
			},
			[]want{{Quote, "all", Count{1, 1, 0, 0}}, {StretchAndSpeaker, "all", Count{2, 1, 1, 1}}},
		},
		{
			"another source is a quote without its speaker",
			func(t *testing.T) []Statement { return []Statement{mixed(t)} },
			func(t *testing.T) []Statement { return []Statement{say(t, council, "“is there”", "Ana Ruiz")} },
			[]want{{Quote, "all", Count{1, 1, 1, 1}}, {QuoteAndSpeaker, "all", Count{1, 1, 0, 0}}, {ContentOverlap, "all", Count{1, 1, 0, 0}}},
		},
		{
			"what attributes no words is ground that does not count",
			func(t *testing.T) []Statement { s := taxes(t); s.Statement = &no; return []Statement{mixed(t), s} },
			func(t *testing.T) []Statement { return []Statement{mixed(t), taxes(t)} },
			[]want{{ContentOverlap, "all", Count{1, 1, 1, 1}}},
		},
		{
			"a statement inside another is set aside",
			func(t *testing.T) []Statement { return []Statement{quote(t)} },
			func(t *testing.T) []Statement { return []Statement{quote(t), say(t, council, "It is old", "")} },
			[]want{{ContentOverlap, "all", Count{1, 1, 1, 1}}, {Stretch, "all", Count{2, 2, 2, 2}}},
		},
		{
			"no prediction is no precision",
			func(t *testing.T) []Statement { return []Statement{quote(t)} },
			func(t *testing.T) []Statement { return nil },
			[]want{{Quote, "all", Count{1, 0, 0, 0}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gold := []Article{{ID: "a", Text: council, Statements: tt.gold(t)}}
			r := Score(gold, []Article{{ID: "a", Statements: tt.pred(t)}}, Settings{StatementsOnly: true})
			for _, w := range tt.want {
				if diff := cmp.Diff(w.count, r.Count(w.metric, w.kind)); diff != "" {
					t.Errorf("%s, %s (-want +got):\n%s", w.metric, w.kind, diff)
				}
			}
		})
	}
}

func TestIgnoredTextDoesNotCount(t *testing.T) {
	s := say(t, council, "taxes would rise", "Nobody")
	gold := []Article{{ID: "a", Text: council, Ignore: s.Content}}
	r := Score(gold, []Article{{ID: "a", Statements: []Statement{s}}}, Settings{})
	if got := r.Count(ContentOverlap, "all").Predicted; got != 0 {
		t.Errorf("%d predictions count, want none", got)
	}
}

func TestQuotedRegions(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"curly marks", "He said “yes” twice.", []string{"yes"}},
		{"a curly mark closed by a straight one", `It was “no evidence" at all`, []string{"no evidence"}},
		{"an open quote runs to the end of its paragraph", "“One\nTwo", []string{"One"}},
		{"a lone closing mark closes from the start", "One,” he said", []string{"One,"}},
		{"inches are no marks", `A 6" pipe`, nil},
		{"an apostrophe is no mark", "The '90s and rock 'n' roll", nil},
		{"single marks count outside of double ones", "A ‘so-called’ plan", []string{"so-called"}},
		{"two single marks are a double one", "''Fine,'' she said", []string{"Fine,"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := []rune(tt.text)
			var got []string
			for _, r := range quotedRegions(text) {
				got = append(got, string(text[r[0]:r[1]]))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("stretches (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadCitron(t *testing.T) {
	const in = `{"text": "“Né,” Zoë said.", "quotes": [{"cue": {"start": 10, "end": 14, "text": "said"},
		"sources": [{"start": 6, "end": 9, "text": "Zoë"}], "contents": [{"start": 0, "end": 5, "text": "“Né,”"}], "confidence": 0.5}]}`
	got, err := ReadCitron(strings.NewReader(in), "zoe")
	if err != nil {
		t.Fatal(err)
	}
	want := Article{ID: "zoe", Text: "“Né,” Zoë said.", Statements: []Statement{{Content: []Span{{0, 5}}, Source: []Span{{6, 9}}, Cue: []Span{{10, 14}}, Confidence: 0.5}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("article (-want +got):\n%s", diff)
	}
	if _, err := ReadCitron(strings.NewReader(strings.Replace(in, `"start": 6, "end": 9`, `"start": 8, "end": 12`, 1)), "zoe"); err == nil {
		t.Error("a span that is not its text was accepted")
	}
}

func FuzzQuotedRegions(f *testing.F) {
	f.Add("“A,” he 'said'.\n\"B")
	f.Fuzz(func(t *testing.T, text string) {
		r := []rune(text)
		at := 0
		for _, s := range quotedRegions(r) {
			if s[0] < at || s[1] <= s[0] || s[1] > len(r) {
				t.Fatalf("stretch %v after %d of %d", s, at, len(r))
			}
			at = s[1]
		}
	})
}

func TestScoreSpeakers(t *testing.T) {
	s := say(t, council, "“We will fix the bridge,”|“It is old.”", "Mayor Ana Ruiz")
	s.Speaker, s.Confidence = "Ana Ruiz", 0.75
	gold := []Article{{ID: "a", Text: council}}
	label := Label{ID: "a", Content: s.Content, Kind: "other", Speaker: "Mayor Ana M. Ruiz"}
	r := ScoreSpeakers([]Label{label}, gold, []Article{{ID: "a", Statements: []Statement{s}}})
	if diff := cmp.Diff(SpeakerCount{1, 1, 1}, r.Counts["all"]); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if got := r.Named.Error(); got != 0.25 {
		t.Errorf("calibration error %g, want 0.25", got)
	}
	s.Speaker = ""
	r = ScoreSpeakers([]Label{label}, gold, []Article{{ID: "a", Statements: []Statement{s}}})
	if covered, named := r.Covered.All(), r.Named.All(); covered.N != 1 || covered.Right != 0 || named.N != 0 {
		t.Errorf("without a name: %d covered, %d right, %d named, want 1, 0, 0", covered.N, covered.Right, named.N)
	}
}

func TestSameName(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"titles do not matter", "Sen. Bernie Sanders", "Bernie Sanders", true},
		{"middle names do not matter", "Hillary Rodham Clinton", "Hillary Clinton", true},
		{"a surname is not the full name", "Clinton", "Hillary Clinton", false},
		{"junior is another person", "Donald Trump Jr.", "Donald Trump", false},
		{"no name is nobody", "", "Hillary Clinton", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := SameName(tt.a, []string{tt.b}); got != tt.want {
				t.Errorf("SameName(%q, %q) = %v", tt.a, tt.b, got)
			}
		})
	}
}

func TestSpansBeyondTheTextAreNoPanic(t *testing.T) {
	gold := []Article{{ID: "a", Text: "“x” said A.", Statements: []Statement{{Content: []Span{{0, 3}}, Source: []Span{{25, 35}}, Cue: []Span{{4, 8}}}}}}
	pred := []Article{{ID: "a", Statements: []Statement{{Content: []Span{{0, 3}, {20, 30}}, Source: []Span{{9, 99}}}}}}
	if got := Score(gold, pred, Settings{}).Count(QuoteAndSpeaker, "all").F1(); got != 0 {
		t.Errorf("F1 = %v for a source that gold places beyond the text", got)
	}
}
