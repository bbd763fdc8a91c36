package fetcher

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestStatusBecomesAReason(t *testing.T) {
	tests := []struct {
		name   string
		status int
		header string // one header, "Name: value"
		body   string
		reason string
		retry  bool
		hint   string
	}{
		{"not found", 404, "", "", ReasonNotFound, false, "may have moved"},
		{"not found on a Cloudflare site", 404, "", "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js>", ReasonNotFound, false, "404"},
		{"gone", 410, "", "", ReasonGone, false, "for good"},
		{"forbidden", 403, "", "", ReasonBlockedForbidden, false, "inquit add page.html --url http://127.0.0.1"},
		{"login", 401, "", "", ReasonBlockedForbidden, false, "publisher refuses"},
		{"not acceptable", 406, "", "", ReasonBlockedForbidden, false, "publisher refuses"},
		{"legal reasons", 451, "", "", ReasonBlockedForbidden, false, "publisher refuses"},
		{"payment", 402, "Crawler-Price: USD 0.01", "", ReasonPaymentRequired, false, "agree with the publisher"},
		{"too many requests", 429, "", "", ReasonRateLimited, true, "raise the delay"},
		{"busy until later", 503, "Retry-After: 120", "", ReasonRateLimited, true, "later"},
		{"broken", 500, "", "", ReasonUnavailable, true, "later"},
		{"bad gateway", 502, "", "", ReasonUnavailable, true, "later"},
		{"down", 503, "", "", ReasonUnavailable, true, "later"},
		{"request timeout", 408, "", "", ReasonUnavailable, true, "later"},
		{"too early", 425, "", "", ReasonUnavailable, true, "later"},
		{"bad request", 400, "", "", ReasonRejected, false, "400"},
		{"a teapot", 418, "", "", ReasonRejected, false, "418"},
		{"Cloudflare by header", 403, "cf-mitigated: challenge", "", ReasonBlockedChallenge, false, "Cloudflare wants a browser"},
		{"Cloudflare by header on a good status", 200, "cf-mitigated: challenge", "", ReasonBlockedChallenge, false, "Cloudflare"},
		{"Cloudflare by header on 429", 429, "cf-mitigated: challenge", "", ReasonBlockedChallenge, false, "Cloudflare"},
		{"Cloudflare by body", 503, "", "<title>Just a moment...</title>", ReasonBlockedChallenge, false, "Cloudflare"},
		{"DataDome", 403, "X-DataDome: protected", "", ReasonBlockedChallenge, false, "DataDome"},
		{"PerimeterX", 403, "", `<div id="px-captcha">`, ReasonBlockedChallenge, false, "PerimeterX"},
		{"Imperva", 403, "", `<iframe src="/_Incapsula_Resource?x">`, ReasonBlockedChallenge, false, "Imperva"},
		{"Akamai", 403, "", "Access Denied https://errors.edgesuite.net/18.5", ReasonBlockedChallenge, false, "Akamai"},
		{"AWS", 202, "X-Amzn-Waf-Action: challenge", "", ReasonBlockedChallenge, false, "AWS WAF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site(t, func(w http.ResponseWriter, _ *http.Request) {
				if name, value, ok := strings.Cut(tt.header, ": "); ok {
					w.Header().Set(name, value)
				}
				w.WriteHeader(tt.status)
				fmt.Fprint(w, tt.body)
			})
			_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL})
			bad := wantReason(t, err, tt.reason, tt.retry)
			if bad.Status != tt.status {
				t.Errorf("status %d, want %d", bad.Status, tt.status)
			}
			if !strings.Contains(bad.Error(), tt.hint) {
				t.Errorf("error %q, want it to hold %q", bad, tt.hint)
			}
		})
	}
}

func TestRetryAfterReadsBothForms(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		name, value string
		want        time.Duration
	}{
		{"seconds", "120", 2 * time.Minute},
		{"seconds with spaces", " 5 ", 5 * time.Second},
		{"a fraction", "1.5", 1500 * time.Millisecond},
		{"a date", "Tue, 24 Nov 2026 10:05:00 GMT", 5 * time.Minute},
		{"an old form of date", "Tuesday, 24-Nov-26 10:05:00 GMT", 5 * time.Minute},
		{"a past date", "Tue, 24 Nov 2026 09:00:00 GMT", 0},
		{"negative seconds", "-3", 0},
		{"not a number", "NaN", 0},
		{"words", "soon", 0},
		{"nothing", "", 0},
		{"a year", "31536000", 24 * time.Hour},
		{"a number without end", "1e999", 0},
		{"a date in a year", "Wed, 24 Nov 2027 10:00:00 GMT", 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := retryAfter(tt.value, now); got != tt.want {
				t.Errorf("retryAfter(%q) = %v, want %v", tt.value, got, tt.want)
			}
		})
	}
}

func TestRetryAfterReachesTheCaller(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "90")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: s.URL})
	if bad := wantReason(t, err, ReasonRateLimited, true); bad.RetryAfter != 90*time.Second {
		t.Errorf("RetryAfter = %v, want 90 s", bad.RetryAfter)
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	s := site(t, func(http.ResponseWriter, *http.Request) { t.Error("a private address was reached") })
	c := NewClient(ClientConfig{})
	t.Cleanup(c.Close)
	for _, url := range []string{
		s.URL, "http://127.0.0.1/", "http://127.1.2.3/", "http://0.0.0.0/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
		"http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://192.0.0.1/", "http://198.18.0.1/", "http://224.0.0.1/",
		"http://240.0.0.1/", "http://255.255.255.255/", "http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fc00::1]/",
		"http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2001:db8::1]/", "http://[ff02::1]/",
		"http://93.184.216.34:22/", "http://93.184.216.34:9200/", "http://localhost/",
	} {
		t.Run(url, func(t *testing.T) {
			_, err := c.Get(t.Context(), Request{URL: url})
			if bad := wantReason(t, err, ReasonSSRFRefused, false); !strings.Contains(bad.Error(), "--allow-private") {
				t.Errorf("error %q does not say what to do", bad)
			}
		})
	}
}

// TestRedirectToPrivateIsRefused has a public site lead to a private one: the
// guard is that of the product, except that it lets the first server pass.
func TestRedirectToPrivateIsRefused(t *testing.T) {
	inside := site(t, func(http.ResponseWriter, *http.Request) { t.Error("the private address was reached") })
	outside := site(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL, http.StatusFound) })
	c := NewClient(ClientConfig{})
	t.Cleanup(c.Close)
	guarded := c.transport.DialContext
	public := strings.TrimPrefix(outside.URL, "http://")
	c.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == public {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return guarded(ctx, network, address)
	}
	_, err := c.Get(t.Context(), Request{URL: outside.URL})
	wantReason(t, err, ReasonSSRFRefused, false)
}

func TestNoAnswerBecomesAReason(t *testing.T) {
	selfSigned := httptest.NewUnstartedServer(http.NotFoundHandler())
	selfSigned.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs our refusal
	selfSigned.StartTLS()
	t.Cleanup(selfSigned.Close)
	plain := site(t, func(http.ResponseWriter, *http.Request) {})
	tests := []struct {
		name, url, reason string
		retry             bool
	}{
		{"nobody listens", "http://127.0.0.1:1", ReasonConnect, true},
		{"an unknown certificate", selfSigned.URL, ReasonTLS, false},
		{"HTTP where HTTPS should be", strings.Replace(plain.URL, "http:", "https:", 1), ReasonTLS, false},
		{"hangs up", raw(t, ""), ReasonConnect, true},
		{"hangs up within the page", raw(t, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>"), ReasonConnect, true},
		{"hangs up within a chunk", raw(t, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<p>"), ReasonConnect, true},
		{"speaks another protocol", raw(t, "220 mail.example.org ESMTP\r\n"), ReasonMalformed, false},
		{"sends a broken header", raw(t, "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"), ReasonMalformed, false},
		{"sends a header without end", raw(t, "HTTP/1.1 200 OK\r\nX-A: "+strings.Repeat("a", 2*maxHeaderBytes)+"\r\n\r\n"), ReasonMalformed, false},
		{"no web address", "ftp://example.org/", ReasonMalformed, false},
		{"no address", "http://[::1", ReasonMalformed, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: tt.url})
			wantReason(t, err, tt.reason, tt.retry)
		})
	}
}

func TestUnknownNamesAreFinalUnlessTheNameServerIsAtFault(t *testing.T) {
	tests := []struct {
		name  string
		err   net.DNSError
		retry bool
	}{
		{"no such host", net.DNSError{Err: "no such host", IsNotFound: true}, false},
		{"name server is slow", net.DNSError{Err: "i/o timeout", IsTimeout: true}, true},
		{"name server fails", net.DNSError{Err: "server misbehaving", IsTemporary: true}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := loopback(t, ClientConfig{})
			c.transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &tt.err}
			}
			_, err := c.Get(t.Context(), Request{URL: "https://www.example.org/a"})
			if bad := wantReason(t, err, ReasonDNS, tt.retry); !strings.Contains(bad.Error(), "www.example.org") {
				t.Errorf("error %q does not name the host", bad)
			}
		})
	}
}

func TestSlowServersTimeOut(t *testing.T) {
	drip := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-r.Context().Done():
				return
			case <-tick.C:
				fmt.Fprint(w, "<p>")
				w.(http.Flusher).Flush()
			}
		}
	}
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := []struct {
		name   string
		h      http.HandlerFunc
		config ClientConfig
	}{
		{"a page that drips", drip, ClientConfig{Timeout: 100 * time.Millisecond}},
		{"an answer that does not begin", silent, ClientConfig{HeaderTimeout: 50 * time.Millisecond}},
		{"an answer that does not begin, in all", silent, ClientConfig{Timeout: 50 * time.Millisecond}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loopback(t, tt.config).Get(t.Context(), Request{URL: site(t, tt.h).URL})
			wantReason(t, err, ReasonTimeout, true)
		})
	}
	t.Run("a handshake that does not begin", func(t *testing.T) {
		l := listen(t, func(c net.Conn) { c.Read(make([]byte, 1<<20)); <-t.Context().Done() })
		_, err := loopback(t, ClientConfig{ConnectTimeout: 50 * time.Millisecond}).Get(t.Context(), Request{URL: "https://" + l})
		wantReason(t, err, ReasonTimeout, true)
	})
}

// raw is the URL of a server that answers each request with these bytes and
// hangs up.
func raw(t *testing.T, answer string) string {
	t.Helper()
	return "http://" + listen(t, func(c net.Conn) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			c.Write([]byte(answer))
		}
	})
}

func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				go func() {
					defer c.Close()
					serve(c)
				}()
			}
		}
	}()
	return l.Addr().String()
}
