package article

import (
	"strings"
)

// titles sets the headline as displayed and the one of the head. Where the
// publisher's two descriptions of the page agree they are the headline; else
// the h1 is, if it resembles any of them.
func (p *page) titles(a *Article) {
	ld := p.schema.get("headline")
	og, _ := p.first("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title")
	og = p.withoutSite(og, a.Outlet)
	head := p.withoutSite(p.title, a.Outlet)
	a.HeadTitle, a.From["headtitle"] = firstOf([]string{ld, og, head}, "json-ld", "og", "title")
	switch h1 := p.displayed(ld, og, head); {
	case ld != "" && fold(ld) == fold(og):
		a.Title, a.From["title"] = ld, "json-ld"
	case h1 == "":
		a.Title, a.From["title"] = a.HeadTitle, a.From["headtitle"]
	case ld != "" && strings.HasSuffix(fold(h1), " "+fold(ld)):
		a.Title, a.From["title"] = ld, "json-ld" // the h1 holds a kicker too
	default:
		a.Title, a.From["title"] = h1, "h1"
	}
	if a.Title == "" {
		delete(a.From, "title")
		delete(a.From, "headtitle")
	}
}

// displayed is the h1 that resembles the head's titles the most.
func (p *page) displayed(heads ...string) string {
	const alike = 0.3
	best, top := "", alike
	for _, n := range p.h1 {
		t := inlineText(n)
		if t == "" || hiddenNode(n) {
			continue
		}
		for _, h := range heads {
			if s := similarity(t, h); s > top {
				best, top = t, s
			}
		}
	}
	if best == "" && len(p.h1) == 1 && strings.Join(heads, "") == "" {
		return inlineText(p.h1[0])
	}
	return best
}

// withoutSite cuts the outlet's name off a title's end or beginning.
func (p *page) withoutSite(title, outlet string) string {
	title = collapse(title)
	for range 2 {
		cut := p.cutSite(title, outlet)
		if cut == title {
			break
		}
		title = cut
	}
	return title
}

var siteMarks = []string{" | ", " - ", " – ", " — ", " · ", " :: ", " // ", " « ", " » ", " › ", " • "}

func (p *page) cutSite(title, outlet string) string {
	for _, mark := range siteMarks {
		if i := strings.LastIndex(title, mark); i > 0 && p.isSite(title[i+len(mark):], outlet) {
			return strings.TrimSpace(title[:i])
		}
		if i := strings.Index(title, mark); i > 0 && p.isSite(title[:i], outlet) {
			return strings.TrimSpace(title[i+len(mark):])
		}
	}
	return title
}

// isSite compares a part of a title with the outlet's name and host.
func (p *page) isSite(part, outlet string) bool {
	f := strings.ReplaceAll(fold(part), " ", "")
	if f == "" || len(fold(part)) > 40 {
		return false
	}
	o := strings.ReplaceAll(fold(outlet), " ", "")
	host := strings.ReplaceAll(fold(siteName(p.url.Hostname())), " ", "")
	whole := strings.ReplaceAll(fold(strings.TrimPrefix(p.url.Hostname(), "www.")), " ", "")
	switch {
	case f == o, f == host, f == whole:
		return true
	case len(o) >= 4 && (strings.Contains(f, o) || strings.Contains(o, f) && len(f) >= 3):
		return true
	case len(host) >= 3 && strings.Contains(f, host):
		return true
	}
	return false
}

// firstOf is the first value that is not empty, and its name.
func firstOf(values []string, names ...string) (value, name string) {
	for i, v := range values {
		if v != "" {
			return v, names[i]
		}
	}
	return "", ""
}

// similarity is the F1 of the two texts' words.
func similarity(a, b string) float64 {
	x, y := strings.Fields(fold(a)), strings.Fields(fold(b))
	count := map[string]int{}
	for _, w := range x {
		count[w]++
	}
	both := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}
