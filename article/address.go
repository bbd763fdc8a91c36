package article

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// address sets the address to keep the article under: what the page calls
// canonical, as long as it is of the same site and no front page.
func (p *page) address(a *Article) {
	og, _ := p.first("og:url")
	for _, c := range [][2]string{{p.canonical, "canonical"}, {og, "og"}} {
		if u := p.resolve(c[0]); u != nil && p.plausible(u) {
			u.Fragment = ""
			a.CanonicalURL, a.From["canonicalurl"] = u.String(), c[1]
			return
		}
	}
	if a.CanonicalURL != "" {
		a.From["canonicalurl"] = "url"
	}
}

func (p *page) plausible(u *url.URL) bool {
	if p.url.Hostname() == "" {
		return true
	}
	front := strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
	wasFront := strings.Trim(p.url.Path, "/") == "" && p.url.RawQuery == ""
	return domainOf(u.Hostname()) == domainOf(p.url.Hostname()) && (!front || wasFront)
}

func domainOf(host string) string {
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// resolve makes an address of the page absolute; nil if it is none of the web.
func (p *page) resolve(ref string) *url.URL {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return nil
	}
	u, err := p.url.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}
