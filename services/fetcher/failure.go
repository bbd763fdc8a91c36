package fetcher

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	neturl "net/url"
	"strings"

	"code.dny.dev/ssrf"
)

// transportError explains why there was no answer, or only half of one.
func transportError(ctx context.Context, url string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("fetch %s: %w", url, context.Cause(ctx))
	}
	if at, ok := errors.AsType[*neturl.Error](err); ok {
		url, err = at.URL, at.Err // where redirects have led
	}
	host := hostOf(url)
	e := &FetchError{}
	var dns *net.DNSError
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedPort), errors.Is(err, ssrf.ErrProhibitedNetwork):
		e.Reason = ReasonSSRFRefused
		e.Err = fmt.Errorf("%s is not on the public web (%w): if it is yours, start the fetcher with --allow-private", host, err)
	case errors.As(err, &dns):
		e.Reason, e.Retry = ReasonDNS, !dns.IsNotFound
		e.Err = fmt.Errorf("the name %s has no address (%w): check its spelling, and the network's name server", host, err)
	case isTimeout(err):
		e.Reason, e.Retry = ReasonTimeout, true
		e.Err = fmt.Errorf("%s was too slow (%w): it is tried again later", host, err)
	case isTLS(err):
		e.Reason = ReasonTLS
		e.Err = fmt.Errorf("%s has no valid certificate (%w): check it in a browser; an authority of your own must be trusted by this machine", host, err)
	case isMalformed(err):
		e.Reason = ReasonMalformed
		e.Err = fmt.Errorf("%s does not answer as a web server does (%w): check %s in a browser", host, err, url)
	default:
		e.Reason, e.Retry = ReasonConnect, true
		e.Err = fmt.Errorf("the connection to %s failed (%w): it is tried again later", host, err)
	}
	return e
}

func isTimeout(err error) bool {
	var slow net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &slow) && slow.Timeout()
}

// isTLS needs the text for alerts of the other side, whose type is not exported.
func isTLS(err error) bool {
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &cert) || errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch) || strings.Contains(err.Error(), "tls: ")
}

// isMalformed goes by the text: net/http exports no types for these. One that is
// missed counts as a failed connection and is tried again some times for nothing.
func isMalformed(err error) bool {
	text := err.Error()
	for _, part := range []string{
		"malformed", "response headers exceeded", "header list", "failed to parse Location", "invalid header", "bad Content-Length", "too many 1xx",
		"unsupported transfer encoding", "invalid byte in chunk length", "invalid status",
	} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

func tooLarge(page *Page, most int64) error {
	return &FetchError{
		Reason: ReasonTooLarge, Status: page.Status,
		Err: fmt.Errorf("%s has more than %d MB: articles are smaller; check the URL", page.URL, most>>20),
	}
}

// garbled is for a body that cannot be decompressed. One that ends early may be
// whole the next time.
func garbled(page *Page, err error) error {
	return &FetchError{
		Reason: ReasonMalformed, Status: page.Status, Retry: errors.Is(err, io.ErrUnexpectedEOF),
		Err: fmt.Errorf("%s cannot be decompressed (%w): the server is broken; %s", page.URL, err, saveByHand(page.URL)),
	}
}

// isGeneric tells content types that say nothing.
func isGeneric(contentType string) bool {
	switch kind, _, _ := mime.ParseMediaType(contentType); kind {
	case "", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "application/unknown", "*/*":
		return true
	}
	return false
}

// checkPageType takes HTML and plain text. A body overrules what is declared
// only if it is clearly a file of another kind.
func checkPageType(contentType, url string, body []byte) error {
	kind, _, _ := mime.ParseMediaType(contentType)
	if isGeneric(contentType) && body == nil {
		return nil // the body will tell
	}
	if sniffed := http.DetectContentType(body); isBinary(sniffed) {
		kind = sniffed
	}
	switch kind {
	case "text/html", "application/xhtml+xml", "text/plain":
		return nil
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
		return &FetchError{
			Reason: ReasonUnsupportedType, Status: http.StatusOK,
			Err: fmt.Errorf("%s is a feed: add its articles with: inquit add feed:%s", url, url),
		}
	}
	return &FetchError{
		Reason: ReasonUnsupportedType, Status: http.StatusOK,
		Err: fmt.Errorf("%s is %s: only HTML pages and plain text are read", url, kind),
	}
}

func isBinary(sniffed string) bool {
	for _, kind := range []string{"image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/x-gzip", "application/x-rar", "application/ogg"} {
		if strings.HasPrefix(sniffed, kind) {
			return true
		}
	}
	return false
}

func hostOf(url string) string {
	u, err := neturl.Parse(url)
	if err != nil || u.Host == "" {
		return excerpt(url)
	}
	return u.Hostname()
}

func withoutFragment(u *neturl.URL) string {
	bare := *u
	bare.Fragment, bare.RawFragment = "", ""
	return bare.String()
}
