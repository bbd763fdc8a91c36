package fetcher

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/internal/embednats"
)

// patience bounds every wait; a test that runs into it has failed. It is longer
// than a message that a halting machine lost takes to come again.
const patience = 2 * time.Minute

// newspaper is a news site that remembers when each path was asked for.
type newspaper struct {
	*httptest.Server
	mu     sync.Mutex
	asked  map[string][]time.Time
	answer func(w http.ResponseWriter, r *http.Request, n int)
}

func openNewspaper(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) *newspaper {
	s := &newspaper{asked: map[string][]time.Time{}, answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /secret\n")
			return
		}
		s.mu.Lock()
		s.asked[r.URL.Path] = append(s.asked[r.URL.Path], time.Now())
		n := len(s.asked[r.URL.Path])
		s.mu.Unlock()
		s.answer(w, r, n)
	}))
	t.Cleanup(s.Close)
	return s
}

// times are those of the requests for a page, in order.
func (s *newspaper) times(path string) []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

func writeArticle(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>%[1]s</title><meta property="og:type" content="article"></head><body><article><h1>%[1]s</h1>`, name)
	for i := range 5 {
		fmt.Fprintf(w, "<p>Paragraph %d of %s tells at some length what the council of the town decided about the old bridge, and what it will cost the people who live on both sides of the river.</p>", i, name)
	}
	fmt.Fprint(w, "</article></body></html>")
}

func articles(w http.ResponseWriter, r *http.Request, _ int) { writeArticle(w, "Bridge "+r.URL.Path) }

func connect(t *testing.T) *bus.Conn {
	t.Helper()
	log := zaptest.NewLogger(t, zaptest.Level(zap.DPanicLevel))
	server, err := embednats.Start(embednats.Config{Dir: t.TempDir(), Port: -1}, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	conn, err := bus.Connect(t.Context(), bus.Config{InProcess: server.Provider()}, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	if _, err := conn.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return conn
}

// start runs the service until the test ends, or until stop.
func start(t *testing.T, conn *bus.Conn, config Config) (stop func()) {
	t.Helper()
	config.AllowPrivate = true
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	ready := make(chan struct{})
	go func() {
		done <- Run(ctx, config, conn, zap.NewNop(), nil, func(string, func(context.Context) error) { close(ready) })
	}()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	select {
	case <-ready:
	case <-time.After(patience):
		t.Fatalf("not ready after %s", patience)
	}
	return stop
}

func submit(t *testing.T, conn *bus.Conn, body string) (r Receipt) {
	t.Helper()
	answer, err := conn.Ask(t.Context(), event.SubjectSubmit, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(answer, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// outcome waits until a URL has come to one of the outcomes.
func outcome(t *testing.T, conn *bus.Conn, url string, wanted ...event.Outcome) event.State {
	t.Helper()
	target, err := Normalize(url)
	if err != nil {
		t.Fatal(err)
	}
	var state event.State
	for begun := time.Now(); ; <-time.After(10 * time.Millisecond) {
		state, _, err = conn.State().Get(t.Context(), event.WorkID(target.URL))
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(wanted, state.Outcome) {
			return state
		}
		if time.Since(begun) > patience {
			t.Fatalf("%s: %+v after %s, want %v", url, state, patience, wanted)
		}
	}
}

func TestAPublishedURLBecomesAnArticle(t *testing.T) {
	conn, news := connect(t), openNewspaper(t, articles)
	start(t, conn, Config{})
	url := news.URL + "/a?utm_source=x#top"
	if _, err := conn.Publish(t.Context(), event.Message{Subject: event.SubjectURLs, Data: []byte(url)}); err != nil {
		t.Fatal(err)
	}
	state := outcome(t, conn, url, event.Fetched)
	if state.Title != "Bridge /a" || state.ArticleID != event.ArticleID(news.URL+"/a") {
		t.Errorf("state %+v", state)
	}
}

func TestARequestIsAnsweredForEachOfItsLines(t *testing.T) {
	conn, news := connect(t), openNewspaper(t, articles)
	start(t, conn, Config{})
	r := submit(t, conn, news.URL+"/a\nftp://example.org/b\nexample.org/c\n{\"x\":1}")
	if len(r.Accepted) != 1 || len(r.Rejected) != 3 {
		t.Fatalf("receipt %+v, want one accepted and three rejected", r)
	}
	if !strings.Contains(r.Rejected[1].Error, "https://example.org/c") {
		t.Errorf("error %q, want one that says how to write it", r.Rejected[1].Error)
	}
	if again := submit(t, conn, news.URL+"/a"); !again.Accepted[0].Duplicate {
		t.Error("the same URL a moment later is no duplicate")
	}
	var failed []string
	for begun := time.Now(); len(failed) < 3 && time.Since(begun) < patience; {
		failed = nil
		err := conn.EachFailed(t.Context(), bus.FailedFilter{Stage: event.StageIntake}, func(r bus.FailedRecord) error {
			failed = append(failed, r.Reason)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(failed) != 3 {
		t.Errorf("%d records in the failed stream, want 3", len(failed))
	}
}

func TestReplicasLeaveAHostItsTime(t *testing.T) {
	conn, news := connect(t), openNewspaper(t, articles)
	const delay = 150 * time.Millisecond
	for range 3 {
		start(t, conn, Config{Delay: delay, Workers: 8})
	}
	var urls []string
	for i := range 12 {
		urls = append(urls, fmt.Sprintf("%s/p%d", news.URL, i))
	}
	begun := time.Now()
	submit(t, conn, strings.Join(urls, "\n"))
	for _, url := range urls {
		outcome(t, conn, url, event.Fetched)
	}
	var times []time.Time
	for i := range urls {
		times = append(times, news.times(fmt.Sprintf("/p%d", i))...)
	}
	slices.SortFunc(times, time.Time.Compare)
	if len(times) != len(urls) {
		t.Errorf("%d requests for %d pages", len(times), len(urls))
	}
	// Each request has a slot and never leaves before it; how long after it is up
	// to the machine.
	for i, at := range times {
		if earliest := begun.Add(time.Duration(i) * delay); at.Before(earliest.Add(-5 * time.Millisecond)) {
			t.Errorf("request %d left %s before its slot", i, earliest.Sub(at))
		}
	}
}

func TestRobotsTxtAndMissingPagesEndWithTheirReason(t *testing.T) {
	conn, news := connect(t), openNewspaper(t, func(w http.ResponseWriter, r *http.Request, _ int) { http.NotFound(w, r) })
	start(t, conn, Config{})
	submit(t, conn, news.URL+"/secret/a\n"+news.URL+"/none")
	if s := outcome(t, conn, news.URL+"/secret/a", event.Error); s.Reason != ReasonRobotsDisallow || !strings.Contains(s.Error, "/secret") {
		t.Errorf("state %+v", s)
	}
	if s := outcome(t, conn, news.URL+"/none", event.Error); s.Reason != ReasonNotFound {
		t.Errorf("state %+v", s)
	}
	if news.times("/secret/a") != nil {
		t.Error("a forbidden page was asked for")
	}
}

func TestAHostThatIsBusyIsLeftAloneAsLongAsItAsks(t *testing.T) {
	conn := connect(t)
	news := openNewspaper(t, func(w http.ResponseWriter, r *http.Request, n int) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	start(t, conn, Config{})
	submit(t, conn, news.URL+"/a")
	s := outcome(t, conn, news.URL+"/a", event.Scheduled)
	if wait := time.Until(s.NextAttempt); s.Reason != ReasonRateLimited || wait < 100*time.Second {
		t.Errorf("state %+v, next attempt in %s", s, wait)
	}
	submit(t, conn, news.URL+"/b") // another page of the same host waits too
	waitScheduled(t, conn, 2)
	if n := len(news.times("/b")); n != 0 {
		t.Errorf("the host was asked %d times while it wanted quiet", n)
	}
}

func waitScheduled(t *testing.T, conn *bus.Conn, n uint64) {
	t.Helper()
	for begun := time.Now(); ; <-time.After(10 * time.Millisecond) {
		lanes, err := conn.Lanes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if lanes[1].Scheduled == n {
			return
		}
		if time.Since(begun) > patience {
			t.Fatalf("%d URLs are scheduled after %s, want %d", lanes[1].Scheduled, patience, n)
		}
	}
}

func TestAPageThatSaysTheSameIsNotExtractedAgain(t *testing.T) {
	conn, news := connect(t), openNewspaper(t, articles)
	start(t, conn, Config{})
	url := news.URL + "/a"
	submit(t, conn, url)
	state := outcome(t, conn, url, event.Fetched)
	handedOn := func() uint64 {
		n, err := conn.Backlog(t.Context(), event.StreamArticles, event.ConsumerExtractors)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for begun := time.Now(); handedOn() == 0; { // the state is noted before
		if time.Since(begun) > patience {
			t.Fatalf("no article was published within %s", patience)
		}
	}
	// What the indexer notes when the article can be searched.
	err := conn.State().Update(t.Context(), event.WorkID(url), func(s *event.State) {
		s.Outcome, s.IndexedSHA256 = event.Indexed, s.ContentSHA256
	})
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWork(event.URL{URL: url}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	data, _ := json.Marshal(w)
	if _, err := conn.Publish(t.Context(), event.Message{Subject: event.SubjectFetch + "x", ID: "later", Type: event.TypeWork, Data: data}); err != nil {
		t.Fatal(err)
	}
	if again := outcome(t, conn, url, event.Unchanged); again.ArticleID != state.ArticleID {
		t.Errorf("state %+v", again)
	}
	if n := handedOn(); n != 1 {
		t.Errorf("%d articles were published, want 1", n)
	}
}

func TestAPageHandedInAsAFileNeedsNoNetwork(t *testing.T) {
	conn := connect(t)
	start(t, conn, Config{})
	name, err := conn.PutRaw(t.Context(), []byte("A first paragraph that is long enough to count as text for a reader.\n\nAnd a second one, which says that “nothing is lost”, as the keeper of the archive put it on Tuesday."))
	if err != nil {
		t.Fatal(err)
	}
	r := submit(t, conn, fmt.Sprintf(`{"raw": %q, "content_type": "text/plain", "url": "https://example.org/kept"}`, name))
	if len(r.Accepted) != 1 {
		t.Fatalf("receipt %+v", r)
	}
	if s := outcome(t, conn, "https://example.org/kept", event.Fetched); s.ArticleID != event.ArticleID("https://example.org/kept") {
		t.Errorf("state %+v", s)
	}
}

func TestRetriesAreSpreadOverMostOfADay(t *testing.T) {
	var sum time.Duration
	for attempt := range 7 { // the waits between eight attempts
		sum += retryWait(attempt)
	}
	if sum < 18*time.Hour || sum > 24*time.Hour {
		t.Errorf("eight attempts take %s at most", sum)
	}
	if retryWait(1000) != lastRetry {
		t.Error("a large number of attempts overflows the wait")
	}
}

func TestAChangedPageIsAskedForUntilItIsIndexed(t *testing.T) {
	conn := connect(t)
	conditional := make(chan string, 8)
	news := openNewspaper(t, func(w http.ResponseWriter, r *http.Request, n int) {
		conditional <- r.Header.Get("If-None-Match")
		w.Header().Set("ETag", fmt.Sprintf(`"v%d"`, n))
		writeArticle(w, fmt.Sprint("Bridge ", n))
	})
	start(t, conn, Config{})
	url := news.URL + "/a"
	again := func(id string) {
		w, err := newWork(event.URL{URL: url}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		data, _ := json.Marshal(w)
		if _, err := conn.Publish(t.Context(), event.Message{Subject: event.SubjectFetch + "x", ID: id, Type: event.TypeWork, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	submit(t, conn, url)
	if got := <-conditional; got != "" {
		t.Errorf("first request with ETag %q", got)
	}
	first := outcome(t, conn, url, event.Fetched)
	noteIndexed := func(sha string) {
		if err := conn.State().Update(t.Context(), event.WorkID(url), func(s *event.State) { s.Outcome, s.IndexedSHA256 = event.Indexed, sha }); err != nil {
			t.Fatal(err)
		}
	}
	noteIndexed(first.ContentSHA256)
	again("second")
	if got := <-conditional; got != `"v1"` {
		t.Errorf("second request with ETag %q, want that of what is indexed", got)
	}
	outcome(t, conn, url, event.Fetched) // the page has changed; the indexer has not come to it
	again("third")
	if got := <-conditional; got != "" {
		t.Errorf("third request with ETag %q: a 304 would lose the second version", got)
	}
}

func TestWhatHasFailedIsNoDuplicate(t *testing.T) {
	conn, news := connect(t), openNewspaper(t, func(w http.ResponseWriter, r *http.Request, n int) {
		if n == 1 {
			http.NotFound(w, r)
			return
		}
		writeArticle(w, "Bridge")
	})
	start(t, conn, Config{})
	submit(t, conn, news.URL+"/a")
	outcome(t, conn, news.URL+"/a", event.Error)
	if r := submit(t, conn, news.URL+"/a"); r.Accepted[0].Duplicate {
		t.Error("a URL that has failed is called a duplicate")
	}
	outcome(t, conn, news.URL+"/a", event.Fetched)
}
