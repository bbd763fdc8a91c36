package fetcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const rss = `<?xml version="1.0"?>
<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>News</title><link>https://example.org/</link>
<item><title>Bridge
  closed</title><link>/bridge?utm_source=rss</link><pubDate>Tue, 24 Nov 2026 10:00:00 +0100</pubDate></item>
<item><title>Again</title><link>/bridge</link></item>
<item><title>By its id</title><guid>https://example.org/id</guid></item>
<item><title>Through a counter</title><link>https://counter.example/1</link><feedburner:origLink>https://example.org/orig</feedburner:origLink></item>
<item><title>No address</title></item>
<item><title>No web address</title><link>mailto:a@example.org</link></item>
</channel></rss>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>Bridge</title><link rel="alternate" href="https://example.org/bridge"/><id>urn:1</id>
<published>2026-11-24T09:00:00Z</published><updated>2026-11-24T12:00:00Z</updated></entry>
<entry><title>Tunnel</title><link href="https://example.org/tunnel"/><id>urn:2</id><updated>2026-11-23T12:00:00Z</updated></entry></feed>`

const jsonFeed = `{"version": "https://jsonfeed.org/version/1.1", "title": "News",
"items": [{"id": "1", "url": "https://example.org/bridge", "title": "Bridge", "date_published": "2026-11-24T09:00:00Z"}]}`

const newsSitemap = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://example.org/bridge</loc><lastmod>2026-11-25</lastmod><image:image><image:loc>https://example.org/bridge.jpg</image:loc></image:image>
<news:news><news:publication><news:name>N</news:name></news:publication><news:publication_date>2026-11-24T09:00Z</news:publication_date><news:title>Bridge</news:title></news:news></url>
<url><loc> https://example.org/tunnel?a=1&b=2 </loc><lastmod>2026-11-23</lastmod></url>
<url><loc>https://example.org/road</loc></url>
</urlset>`

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

var newsItems = []Item{
	{URL: "https://example.org/bridge", Title: "Bridge", Published: at("2026-11-24T09:00:00Z")},
	{URL: "https://example.org/tunnel?a=1&b=2", Published: at("2026-11-23T00:00:00Z")},
	{URL: "https://example.org/road"},
}

func TestFeedListsArticles(t *testing.T) {
	gz := string(packed(t, "gzip", strings.NewReader(newsSitemap)))
	tests := []struct {
		name, contentType, body string
		want                    []Item // URLs without host are those of the site
	}{
		{"RSS", "application/rss+xml", rss, []Item{
			{URL: "/bridge", Title: "Bridge closed", Published: at("2026-11-24T09:00:00Z")},
			{URL: "https://example.org/id", Title: "By its id"},
			{URL: "https://example.org/orig", Title: "Through a counter"},
		}},
		{"Atom", "application/atom+xml", atom, []Item{
			{URL: "https://example.org/bridge", Title: "Bridge", Published: at("2026-11-24T09:00:00Z")},
			{URL: "https://example.org/tunnel", Title: "Tunnel", Published: at("2026-11-23T12:00:00Z")},
		}},
		{"Atom said to be HTML", "text/html", atom, []Item{
			{URL: "https://example.org/bridge", Title: "Bridge", Published: at("2026-11-24T09:00:00Z")},
			{URL: "https://example.org/tunnel", Title: "Tunnel", Published: at("2026-11-23T12:00:00Z")},
		}},
		{"JSON", "application/feed+json", jsonFeed, []Item{{URL: "https://example.org/bridge", Title: "Bridge", Published: at("2026-11-24T09:00:00Z")}}},
		{"a sitemap", "application/xml", newsSitemap, newsItems},
		{"a sitemap with a byte order mark", "application/xml", "\ufeff" + newsSitemap, newsItems},
		{"a packed sitemap", "application/gzip", gz, newsItems},
		{"a sitemap that breaks off", "text/xml", strings.Split(newsSitemap, "<url><loc>https://example.org/road")[0], newsItems[:2]},
		{"an old charset", "text/xml", "<?xml version='1.0' encoding='ISO-8859-1'?><urlset><url><loc>https://example.org/\xfc</loc></url></urlset>", []Item{{URL: "https://example.org/%C3%BC"}}},
		{"an empty sitemap", "text/xml", "<urlset/>", nil},
		{"a feed without items", "text/xml", "<rss version='2.0'><channel><title>x</title></channel></rss>", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.contentType)
				fmt.Fprint(w, tt.body)
			})
			got, err := Feed(t.Context(), loopback(t, ClientConfig{}), s.URL+"/feed")
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				got[i].URL = strings.TrimPrefix(got[i].URL, s.URL)
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("items differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFeedIsFoundFromThePage(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<!doctype html><html><head><link rel=stylesheet href=/s.css><LINK REL="alternate" TYPE="application/rss+xml" HREF="/rss"></head><body>`)
		case "/none":
			fmt.Fprint(w, `<!doctype html><html><body><link rel=alternate type=application/rss+xml href=/comments></body>`)
		case "/rss":
			fmt.Fprint(w, rss)
		}
	})
	c := loopback(t, ClientConfig{})
	items, err := Feed(t.Context(), c, s.URL)
	if err != nil || len(items) != 3 {
		t.Errorf("%d items, %v; want the feed's 3", len(items), err)
	}
	_, err = Feed(t.Context(), c, s.URL+"/none")
	wantReason(t, err, ReasonUnsupportedType, false)
}

func TestSitemapIndexGivesItsNewest(t *testing.T) {
	var asked []string
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/index.xml" {
			fmt.Fprint(w, "<sitemapindex>")
			for day := 1; day <= 12; day++ {
				fmt.Fprintf(w, "<sitemap><loc>/%02d.xml</loc><lastmod>2026-11-%02d</lastmod></sitemap>", day, day)
			}
			fmt.Fprint(w, "</sitemapindex>")
			return
		}
		asked = append(asked, r.URL.Path)
		if r.URL.Path == "/11.xml" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, "<urlset><url><loc>https://example.org%s/a</loc></url></urlset>", r.URL.Path)
	})
	items, err := Feed(t.Context(), loopback(t, ClientConfig{SitemapDelay: -1}), s.URL+"/index.xml")
	if err != nil {
		t.Fatal(err)
	}
	want := "/12.xml /11.xml /10.xml /09.xml /08.xml /07.xml /06.xml /05.xml /04.xml /03.xml"
	if got := strings.Join(asked, " "); got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
	if len(items) != 9 || items[0].URL != "https://example.org/12.xml/a" {
		t.Errorf("items = %v, want one of each sitemap but the missing one", items)
	}
}

func TestSitemapIndexWaitsBetweenRequests(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/index.xml" {
			fmt.Fprint(w, "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap><loc>/2.xml</loc></sitemap></sitemapindex>")
			return
		}
		if asked++; asked == 1 {
			time.AfterFunc(10*time.Millisecond, cancel)
		}
		fmt.Fprint(w, "<urlset/>")
	})
	_, err := Feed(ctx, loopback(t, ClientConfig{SitemapDelay: time.Hour}), s.URL+"/index.xml")
	if !errors.Is(err, context.Canceled) || asked != 1 {
		t.Errorf("%d sitemaps, %v; want one, and to be stopped while waiting", asked, err)
	}
}

func TestFeedSaysWhatIsWrong(t *testing.T) {
	tests := []struct {
		name   string
		h      http.HandlerFunc
		reason string
	}{
		{"missing", http.NotFound, ReasonNotFound},
		{"text", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }, ReasonUnsupportedType},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, ReasonUnsupportedType},
		{"another XML", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<svg/>") }, ReasonUnsupportedType},
		{"JSON that is no feed", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `[1]`) }, ReasonUnsupportedType},
		{"an index whose sitemaps are missing", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				http.NotFound(w, r)
				return
			}
			fmt.Fprint(w, "<sitemapindex><sitemap><loc>/a</loc></sitemap><sitemap><loc>/b</loc></sitemap></sitemapindex>")
		}, ReasonNotFound},
		{"a packed bomb", func(w http.ResponseWriter, _ *http.Request) { w.Write(packed(t, "gzip", zeros(maxSitemapBytes+1<<20))) }, ReasonTooLarge},
		{"a broken package", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "\x1f\x8bnonsense") }, ReasonMalformed},
		{"nesting without end", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "<rss><channel><item>"+strings.Repeat("<a:b>", 4_000_000))
		}, ReasonTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Feed(t.Context(), loopback(t, ClientConfig{SitemapDelay: -1}), site(t, tt.h).URL+"/")
			wantReason(t, err, tt.reason, false)
		})
	}
	t.Run("no URL", func(t *testing.T) {
		_, err := Feed(t.Context(), loopback(t, ClientConfig{}), "example.org/rss")
		if bad := wantReason(t, err, ReasonMalformed, false); !strings.Contains(bad.Error(), "did you mean https://example.org/rss?") {
			t.Errorf("error %q", bad)
		}
	})
}

func FuzzFeed(f *testing.F) {
	for _, seed := range []string{rss, atom, jsonFeed, newsSitemap, "<sitemapindex><sitemap><loc>a", "<html><link rel=alternate type=application/rss+xml href=//[>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		page := &Page{URL: "https://example.org/feed", Body: body}
		rootOf(body)
		feedOf(page)
		for _, read := range []func(*Page) ([]Item, error){feed, sitemap} {
			items, err := read(page)
			if err != nil && len(items) > 0 {
				t.Errorf("%d items and error %v", len(items), err)
			}
			for _, item := range unique(items) {
				if _, err := Normalize(item.URL); err != nil {
					t.Errorf("item without an address: %v", err)
				}
			}
		}
	})
}
