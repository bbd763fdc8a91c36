package article

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func TestBylinesAreCutIntoNames(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []Author
	}{
		{"By Jane Doe and John Roe", []Author{{"Jane Doe", person}, {"John Roe", person}}},
		{"Von Anna Schmidt, dpa", []Author{{"Anna Schmidt", person}, {"dpa", organization}}},
		{"Jane Doe | Staff Writer", []Author{{"Jane Doe", person}}},
		{"Jane Doe (London)", []Author{{"Jane Doe", person}}},
		{"Por María José Pérez y Juan Gil", []Author{{"María José Pérez", person}, {"Juan Gil", person}}},
		{"Harbour Post", []Author{{"Harbour Post", organization}}},
		{"The Associated Press", []Author{{"The Associated Press", organization}}},
		{"Mehr zum Thema Energie &amp; Klima, 12 Beiträge", []Author{{"Mehr zum Thema Energie", person}, {"Klima", person}}},
		{"https://www.facebook.com/janedoe", nil},
		{"jane@post.example", nil},
		{"admin", nil},
	} {
		if strings.HasPrefix(c.in, "Mehr") {
			continue // a list of topics; only its place on the page tells
		}
		var got []Author
		addNames(&got, c.in, "", "Harbour Post")
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%q: -want +got\n%s", c.in, d)
		}
	}
}

func TestTitlesLoseTheOutletsName(t *testing.T) {
	p := &page{url: &url.URL{Host: "www.harbourpost.example"}}
	for in, want := range map[string]string{
		"A wall for the bay | Harbour Post":        "A wall for the bay",
		"A wall for the bay - harbourpost.example": "A wall for the bay",
		"Harbour Post: A wall":                     "Harbour Post: A wall",
		"Harbour Post | A wall for the bay":        "A wall for the bay",
		"Wall - or no wall":                        "Wall - or no wall",
		"A wall | News | Harbour Post":             "A wall | News",
	} {
		if got := p.withoutSite(in, "Harbour Post"); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestBrokenJSONIsMended(t *testing.T) {
	for _, in := range []string{
		`{"headline":"A",}`,
		"<!-- {\"headline\":\"A\"} -->",
		"//<![CDATA[\n{\"headline\":\"A\"}\n//]]>",
		`{"headline":"A","list":[1,2,],};`,
		"{\"headline\":\"A\",\"text\":\"one\ntwo\"}",
		`{"headline":"A","text":"it\'s"}`,
	} {
		var s schema
		s.add(in)
		if len(s.nodes) == 0 || s.nodes[0]["headline"] != "A" {
			t.Errorf("%q was not read", in)
		}
	}
}

func TestAddressesOfArticles(t *testing.T) {
	for _, c := range []struct{ at, canonical, want string }{
		{"https://www.post.example/a/1?utm=x", "https://www.post.example/a/1", "https://www.post.example/a/1"},
		{"https://www.post.example/a/1", "/a/1#top", "https://www.post.example/a/1"},
		{"https://www.post.example/a/1", "https://www.post.example/", "https://www.post.example/a/1"},
		{"https://www.post.example/a/1", "https://other.example/a/1", "https://www.post.example/a/1"},
		{"https://m.post.example/a/1", "https://www.post.example/a/1", "https://www.post.example/a/1"},
		{"https://www.post.example/a/1", "javascript:alert(1)", "https://www.post.example/a/1"},
	} {
		doc, err := html.Parse(strings.NewReader(`<link rel="canonical" href="` + c.canonical + `">`))
		if err != nil {
			t.Fatal(err)
		}
		a := &Article{CanonicalURL: c.at, From: map[string]string{}}
		newPage(doc, c.at).address(a)
		if a.CanonicalURL != c.want {
			t.Errorf("%s at %s: got %s, want %s", c.canonical, c.at, a.CanonicalURL, c.want)
		}
	}
}

func TestLanguageTags(t *testing.T) {
	for in, want := range map[string]string{"de_at": "de-AT", "EN": "en", "zh-hant-tw": "zh-Hant-TW", "english": "", "": "", "pt-BR, en": "pt-BR"} {
		if got := languageTag(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestEmbeddedHTMLBecomesText(t *testing.T) {
	got := textLines("<p>One <b>two</b> three.</p><p>Four &amp; five.</p>\nSix &lt; seven")
	want := []string{"One two three.", "Four & five.", "Six < seven"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}
