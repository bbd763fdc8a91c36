package fetcher

import (
	stdcmp "cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const pageHTML = "<!doctype html><title>T</title><p>The bridge is closed, she said.</p>"

// site starts a web server on loopback.
func site(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// loopback returns a client that may fetch from a site. It waits long, if the
// test does not say otherwise: the machine may be busy.
func loopback(t *testing.T, config ClientConfig) *Client {
	t.Helper()
	config.AllowPrivate = true
	config.Timeout = stdcmp.Or(config.Timeout, 10*time.Minute)
	config.HeaderTimeout = stdcmp.Or(config.HeaderTimeout, 10*time.Minute)
	config.ConnectTimeout = stdcmp.Or(config.ConnectTimeout, 10*time.Minute)
	c := NewClient(config)
	t.Cleanup(c.Close)
	return c
}

// wantReason fails the test unless err is a FetchError of that reason.
func wantReason(t *testing.T, err error, reason string, retry bool) *FetchError {
	t.Helper()
	var bad *FetchError
	if !errors.As(err, &bad) {
		t.Fatalf("error = %v, want a FetchError of reason %s", err, reason)
	}
	if bad.Reason != reason || bad.Retry != retry {
		t.Fatalf("reason %s, retry %t; want %s, %t (%v)", bad.Reason, bad.Retry, reason, retry, bad)
	}
	return bad
}

func TestGetReturnsThePageAsSent(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=ISO-8859-1")
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT")
		w.Write([]byte("<p>\xe9t\xe9"))
	})
	got, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL + "/a#part"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Duration <= 0 || got.Header.Get("Etag") == "" {
		t.Errorf("duration %v, header %v", got.Duration, got.Header)
	}
	want := &Page{
		Body: []byte("<p>\xe9t\xe9"), URL: s.URL + "/a", Status: 200, ContentType: "text/html; charset=ISO-8859-1",
		ETag: `"v1"`, LastModified: "Tue, 24 Nov 2026 10:00:00 GMT",
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Page{}, "Duration", "Header")); diff != "" {
		t.Errorf("page differs (-want +got):\n%s", diff)
	}
}

func TestGetSaysWhoAsks(t *testing.T) {
	var got http.Header
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		fmt.Fprint(w, pageHTML)
	})
	c := loopback(t, ClientConfig{UserAgent: UserAgent("news@example.org")})
	if _, err := c.Get(t.Context(), Request{URL: s.URL}); err != nil {
		t.Fatal(err)
	}
	want := http.Header{
		"User-Agent":      {UserAgent("news@example.org")},
		"Accept":          {"text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1"},
		"Accept-Encoding": {"gzip, br, zstd"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request header differs (-want +got):\n%s", diff)
	}
	if ua := UserAgent("news@example.org"); !strings.HasPrefix(ua, "inquit/") || !strings.HasSuffix(ua, " (+news@example.org)") {
		t.Errorf("user agent %q", ua)
	}
}

func TestGetSpeaksHTTP2(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, r.Proto)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	page, err := loopback(t, ClientConfig{RootCAs: roots}).Get(t.Context(), Request{URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(page.Body); got != "HTTP/2.0" {
		t.Errorf("protocol %s, want HTTP/2.0", got)
	}
}

func TestGetAsksWhetherThePageHasChanged(t *testing.T) {
	modified := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/tagged" {
			w.Header().Set("ETag", `"v2"`)
			modified = time.Time{}
		}
		w.Header().Set("Content-Type", "text/html")
		http.ServeContent(w, r, "", modified, strings.NewReader(pageHTML))
	})
	c := loopback(t, ClientConfig{})
	tests := []struct {
		name string
		r    Request
		want bool
	}{
		{"not known yet", Request{URL: s.URL + "/"}, false},
		{"same date", Request{URL: s.URL + "/", LastModified: "Tue, 24 Nov 2026 10:00:00 GMT"}, true},
		{"older date", Request{URL: s.URL + "/", LastModified: "Tue, 24 Nov 2026 09:00:00 GMT"}, false},
		{"same tag", Request{URL: s.URL + "/tagged", ETag: `"v2"`}, true},
		{"other tag", Request{URL: s.URL + "/tagged", ETag: `"v1"`}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			page, err := c.Get(t.Context(), tt.r)
			if err != nil {
				t.Fatal(err)
			}
			if page.NotModified != tt.want || (len(page.Body) == 0) != tt.want {
				t.Errorf("NotModified = %t with %d bytes, want %t", page.NotModified, len(page.Body), tt.want)
			}
		})
	}
}

func TestGetRefusesA304NobodyAskedFor(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL})
	wantReason(t, err, ReasonRejected, false)
}

func TestGetTakesOnlyPages(t *testing.T) {
	tests := []struct {
		name, declared, body string
		reason               string // empty: taken
		contentType          string
	}{
		{"HTML", "text/html; charset=utf-8", pageHTML, "", "text/html; charset=utf-8"},
		{"XHTML", "application/xhtml+xml", pageHTML, "", "application/xhtml+xml"},
		{"plain text", "text/plain", "She said so.", "", "text/plain"},
		{"HTML that declares nothing", "", pageHTML, "", "text/html; charset=utf-8"},
		{"HTML as bytes", "application/octet-stream", pageHTML, "", "text/html; charset=utf-8"},
		{"a PDF", "application/pdf", "%PDF-1.7", ReasonUnsupportedType, ""},
		{"a PDF as HTML", "text/html", "%PDF-1.7", ReasonUnsupportedType, ""},
		{"an image that declares nothing", "", "\x89PNG\r\n\x1a\n", ReasonUnsupportedType, ""},
		{"JSON", "application/json", "{}", ReasonUnsupportedType, ""},
		{"a feed", "application/rss+xml", "<rss/>", ReasonUnsupportedType, ""},
		{"an empty page", "text/html", "", "", "text/html"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = nil
				if tt.declared != "" {
					w.Header().Set("Content-Type", tt.declared)
				}
				fmt.Fprint(w, tt.body)
			})
			page, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL})
			if tt.reason != "" {
				wantReason(t, err, tt.reason, false)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if string(page.Body) != tt.body || page.ContentType != tt.contentType {
				t.Errorf("got %q as %q, want %q as %q", page.Body, page.ContentType, tt.body, tt.contentType)
			}
		})
	}
}

func TestGetEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := site(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := loopback(t, ClientConfig{}).Get(ctx, Request{URL: s.URL})
	var bad *FetchError
	if !errors.Is(err, context.Canceled) || errors.As(err, &bad) {
		t.Errorf("error = %v (%T), want the context's: it is not the host's fault", err, err)
	}
}

func TestRobotsTellsNoneFromUnknown(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		want   string
		reason string
	}{
		{"a file", 200, "User-agent: *", "User-agent: *", ""},
		{"none", 404, "not here", "", ""},
		{"kept from us", 403, "no", "", ""},
		{"login", 401, "no", "", ""},
		{"gone", 410, "no", "", ""},
		{"too many requests", 429, "slow", "", ReasonRateLimited},
		{"broken", 500, "oops", "", ReasonUnavailable},
		{"down", 503, "oops", "", ReasonUnavailable},
		{"too large: the beginning counts", 200, strings.Repeat("#23456789\n", 60_000), strings.Repeat("#23456789\n", 51_200), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				fmt.Fprint(w, tt.body)
			})
			got, err := loopback(t, ClientConfig{}).Robots(t.Context(), s.URL+"/robots.txt")
			if tt.reason != "" {
				wantReason(t, err, tt.reason, true)
				return
			}
			if err != nil || string(got) != tt.want {
				t.Errorf("got %d bytes, %v; want %d", len(got), err, len(tt.want))
			}
		})
	}
}
