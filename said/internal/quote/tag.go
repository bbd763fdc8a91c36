package quote

import (
	"slices"

	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/crf"
)

// tags is what the tagger says of a document, item by item.
type tags struct {
	labels  []uint8
	chances []chance
}

// longestChain is the number of items read in one go. Paragraphs are shorter
// unless something is wrong with the text; it bounds the memory.
const longestChain = 4096

// outsideBias is taken off the score of "no part of a statement" in sentences
// without quotes: the tagger finds too little there, and the linker can drop what
// is too much.
const outsideBias = 0.7

// tagger labels the parts of statements.
type tagger struct {
	chain    crf.Chain
	features []uint64
	tags     tags // the last ones
	off      ablate.Parts
}

func (g *tagger) tag(d *document) tags {
	n := len(d.items)
	t := tags{slices.Grow(g.tags.labels[:0], n)[:n], slices.Grow(g.tags.chances[:0], n)[:n]}
	clear(t.labels)
	clear(t.chances)
	g.tags = t
	for k := range d.pars {
		begin, end := d.attributing(k)
		if g.off.Has(ablate.Limits) {
			begin, end = int(d.pars[k].First), int(d.pars[k].Last)
		}
		for first := begin; first < end; first += longestChain {
			g.tagChain(d, first, min(first+longestChain, end), t)
		}
	}
	return t
}

// attributing returns the items of a paragraph that may be parts of statements:
// from the sentence before the first quote, or word that is a cue now and then, to
// the sentence after the last. The rest is not read at all, which costs nothing. A short
// paragraph may be a name line and is read in any case.
func (d *document) attributing(par int) (begin, end int) {
	p := d.pars[par]
	if p.Last-p.First <= nameLine {
		return int(p.First), int(p.Last)
	}
	first, last := p.Last, p.First-1
	for i := p.First; i < p.Last; i++ {
		if t := &d.items[i]; t.quote != nil || t.Cue >= someCue {
			first, last = min(first, i), i
		}
	}
	if last < first {
		return 0, 0
	}
	before, after := d.items[first].sent-1, d.items[last].sent+1
	for first > p.First && d.items[first-1].sent >= before {
		first--
	}
	for last+1 < p.Last && d.items[last+1].sent <= after {
		last++
	}
	return int(first), int(last) + 1
}

func (g *tagger) tagChain(d *document, first, last int, t tags) {
	g.chain.Reset(last - first)
	for i := first; i < last; i++ {
		g.features = d.features(i, g.features)
		g.chain.Emit(i-first, g.features)
		if d.sentences[d.items[i].sent].quotes == 0 && !g.off.Has(ablate.Bias) {
			g.chain.Emission(i - first)[outsideLabel] -= outsideBias
		}
	}
	copy(t.labels[first:last], g.chain.Best())
	m := g.chain.Marginals()
	for i := first; i < last; i++ {
		k := (i - first) * labelCount
		t.chances[i] = chanceOf(m[k : k+labelCount])
	}
}
