package said

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// line is a statement as the tests write it.
type line struct {
	Type    Type
	Content string
	Cue     string
	Source  string
}

func linesOf(doc *Document) []line {
	var out []line
	for _, s := range doc.Statements {
		out = append(out, line{s.Type, s.Content.Text, s.Cue.Text, s.Source.Text})
	}
	return out
}

func readText(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSeedArticle(t *testing.T) {
	want := []line{
		{Indirect, "real progress depends on Russia’s willingness to engage in negotiations", "stressing", "negotiators"},
		{Direct, `"Both parties agreed that real progress toward any agreement depends on Russia's readiness to show serious commitment to long-term peace, including steps toward de-escalation and cessation of killings."`, "wrote", "Witkoff"},
		{Direct, "“The US could betray Ukraine.", "were quoted as saying", "French President Emmanuel Macron and German Chancellor Frederic Merz"},
		{Direct, "“They are betraying us. They are trying to fool us”", "is quoted as saying", "Merz"},
		{Mixed, `both delegates had a "reasonably good meeting" with Putin`, "said", "Trump"},
		{Mixed, `they had the "strong impression" that he would like to end the war`, "insisting", "Trump"},
		{Mixed, `the talks were "complex" but that he wanted to engage with Trump's plan "rather than obstruct it."`, "said", "Russian President Vladimir Putin"},
	}
	text := readText(t, "seed.txt")
	tests := []struct {
		name, text string
	}{
		{"with a newline between paragraphs", text},
		{"with a blank line between paragraphs", strings.ReplaceAll(text, "\n", "\n\n")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(want, linesOf(New().Analyze(Article{Text: tt.text}))); diff != "" {
				t.Errorf("statements (-want +got):\n%s", diff)
			}
		})
	}
}

// checkSound fails if a document does not fit its article.
func checkSound(t *testing.T, a Article, doc *Document) {
	t.Helper()
	zones := map[Zone]string{ZoneHeadline: strings.ReplaceAll(a.Title, "\n", " "), ZoneBody: a.Text}
	piece := func(z Zone, p Piece) {
		var parts []string
		at := 0
		for _, s := range p.Spans {
			if s.Start < at || s.End <= s.Start || s.End > len(zones[z]) {
				t.Fatalf("span %v after %d in %d bytes", s, at, len(zones[z]))
			}
			at = s.End
			parts = append(parts, zones[z][s.Start:s.End])
		}
		if got := strings.Join(parts, " "); got != p.Text {
			t.Fatalf("piece is %q, its spans are %q", p.Text, got)
		}
	}
	for i, s := range doc.Statements {
		piece(s.Zone, s.Content)
		piece(s.Zone, s.Cue)
		piece(s.Zone, s.Source)
		for _, q := range s.Quoted {
			if q.Start < 0 || q.End <= q.Start || q.End > len(zones[s.Zone]) {
				t.Fatalf("quoted stretch %v", q)
			}
		}
		switch {
		case s.Content.Empty():
			t.Fatal("a statement without content")
		case len(s.Speakers) == 0:
			t.Fatal("a statement without speakers")
		case s.Parent >= i:
			t.Fatalf("statement %d has the parent %d", i, s.Parent)
		case s.Type == Indirect && len(s.Quoted) > 0 || s.Type != Indirect && len(s.Quoted) == 0:
			t.Fatalf("%s with %d quoted stretches", s.Type, len(s.Quoted))
		case s.Attribution.Confidence < 0 || s.Attribution.Confidence > 1:
			t.Fatalf("confidence %g", s.Attribution.Confidence)
		}
	}
	for i, m := range doc.Marks {
		if m.Partner >= 0 && doc.Marks[m.Partner].Partner != i {
			t.Fatalf("mark %d has the partner %d, which has %d", i, m.Partner, doc.Marks[m.Partner].Partner)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	engine := New()
	f.Add("", readText(f, "seed.txt"))
	f.Add("“Yes,” she said", "“No,” he said. 'It'S “odd\n\"x\" X: y\nA and B said “c")
	f.Add("\xff\n“", "''\"\"``‘’ said \xf0\x9f Smith")
	f.Add("", "Он сказал: «Мы не будем этого делать никогда».")
	f.Fuzz(func(t *testing.T, title, text string) {
		a := Article{Title: title, Text: text}
		doc := engine.Analyze(a)
		checkSound(t, a, doc)
		if diff := cmp.Diff(doc, engine.Analyze(a)); diff != "" {
			t.Fatalf("two readings differ:\n%s", diff)
		}
	})
}

func TestNestedStatementsAreLeftOutIfAskedFor(t *testing.T) {
	a := Article{Text: "“My father told me, ‘Never sell the boat,’ and I have not forgotten it,” Keane said."}
	count := func(e *Engine) (nested int) {
		for _, s := range e.Analyze(a).Statements {
			if s.Parent >= 0 {
				nested++
			}
		}
		return nested
	}
	if got := count(New()); got != 1 {
		t.Errorf("%d nested statements, want 1", got)
	}
	if got := count(New(WithoutNested())); got != 0 {
		t.Errorf("%d nested statements in spite of WithoutNested", got)
	}
}
