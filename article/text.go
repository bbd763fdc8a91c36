package article

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/inquit/inquit/article/block"
)

// threshold is the score from which a block counts as text.
const threshold = 0.5

// text is the choice among a page's blocks.
type text struct {
	cut   *block.Page
	kept  []*block.Block
	paras []string
	from  string // "blocks" or "json-ld"
	words int
	score float64 // mean score, weighted by words
	links float64 // share of linked text
}

// fewWords is so little that the choice is doubted.
const fewWords = 60

// choose finds the article's text. If the page as sent hardly has any, the
// text that its scripts hold is read in its place.
func (p *page) choose(m *block.Model) *text {
	t := p.chooseBlocks(m)
	p.preferEmbedded(t)
	if t.words < fewWords && p.draw() {
		if drawn := p.chooseBlocks(m); drawn.words > t.words {
			drawn.from = "script"
			return drawn
		}
	}
	return t
}

// chooseBlocks scores the blocks, keeps those of the article and mends the
// choice by rules.
func (p *page) chooseBlocks(m *block.Model) *text {
	cut, hints := block.Cut(p.body), p.hints()
	m.Score(cut, hints)
	p.keepUpdates(cut)
	fill(cut)
	t := &text{from: "blocks", cut: cut}
	for i := range cut.Blocks {
		if b := &cut.Blocks[i]; b.Score >= threshold {
			t.kept = append(t.kept, b)
		}
	}
	if wordsOf(t.kept) < fewWords {
		t.kept = p.rescue(cut, t.kept)
	}
	t.kept = p.repair(cut, t.kept)
	t.measure()
	t.paras = render(t.kept)
	return t
}

func wordsOf(kept []*block.Block) int {
	n := 0
	for _, b := range kept {
		n += b.Words()
	}
	return n
}

// rescue looks for a short article in an unusual place: the prose that scored
// best, if it is about what the title says, and the paragraphs beside it.
func (p *page) rescue(cut *block.Page, kept []*block.Block) []*block.Block {
	const near, least, doubt = 0.6, 0.01, 0.1
	top := 0.0
	about := map[string]bool{}
	for _, t := range p.hints().Titles {
		for w := range strings.FieldsSeq(fold(t)) {
			if len(w) > 3 {
				about[w] = true
			}
		}
	}
	for i := range cut.Blocks {
		if b := &cut.Blocks[i]; b.Prose() && (b.Score >= threshold && p.declared() || sharesWords(b.Text, about)) {
			top = max(top, b.Score)
		}
	}
	if top < least {
		return kept
	}
	sure := min(threshold, near*top)
	beside := map[*html.Node]bool{}
	for i := range cut.Blocks {
		if b := &cut.Blocks[i]; b.Score >= sure && b.Prose() && b.Node != nil {
			beside[b.Node.Parent] = true
		}
	}
	var out []*block.Block
	for i := range cut.Blocks {
		b := &cut.Blocks[i]
		brother := b.Score >= doubt && b.Node != nil && beside[b.Node.Parent]
		if b.Score >= threshold || b.Prose() && (b.Score >= sure || brother) {
			out = append(out, b)
		}
	}
	return out
}

func sharesWords(s string, about map[string]bool) bool {
	n := 0
	for w := range strings.FieldsSeq(fold(s)) {
		if about[w] {
			n++
		}
	}
	return n >= 2
}

// keepUpdates makes sure of the entries of a live blog: what the page embeds
// as an update is one.
func (p *page) keepUpdates(cut *block.Page) {
	updates := p.schema.updates()
	if len(updates) == 0 {
		return
	}
	const same, sure = 0.8, 0.9
	g := block.NewGrams(strings.Join(updates, "\n"))
	for i := range cut.Blocks {
		if b := &cut.Blocks[i]; !b.Hidden && b.LinkShare() < same && g.Cover(b.Text) >= same {
			b.Score = max(b.Score, sure)
		}
	}
}

func (t *text) measure() {
	var score, links, weight float64
	for _, b := range t.kept {
		w := float64(b.Words())
		weight += w
		score += w * b.Score
		links += w * b.LinkShare()
	}
	t.words = int(weight)
	if weight > 0 {
		t.score, t.links = score/weight, links/weight
	}
}

func render(kept []*block.Block) []string {
	var out []string
	for _, b := range kept {
		out = append(out, b.Text)
	}
	return out
}

// preferEmbedded takes the JSON-LD body when the visible text is only its
// beginning: pages drawn by script or cut by an overlay. If the page does hold
// the rest it is taken from there, for its paragraphs.
func (p *page) preferEmbedded(t *text) {
	const enough, part = 600, 0.6
	body := p.schema.body()
	long := strings.Join(body, "\n\n")
	short := strings.Join(t.paras, "\n\n")
	if len(long) < enough || float64(len(short)) >= part*float64(len(long)) {
		return
	}
	g := block.NewGrams(long)
	if len(short) >= 250 && g.Cover(short) <= 0.7 {
		return
	}
	if visible := coveredBy(g, t.cut); wordsOf(visible)*5 >= g.Words*4 {
		t.kept = p.repair(t.cut, visible)
		t.paras = render(t.kept)
		t.measure()
		t.score = max(t.score, 0.8)
		return
	}
	if len(p.schema.updates()) > 0 && len(short) >= 250 {
		return
	}
	t.paras, t.from = body, "json-ld"
	t.words = g.Words
	t.score, t.links = max(t.score, 0.8), 0
}

// coveredBy are the blocks that stand in the embedded text, hidden ones too:
// what a page embeds as its article is no secret.
func coveredBy(g *block.Grams, cut *block.Page) []*block.Block {
	const same = 0.8
	var out []*block.Block
	for i := range cut.Blocks {
		b := &cut.Blocks[i]
		if covered := g.Cover(b.Text) >= same; covered || b.Score >= threshold {
			b.Hidden = b.Hidden && !covered
			out = append(out, b)
		}
	}
	return out
}
