package article

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// outlet names the publication: as the page does, else by its host.
func (p *page) outlet(a *Article) {
	og, _ := p.first("og:site_name")
	ld := clean(p.schema.text(p.schema.article["publisher"], "name"))
	app, _ := p.first("application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher")
	if strings.Contains(og, "://") || strings.HasPrefix(og, "@") {
		og = ""
	}
	a.Outlet, a.From["outlet"] = firstOf([]string{og, ld, app, siteName(p.url.Hostname())}, "og", "json-ld", "meta", "url")
	if a.Outlet == "" {
		delete(a.From, "outlet")
	}
}

// siteName is the part of a host that names the site: bbc of www.bbc.co.uk.
func siteName(host string) string {
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host
	}
	name, _, _ := strings.Cut(domain, ".")
	return name
}

// section is the part of the outlet that carries the article.
func (p *page) section(a *Article) {
	ld := p.schema.get("articleSection")
	meta, key := p.first("article:section", "parsely-section", "cxenseparse:section", "cxense:section", "section", "og:section", "sailthru.section", "dc.subject")
	name := "meta"
	if strings.HasPrefix(key, "article:") || strings.HasPrefix(key, "og:") {
		name = "og"
	}
	v, from := firstOf([]string{meta, ld}, name, "json-ld")
	if v == "" || len(v) > 80 {
		return
	}
	a.Section, a.From["section"] = v, from
}
