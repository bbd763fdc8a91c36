package article

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/inquit/inquit/article/block"
)

// The lengths, in words, that the verdicts turn on.
const (
	shellWordsMost = 150 // a challenge, consent or error page says less
	shortText      = 40  // less is a notice, not an article
	scriptWords    = 60
	teaserWords    = 250 // a paid page with less shows its beginning only
)

// judge sets verdict, reasons and confidence. A page is first asked whether it
// is something else; only then is its text weighed.
func judge(p *page, t *text, a *Article) {
	if p.large {
		a.Reasons = append(a.Reasons, ReasonTooLarge)
	}
	if p.malformed {
		a.Reasons = append(a.Reasons, ReasonMalformed)
	}
	if r := p.shell(t); r != "" {
		a.Reasons = append(a.Reasons, r)
		a.Verdict, a.Confidence = NotArticle, 0.9
		return
	}
	switch {
	case p.index(t):
		a.Reasons = append(a.Reasons, ReasonIndexPage)
		a.Verdict, a.Confidence = NotArticle, 0.7
		return
	case t.words == 0:
		a.Reasons = append(a.Reasons, ReasonNoText)
		a.Verdict, a.Confidence = NotArticle, 0.9
		return
	}
	a.Verdict = OK
	if p.live(a) {
		a.Reasons = append(a.Reasons, ReasonLiveBlog)
	}
	if p.cutOff(t) {
		a.Reasons = append(a.Reasons, ReasonPaywalled)
		a.Verdict = Partial
	}
	if t.words < shortText {
		a.Reasons = append(a.Reasons, ReasonTooShort)
		a.Verdict = Partial
		if !p.declared() {
			a.Verdict = NotArticle
		}
	}
	a.Confidence = confidence(t, p.declared())
}

// confidence is how sure the choice of blocks was, less for short texts and
// for pages that do not call themselves articles.
func confidence(t *text, declared bool) float64 {
	c := t.score * float64(t.words) / float64(t.words+20)
	if !declared {
		c *= 0.85
	}
	return c
}

// declared reports whether the page calls itself an article.
func (p *page) declared() bool {
	og, _ := p.first("og:type")
	return p.schema.typed || strings.Contains(strings.ToLower(og), "article")
}

// shell recognizes pages that stand in for an article. All of them say little.
func (p *page) shell(t *text) Reason {
	if t.words >= shellWordsMost {
		return ""
	}
	all := strings.ToLower(visibleText(p.body, 6000))
	var title strings.Builder
	title.WriteString(strings.ToLower(p.title))
	for _, h := range p.h1 {
		title.WriteString(" " + strings.ToLower(inlineText(h)))
	}
	switch {
	case p.challenge(all, title.String()):
		return ReasonBlockedChallenge
	case p.consent(all):
		return ReasonConsentWall
	case p.missing(all, title.String(), t):
		return ReasonSoft404
	case p.unrendered(all, t):
		return ReasonNeedsJavaScript
	}
	return ""
}

func (p *page) challenge(all, title string) bool {
	if p.declared() {
		return false
	}
	marks := says("challenge-mark", strings.ToLower(p.source()))
	words := says("challenge-text", title)*2 + says("challenge-text", all)
	return marks > 0 && words > 0 || marks > 1 && len(all) < 400 || words > 1 && len(all) < 1500
}

func (p *page) consent(all string) bool {
	host, path := p.url.Hostname(), strings.ToLower(p.url.Path)
	if strings.HasPrefix(host, "consent.") || strings.HasPrefix(host, "guce.") || strings.HasPrefix(path, "/consent") || strings.HasPrefix(path, "/zustimmung") {
		return true
	}
	const words, long = 4, 5000
	return !p.declared() && len(all) < long && says("consent-text", all) >= words && says("consent-text", strings.ToLower(p.title+" "+firstHeading(p))+all[:min(len(all), 300)]) >= 2
}

func firstHeading(p *page) string {
	if len(p.h1) == 0 {
		return ""
	}
	return inlineText(p.h1[0])
}

// missing asks for two signs: pages about missing things exist.
func (p *page) missing(all, title string, t *text) bool {
	signs := 0
	if says("missing-text", title) > 0 {
		signs++
	}
	if says("missing-text", all[:min(len(all), 1500)]) > 0 {
		signs++
	}
	if robots, _ := p.first("robots"); strings.Contains(strings.ToLower(robots), "noindex") && t.words < 80 {
		signs++
	}
	if p.declared() {
		signs--
	}
	return signs >= 2 && says("missing-text", title) > 0
}

// unrendered recognizes pages whose text a script would have to draw.
func (p *page) unrendered(all string, t *text) bool {
	if t.words >= scriptWords {
		return false
	}
	asks := says("script-text", strings.ToLower(p.noscript)+" "+all) > 0
	heavy := p.scripts*10 > p.size*6 && len(all) < 1500
	return asks && len(all) < 1500 || p.emptyRoot() && len(all) < 600 || heavy && !p.declared() && t.words < shortText && p.emptyRoot()
}

// emptyRoot finds the element that frameworks draw into, with nothing in it.
func (p *page) emptyRoot() bool {
	left := 20 // such elements stand in each other on no real page
	return find(p.body, func(n *html.Node) bool {
		switch block.Attr(n, "id") {
		case "root", "app", "__next", "__nuxt", "app-root", "react-root", "main-app", "svelte", "___gatsby":
		default:
			if n.Data != "app-root" {
				return false
			}
		}
		left--
		return left >= 0 && len(visibleText(n, 200)) < 100
	}) != nil
}

// index recognizes fronts and lists: most of what was kept is links, or the
// page has no paragraph to speak of and does not call itself an article.
func (p *page) index(t *text) bool {
	if t.from != "blocks" {
		return false
	}
	const linked, prose = 0.5, 1
	good := 0
	for _, b := range t.kept {
		if b.Prose() && b.Words() >= 20 {
			good++
		}
	}
	front := strings.Trim(p.url.Path, "/") == "" && p.url.RawQuery == "" && p.url.Host != ""
	og, _ := p.first("og:type")
	switch {
	case t.links > linked:
		return true
	case p.declared():
		return false
	case t.words < shortText:
		return linkedLines(t.cut) >= 8
	case front && (og == "website" || og == "") && t.score < 0.9:
		return true
	}
	return good < prose && t.words > shortText
}

// linkedLines counts the lines that are links to something with a headline.
func linkedLines(cut *block.Page) int {
	const headline, linked = 4, 0.7
	n := 0
	for i := range cut.Blocks {
		if b := &cut.Blocks[i]; b.Words() >= headline && b.LinkShare() > linked {
			n++
		}
	}
	return n
}

func (p *page) live(a *Article) bool {
	if p.schema.is("LiveBlogPosting") {
		return true
	}
	path := strings.ToLower(p.url.Path)
	if !strings.Contains(path, "/live/") && !strings.Contains(path, "liveblog") && !strings.Contains(path, "live-blog") && !strings.Contains(path, "newsblog") && !strings.Contains(path, "live-ticker") && !strings.Contains(path, "liveticker") {
		return false
	}
	return clockLines(p.body) >= 6
}
