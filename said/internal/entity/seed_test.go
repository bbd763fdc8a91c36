package entity

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/internal/token"
)

var update = flag.Bool("update", false, "write the golden files")

// TestSeedArticle holds the entities, titles and relations of the seed article.
func TestSeedArticle(t *testing.T) {
	text, err := os.ReadFile("../../testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	s := token.Split(string(text))
	got := print(s, Find(s))
	const golden = "testdata/seed.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("entities (-want +got):\n%s", diff)
	}
}

func print(s *token.Stream, r *Result) string {
	var b strings.Builder
	for _, e := range r.Entities {
		fmt.Fprintf(&b, "%s, %s, %d mentions", e.Name, e.Kind, len(e.Mentions))
		if len(e.Aliases) > 0 {
			fmt.Fprintf(&b, ", also %s", strings.Join(e.Aliases, "; "))
		}
		if e.Country != "" {
			fmt.Fprintf(&b, ", of %s", e.Country)
		}
		b.WriteByte('\n')
		for _, x := range e.Titles {
			fmt.Fprintf(&b, "  title %q, of %q: %s, %d times, in %q\n", x.Text, x.Affiliation, x.AffiliationName, x.Count, s.Text[x.Start:x.End])
		}
		if e.Relation != "" {
			fmt.Fprintf(&b, "  %s\n", e.Relation)
		}
	}
	return b.String()
}
