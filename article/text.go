package article

import (
	"strings"

	"github.com/inquit/inquit/article/block"
)

// threshold is the score from which a block counts as text.
const threshold = 0.5

// text is the choice among a page's blocks.
type text struct {
	kept  []*block.Block
	paras []string
	from  string // "blocks" or "json-ld"
	words int
	score float64 // mean score, weighted by words
	links float64 // share of linked text
}

// choose scores the blocks and keeps those of the article, mended by rules and
// replaced by the embedded text where that is the article and the page is not.
func (p *page) choose(m *block.Model) *text {
	cut, hints := block.Cut(p.body), p.hints()
	m.Score(cut, hints)
	t := &text{from: "blocks"}
	for i := range cut.Blocks {
		if b := &cut.Blocks[i]; b.Score >= threshold {
			t.kept = append(t.kept, b)
		}
	}
	t.kept = p.repair(cut, t.kept)
	t.measure()
	t.paras = render(t.kept)
	p.preferEmbedded(t)
	return t
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

// render makes paragraphs of blocks. A line break in the middle of a sentence
// is the page's layout, not a new paragraph.
func render(kept []*block.Block) []string {
	var out []string
	for i, b := range kept {
		if i > 0 && b.Broken && b.Node == kept[i-1].Node && runsOn(kept[i-1].Text, b.Text) {
			out[len(out)-1] += " " + b.Text
			continue
		}
		out = append(out, b.Text)
	}
	return out
}

// preferEmbedded takes the JSON-LD body when the visible text is only its
// beginning: pages drawn by script or cut by an overlay.
func (p *page) preferEmbedded(t *text) {
	const enough, part = 600, 0.6
	body := p.schema.body()
	long := strings.Join(body, "\n\n")
	short := strings.Join(t.paras, "\n\n")
	if len(long) < enough || float64(len(short)) >= part*float64(len(long)) {
		return
	}
	if len(short) < 250 || block.NewGrams(long).Cover(short) > 0.7 {
		t.paras, t.from = body, "json-ld"
		t.words = block.NewGrams(long).Words
		t.score, t.links = max(t.score, 0.8), 0
	}
}
