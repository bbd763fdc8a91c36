package article

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/inquit/inquit/article/block"
)

// fill keeps doubtful blocks that stand between sure ones: paragraphs and
// headings made like the rest of the text, and the rows of tables in it.
func fill(cut *block.Page) {
	first, last := extent(cut)
	if first < 0 {
		return
	}
	const like, doubt, few = 0.4, 0.05, 3
	score := make([]float64, len(cut.Blocks))
	for i := range cut.Blocks {
		score[i] = cut.Blocks[i].Score
	}
	kin, others := cut.Kin(score)
	for i := first; i <= last; i++ {
		b := &cut.Blocks[i]
		if b.Score >= threshold || b.Hidden || others[i] < few || kin[i] < like || b.Score < doubt {
			continue
		}
		if b.Prose() || b.Heading() && b.LinkShare() < 0.5 {
			b.Score = threshold
		}
	}
	fillHeadings(cut, first, last)
	fillLists(cut, first, last)
	fillTables(cut, first)
}

// fillHeadings keeps headings that stand over kept paragraphs of their box.
func fillHeadings(cut *block.Page, first, last int) {
	const doubt = 0.03
	for i := last; i >= first; i-- {
		b := &cut.Blocks[i]
		if !b.Heading() || b.Score >= threshold || b.Score < doubt || b.Hidden || b.LinkShare() > 0.5 || b.Node == nil || prompt(b) {
			continue
		}
		if keptUnder(cut, i+1, i+3, b.Node.Parent) && keptUnder(cut, i-3, i, b.Node.Parent) {
			b.Score = threshold
		}
	}
}

// extent is the first and the last block of prose that is kept.
func extent(cut *block.Page) (first, last int) {
	first, last = -1, -1
	for i := range cut.Blocks {
		if b := &cut.Blocks[i]; b.Score >= threshold && b.Prose() {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// fillTables keeps whole tables of data that stand beside kept prose, in the
// same box.
func fillTables(cut *block.Page, first int) {
	for i := first; i < len(cut.Blocks); i++ {
		table := tableOf(&cut.Blocks[i])
		if table == nil {
			continue
		}
		end := i
		for end+1 < len(cut.Blocks) && tableOf(&cut.Blocks[end+1]) == table {
			end++
		}
		if keptUnder(cut, i-3, i, around(table)) || keptUnder(cut, end+1, end+4, around(table)) {
			for k := i; k <= end; k++ {
				if b := &cut.Blocks[k]; !b.Hidden && b.LinkShare() < 0.5 {
					b.Score = max(b.Score, threshold)
				}
			}
		}
		i = end
	}
}

// tableOf is the table whose row of data the block is.
func tableOf(b *block.Block) *html.Node {
	if b.Tag != atom.Tr {
		return nil
	}
	for n := b.Node; n != nil; n = n.Parent {
		if n.DataAtom == atom.Table {
			return n
		}
	}
	return nil
}

// fillLists keeps the items of a list without links that stands between kept
// paragraphs of its box.
func fillLists(cut *block.Page, first, last int) {
	const doubt, linked = 0.02, 0.3
	for i := first; i <= last; i++ {
		list := listOf(&cut.Blocks[i])
		if list == nil {
			continue
		}
		end, links, n := i, 0.0, 0
		for end < last && listOf(&cut.Blocks[end]) == list {
			links += cut.Blocks[end].LinkShare()
			n++
			end++
		}
		if links < linked*float64(n) && keptUnder(cut, i-2, i, list.Parent) && keptUnder(cut, end, end+2, list.Parent) {
			for k := i; k < end; k++ {
				if b := &cut.Blocks[k]; !b.Hidden && b.Score > doubt {
					b.Score = max(b.Score, threshold)
				}
			}
		}
		i = max(i, end-1)
	}
}

func listOf(b *block.Block) *html.Node {
	if b.Tag != atom.Li || b.Node == nil {
		return nil
	}
	return b.Node.Parent
}

// around is the box that holds the table and, often, nothing but a wrapper of it.
func around(table *html.Node) *html.Node {
	box := table.Parent
	if box != nil && box.Parent != nil && box.FirstChild == box.LastChild {
		return box.Parent
	}
	return box
}

func keptUnder(cut *block.Page, a, b int, box *html.Node) bool {
	for i := max(a, 0); i < min(b, len(cut.Blocks)); i++ {
		if k := &cut.Blocks[i]; k.Score >= threshold && k.Node != nil && k.Words() >= 8 && contains(box, k.Node) {
			return true
		}
	}
	return false
}

// elsewhere reports blocks that belong to something else on the page: another
// article below the page's own, or what readers wrote.
func elsewhere(cut *block.Page, kept []*block.Block, title *html.Node) func(*block.Block) bool {
	if title == nil || len(kept) == 0 {
		return func(*block.Block) bool { return false }
	}
	own := articleOf(title)
	headed := map[*html.Node]bool{}
	ownHeadline := func(n *html.Node) bool {
		if _, known := headed[n]; !known {
			headed[n] = find(n, func(k *html.Node) bool { return k.DataAtom == atom.H1 }) != nil
		}
		return headed[n]
	}
	return func(b *block.Block) bool {
		for n := b.Node; n != nil && n.DataAtom != atom.Body; n = n.Parent {
			if readersBox(n) && !contains(n, title) && !contains(n, kept[0].Node) {
				return true
			}
			if n.DataAtom == atom.Article && own != nil && n != own && !contains(own, n) && !contains(n, own) && ownHeadline(n) {
				return true
			}
		}
		return false
	}
}

func articleOf(n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article {
			return n
		}
	}
	return nil
}

// readersBox reports the element that holds the comments.
func readersBox(n *html.Node) bool {
	switch id := block.Attr(n, "id"); id {
	case "comments", "comment-list", "disqus_thread", "commentlist", "comment-section":
		return true
	}
	return hasToken(block.Attr(n, "class"), "comments") || hasToken(block.Attr(n, "class"), "comment-list") || hasToken(block.Attr(n, "class"), "commentlist") || hasToken(block.Attr(n, "class"), "comment")
}
