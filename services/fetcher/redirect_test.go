package fetcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGetFollowsRedirectsAndRemembersThem(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/short":
			http.Redirect(w, r, "/a?from=short#top", http.StatusMovedPermanently)
		case "/a":
			http.Redirect(w, r, "/article", http.StatusFound)
		default:
			fmt.Fprint(w, pageHTML)
		}
	})
	var hops []string
	page, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL + "/short", Hop: func(_ context.Context, url string) error {
		hops = append(hops, url)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if want := s.URL + "/article"; page.URL != want {
		t.Errorf("URL = %s, want %s", page.URL, want)
	}
	if diff := cmp.Diff([]string{s.URL + "/short", s.URL + "/a?from=short"}, page.Redirects); diff != "" {
		t.Errorf("redirects differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{s.URL + "/a?from=short", s.URL + "/article"}, hops); diff != "" {
		t.Errorf("hops asked for differ (-want +got):\n%s", diff)
	}
}

func TestGetAsksBeforeEachHop(t *testing.T) {
	reached := false
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/private" {
			reached = true
		}
		http.Redirect(w, r, "/private", http.StatusFound)
	})
	no := &FetchError{Reason: ReasonRobotsDisallow, Err: errors.New("no")}
	_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL, Hop: func(context.Context, string) error { return no }})
	if !errors.Is(err, no) {
		t.Errorf("error = %v, want that of Hop", err)
	}
	if reached {
		t.Error("the hop was followed all the same")
	}
}

func TestGetKeepsCookiesWithinAFetchOnly(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("seen"); err != nil {
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
			return
		}
		fmt.Fprint(w, pageHTML)
	})
	c := loopback(t, ClientConfig{})
	for range 2 {
		page, err := c.Get(t.Context(), Request{URL: s.URL + "/a"})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(page.Redirects); got != 1 {
			t.Errorf("%d redirects, want 1: the cookie must not outlive its fetch", got)
		}
	}
}

func TestGetStopsAtBadRedirects(t *testing.T) {
	tests := []struct {
		name   string
		to     func(r *http.Request, n int) string
		reason string
		most   int // requests
	}{
		{"to itself", func(r *http.Request, _ int) string { return r.URL.Path }, ReasonRedirectLoop, 3},
		{"in a circle", func(r *http.Request, n int) string { return fmt.Sprintf("/%d", n%2) }, ReasonRedirectLoop, 5},
		{"without end", func(r *http.Request, n int) string { return fmt.Sprintf("/%d", n) }, ReasonRedirectLoop, maxRedirects + 1},
		{"to a file", func(*http.Request, int) string { return "file:///etc/passwd" }, ReasonMalformed, 1},
		{"to a script", func(*http.Request, int) string { return "javascript:alert(1)" }, ReasonMalformed, 1},
		{"to an endless URL", func(*http.Request, int) string { return "/" + strings.Repeat("a", 9000) }, ReasonMalformed, 1},
		{"to nonsense", func(*http.Request, int) string { return "http://[::1" }, ReasonMalformed, 1},
		{"to nowhere", func(*http.Request, int) string { return "" }, ReasonRejected, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			s := site(t, func(w http.ResponseWriter, r *http.Request) {
				n++
				if to := tt.to(r, n); to != "" {
					w.Header().Set("Location", to)
				}
				w.WriteHeader(http.StatusFound)
			})
			_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL + "/start"})
			wantReason(t, err, tt.reason, false)
			if n > tt.most {
				t.Errorf("%d requests, want at most %d", n, tt.most)
			}
		})
	}
}

func TestGetDoesNotLogIn(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if _, _, ok := r.BasicAuth(); ok {
			t.Error("a redirect's credentials were sent")
		}
		if r.URL.Path == "/" {
			http.Redirect(w, r, "http://user:secret@"+r.Host+"/a", http.StatusFound)
			return
		}
		fmt.Fprint(w, pageHTML)
	})
	page, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL + "/"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.URL, "secret") {
		t.Errorf("URL %s keeps the credentials", page.URL)
	}
}
