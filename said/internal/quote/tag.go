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

// outsideBias is taken off the score of "no part of a statement" in sentences
// without quotes: the tagger finds too little there, and the linker can drop what
// is too much.
const outsideBias = 0.7

// tagger labels the parts of statements.
type tagger struct {
	chain    crf.Chain
	features []uint64
}

func (g *tagger) tag(d *document) tags {
	t := tags{make([]uint8, len(d.items)), make([]chance, len(d.items))}
	for k, p := range d.pars {
		if !d.mayAttribute(k) {
			continue
		}
		for first := int(p.First); first < int(p.Last); first += longestChain {
			g.tagChain(d, first, min(first+longestChain, int(p.Last)), t)
		}
	}
	return t
}

// mayAttribute reports whether a paragraph can hold a part of a statement: it has
// a quote or a word that is a cue now and then, or it is short enough to be a name
// line. A quarter of the text has none of it, and is not read.
func (d *document) mayAttribute(par int) bool {
	p := d.pars[par]
	if d.parInfo[par]&hasQuote != 0 || p.Last-p.First <= nameLine {
		return true
	}
	for i := p.First; i < p.Last; i++ {
		if d.items[i].Cue >= someCue {
			return true
		}
	}
	return false
}

func (g *tagger) tagChain(d *document, first, last int, t tags) {
	g.chain.Reset(last - first)
	for i := first; i < last; i++ {
		g.features = d.features(i, g.features)
		g.chain.Emit(i-first, g.features)
		if d.sentences[d.items[i].sent].quotes == 0 {
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
