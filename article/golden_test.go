package article_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/article"
)

var update = flag.Bool("update", false, "write what the pages give as the new goldens")

// readPage reads a test page. Its first line is a comment with the address and,
// if there is one, the content type.
func readPage(t testing.TB, name string) article.Page {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(b), "\n")
	address, contentType, _ := strings.Cut(strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(head, "<!--"), "-->")), " ")
	return article.Page{Body: b, URL: address, ContentType: contentType}
}

// TestPages compares everything that the pages of testdata/pages give. Every
// rule and every reason that a page itself can show has one.
func TestPages(t *testing.T) {
	names, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(names) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".html"), func(t *testing.T) {
			a := article.Parse(readPage(t, name))
			a.Confidence = 0 // moves with the weights
			got, err := json.MarshalIndent(a, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(name, ".html") + ".golden.json"
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.TrimSpace(string(want)), string(got)); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// TestVerdicts states what the goldens must not be updated away from.
func TestVerdicts(t *testing.T) {
	for name, want := range map[string]struct {
		verdict article.Verdict
		reason  article.Reason
	}{
		"plain":             {article.OK, ""},
		"clutter":           {article.OK, ""},
		"paid_but_whole":    {article.OK, ""},
		"drawn_by_script":   {article.OK, ""},
		"json_ld_body":      {article.OK, ""},
		"streamed":          {article.OK, ""},
		"live_blog":         {article.OK, article.ReasonLiveBlog},
		"paywalled":         {article.Partial, article.ReasonPaywalled},
		"too_short":         {article.Partial, article.ReasonTooShort},
		"blocked_challenge": {article.NotArticle, article.ReasonBlockedChallenge},
		"consent_wall":      {article.NotArticle, article.ReasonConsentWall},
		"needs_javascript":  {article.NotArticle, article.ReasonNeedsJavaScript},
		"soft_404":          {article.NotArticle, article.ReasonSoft404},
		"index_page":        {article.NotArticle, article.ReasonIndexPage},
		"no_text":           {article.NotArticle, article.ReasonNoText},
	} {
		t.Run(name, func(t *testing.T) {
			a := article.Parse(readPage(t, "testdata/pages/"+name+".html"))
			if a.Verdict != want.verdict {
				t.Errorf("verdict %s, want %s (%v)", a.Verdict, want.verdict, a.Reasons)
			}
			if want.reason == "" && len(a.Reasons) > 0 || want.reason != "" && !a.Has(want.reason) {
				t.Errorf("reasons %v, want %q", a.Reasons, want.reason)
			}
		})
	}
}

func TestSeedArticleIsReadExactly(t *testing.T) {
	body, err := os.ReadFile("testdata/seed.html")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	a := article.Parse(article.Page{Body: body, URL: "https://news.example/2025/12/06/third-day-of-talks"})
	if d := cmp.Diff(string(want), a.Text); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if a.Verdict != article.OK || len(a.Reasons) > 0 {
		t.Errorf("verdict %s %v, want ok", a.Verdict, a.Reasons)
	}
	if len(a.Authors) != 1 || a.Authors[0].Name != "Mara Lindqvist" || a.Authors[0].Kind != "person" {
		t.Errorf("authors %v, want Mara Lindqvist", a.Authors)
	}
	if a.Published == nil || a.Published.Day != "2025-12-06" {
		t.Errorf("published %v, want 2025-12-06", a.Published)
	}
}
