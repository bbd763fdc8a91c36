package article

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/inquit/inquit/article/block"
)

// The bounds of what is looked at, far above what pages hold: everything here
// is compared with everything else, so none of it may grow with the page.
const (
	maxLine     = 4000  // bytes of a title, a name, a meta tag's value
	maxValues   = 100   // meta tags of one name
	maxElements = 2000  // elements of one kind: marked as a byline, as a date
	maxTitles   = 200   // headings that may be the title
	maxWalk     = 10000 // nodes for one line of text
)

// page is a parsed page with everything that its metadata is read from, in the
// order in which it stands in the document.
type page struct {
	doc, body *html.Node
	url       *url.URL
	malformed bool
	large     bool
	raw       []byte
	size      int

	meta      map[string][]string // by name, property or itemprop in lower case
	title     string
	lang      string
	canonical string
	props     map[string][]*html.Node // by itemprop
	h1        []*html.Node
	times     []*html.Node
	bylines   []*html.Node // elements whose class or rel names an author
	dated     []*html.Node // elements whose class names a date
	images    []*html.Node
	afterH1   int // how many of the images stand before the first h1
	bylinesH1 int // how many of the bylines do
	scripts   int // bytes of script
	schema    schema
	noscript  string
}

func newPage(doc *html.Node, address string) *page {
	p := &page{doc: doc, meta: map[string][]string{}, props: map[string][]*html.Node{}}
	if u, err := url.Parse(address); err == nil {
		p.url = u
	} else {
		p.url = &url.URL{}
	}
	p.walk(doc)
	if p.body == nil {
		p.body = doc
	}
	p.schema.choose(p.url)
	return p
}

func (p *page) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		p.element(n)
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		p.walk(k)
	}
}

func (p *page) element(n *html.Node) {
	if prop := block.Attr(n, "itemprop"); prop != "" {
		for name := range strings.FieldsSeq(strings.ToLower(prop)) {
			p.props[name] = addTo(p.props[name], n, maxElements)
		}
	}
	switch n.DataAtom {
	case atom.Html:
		p.lang = block.Attr(n, "lang")
	case atom.Body:
		p.body = n
	case atom.Meta:
		p.addMeta(n)
	case atom.Title:
		if p.title == "" && n.Parent != nil && n.Parent.DataAtom != atom.Svg {
			p.title = inlineText(n)
		}
	case atom.Link:
		if p.canonical == "" && hasToken(block.Attr(n, "rel"), "canonical") {
			p.canonical = strings.TrimSpace(block.Attr(n, "href"))
		}
	case atom.Script:
		p.addScript(n)
	case atom.Noscript:
		if n.FirstChild != nil && len(p.noscript) < 4000 {
			p.noscript += n.FirstChild.Data
		}
	case atom.H1:
		if len(p.h1) == 0 {
			p.afterH1, p.bylinesH1 = len(p.images), len(p.bylines)
		}
		p.h1 = addTo(p.h1, n, maxTitles)
	case atom.Time:
		p.times = addTo(p.times, n, maxElements)
	case atom.Img, atom.Source:
		p.images = append(p.images, n)
	case atom.A, atom.Span, atom.Div, atom.P, atom.Address, atom.Li, atom.Section, atom.Header, atom.Footer:
		if namesAuthor(n) {
			p.bylines = addTo(p.bylines, n, maxElements)
		}
		if namesDate(n) {
			p.dated = addTo(p.dated, n, maxElements)
		}
	}
}

func addTo(list []*html.Node, n *html.Node, most int) []*html.Node {
	if len(list) >= most {
		return list
	}
	return append(list, n)
}

func (p *page) addMeta(n *html.Node) {
	content := strings.TrimSpace(block.Attr(n, "content"))
	content = content[:runeStart(content, maxLine)]
	if content == "" {
		return
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "name", "property", "itemprop", "http-equiv":
			key := strings.ToLower(strings.TrimSpace(a.Val))
			if len(p.meta[key]) < maxValues {
				p.meta[key] = append(p.meta[key], content)
			}
		}
	}
}

func (p *page) addScript(n *html.Node) {
	if n.FirstChild == nil {
		return
	}
	p.scripts += len(n.FirstChild.Data)
	if strings.Contains(strings.ToLower(block.Attr(n, "type")), "ld+json") {
		p.schema.add(n.FirstChild.Data)
	}
}

// first is the first value of the first key that has one, and that key.
func (p *page) first(keys ...string) (value, key string) {
	for _, k := range keys {
		if v := p.meta[k]; len(v) > 0 {
			return collapse(v[0]), k
		}
	}
	return "", ""
}

func namesAuthor(n *html.Node) bool {
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "rel":
			if hasToken(a.Val, "author") {
				return true
			}
		case "class", "data-testid":
			v := strings.ToLower(a.Val)
			if strings.Contains(v, "author") || strings.Contains(v, "byline") || strings.Contains(v, "autor") {
				return true
			}
		}
	}
	return false
}

func namesDate(n *html.Node) bool {
	class := strings.ToLower(block.Attr(n, "class"))
	if class == "" {
		return false
	}
	for _, w := range []string{"date", "publish", "posted", "timestamp", "datum", "fecha", "time"} {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
}

func hasAttr(n *html.Node, key string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return true
		}
	}
	return false
}

func hasToken(list, token string) bool {
	for t := range strings.FieldsSeq(list) {
		if strings.EqualFold(t, token) {
			return true
		}
	}
	return false
}

// collapse makes every run of white space one space.
func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

// inlineText is the text under n on one line, without scripts and styles. It is
// cut at about maxLine.
func inlineText(n *html.Node) string {
	return inlineTextBut(n, func(*html.Node) bool { return false })
}

// inlineTextBut leaves out the elements that satisfy the test.
func inlineTextBut(n *html.Node, without func(*html.Node) bool) string {
	var b strings.Builder
	left := maxWalk
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch left--; {
		case left < 0 || b.Len() >= maxLine:
			return
		case n.Type == html.TextNode:
			writeLine(&b, n.Data)
		case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Noscript || n.DataAtom == atom.Svg || n.DataAtom == atom.Template:
			return
		case n.Type == html.ElementNode && without(n):
			return
		case n.Type == html.ElementNode && !inline(n.DataAtom):
			b.WriteByte(' ')
		}
		for k := n.FirstChild; k != nil && left > 0; k = k.NextSibling {
			walk(k)
		}
		if n.Type == html.ElementNode && !inline(n.DataAtom) {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return collapse(b.String())
}

// writeLine appends a text with its white space as single spaces.
func writeLine(b *strings.Builder, s string) {
	text := strings.TrimSpace(s)
	if text == "" || !strings.HasPrefix(s, text) {
		b.WriteByte(' ')
	}
	b.WriteString(collapse(text[:runeStart(text, maxLine)]))
	if text != "" && !strings.HasSuffix(s, text) {
		b.WriteByte(' ')
	}
}

func inline(a atom.Atom) bool {
	switch a {
	case atom.Span, atom.A, atom.B, atom.I, atom.Em, atom.Strong, atom.Mark, atom.Sub, atom.Sup, atom.Font, atom.Wbr, atom.Small, atom.Abbr, atom.U, atom.Title, atom.Q, atom.Bdi, atom.Time, atom.Cite:
		return true
	}
	return a == 0
}

// source is the beginning of the page's own bytes, for marks in its markup.
func (p *page) source() string { return string(p.raw[:min(len(p.raw), 200000)]) }
