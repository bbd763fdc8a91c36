package said

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// render writes a document for people, one statement in a few lines.
func render(doc *Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "language %s\n", doc.Language)
	for i := range doc.Statements {
		s := &doc.Statements[i]
		fmt.Fprintf(&b, "\n%d %s, %s, paragraph %d, sentence %d\n", i, s.Type, s.Zone, s.Paragraph, s.Sentence)
		fmt.Fprintf(&b, "  content %q\n", s.Content.Text)
		if !s.Cue.Empty() {
			fmt.Fprintf(&b, "  cue     %q (%s)\n", s.Cue.Text, s.Lemma)
		}
		if !s.Source.Empty() {
			fmt.Fprintf(&b, "  source  %q\n", s.Source.Text)
		}
		for _, p := range s.Speakers {
			fmt.Fprintf(&b, "  speaker %q, %s\n", p.Name, p.Kind)
		}
		if s.Via != "" {
			fmt.Fprintf(&b, "  via     %q\n", s.Via)
		}
		if len(s.Flags) > 0 {
			fmt.Fprintf(&b, "  flags   %v\n", s.Flags)
		}
		if s.Parent >= 0 {
			fmt.Fprintf(&b, "  parent  %d\n", s.Parent)
		}
		fmt.Fprintf(&b, "  because %s\n", s.Explain())
	}
	return b.String()
}

// TestGolden reads a small text for each way in which attribution goes wrong, and
// the seed article.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	engine := New()
	for _, path := range append(paths, "testdata/seed.txt") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			in, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a := Article{Text: string(in)}
			doc := engine.Analyze(a)
			checkSound(t, a, doc)
			golden := strings.TrimSuffix(path, ".txt") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(render(doc)), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), render(doc)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
		})
	}
}
