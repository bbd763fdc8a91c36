package article

import (
	"strings"

	"github.com/inquit/inquit/article/block"
)

// Parse reads a page. It never fails: what is wrong with a page stands in the
// verdict and its reasons.
func Parse(p Page) *Article { return (&Parser{}).Parse(p) }

// Parser reads pages with other weights than the embedded ones; the zero value
// is what Parse uses. The trainer measures with it on pages held out.
type Parser struct {
	// Model scores the blocks; nil means block.Default().
	Model *block.Model
}

// Parse reads one page; see the function of that name.
func (r *Parser) Parse(p Page) *Article {
	a := &Article{From: map[string]string{}, CanonicalURL: p.URL, Verdict: NotArticle}
	if unsupported(p) {
		a.Reasons = append(a.Reasons, ReasonUnsupportedType)
		return a
	}
	if plainText(p) {
		return plain(p, a)
	}
	model := r.Model
	if model == nil {
		model = block.Default()
	}
	page := open(p)
	text := page.choose(model)
	a.Text = strings.Join(text.paras, "\n\n")
	a.From["text"] = text.from
	page.describe(a)
	judge(page, text, a)
	return a
}

// Blocks is a page as the choice of its text sees it: cut, not yet scored.
func Blocks(p Page) (*block.Page, block.Hints) {
	page := open(p)
	return block.Cut(page.body), page.hints()
}

func open(p Page) *page {
	large := len(p.Body) > maxBytes
	if large {
		p.Body = p.Body[:maxBytes]
	}
	body := decode(p)
	doc, malformed := parseTree(body)
	page := newPage(doc, p.URL)
	page.raw, page.size, page.large, page.malformed = body, len(body), large, malformed
	return page
}

// describe fills in everything but the text and the verdict.
func (p *page) describe(a *Article) {
	p.outlet(a)
	p.titles(a)
	p.authors(a)
	p.dates(a)
	p.language(a)
	p.section(a)
	p.address(a)
	p.image(a)
	p.rights(a)
	p.wire(a)
}

// hints are what the head of the page says about its text.
func (p *page) hints() block.Hints {
	h := block.Hints{Body: strings.Join(p.schema.body(), "\n")}
	for _, k := range []string{"og:title", "twitter:title", "sailthru.title", "parsely-title"} {
		h.Titles = append(h.Titles, p.meta[k]...)
	}
	for _, t := range []string{p.schema.get("headline"), p.title} {
		if t != "" {
			h.Titles = append(h.Titles, t)
		}
	}
	for _, n := range p.h1 {
		h.Titles = append(h.Titles, inlineText(n))
	}
	for _, k := range []string{"description", "og:description", "twitter:description"} {
		for _, v := range p.meta[k] {
			if len(v) > len(h.Description) {
				h.Description = v
			}
		}
	}
	return h
}
