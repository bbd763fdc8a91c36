package article

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/inquit/inquit/article/block"
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
		a.Title, a.From["title"] = firstOf([]string{og, ld, head}, "og", "json-ld", "title")
	case endsWith(h1, og):
		a.Title, a.From["title"] = og, "og" // the h1 holds a kicker too
	case endsWith(h1, ld):
		a.Title, a.From["title"] = ld, "json-ld"
	default:
		a.Title, a.From["title"] = h1, "h1"
	}
	if a.Title == "" {
		delete(a.From, "title")
		delete(a.From, "headtitle")
	}
}

// endsWith reports whether title is the end of h1, and most of it.
func endsWith(h1, title string) bool {
	h, t := strings.ReplaceAll(fold(h1), " ", ""), strings.ReplaceAll(fold(title), " ", "")
	return len(t) > 12 && len(t) < len(h) && len(t)*2 > len(h) && strings.HasSuffix(h, t)
}

// displayed is the h1 that resembles the head's titles the most.
func (p *page) displayed(heads ...string) string {
	const alike = 0.3
	best, top := "", alike
	only := ""
	for _, n := range p.h1 {
		t := headline(n)
		if t == "" || hiddenNode(n) || trail(n) {
			continue
		}
		only = t
		for _, h := range heads {
			if s := similarity(t, h); s > top {
				best, top = t, s
			}
		}
	}
	if best == "" && len(p.h1) == 1 && strings.Join(heads, "") == "" {
		return only
	}
	return best
}

// headline is the text of an h1 without the kicker that some hold in an
// element of its own.
func headline(n *html.Node) string {
	whole := inlineText(n)
	rest := inlineTextBut(n, func(k *html.Node) bool {
		return k != n && (classHas(k, "kicker", "overline", "roofline", "dachzeile", "eyebrow", "pretitle", "spitzmarke", "supertitle", "antetitulo", "occhiello") || block.Attr(k, "aria-hidden") == "true")
	})
	if len(rest)*3 < len(whole) {
		return whole
	}
	return rest
}

// trail reports an h1 that is the last step of a breadcrumb, written for
// search engines.
func trail(n *html.Node) bool {
	for range 3 {
		if n == nil {
			break
		}
		if classHas(n, "breadcrumb", "seotitle", "seo-title") || hasAttr(n, "data-breadcrumb-headline") {
			return true
		}
		n = n.Parent
	}
	return false
}

func classHas(n *html.Node, words ...string) bool {
	class := strings.ToLower(block.Attr(n, "class"))
	for _, w := range words {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
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
