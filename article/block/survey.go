package block

import (
	"math"
	"strings"

	"golang.org/x/net/html/atom"
)

// survey is what the features of a block need to know about its page.
type survey struct {
	page   *Page
	titles map[string]bool
	inHead map[string]bool // words of the titles
	desc   *Grams
	body   *Grams
	inBody []float64 // share of the block found in the embedded body
	trust  float64   // share of the page's prose found there

	shapes     []shape
	repeats    map[string]int
	chars      []float64 // prefix sums over the blocks
	good       []float64
	best       int // the box that looks most like the article's text
	marked     int // the box whose class says so, -1 if none
	first      int // first and last prose inside best
	last       int
	h1         int
	heading    []int // the heading that a block stands under, -1 if none
	signatures map[uint64]*group
	sigs       []uint64
	pars       []*group
	talk       []int           // blocks with words of a discussion so far
	headlines  []int           // headings of the first rank so far
	titled     int             // the block that repeats the page's title, or the first h1; -1 if none
	topic      map[string]bool // longer words of titles and description
}

// group is what blocks of the same make have in common.
type group struct{ words, good, links, phrases, n float64 }

func newSurvey(p *Page, h Hints) *survey {
	s := &survey{page: p, titles: map[string]bool{}, inHead: map[string]bool{}, repeats: map[string]int{}, h1: -1}
	for _, t := range h.Titles {
		words := lowerTokens(t, maxTokens)
		s.titles[strings.Join(words, " ")] = true
		for _, w := range words {
			s.inHead[w] = true
		}
	}
	s.desc, s.body = NewGrams(h.Description), NewGrams(h.Body)
	s.topic = map[string]bool{}
	for _, t := range append([]string{h.Description}, h.Titles...) {
		for _, w := range lowerTokens(t, maxTokens) {
			if len(w) >= 5 {
				s.topic[w] = true
			}
		}
	}
	s.sums()
	s.findTitle()
	s.embedded()
	s.findBest()
	s.findMarked()
	s.bounds()
	s.groups()
	return s
}

func (s *survey) sums() {
	n := len(s.page.Blocks)
	s.chars, s.good = make([]float64, n+1), make([]float64, n+1)
	s.shapes = make([]shape, n)
	s.heading, s.talk, s.headlines = make([]int, n), make([]int, n), make([]int, n)
	heading, talk, headlines := -1, 0, 0
	for i := range s.page.Blocks {
		b := &s.page.Blocks[i]
		s.shapes[i] = shapeOf(b)
		s.repeats[b.Text]++
		s.chars[i+1] = s.chars[i] + float64(b.chars)
		s.good[i+1] = s.good[i]
		if b.Prose() {
			s.good[i+1] += float64(b.chars)
		}
		if b.Tag == atom.H1 && s.h1 < 0 {
			s.h1 = i
		}
		if b.Tag == atom.H1 {
			headlines++
		}
		s.headlines[i] = headlines
		s.heading[i] = heading
		if b.Heading() {
			heading = i
		}
		if b.phrases.has(phraseTalk) && b.words < 12 {
			talk++
		}
		s.talk[i] = talk
	}
}

// findTitle prefers a heading that repeats a title of the head over other
// blocks that do, and both over the first h1.
func (s *survey) findTitle() {
	s.titled = s.h1
	rank := 0
	for i := range s.page.Blocks {
		b := &s.page.Blocks[i]
		if b.words < 3 || !s.titles[strings.Join(b.tokens, " ")] || b.LinkShare() > 0.5 && b.Tag != atom.H1 {
			continue
		}
		r := 1
		if b.Heading() {
			r = 2
		}
		if b.Tag == atom.H1 {
			r = 3
		}
		if r > rank {
			rank, s.titled = r, i
		}
	}
}

// shared is how many levels above the block the first box is that also holds
// the title.
func (s *survey) shared(b *Block) float64 {
	if s.titled < 0 {
		return -1
	}
	d := 0
	for at := b.box; at >= 0; at = s.page.boxes[at].parent {
		if x := &s.page.boxes[at]; x.first <= s.titled && s.titled < x.last {
			return float64(min(d, far))
		}
		d++
	}
	return far
}

// topical is how many of the block's words stand in the page's titles and
// description.
func (s *survey) topical(b *Block) int {
	n := 0
	for _, t := range b.tokens {
		if len(t) >= 5 && s.topic[t] {
			n++
		}
	}
	return n
}

func (s *survey) embedded() {
	s.inBody = make([]float64, len(s.page.Blocks))
	if s.body.Words < 30 {
		return
	}
	var found, prose float64
	for i := range s.page.Blocks {
		b := &s.page.Blocks[i]
		s.inBody[i] = s.body.Cover(b.Text)
		if b.Prose() {
			prose += float64(b.words)
			found += float64(b.words) * s.inBody[i]
		}
	}
	s.trust = found / (prose + 1)
}

// findBest lets every paragraph of prose vote for the boxes above it, the
// nearer the more; boxes with much else in them lose.
func (s *survey) findBest() {
	votes := make([]float64, len(s.page.boxes))
	for i := range s.page.Blocks {
		b := &s.page.Blocks[i]
		if !b.Prose() {
			continue
		}
		w := 1 + float64(b.chars)/100
		at := b.box
		if at >= 0 && (b.Tag == atom.P || b.Tag == atom.Li) {
			at = s.page.boxes[at].parent
		}
		for d := 0; d < 5 && at >= 0; d++ {
			votes[at] += w / float64(1+d)
			at = s.page.boxes[at].parent
		}
	}
	s.best = -1
	top := 0.0
	for i, v := range votes {
		if v *= 0.3 + 0.7*s.goodShare(i); v > top {
			top, s.best = v, i
		}
	}
}

func (s *survey) findMarked() {
	s.marked = -1
	top := 0.0
	for i := range s.page.boxes {
		b := &s.page.boxes[i]
		if !b.classes.has(classBody) {
			continue
		}
		if g := s.good[b.last] - s.good[b.first]; g > 0 && g >= top {
			top, s.marked = g, i
		}
	}
}

// goodShare is the part of a box's text that is prose.
func (s *survey) goodShare(box int) float64 {
	b := &s.page.boxes[box]
	all := s.chars[b.last] - s.chars[b.first]
	if all == 0 {
		return 0
	}
	return (s.good[b.last] - s.good[b.first]) / all
}

func (s *survey) bounds() {
	s.first, s.last = -1, -1
	if s.best < 0 {
		return
	}
	b := s.page.boxes[s.best]
	for i := b.first; i < b.last; i++ {
		if s.page.Blocks[i].Prose() {
			if s.first < 0 {
				s.first = i
			}
			s.last = i
		}
	}
}

// groups gathers blocks with the same tags and classes three levels up, and
// blocks of the same parent.
func (s *survey) groups() {
	n := len(s.page.Blocks)
	s.signatures = map[uint64]*group{}
	s.sigs, s.pars = make([]uint64, n), make([]*group, n)
	parents := make([]*group, len(s.page.boxes)+1)
	for i := range s.page.Blocks {
		b := &s.page.Blocks[i]
		s.sigs[i] = s.page.signature(b)
		sig := s.signatures[s.sigs[i]]
		if sig == nil {
			sig = &group{}
			s.signatures[s.sigs[i]] = sig
		}
		at := s.holder(b) + 1
		if parents[at] == nil {
			parents[at] = &group{}
		}
		s.pars[i] = parents[at]
		sig.add(b)
		parents[at].add(b)
	}
}

func (g *group) add(b *Block) {
	g.n++
	g.words += float64(b.words)
	g.links += b.LinkShare()
	if b.Prose() {
		g.good++
	}
	if b.phrases != 0 && b.words < 30 {
		g.phrases++
	}
}

// holder is the box that holds the block together with its like.
func (s *survey) holder(b *Block) int {
	if b.box < 0 {
		return -1
	}
	switch b.Tag {
	case atom.P, atom.Li, atom.H2, atom.H3, atom.H4, atom.H5, atom.Td, atom.Tr:
		return s.page.boxes[b.box].parent
	}
	return b.box
}

func (s *survey) within(b *Block, box int) bool { return box >= 0 && s.distance(b, box) < far }

const far = 20

// distance counts the levels from the block up to the box.
func (s *survey) distance(b *Block, box int) float64 {
	d := 0
	for at := b.box; at >= 0 && d < far; at = s.page.boxes[at].parent {
		if at == box {
			return float64(d)
		}
		d++
	}
	return far
}

func logOf[T int | float64](x T) float64 { return math.Log1p(float64(x)) }
