package quote

import (
	"slices"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// sentence is what features need to know of a sentence of items. A quoted stretch
// inside a sentence hides its own sentence ends.
type sentence struct {
	first, last          int32 // items, last included
	quotes, cues, strong int
	that                 bool
	aside                aside
}

// capital counts how a word with a capital is used in the article.
type capital struct {
	count int
	cue   int // times it stands next to a strong cue
}

// annotate looks the words up and counts what features ask for.
func (d *document) annotate(lex *Lexicon) {
	if d.near == nil {
		d.near = make(map[uint64]capital, 256)
	}
	clear(d.near)
	d.quotes, d.style = 0, 0
	for i := range d.items {
		t := &d.items[i]
		switch {
		case t.quote != nil:
			d.quotes++
		case !t.isBreak():
			t.wordInfo = lex.word(t.lower)
			t.class = classOf(&d.stream.Tokens[t.first], t.wordInfo, d.stream.Text)
			t.use = entity.WordClasses(&d.stream.Tokens[t.first])
		}
		if t.cap {
			c := d.near[t.exact]
			c.count++
			d.near[t.exact] = c
		}
	}
	d.countStyle()
	d.numberSentences()
	d.findAsides()
	d.measure()
	d.describeParagraphs()
}

// countStyle counts "Smith said" against "said Smith".
func (d *document) countStyle() {
	before, after := 0, 0
	for i := 1; i+1 < len(d.items); i++ {
		if d.items[i].Cue < strongCue {
			continue
		}
		left, right := &d.items[i-1], &d.items[i+1]
		if left.cap || left.class == classPronoun {
			before++
		}
		if right.cap && !left.cap {
			after++
		}
		for _, t := range []*item{left, right} {
			if t.cap {
				c := d.near[t.exact]
				c.cue++
				d.near[t.exact] = c
			}
		}
	}
	if n := before + after; n >= 3 {
		d.style = 1 + uint64(4*after/n)
	}
}

func (d *document) numberSentences() {
	d.sentences = append(d.sentences[:0], sentence{})
	for i := range d.items {
		t := &d.items[i]
		t.sent = int32(len(d.sentences) - 1)
		s := &d.sentences[t.sent]
		s.last = int32(i)
		switch {
		case t.quote != nil:
			s.quotes++
		case t.Cue >= someCue:
			s.cues++
			if t.Cue >= strongCue {
				s.strong++
			}
		case t.lower == hashThat:
			s.that = true
		}
		if t.isBreak() || d.endsSentence(i) {
			d.sentences = append(d.sentences, sentence{first: int32(i + 1), last: int32(i + 1)})
		}
	}
}

func (d *document) endsSentence(i int) bool {
	t := &d.items[i]
	if t.class == '.' || t.class == '?' || t.class == '!' {
		return true
	}
	if i+1 >= len(d.items) {
		return false
	}
	next := &d.items[i+1]
	if t.quote == nil {
		return next.cap && t.class != '.' && token.EndsSentence(t.lower)
	}
	switch t.quote.lastChar {
	case '.', '?', '!':
	default:
		return false
	}
	if !next.cap && next.quote == nil || next.Cue >= someCue {
		return false
	}
	return t.quote.lastChar == '.' || !d.attributionAt(i+1)
}

// attributionAt reports whether a name and a cue begin at i: “Why?” Smith asked.
func (d *document) attributionAt(i int) bool {
	for k := i; k < i+5 && k < len(d.items); k++ {
		t := &d.items[k]
		if t.Cue >= goodCue {
			return true
		}
		if !t.cap && t.class != classTitle && t.class != classPronoun && t.class != classThe {
			return false
		}
	}
	return false
}

// farAway stands for "none in this paragraph" among distances.
const farAway = 99

// measure fills in how far the nearest cues and quotes are on either side.
func (d *document) measure() {
	n := len(d.items)
	d.distances = slices.Grow(d.distances[:0], 4*n)
	block := d.distances[:4*n]
	d.lastCue, d.nextCue, d.lastQuote, d.nextQuote = block[:n], block[n:2*n], block[2*n:3*n], block[3*n:]
	cue, quote := int32(-farAway), int32(-farAway)
	for i := range d.items {
		t := &d.items[i]
		if t.isBreak() {
			cue, quote = int32(i-farAway), int32(i-farAway)
		}
		if t.Cue >= someCue {
			cue = int32(i)
		}
		if t.quote != nil {
			quote = int32(i)
		}
		d.lastCue[i], d.lastQuote[i] = int32(i)-cue, int32(i)-quote
	}
	cue, quote = int32(n+farAway), int32(n+farAway)
	for i := n - 1; i >= 0; i-- {
		t := &d.items[i]
		if t.isBreak() {
			cue, quote = int32(i+farAway), int32(i+farAway)
		}
		if t.Cue >= someCue {
			cue = int32(i)
		}
		if t.quote != nil {
			quote = int32(i)
		}
		d.nextCue[i], d.nextQuote[i] = cue-int32(i), quote-int32(i)
	}
}

const hasQuote = 2 // a bit of parInfo

// describeParagraphs packs what neighbours see of each paragraph into a number.
func (d *document) describeParagraphs() {
	d.parInfo = slices.Grow(d.parInfo[:0], len(d.pars))[:len(d.pars)]
	for k, p := range d.pars {
		all, any, cue := true, false, false
		for i := p.First; i < p.Last; i++ {
			t := &d.items[i]
			any = any || t.quote != nil
			all = all && !t.isWord()
			cue = cue || t.Cue >= goodCue
		}
		x := bit(all && any) | bit(any)<<1 | bit(cue)<<4
		if p.Last > p.First {
			end := &d.items[p.Last-1]
			x |= bit(end.quote != nil)<<2 | bit(end.class == ':')<<3
		}
		d.parInfo[k] = x
	}
	d.headline = len(d.pars) > 1 && !d.endsLikeProse(d.pars[0])
}

// endsLikeProse reports whether a paragraph ends with a full stop, in a quote or
// not, as headlines do not.
func (d *document) endsLikeProse(p token.Range) bool {
	if p.First == p.Last {
		return false
	}
	t := &d.items[p.Last-1]
	return t.class == '.' || t.quote != nil && t.quote.lastChar == '.'
}

func (d *document) paragraph(k int32) uint64 {
	if k < 0 || int(k) >= len(d.parInfo) {
		return 99
	}
	return d.parInfo[k]
}
