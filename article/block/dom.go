package block

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// skipped elements print no text of their own.
func skipped(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Head, atom.Object,
		atom.Canvas, atom.Video, atom.Audio, atom.Textarea, atom.Select, atom.Map, atom.Datalist:
		return true
	}
	return false
}

// boxed elements begin a new line in a browser.
func boxed(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Article, atom.Section, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Li, atom.Ul, atom.Ol, atom.Blockquote, atom.Figure, atom.Figcaption, atom.Table, atom.Tbody, atom.Thead,
		atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Caption, atom.Hr, atom.Pre, atom.Main, atom.Header, atom.Footer,
		atom.Aside, atom.Dl, atom.Dt, atom.Dd, atom.Body, atom.Nav, atom.Form, atom.Address, atom.Details,
		atom.Summary, atom.Center, atom.Fieldset, atom.Legend, atom.Button, atom.Label, atom.Option, atom.Hgroup:
		return true
	}
	return false
}

// Attr is the value of an attribute, empty if it is missing.
func Attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

// standsForBreak reports an empty element that is styled to break the line.
func standsForBreak(n *html.Node) bool {
	if n.DataAtom != atom.Span && n.DataAtom != atom.I {
		return false
	}
	for c := range strings.FieldsSeq(Attr(n, "class")) {
		switch strings.ToLower(c) {
		case "br", "linebreak", "line-break", "newline":
			return true
		}
	}
	return false
}

// hides reports whether the element's own markup keeps it from being seen.
func hides(n *html.Node) bool {
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			// React streams parts of a page as <div hidden id="S:0"> and
			// moves them into place by script: those will be seen.
			return !strings.HasPrefix(Attr(n, "id"), "S:") && a.Val != "until-found"
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "style":
			if hidingStyle(a.Val) {
				return true
			}
		}
	}
	return false
}

func hidingStyle(s string) bool {
	if !strings.Contains(s, "none") && !strings.Contains(s, "hidden") {
		return false
	}
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	return strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden")
}

// innerText collects text under n until it has more than limit bytes.
func innerText(n *html.Node, limit int) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		for k := n.FirstChild; k != nil && b.Len() <= limit; k = k.NextSibling {
			walk(k)
		}
	}
	walk(n)
	return b.String()
}

// dataRow tells rows of figures from rows that lay out a page: two or more
// cells, all short, none with a paragraph of its own.
func dataRow(tr *html.Node) bool {
	const short = 200
	cells := 0
	for k := tr.FirstChild; k != nil; k = k.NextSibling {
		if k.DataAtom != atom.Td && k.DataAtom != atom.Th {
			continue
		}
		cells++
		if holdsBlocks(k) || len(innerText(k, short)) > short {
			return false
		}
	}
	return cells >= 2
}

func holdsBlocks(n *html.Node) bool {
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		switch k.DataAtom {
		case atom.P, atom.Div, atom.Table, atom.Ul, atom.Ol:
			return true
		}
		if holdsBlocks(k) {
			return true
		}
	}
	return false
}

var invisible = strings.NewReplacer("\u200b", "", "\ufeff", "")

func spaceLen(s string) int {
	if s[0] < utf8.RuneSelf {
		if asciiSpace(s[0]) {
			return 1
		}
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return n
	}
	return 0
}

func asciiSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// wordLen is the length of s up to its next white space.
func wordLen(s string) int {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			if asciiSpace(s[i]) {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			return i
		}
		i += n
	}
	return len(s)
}
