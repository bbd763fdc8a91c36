// Package site is a small news site for tests and benchmarks: some hand-written
// articles, and any number of made-up ones. It runs on loopback and remembers
// what it was asked for.
package site

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"sync"
	"time"
)

// Article is a page of the site.
type Article struct {
	Path, Title, Author, Section string
	Published                    time.Time
	Paragraphs                   []string
	// Said are the statements in it, in order.
	Said []Said
}

// Said is a statement that a reader finds in an article.
type Said struct{ Speaker, Cue, Content string }

// Site serves articles: the hand-written ones, and made-up ones at /news/N and,
// longer, at /long/N.
type Site struct {
	*httptest.Server
	// generated is how many made-up articles there are.
	generated int
	articles  map[string]Article

	mu    sync.Mutex
	asked map[string]int
	// fail answers a path with a status instead, as often as the number says.
	fail map[string]int
}

// New starts a site with the hand-written articles and n made-up ones.
func New(n int) *Site {
	s := &Site{generated: n, articles: map[string]Article{}, asked: map[string]int{}, fail: map[string]int{}}
	for _, a := range HandWritten() {
		s.articles[a.Path] = a
	}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// Address returns the URL of a path.
func (s *Site) Address(path string) string { return s.Server.URL + path }

// NewsURLs are the addresses of all made-up articles.
func (s *Site) NewsURLs() []string {
	urls := make([]string, s.generated)
	for i := range urls {
		urls[i] = s.Address("/news/" + strconv.Itoa(i))
	}
	return urls
}

// Change replaces an article.
func (s *Site) Change(a Article) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.articles[a.Path] = a
}

// Fail has the site answer 503 for a path, n times.
func (s *Site) Fail(path string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail[path] = n
}

// Asked is how often a path was asked for.
func (s *Site) Asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

func (s *Site) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	failing := s.fail[r.URL.Path] > 0
	s.fail[r.URL.Path]--
	a, ok := s.articles[r.URL.Path]
	s.mu.Unlock()
	switch {
	case failing:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case r.URL.Path == "/robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		return
	case r.URL.Path == "/feed.xml":
		s.feed(w)
		return
	}
	if n, err := strconv.Atoi(path.Base(r.URL.Path)); !ok && err == nil && n < s.generated {
		a, ok = MadeUp(n), true
		if path.Dir(r.URL.Path) == "/long" {
			a = Long(n)
		}
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var page bytes.Buffer
	if err := layout.Execute(&page, struct {
		Article
		URL string
	}{a, s.Address(a.Path)}); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(page.Bytes()) // a client that went away wants nothing
}

func (s *Site) feed(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>The Harbour Post</title>`)
	for _, a := range HandWritten() {
		fmt.Fprintf(w, "<item><title>%s</title><link>%s</link></item>", template.HTMLEscapeString(a.Title), s.Address(a.Path))
	}
	fmt.Fprint(w, "</channel></rss>")
}

//go:embed layout.html
var layoutText string

var layout = template.Must(template.New("article").Parse(layoutText))

// seedText is the article the project was born from, with the broken quotation
// marks it was printed with.
//
//go:embed seed.txt
var seedText string
