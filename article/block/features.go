package block

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// Features describes every block of the page by numbers. Their order is part
// of the learnt weights: a change here needs new ones from bench/cmd/train-articles.
func (p *Page) Features(h Hints) [][]float32 {
	s := newSurvey(p, h)
	plain := make([][plainSize]float32, len(p.Blocks))
	for i := range p.Blocks {
		s.plain(i, &plain[i])
	}
	out := make([][]float32, len(p.Blocks))
	size := 0
	for i := range p.Blocks {
		v := vector(make([]float32, 0, size))
		v = append(v, plain[i][:]...)
		s.text(i, &v)
		s.markup(i, &v)
		s.place(i, &v)
		s.company(i, &v)
		neighbours(i, plain, &v)
		out[i], size = v, len(v)
	}
	return out
}

type vector []float32

func (v *vector) put(xs ...float64) {
	for _, x := range xs {
		*v = append(*v, float32(x))
	}
}

func (v *vector) flag(b bool) { v.put(truth(b)) }

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

const plainSize = 11

// plain features are also given for the blocks beside.
func (s *survey) plain(i int, out *[plainSize]float32) {
	b := &s.page.Blocks[i]
	for k, x := range [plainSize]float64{
		logOf(b.words), logOf(b.chars), b.LinkShare(), truth(b.Prose()), s.inBody[i],
		truth(b.Tag == atom.P), truth(b.Heading()), truth(b.Tag == atom.Li), truth(s.shapes[i].closed),
		truth(b.phrases&^(1<<phraseDate|1<<phraseShop) != 0 && b.words < 30), truth(b.Hidden),
	} {
		out[k] = float32(x)
	}
}

func (s *survey) text(i int, v *vector) {
	b, sh := &s.page.Blocks[i], &s.shapes[i]
	v.flag(sh.colon)
	v.put(sh.upper, sh.digits, sh.capitals, sh.short)
	v.put(logOf(sh.commas), logOf(sh.quotes), float64(sh.bars), logOf(sh.ends))
	v.put(float64(b.chars)/float64(b.words+1), truth(sh.lowerStart), float64(b.bold)/float64(b.chars+1))
	v.put(logOf(s.repeats[b.Text]-1), float64(min(b.links, 20)))
	v.flag(s.titles[strings.Join(b.tokens, " ")])
	shared := 0
	for _, t := range b.tokens {
		if s.inHead[t] {
			shared++
		}
	}
	v.put(float64(shared)/float64(len(b.tokens)+1), s.desc.Cover(b.Text), s.trust, logOf(s.body.Words))
	for g := range phraseGroups {
		v.flag(b.phrases.has(g))
	}
	v.flag(b.Broken)
}

var ownTags = [...]atom.Atom{
	atom.Div, atom.Td, atom.Figcaption, atom.Blockquote, atom.Pre, atom.H1, atom.H2, atom.H3, atom.H4,
	atom.Button, atom.Section, atom.Article, atom.Dd, atom.Label,
}

var outerTags = [...]atom.Atom{
	atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Figure, atom.Aside, atom.Footer, atom.Header, atom.Nav,
	atom.Article, atom.Main, atom.Form, atom.Section, atom.Dl, atom.Button,
}

func (s *survey) markup(i int, v *vector) {
	b := &s.page.Blocks[i]
	for _, t := range ownTags {
		v.flag(b.Tag == t)
	}
	var outer [len(outerTags)]float64
	var near [classGroups]float64
	for g := range near {
		near[g] = far
	}
	articles, depth := 0, 0
	var above mask
	inside := s.best >= 0 && s.within(b, s.best)
	for at := b.box; at >= 0; at = s.page.boxes[at].parent {
		box := &s.page.boxes[at]
		for k, t := range outerTags {
			if box.tag == t && outer[k] == 0 {
				outer[k] = 1
			}
		}
		if box.tag == atom.Article {
			articles++
		}
		above |= box.classes
		// Names above the text's own box say nothing about its parts.
		if depth <= 12 && box.classes != 0 && box.tag != atom.Body && (!inside || at >= s.best) {
			nearest(&near, box.classes, float64(depth))
		}
		depth++
	}
	v.put(outer[:]...)
	v.put(near[:]...)
	v.put(float64(depth), float64(articles))
	for _, g := range []int{classRelated, classComments, classSide, classFoot, classNewsletter, classAd, classPopup} {
		v.flag(above.has(g))
	}
	v.put(s.markedFeatures(b)...)
}

func nearest(near *[classGroups]float64, m mask, depth float64) {
	for g := range near {
		if m.has(g) && near[g] == far {
			near[g] = depth
		}
	}
}

func (s *survey) markedFeatures(b *Block) []float64 {
	if s.marked < 0 {
		return []float64{0, far, 0}
	}
	m := s.page.boxes[s.marked]
	return []float64{truth(s.within(b, s.marked)), s.distance(b, s.marked), (s.good[m.last] - s.good[m.first]) / (s.good[len(s.good)-1] + 1)}
}

func (s *survey) place(i int, v *vector) {
	b := &s.page.Blocks[i]
	n := len(s.page.Blocks)
	total := s.good[n]
	v.put(s.distance(b, s.best))
	at := b.box
	for range 4 {
		share, all, part, kids := 0.0, 0.0, 0.0, 0.0
		if at >= 0 {
			x := &s.page.boxes[at]
			share, all, kids = s.goodShare(at), logOf(s.chars[x.last]-s.chars[x.first]), logOf(x.children)
			part = (s.good[x.last] - s.good[x.first]) / (total + 1)
			at = x.parent
		}
		v.put(share, all, part, kids)
	}
	v.put(float64(i)/float64(n), logOf(n), logOf(total))
	v.put(between(i, s.first, -30), between(s.last, i, -30), between(i, s.h1, -31))
	v.put(s.good[i]/(total+1), float64(min(s.talk[i], 9)))
	topical := s.topical(b)
	v.put(float64(min(s.headlines[i], 5)), between(i, s.titled, -31), s.shared(b), logOf(topical), float64(topical)/float64(len(b.tokens)+1))
}

// between is b-a cut to a range, or none if one of them is not known.
func between(a, b int, none float64) float64 {
	if a < 0 || b < 0 {
		return none
	}
	return float64(max(-30, min(30, a-b)))
}

// company describes the blocks of the same make, and the heading above.
func (s *survey) company(i int, v *vector) {
	b := &s.page.Blocks[i]
	for _, g := range []*group{s.signatures[s.sigs[i]], s.pars[i]} {
		v.put(logOf(g.n), logOf(g.words), g.good/g.n, g.links/g.n, g.phrases/g.n, g.words/g.n)
	}
	same := 0
	for k := max(0, i-3); k < min(len(s.sigs), i+4); k++ {
		if k != i && s.sigs[k] == s.sigs[i] {
			same++
		}
	}
	v.put(float64(same))
	h := s.heading[i]
	if h < 0 {
		v.put(-1, 0, 0, 0, far)
		return
	}
	head := &s.page.Blocks[h]
	near := 0.0
	if s.holder(head) == s.holder(b) {
		near = 1
	}
	v.put(float64(min(i-h, 30)), near, truth(head.phrases.has(phraseMore)), truth(head.phrases&(1<<phraseSignup|1<<phraseTalk|1<<phraseSocial) != 0),
		float64(head.words))
}

func neighbours(i int, plain [][plainSize]float32, v *vector) {
	var none [plainSize]float32
	for _, d := range []int{-1, 1, -2, 2, -3, 3} {
		size := plainSize
		if d == 3 || d == -3 {
			size = 6
		}
		if j := i + d; j >= 0 && j < len(plain) {
			*v = append(*v, plain[j][:size]...)
		} else {
			*v = append(*v, none[:size]...)
		}
	}
	for _, w := range []int{5, 12} {
		v.put(window(plain, i-w, i-1), window(plain, i+1, i+w))
	}
}

// window is the share of prose among the blocks from a to b.
func window(plain [][plainSize]float32, a, b int) float64 {
	a, b = max(a, 0), min(b, len(plain)-1)
	if a > b {
		return 0
	}
	sum := 0.0
	for j := a; j <= b; j++ {
		sum += float64(plain[j][3])
	}
	return sum / float64(b-a+1)
}
