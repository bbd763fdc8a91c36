package said

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Memory is used again from one article to the next, and by all goroutines: what a
// document says must not depend on what was read before or is read beside it.
func TestADocumentDependsOnItsArticleAlone(t *testing.T) {
	files, err := os.ReadDir("testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{readText(t, "seed.txt"), "", strings.Repeat("“Go,” said Ana Ruiz of Holm.\n", 5000)}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".txt") {
			texts = append(texts, readText(t, "cases/"+f.Name()))
		}
	}
	want := make([]*Document, len(texts))
	for i, text := range texts {
		want[i] = New().Analyze(Article{Text: text})
	}
	engine := New()
	var readers sync.WaitGroup
	for step := 1; step <= 4; step++ {
		readers.Go(func() {
			for k := range texts {
				i := (len(texts) - k) * step % len(texts)
				if diff := cmp.Diff(want[i], engine.Analyze(Article{Text: texts[i]})); diff != "" {
					t.Errorf("text %d by reader %d (-alone +among others):\n%s", i, step, diff)
				}
			}
		})
	}
	readers.Wait()
}
