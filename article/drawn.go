package article

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// draw puts into the page what its scripts hold as HTML and would draw, and
// reports whether there was any to speak of. Nothing is run: the longest
// stretch of escaped paragraphs in a script is taken as it stands.
func (p *page) draw() bool {
	const least = 600
	best := ""
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.DataAtom == atom.Script && n.FirstChild != nil {
			if s := paragraphsIn(n.FirstChild.Data); len(s) > len(best) {
				best = s
			}
		}
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			walk(k)
		}
	}
	walk(p.doc)
	if len(best) < least {
		return false
	}
	doc, err := html.Parse(strings.NewReader("<article>" + best + "</article>"))
	if err != nil {
		return false
	}
	article := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Article })
	if article == nil || len(visibleText(article, least)) < least {
		return false
	}
	article.Parent.RemoveChild(article)
	p.body.AppendChild(article)
	return true
}

// paragraphsIn is the stretch of a script from its first to its last paragraph
// of HTML, if it holds several.
func paragraphsIn(script string) string {
	if !strings.Contains(script, "u003c/p") && !strings.Contains(script, "</p>") && !strings.Contains(script, "<\\/p>") {
		return ""
	}
	script = unescapeScript(script)
	start, end := strings.Index(script, "<p"), strings.LastIndex(script, "</p>")
	if start < 0 || end < start || strings.Count(script[start:end], "</p>") < 2 {
		return ""
	}
	return script[start : end+len("</p>")]
}

// unescapeScript undoes the escapes of string literals, nested ones too.
func unescapeScript(s string) string {
	for range 2 {
		if !strings.Contains(s, `\`) {
			break
		}
		s = unescapeOnce(s)
	}
	return s
}

func unescapeOnce(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 >= len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 't', 'r':
			b.WriteByte(' ')
		case 'u':
			n, err := strconv.ParseUint(s[i+1:min(len(s), i+5)], 16, 32)
			if err != nil || i+5 > len(s) {
				b.WriteByte('u')
				continue
			}
			b.WriteRune(rune(n))
			i += 4
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
