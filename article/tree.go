package article

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxBytes is what is read of a page; longer ones are cut there.
const maxBytes = 10 << 20

// maxFlat bounds the elements of a page whose nesting had to be given up.
const maxFlat = 200000

// parseTree parses a page. What html.Parse refuses, elements nested deeper
// than any page needs, is read without its nesting.
func parseTree(body []byte) (doc *html.Node, malformed bool) {
	if doc, err := html.Parse(bytes.NewReader(body)); err == nil {
		return doc, false
	}
	return flatTree(body), true
}

// flatTree keeps head data and lays every element that begins a line of text
// side by side in the body.
func flatTree(body []byte) *html.Node {
	f := &flattener{z: html.NewTokenizer(bytes.NewReader(body))}
	f.doc = &html.Node{Type: html.DocumentNode}
	f.root = f.add(f.doc, html.Token{Data: "html", DataAtom: atom.Html})
	f.head = f.add(f.root, html.Token{Data: "head", DataAtom: atom.Head})
	f.body = f.add(f.root, html.Token{Data: "body", DataAtom: atom.Body})
	f.open = f.body
	for n := 0; n < maxFlat && f.next(); n++ {
	}
	return f.doc
}

type flattener struct {
	z                     *html.Tokenizer
	doc, root, head, body *html.Node
	open                  *html.Node // where text goes
}

func (f *flattener) add(parent *html.Node, t html.Token) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: t.Data, DataAtom: t.DataAtom, Attr: t.Attr}
	parent.AppendChild(n)
	return n
}

func (f *flattener) next() bool {
	switch f.z.Next() {
	case html.ErrorToken:
		return false
	case html.TextToken:
		f.open.AppendChild(&html.Node{Type: html.TextNode, Data: string(f.z.Text())})
	case html.StartTagToken, html.SelfClosingTagToken:
		f.start(f.z.Token())
	case html.EndTagToken:
		name, _ := f.z.TagName()
		f.end(atom.Lookup(name))
	}
	return true
}

func (f *flattener) start(t html.Token) {
	switch t.DataAtom {
	case atom.Html:
		f.root.Attr = t.Attr
	case atom.Meta, atom.Link:
		f.add(f.head, t)
	case atom.Title:
		f.open = f.add(f.head, t)
	case atom.Script, atom.Style, atom.Noscript, atom.Textarea, atom.Iframe:
		f.open = f.add(f.body, t)
	case atom.Img, atom.Br, atom.Source:
		f.add(f.open, t)
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Blockquote, atom.Figcaption, atom.Div, atom.Td, atom.Section, atom.Article, atom.Time:
		f.open = f.add(f.body, t)
	}
}

func (f *flattener) end(a atom.Atom) {
	if f.open.DataAtom == a {
		f.open = f.body
	}
}
