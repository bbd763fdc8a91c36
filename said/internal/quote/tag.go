package quote

import "github.com/inquit/inquit/said/internal/crf"

// tags is what the tagger says of a document, item by item.
type tags struct {
	labels  []uint8
	chances []chance
}

// longestChain is the number of items read in one go. Paragraphs are shorter
// unless something is wrong with the text; it bounds the memory.
const longestChain = 4096

// tagger labels the parts of statements.
type tagger struct {
	chain    crf.Chain
	features []uint64
}

func (g *tagger) tag(d *document) tags {
	t := tags{make([]uint8, len(d.items)), make([]chance, len(d.items))}
	for _, p := range d.pars {
		for first := int(p.First); first < int(p.Last); first += longestChain {
			g.tagChain(d, first, min(first+longestChain, int(p.Last)), t)
		}
	}
	return t
}

func (g *tagger) tagChain(d *document, first, last int, t tags) {
	g.chain.Reset(last - first)
	for i := first; i < last; i++ {
		g.features = d.features(i, g.features)
		g.chain.Emit(i-first, g.features)
	}
	copy(t.labels[first:last], g.chain.Best())
	m := g.chain.Marginals()
	for i := first; i < last; i++ {
		k := (i - first) * labelCount
		t.chances[i] = chanceOf(m[k : k+labelCount])
	}
}
