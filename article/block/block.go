// Package block cuts a parsed page into blocks (the paragraphs, headings, list
// items and labels that a reader sees as separate) and scores for each how
// likely it belongs to the article's text.
//
// It is the part of package article that is learnt; the trainer in bench uses
// it directly. Scoring needs no library's opinion and no network.
package block

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// MaxBlocks bounds the work on one page; what follows is not read.
const MaxBlocks = 20000

// Block is a run of inline content between two block boundaries.
type Block struct {
	// Text has its white space collapsed and is never empty.
	Text string
	// Tag is the block's element, 0 for one unknown to package atom.
	Tag atom.Atom
	// Node is the block's element; Text may be a part of it only.
	Node *html.Node
	// Hidden is set when the markup itself hides the block.
	Hidden bool
	// Broken is set when a line break, not a new element, divides the block
	// from the one before.
	Broken bool
	// Score is the probability that the block is text of the article.
	Score float64

	box     int
	words   int // a CJK character counts as half a word
	chars   int // bytes that are not white space
	linked  int // of those, the ones in links
	links   int
	bold    int
	classes mask
	tokens  []string // lower-case words, at most maxTokens
	phrases mask
}

// Words is the block's length; a Chinese or Japanese character counts half.
func (b *Block) Words() int { return b.words }

// LinkShare is the part of the text that is linked, in [0, 1].
func (b *Block) LinkShare() float64 { return float64(b.linked) / float64(b.chars+1) }

// Heading reports whether the block is one of h1 to h6.
func (b *Block) Heading() bool {
	switch b.Tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// Prose reports whether the block reads like a sentence or more of text.
func (b *Block) Prose() bool { return b.words >= 12 && b.LinkShare() < 0.35 && !b.Hidden }

// box is a block-level element. Its blocks are Blocks[first:last].
type box struct {
	parent      int
	depth       int
	tag         atom.Atom
	node        *html.Node
	classes     mask
	own         uint64 // hash of tag and class
	first, last int
	children    int
}

// Page is a body cut into blocks.
type Page struct {
	Blocks []Block
	// Cut is set when the page had more than MaxBlocks.
	Cut bool

	boxes []box
}

// Hints is what the head of a page says about its text; all may be empty.
type Hints struct {
	Titles      []string
	Description string
	// Body is the text of the article as embedded for machines.
	Body string
}

// Within reports whether an ancestor of the block, the nearest first and itself
// included, satisfies the test.
func (p *Page) Within(b *Block, test func(*html.Node) bool) bool {
	for i := b.box; i >= 0; i = p.boxes[i].parent {
		if test(p.boxes[i].node) {
			return true
		}
	}
	return false
}

// signature is the same for blocks of the same make: tags and classes of the
// block and of the two boxes above.
func (p *Page) signature(b *Block) uint64 {
	var h uint64
	at := b.box
	for d := 0; d < 3 && at >= 0; d++ {
		h = (h ^ p.boxes[at].own) * 0x9e3779b97f4a7c15
		at = p.boxes[at].parent
	}
	return h
}

// Kin gives for every block the mean score of the others of the same make,
// weighted by their words, and how many they are.
func (p *Page) Kin(score []float64) (mean []float64, others []int) {
	type sum struct {
		mass, words float64
		n           int
	}
	sums := map[uint64]*sum{}
	of := make([]*sum, len(p.Blocks))
	for i := range p.Blocks {
		b := &p.Blocks[i]
		sig := p.signature(b)
		if sums[sig] == nil {
			sums[sig] = &sum{}
		}
		s := sums[sig]
		s.mass += score[i] * float64(b.words)
		s.words += float64(b.words)
		s.n++
		of[i] = s
	}
	mean, others = make([]float64, len(p.Blocks)), make([]int, len(p.Blocks))
	for i := range p.Blocks {
		w := float64(p.Blocks[i].words)
		mean[i] = (of[i].mass - score[i]*w) / (of[i].words - w + 1)
		others[i] = of[i].n - 1
	}
	return mean, others
}
