package fetcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"time"

	"golang.org/x/net/publicsuffix"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/services/fetcher/robots"
)

// Request is a page to get.
type Request struct {
	URL string
	// ETag and LastModified are those of the page as it is known. If the
	// publisher says that it is still the same, Page.NotModified is set.
	ETag, LastModified string
	// Hop is asked before a redirect is followed, for instance whether robots.txt
	// allows it. Its error ends the fetch and is returned. nil allows all.
	Hop func(ctx context.Context, url string) error
}

// Page is what a publisher answered.
type Page struct {
	// Body is decompressed and otherwise as sent, in the page's own charset.
	Body []byte
	// URL is where the body was found, after redirects, without fragment.
	URL string
	// Redirects are the URLs that led there, the one asked for first.
	Redirects []string
	// Status is the HTTP status; 0 if the page did not come from the network.
	Status int
	Header http.Header
	// ContentType is as the publisher declares it, with the charset. If nothing
	// useful is declared it is guessed from the body.
	ContentType        string
	ETag, LastModified string
	// NotModified means that the page is as it was known; there is no body.
	NotModified bool
	// Duration is the time from the request to the last byte.
	Duration time.Duration
}

// plan is what differs between pages, robots.txt files and feeds.
type plan struct {
	accept string
	most   int64
	// check refuses content types; nil takes all. Before the body is read it
	// gets no body, and after that the beginning.
	check func(contentType, url string, body []byte) error
	// cut takes the beginning of what is too large.
	cut bool
}

// maxRedirects is generous; browsers follow 20.
const maxRedirects = 10

// Get downloads an HTML page or a plain text. The error is a *FetchError, unless
// the context ended or Request.Hop refused.
func (c *Client) Get(ctx context.Context, r Request) (*Page, error) {
	return c.get(ctx, r, plan{
		accept: "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1",
		most:   c.config.MaxBytes, check: checkPageType,
	})
}

// Robots downloads a robots.txt. Without one, or if the site refuses to show it,
// there is no body and no error, as RFC 9309 has it; a site that has too many
// requests or problems gives an error.
func (c *Client) Robots(ctx context.Context, url string) ([]byte, error) {
	page, err := c.get(ctx, Request{URL: url}, plan{accept: "text/plain,*/*;q=0.1", most: robots.MaxSize, cut: true})
	if bad, ok := err.(*FetchError); ok { //nolint:errorlint // get returns it bare
		refused := 400 <= bad.Status && bad.Status < 500 && bad.Reason != ReasonRateLimited && bad.Reason != ReasonUnavailable
		if refused || bad.Reason == ReasonRedirectLoop {
			return nil, nil
		}
		bad.Err = fmt.Errorf("robots.txt cannot be read, so nothing may be fetched: %w", bad.Err)
	}
	if err != nil {
		return nil, err
	}
	return page.Body, nil
}

func (c *Client) get(ctx context.Context, r Request, p plan) (*Page, error) {
	start := time.Now()
	limited, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	t := &trip{request: r, seen: map[string]int{}}
	resp, err := c.send(limited, t, p)
	if err != nil {
		if t.refused != nil {
			return nil, t.refused
		}
		return nil, transportError(ctx, r.URL, err)
	}
	defer resp.Body.Close()
	page := &Page{
		URL: withoutFragment(resp.Request.URL), Redirects: t.urls, Status: resp.StatusCode, Header: resp.Header,
		ContentType: resp.Header.Get("Content-Type"), ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"),
	}
	switch {
	case page.Status == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		page.NotModified = true
	case page.Status < 200 || page.Status > 299 || challenge(resp, nil) != "":
		mark, _, _ := readBody(resp, 64<<10) // as much of it as can be had
		return nil, statusError(resp, mark, time.Now())
	default:
		if err := page.read(ctx, resp, p); err != nil {
			return nil, err
		}
	}
	page.Duration = time.Since(start)
	return page, nil
}

func (c *Client) send(ctx context.Context, t *trip, p plan) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.request.URL, nil)
	if err != nil {
		t.refused = &FetchError{Reason: ReasonMalformed, Err: fmt.Errorf("%s is not a valid URL: %w", excerpt(t.request.URL), err)}
		return nil, t.refused
	}
	if err := t.check(req); err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", c.config.UserAgent)
	req.Header.Set("Accept", p.accept)
	req.Header.Set("Accept-Encoding", acceptEncoding)
	if t.request.ETag != "" {
		req.Header.Set("If-None-Match", t.request.ETag)
	}
	if t.request.LastModified != "" {
		req.Header.Set("If-Modified-Since", t.request.LastModified)
	}
	// Many sites send readers in circles who do not keep cookies. They are
	// forgotten with the jar, so that no fetch knows of another.
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return nil, err
	}
	client := http.Client{Transport: c.transport, Jar: jar, CheckRedirect: t.follow}
	return client.Do(req)
}

// read takes the body in, if it is of a type that is wanted.
func (page *Page) read(ctx context.Context, resp *http.Response, p plan) error {
	if p.check != nil {
		if err := p.check(page.ContentType, page.URL, nil); err != nil {
			return err
		}
	}
	if resp.ContentLength > p.most && !p.cut {
		return tooLarge(page, p.most)
	}
	body, wired, err := readBody(resp, p.most)
	switch {
	case errors.Is(err, errTooLarge) && p.cut:
	case errors.Is(err, errTooLarge):
		return tooLarge(page, p.most)
	case wired:
		return transportError(ctx, page.URL, err)
	case err != nil:
		return garbled(page, err)
	}
	page.Body = body
	if isGeneric(page.ContentType) {
		page.ContentType = http.DetectContentType(body)
	}
	if p.check != nil {
		return p.check(page.ContentType, page.URL, body[:min(len(body), 512)])
	}
	return nil
}

// trip is a fetch on its way through redirects.
type trip struct {
	request Request
	urls    []string
	seen    map[string]int
	refused error
}

// follow is asked by net/http before each redirect.
func (t *trip) follow(req *http.Request, via []*http.Request) error {
	from := via[len(via)-1].URL
	t.urls = append(t.urls, withoutFragment(from))
	to := withoutFragment(req.URL)
	// Twice is usual: a page that sets a cookie and sends the reader back.
	if t.seen[to]++; t.seen[to] > 2 || len(via) > maxRedirects {
		t.refused = &FetchError{Reason: ReasonRedirectLoop, Err: fmt.Errorf(
			"%s redirects in circles, %d times and last to %s: check it in a browser; if it shows the article, %s",
			t.request.URL, len(via), excerpt(to), saveByHand(t.request.URL))}
		return t.refused
	}
	req.URL.User = nil // we log in nowhere
	if err := t.check(req); err != nil {
		return err
	}
	if t.request.Hop != nil {
		t.refused = t.request.Hop(req.Context(), to)
	}
	return t.refused
}

// check refuses what is no address of a page. Private addresses are refused when
// they are dialled.
func (t *trip) check(req *http.Request) error {
	url := req.URL.String()
	switch {
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		t.refused = &FetchError{Reason: ReasonMalformed, Err: fmt.Errorf("%s leads to %s, which is no web page: only http and https are fetched", t.request.URL, excerpt(url))}
	case len(url) > event.MaxURL:
		t.refused = &FetchError{Reason: ReasonMalformed, Err: fmt.Errorf("%s leads to a URL of %d bytes: check it in a browser", excerpt(t.request.URL), len(url))}
	}
	return t.refused
}
