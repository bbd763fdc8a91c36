package block

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Cut divides everything under root into blocks. The tree's depth bounds the
// recursion: html.Parse refuses more than 512 levels.
func Cut(root *html.Node) *Page {
	c := &cutter{page: &Page{}, classes: map[string]mask{}, cur: -1}
	c.walk(root)
	c.flush()
	for c.cur >= 0 {
		c.leave()
	}
	c.page.describe()
	return c.page
}

type cutter struct {
	page    *Page
	classes map[string]mask
	cur     int // the innermost box

	open   bool
	block  Block
	text   strings.Builder
	space  bool
	hidden int
	link   int
	bold   int
	row    int // inside a row of data, whose cells make one block
	broken bool
}

func (c *cutter) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		c.write(n.Data)
	case html.ElementNode:
		c.element(n)
	default:
		c.children(n)
	}
}

func (c *cutter) children(n *html.Node) {
	for k := n.FirstChild; k != nil && !c.page.Cut; k = k.NextSibling {
		c.walk(k)
	}
}

func (c *cutter) element(n *html.Node) {
	if skipped(n.DataAtom) {
		return
	}
	if n.DataAtom == atom.Br || n.FirstChild == nil && standsForBreak(n) {
		c.lineBreak()
		return
	}
	undo := c.enterInline(n)
	if !c.isBox(n) {
		c.children(n)
		undo()
		return
	}
	row := n.DataAtom == atom.Tr && dataRow(n)
	if row {
		c.row++
	}
	c.flush()
	c.broken = false
	c.enter(n)
	c.children(n)
	c.flush()
	c.broken = false
	c.leave()
	if row {
		c.row--
	}
	undo()
}

// enterInline counts what the element says about the text in it and returns
// the function that takes it back.
func (c *cutter) enterInline(n *html.Node) (undo func()) {
	var count *int
	switch n.DataAtom {
	case atom.A:
		count = &c.link
		c.block.links++
	case atom.B, atom.Strong, atom.I, atom.Em:
		count = &c.bold
	case atom.Td, atom.Th:
		c.cell()
	case atom.Q:
		// Browsers print the marks of q; a page that has its own is left alone.
		if q := strings.TrimSpace(innerText(n, 8)); q != "" && !strings.ContainsAny(q[:min(3, len(q))], "\"“„«»") {
			c.write("“")
			return func() { c.write("”") }
		}
	}
	hides := hides(n)
	if hides {
		c.hidden++
	}
	if count != nil {
		*count++
	}
	return func() {
		if hides {
			c.hidden--
		}
		if count != nil {
			*count--
		}
	}
}

// cell divides the cells of a data row, which would otherwise run together.
func (c *cutter) cell() {
	if c.row > 0 && c.open {
		c.space = false
		c.text.WriteString(" | ")
	}
}

func (c *cutter) isBox(n *html.Node) bool {
	if c.row > 0 && n.DataAtom != atom.Table {
		return false
	}
	return boxed(n.DataAtom)
}

func (c *cutter) enter(n *html.Node) {
	class, m := c.classOf(n)
	b := box{parent: c.cur, tag: n.DataAtom, node: n, first: len(c.page.Blocks), classes: m, own: hashString(uint64(n.DataAtom), class)}
	if c.cur >= 0 {
		b.depth = c.page.boxes[c.cur].depth + 1
		c.page.boxes[c.cur].children++
	}
	c.cur = len(c.page.boxes)
	c.page.boxes = append(c.page.boxes, b)
}

func (c *cutter) leave() {
	b := &c.page.boxes[c.cur]
	b.last = len(c.page.Blocks)
	c.cur = b.parent
}

func (c *cutter) classOf(n *html.Node) (string, mask) {
	var class strings.Builder
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "role", "itemprop", "data-testid", "data-component", "data-module", "data-type":
			class.WriteString(a.Val + " ")
		}
	}
	if class.String() == "" {
		return "", 0
	}
	m, ok := c.classes[class.String()]
	if !ok {
		m = classMask(class.String())
		c.classes[class.String()] = m
	}
	return class.String(), m
}

func (c *cutter) lineBreak() {
	if c.row > 0 {
		c.space = true
		return
	}
	c.flush()
	c.broken = true
}

// write appends text, every run of white space as one space.
func (c *cutter) write(s string) {
	for len(s) > 0 {
		if n := spaceLen(s); n > 0 {
			c.space = true
			s = s[n:]
			continue
		}
		end := wordLen(s)
		c.word(s[:end])
		s = s[end:]
	}
}

func (c *cutter) word(w string) {
	w = invisible.Replace(w)
	if w == "" {
		return
	}
	if !c.open {
		c.start()
	} else if c.space {
		c.text.WriteByte(' ')
	}
	c.space = false
	c.text.WriteString(w)
	c.block.chars += len(w)
	if c.link > 0 {
		c.block.linked += len(w)
	}
	if c.bold > 0 {
		c.block.bold += len(w)
	}
	if c.hidden > 0 {
		c.block.Hidden = true
	}
}

func (c *cutter) start() {
	links := c.block.links
	c.block = Block{box: c.cur, Broken: c.broken, links: links}
	if c.cur >= 0 {
		b := c.page.boxes[c.cur]
		c.block.Tag, c.block.Node, c.block.classes = b.tag, b.node, b.classes
	}
	c.open = true
}

func (c *cutter) flush() {
	if c.open {
		c.block.Text = c.text.String()
		c.page.Blocks = append(c.page.Blocks, c.block)
		c.page.Cut = len(c.page.Blocks) >= MaxBlocks
	}
	c.text.Reset()
	c.open, c.space = false, false
	c.block = Block{}
}
