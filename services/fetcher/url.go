package fetcher

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
	"golang.org/x/net/publicsuffix"

	"github.com/inquit/inquit/event"
)

// Target is an address that can be fetched, in the one form that stands for all
// spellings of it.
type Target struct {
	// URL is absolute, http or https, without fragment, default port and
	// tracking parameters.
	URL string
	// Host is the host name in lower case and ASCII, without the port. IPv6
	// addresses keep their brackets.
	Host string
	// Domain is the registrable domain of Host, example.co.uk for
	// news.example.co.uk, or Host itself where there is none.
	Domain string
}

// Normalize reads a URL as a browser does and brings it into one form: two
// spellings of an address must not be fetched twice. It does not touch what
// could change the meaning: the order of parameters, the path's case, a
// trailing slash. Errors are for the person who typed the URL.
func Normalize(raw string) (*Target, error) {
	raw = strings.TrimSpace(raw)
	if err := checkText(raw); err != nil {
		return nil, err
	}
	if !hasScheme(raw) {
		return nil, missingScheme(raw)
	}
	u, err := whatwg.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%s is not a valid URL: %w", excerpt(raw), err)
	}
	if scheme := u.Scheme(); scheme != "http" && scheme != "https" {
		return nil, fmt.Errorf("%s cannot be fetched: only http and https can, not %s", excerpt(raw), scheme)
	}
	if u.Username() != "" || u.Password() != "" {
		return nil, errors.New("the URL holds a user name or a password, which would end up in messages and documents: remove it")
	}
	host, err := checkHost(u.Hostname())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", excerpt(raw), err)
	}
	u.SetHostname(host)
	u.SetSearch(dropTracking(u.Query()))
	t := &Target{URL: u.Href(true), Host: host, Domain: registrable(host)}
	if len(t.URL) > event.MaxURL {
		return nil, tooLong(len(t.URL))
	}
	return t, nil
}

// checkText refuses what no address holds. Browsers silently drop tabs and line
// breaks inside a URL; here they are more likely two URLs in one.
func checkText(raw string) error {
	switch {
	case raw == "":
		return errors.New("empty URL: write it in full, https://example.org/article")
	case len(raw) > event.MaxURL:
		return tooLong(len(raw))
	case !utf8.ValidString(raw):
		return errors.New("the URL is not UTF-8: percent-encode its bytes")
	case strings.ContainsFunc(raw, unicode.IsControl):
		return fmt.Errorf("%q holds a control character or a line break: one URL a line", excerpt(raw))
	}
	return nil
}

func tooLong(n int) error {
	return fmt.Errorf("the URL has %d bytes, %d are allowed: remove parameters that the page does not need", n, event.MaxURL)
}

// hasScheme tells https:… and mailto:… from example.org:8080/x, where the colon
// comes before a port.
func hasScheme(raw string) bool {
	scheme, rest, found := strings.Cut(raw, ":")
	if !found || scheme == "" || strings.ContainsAny(scheme, "./ ") {
		return false
	}
	return rest == "" || rest[0] < '0' || '9' < rest[0]
}

func missingScheme(raw string) error {
	guess := "https://" + strings.TrimLeft(raw, "/")
	host, _, _ := strings.Cut(strings.TrimLeft(raw, "/"), "/")
	if strings.ContainsAny(host, ".:") && !strings.ContainsAny(host, "<>\"' ") {
		if t, err := Normalize(guess); err == nil {
			return fmt.Errorf("missing scheme: did you mean %s?", t.URL)
		}
	}
	return fmt.Errorf("%s is not a URL: write it in full, https://example.org/article", excerpt(raw))
}

// checkHost drops the dot that ends a fully qualified name: with and without it
// is one host.
func checkHost(host string) (string, error) {
	host = strings.TrimSuffix(host, ".")
	if host == "" || slices.Contains(strings.Split(host, "."), "") {
		return "", fmt.Errorf("%q is not a host name", host)
	}
	return host, nil
}

func registrable(host string) string {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return host
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host // localhost, or a public suffix itself
	}
	return domain
}

// excerpt keeps error messages readable.
func excerpt(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// Parameters that tell a publisher where a reader came from. A page that needs
// one of them to show the article has not been seen.
var (
	trackingPrefixes = []string{
		"utm_", "mc_", "pk_", "mtm_", "matomo_", "hsa_", "_hs", "guce_", "fb_action_", "ns_", "at_campaign", "at_medium", "at_custom", "wt_mc", "wt_zmc",
	}
	trackingNames = []string{
		"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id", "srsltid",
		"epik", "mkt_tok", "oly_anon_id", "oly_enc_id", "vero_id", "vero_conv", "wickedid", "_openstat", "xtor", "ocid", "cmpid", "smid", "smtyp",
		"guccounter", "fb_source", "__twitter_impression", "_ga", "_gl",
	}
)

// dropTracking works on the raw query: reading and writing it again would change
// the spelling of what stays.
func dropTracking(query string) string {
	var kept []string
	for field := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(field, "=")
		if !isTracking(strings.ToLower(name)) {
			kept = append(kept, field)
		}
	}
	return strings.Join(kept, "&")
}

func isTracking(name string) bool {
	return slices.Contains(trackingNames, name) ||
		slices.ContainsFunc(trackingPrefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}
