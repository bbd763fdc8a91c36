package fetcher

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The reasons why a page was not got. They are part of subjects and metrics:
// never rename one.
const (
	ReasonRateLimited      = "rate_limited"
	ReasonBlockedChallenge = "blocked_challenge"
	ReasonBlockedForbidden = "blocked_forbidden"
	ReasonPaymentRequired  = "payment_required"
	ReasonRobotsDisallow   = "robots_disallow"
	ReasonNotFound         = "not_found"
	ReasonGone             = "gone"
	ReasonUnavailable      = "unavailable" // 5xx, 408, 425
	ReasonRejected         = "rejected"    // any other status
	ReasonUnsupportedType  = "unsupported_type"
	ReasonTooLarge         = "too_large"
	ReasonTimeout          = "timeout"
	ReasonDNS              = "dns"
	ReasonConnect          = "connect"
	ReasonTLS              = "tls"
	ReasonSSRFRefused      = "ssrf_refused"
	ReasonRedirectLoop     = "redirect_loop"
	ReasonMalformed        = "malformed"
)

// FetchError says why a page was not got, and whether to try again.
type FetchError struct {
	// Reason is one of the Reason constants, or of package article's.
	Reason string
	// Status is the HTTP status, 0 if there was no answer.
	Status int
	// Retry means that the same request may succeed later.
	Retry bool
	// RetryAfter is how long the host asked to be left alone, 0 if it did not.
	RetryAfter time.Duration
	// Err tells a person what happened and what to do next.
	Err error
}

func (e *FetchError) Error() string {
	if e.Err == nil {
		return e.Reason
	}
	return e.Err.Error()
}

// Unwrap returns Err.
func (e *FetchError) Unwrap() error { return e.Err }

// saveByHand is the way out when a publisher keeps programs out: a person may
// read the page, and may hand it in.
func saveByHand(url string) string {
	return "save the page in a browser and run: inquit add page.html --url " + url
}

// statusError explains an answer that is no page. Mark is the first part of the
// body.
func statusError(resp *http.Response, mark []byte, now time.Time) *FetchError {
	url := resp.Request.URL.String()
	host := resp.Request.URL.Hostname()
	e := &FetchError{Status: resp.StatusCode, RetryAfter: retryAfter(resp.Header.Get("Retry-After"), now)}
	switch vendor := challenge(resp, mark); {
	case vendor != "":
		e.Reason = ReasonBlockedChallenge
		e.Err = fmt.Errorf("%d from %s (%s wants a browser): %s", e.Status, host, vendor, saveByHand(url))
	case e.Status == http.StatusTooManyRequests, e.Status == http.StatusServiceUnavailable && e.RetryAfter > 0:
		e.Reason, e.Retry = ReasonRateLimited, true
		e.Err = fmt.Errorf("%d from %s (too many requests): it is tried again later; if it happens often, raise the delay between requests", e.Status, host)
	case e.Status >= 500:
		e.Reason, e.Retry = ReasonUnavailable, true
		e.Err = fmt.Errorf("%d from %s (its server has a problem): it is tried again later", e.Status, host)
	default:
		clientError(e, host, url)
	}
	return e
}

func clientError(e *FetchError, host, url string) {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotAcceptable, http.StatusUnavailableForLegalReasons:
		e.Reason = ReasonBlockedForbidden
		e.Err = fmt.Errorf("%d from %s (publisher refuses): %s", e.Status, host, saveByHand(url))
	case http.StatusPaymentRequired:
		e.Reason = ReasonPaymentRequired
		e.Err = fmt.Errorf("402 from %s (publisher wants to be paid by programs): agree with the publisher, or %s", host, saveByHand(url))
	case http.StatusNotFound:
		e.Reason = ReasonNotFound
		e.Err = fmt.Errorf("404 from %s: check %s in a browser, the article may have moved", host, url)
	case http.StatusGone:
		e.Reason = ReasonGone
		e.Err = fmt.Errorf("410 from %s: the publisher has removed %s for good", host, url)
	case http.StatusRequestTimeout, http.StatusTooEarly:
		e.Reason, e.Retry = ReasonUnavailable, true
		e.Err = fmt.Errorf("%d from %s (its server was too slow): it is tried again later", e.Status, host)
	default:
		e.Reason = ReasonRejected
		e.Err = fmt.Errorf("%d from %s (no page, no known reason): check %s in a browser", e.Status, host, url)
	}
}

// challenge names the vendor of a page that tests for a browser, or is empty.
// Headers tell on any status; marks in the body only count on a refusal, as
// they may stand in good pages too.
func challenge(resp *http.Response, mark []byte) string {
	h := resp.Header
	switch {
	case h.Get("Cf-Mitigated") == "challenge":
		return "Cloudflare"
	case h.Get("X-Amzn-Waf-Action") != "":
		return "AWS WAF"
	case !slices.Contains(challengeStatus, resp.StatusCode):
		return ""
	case resp.StatusCode == http.StatusForbidden && cmp.Or(h.Get("X-Datadome"), h.Get("X-Dd-B")) != "":
		return "DataDome"
	}
	body := string(mark)
	for _, m := range challengeMarks {
		if strings.Contains(body, m.text) {
			return m.vendor
		}
	}
	return ""
}

var challengeStatus = []int{401, 403, 405, 429, 503}

// Cloudflare's script folder is no mark: it puts scripts from there into all
// pages of a site, also into the honest 503 that is worth another try.
var challengeMarks = []struct{ text, vendor string }{
	{"_cf_chl_opt", "Cloudflare"},
	{"<title>Just a moment...</title>", "Cloudflare"},
	{"captcha-delivery.com", "DataDome"},
	{"px-captcha", "PerimeterX"},
	{"_Incapsula_Resource", "Imperva"},
	{"errors.edgesuite.net", "Akamai"},
}

// longestRetryAfter bounds what a host may ask for: beyond a day it means no.
const longestRetryAfter = 24 * time.Hour

// retryAfter reads both forms of the header, seconds and a date. What is past or
// makes no sense is 0.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds > 0) {
			return 0
		}
		return time.Duration(min(seconds, longestRetryAfter.Seconds()) * float64(time.Second))
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), longestRetryAfter)
}
