package article

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/inquit/inquit/article/block"
)

// cutOff reports whether the text is only the beginning of a paid article.
// Many paid pages are sent whole, so the declaration alone does not count.
func (p *page) cutOff(t *text) bool {
	if t.from == "json-ld" {
		return false
	}
	if p.shorterThanDeclared(t) {
		return true
	}
	if p.locked() {
		switch present, known := p.paidPart(); {
		case known && present:
			return false
		case t.words < teaserWords, endsOpen(t.paras):
			return true
		case known:
			return t.words < 2*teaserWords
		}
		return false
	}
	if strings.EqualFold(p.schema.text(p.schema.article["isAccessibleForFree"]), "true") {
		return false
	}
	all := ""
	if t.words < teaserWords {
		all = strings.ToLower(visibleText(p.body, 20000))
	}
	return t.words < teaserWords && says("pay-text", all) > 0 && (p.gate() || endsOpen(t.paras))
}

// shorterThanDeclared compares with the declared number of words, which some
// outlets give in characters: the text must fall short of both.
func (p *page) shorterThanDeclared(t *text) bool {
	n := p.declaredWords()
	chars := 0
	for _, para := range t.paras {
		chars += utf8.RuneCountInString(para)
	}
	return n > 0 && t.words*10 < n*4 && chars*10 < n*7
}

func (p *page) declaredWords() int {
	v := p.schema.text(p.schema.article["wordCount"])
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' || n > 1e6 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// paidPart looks for the element that the page says is not free. If it holds
// text then the page was sent whole.
func (p *page) paidPart() (present, known bool) {
	const least, most = 300, 20
	looked := 0
	for _, part := range p.schema.parts() {
		for _, sel := range texts(part["cssSelector"]) {
			if looked++; looked > most {
				return false, known
			}
			n := find(p.body, selector(sel))
			known = true
			if n != nil && len(visibleText(n, least)) >= least {
				return true, true
			}
		}
	}
	return false, known
}

// selector matches the simple selectors that the markup is documented with.
func selector(s string) func(*html.Node) bool {
	s = strings.TrimSpace(s)
	if name, ok := strings.CutPrefix(s, "#"); ok {
		return func(n *html.Node) bool { return block.Attr(n, "id") == name }
	}
	name := s[strings.LastIndexByte(s, '.')+1:]
	return func(n *html.Node) bool { return hasToken(block.Attr(n, "class"), name) }
}

// gate finds the box that asks for money in place of the text.
func (p *page) gate() bool {
	return find(p.body, func(n *html.Node) bool {
		class := strings.ToLower(block.Attr(n, "class") + " " + block.Attr(n, "id"))
		for _, w := range []string{"paywall", "piano", "tp-modal", "regwall", "article-gate", "metered", "subscription-wall", "premium-content", "paid-content", "offer-page", "pay-wall"} {
			if strings.Contains(class, w) {
				return true
			}
		}
		return false
	}) != nil
}

func endsOpen(paras []string) bool {
	if len(paras) == 0 {
		return false
	}
	last := strings.TrimRight(paras[len(paras)-1], "\"”»’) ]")
	r, _ := utf8.DecodeLastRuneInString(last)
	return r == '…' || strings.HasSuffix(last, "...")
}

// find is the first element under n that satisfies the test.
func find(n *html.Node, test func(*html.Node) bool) *html.Node {
	if n.Type == html.ElementNode && test(n) {
		return n
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if f := find(k, test); f != nil {
			return f
		}
	}
	return nil
}

// visibleText is text under n that is not hidden, up to about limit bytes.
func visibleText(n *html.Node, limit int) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case b.Len() >= limit:
			return
		case n.Type == html.TextNode:
			if t := collapse(n.Data[:runeStart(n.Data, 4*limit)]); t != "" {
				b.WriteString(t)
				b.WriteByte(' ')
			}
			return
		}
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Head:
			return
		}
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			walk(k)
		}
	}
	walk(n)
	return b.String()
}

// clockLines counts the short lines that are a time of day, as live blogs
// have one over every entry.
func clockLines(n *html.Node) int {
	count := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			if t := collapse(n.Data[:min(len(n.Data), 80)]); len(t) <= 40 && len(t) >= 4 {
				if _, ok := clock(dateWords(t)); ok {
					count++
				}
			}
			return
		}
		if n.DataAtom == atom.Script || n.DataAtom == atom.Style {
			return
		}
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			walk(k)
		}
	}
	walk(n)
	return count
}
