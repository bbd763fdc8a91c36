package article_test

import (
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/inquit/inquit/article"
)

// checkArticle holds for every page whatever its bytes.
func checkArticle(t *testing.T, a *article.Article) {
	t.Helper()
	switch {
	case a == nil:
		t.Fatal("nil article")
	case a.Verdict == article.OK && a.Text == "":
		t.Error("ok without text")
	case a.Verdict == article.NotArticle && len(a.Reasons) == 0:
		t.Error("no article, and no reason given")
	case !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title):
		t.Error("text is not UTF-8")
	case a.Confidence < 0 || a.Confidence > 1:
		t.Errorf("confidence %v", a.Confidence)
	}
	for _, p := range a.Paragraphs() {
		if strings.TrimSpace(p) == "" || strings.Contains(p, "\n") {
			t.Fatalf("paragraph %q", p)
		}
	}
}

func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/pages/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, n := range append(names, "testdata/seed.html") {
		p := readPage(f, n)
		f.Add(p.Body, p.URL, p.ContentType)
	}
	f.Fuzz(func(t *testing.T, body []byte, url, contentType string) {
		checkArticle(t, article.Parse(article.Page{Body: body, URL: url, ContentType: contentType}))
	})
}

// TestMutatedPages breaks the pages of the benchmark, if INQUIT_BENCH_ARTICLES
// names their folder, and else those of testdata: cut, doubled, with bytes
// changed and stretches moved.
func TestMutatedPages(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, body := range pagesToBreak(t) {
		for range 4 {
			checkArticle(t, article.Parse(article.Page{Body: mutate(rng, body), URL: "https://post.example/2024/05/03/a"}))
		}
	}
}

func pagesToBreak(t *testing.T) [][]byte {
	t.Helper()
	var out [][]byte
	if dir := os.Getenv("INQUIT_BENCH_ARTICLES"); dir != "" {
		names, err := filepath.Glob(filepath.Join(dir, "html", "*.html.gz"))
		if err != nil || len(names) == 0 {
			t.Fatal("no pages in ", dir)
		}
		for i, n := range names {
			if i%8 == 0 {
				out = append(out, unzip(t, n))
			}
		}
		return out
	}
	names, err := filepath.Glob("testdata/pages/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		out = append(out, readPage(t, n).Body)
	}
	return out
}

func unzip(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mutate(rng *rand.Rand, body []byte) []byte {
	out := append([]byte(nil), body...)
	for range 1 + rng.IntN(40) {
		if len(out) < 2 {
			break
		}
		i, j := rng.IntN(len(out)), rng.IntN(len(out))
		if i > j {
			i, j = j, i
		}
		switch rng.IntN(5) {
		case 0:
			out[i] = byte(rng.IntN(256))
		case 1:
			out = append(out[:i], out[min(j, i+200):]...)
		case 2:
			out = append(out[:j:j], out[i:min(len(out), i+5000)]...)
		case 3:
			copy(out[i:], out[j:min(len(out), j+300)])
		case 4:
			out = append(out[:i:i], append([]byte([]string{"<div>", "</p>", "<table><tr>", "<!--", "<script>", "\"", "</body>"}[rng.IntN(7)]), out[i:]...)...)
		}
	}
	return out
}
