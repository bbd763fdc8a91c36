package quote

import "github.com/inquit/inquit/said/internal/crf"

// choice is what may be done with a content.
type choice uint8

const (
	toCue choice = iota // it belongs to a cue of its paragraph
	goOn                // it goes on with the statement of an earlier paragraph
	join                // it joins the statement before it, which has no cue here
	stand               // it is a statement without a cue
	drop                // it is no statement
	choices
)

type option struct {
	choice choice
	cue    *candidate
	draft  *draft // of goOn and join
}

// pairing is a content with the sides that do not depend on the option.
type pairing struct {
	c *candidate
	looks
	left, right *item
	chance      uint64 // best or not, and how likely
	opensPar    uint64
	cues        int // candidates among the cues
	before      *draft
	samePar     uint64 // the statement before is of this paragraph
	runsOn      uint64 // it begins its paragraph, and the one before ends in an open quote
}

func (x *context) pair(c *candidate, before *draft, cues int) *pairing {
	d := x.d
	p := &pairing{c: c, looks: x.looksOf(c), left: d.at(c.first - 1), right: d.at(c.last), cues: cues, before: before}
	p.chance = bit(c.best)*8 + chanceBucket(c.p)
	p.opensPar = bit(int(d.pars[d.items[c.first].par].First) == c.first)
	p.runsOn = p.opensPar & bit(x.leftOpen(c))
	p.samePar = bit(before != nil && before.par == d.items[c.first].par)
	return p
}

// leftOpen reports whether the paragraph before that of a content ends in a quote
// without a closing mark, as it does when the quote goes on.
func (x *context) leftOpen(c *candidate) bool {
	d := x.d
	par := d.items[c.first].par
	if par == 0 {
		return false
	}
	before := d.pars[par-1]
	if before.First == before.Last {
		return false
	}
	last := &d.items[before.Last-1]
	return last.quote != nil && last.quote.open && !last.quote.Single
}

// contentFeatures are those of doing o with a content. rank counts the cues that
// stand nearer, held is what the cue of o has been given already.
func (x *context) contentFeatures(p *pairing, o option, rank int, held *draft, f []uint64) []uint64 {
	if o.choice == toCue {
		return x.cueFeatures(p, o.cue, rank, held, f[:0])
	}
	k := uint64(o.choice+1) * 1000
	n := bound(p.cues, 3)
	f = append(f[:0], crf.F0(k), crf.F2(k+1, p.kind, p.length), crf.F2(k+2, p.chance, p.kind), crf.F4(k+3, p.kind, p.capital, p.end, p.alone), crf.F3(k+4, p.samePar, p.alone, p.kind), crf.F2(k+5, n, p.kind),
		crf.F3(k+6, uint64(p.left.class), uint64(p.right.class), p.kind), crf.F2(k+7, p.opensPar, p.kind), crf.F3(k+8, p.chance, p.length, p.kind), crf.F4(k+9, p.alone, p.opensPar, p.kind, bound(p.cues, 2)),
		crf.F3(k+10, p.left.lower, p.kind, p.length), crf.F3(k+11, p.right.lower, p.kind, p.length), crf.F3(k+12, chanceBucket(p.c.right), p.alone, p.kind),
		crf.F3(k+15, p.runsOn, p.opensPar, p.kind), crf.F2(k+13, uint64(p.left.Cue), p.kind), crf.F2(k+14, uint64(p.right.Cue), p.kind))
	if o.draft != nil {
		f = x.continueFeatures(p, o.draft, k, f)
	}
	return f
}

// continueFeatures are those of adding a content to an earlier statement.
func (x *context) continueFeatures(p *pairing, s *draft, k uint64, f []uint64) []uint64 {
	d := x.d
	here := d.items[p.c.first]
	pars := bound(int(here.par-s.par), 4)
	f = append(f, crf.F3(k+20, pars, p.alone, p.kind), crf.F3(k+30, p.runsOn, p.opensPar, pars))
	if s.cue != nil {
		after := d.at(s.cue.last)
		f = append(f, crf.F2(k+21, d.items[s.cue.first].lower, p.alone), crf.F2(k+22, bit(s.cue.last >= int(d.pars[s.par].Last)-1), p.alone), crf.F3(k+23, bit(after.class == ':'), p.alone, pars))
	}
	last := s.contents[len(s.contents)-1]
	l := x.looksOf(last)
	par := d.pars[s.par]
	return append(f, crf.F3(k+24, l.kind, p.kind, p.alone), crf.F3(k+25, l.end, p.kind, p.alone), crf.F3(k+26, bound(int(here.sent-d.items[last.last-1].sent), 3), p.kind, p.alone),
		crf.F3(k+27, x.classesBetween(last.last, p.c.first, 3), p.kind, p.alone), crf.F3(k+28, bit(last.last >= int(par.Last)), p.alone, pars),
		crf.F3(k+29, bit(int(par.First) == last.first && last.last == int(par.Last)), p.alone, p.opensPar))
}

// gap describes the stretch between a part and its cue.
type gap struct {
	first, last                                      int    // items between
	right                                            uint64 // 1 if the cue stands to the right
	sents                                            uint64 // sentences between
	cues, sources, contents, quotes, words, distance uint64
}

func (x *context) gapTo(c, k *candidate) gap {
	d := x.d
	g := gap{first: c.last, last: k.first, right: 1}
	sents := d.items[k.first].sent - d.items[c.last-1].sent
	if k.first < c.first {
		g.first, g.last, g.right = k.last, c.first, 0
		sents = d.items[k.last-1].sent - d.items[c.first].sent
	}
	g.sents = bound(int(sents), 3)
	x.fill(&g)
	return g
}

func (x *context) fill(g *gap) {
	count := func(a []int32) uint64 { return bound(between(a, g.first, g.last), 3) }
	g.cues, g.sources, g.contents, g.quotes, g.words = count(x.cueStarts), count(x.sourceStarts), count(x.contentStarts), count(x.quoteCount), count(x.cueWords)
	g.distance = distanceBucket(g.last - g.first)
}

// cueFeatures are those of giving a content to a cue.
func (x *context) cueFeatures(p *pairing, k *candidate, rank int, held *draft, f []uint64) []uint64 {
	d := x.d
	const K = 1000
	g, t := x.gapTo(p.c, k), &d.items[k.first]
	right, sents, kind, alone := g.right, g.sents, p.kind, p.alone
	same := bit(p.before != nil && p.before.cue == k)
	chance, r := bit(k.best)*8+chanceBucket(k.p), bound(rank, 3)
	cueLevel := uint64(t.Cue)
	f = append(f, crf.F0(K), crf.F3(K+1, right, sents, g.cues), crf.F3(K+2, right, g.distance, kind), crf.F3(K+3, right, g.cues, g.contents), crf.F3(K+4, right, chanceBucket(p.c.right), sents), crf.F4(K+5, right, sents, kind, alone), crf.F3(K+6, right, g.sources, g.contents),
		crf.F2(K+7, chance, p.chance), crf.F3(K+8, chance, sents, right), crf.F3(K+9, t.lower, right, sents), crf.F3(K+10, t.lower, kind, right), crf.F4(K+11, t.lower, right, g.distance, kind), crf.F3(K+12, same, alone, kind), crf.F4(K+13, same, p.samePar, right, sents),
		crf.F3(K+14, x.classesBetween(g.first, g.last, 5), right, kind), crf.F4(K+15, right, kind, p.capital, p.end), crf.F4(K+16, right<<8|sents, alone, g.cues, same), crf.F3(K+17, r, right, sents), crf.F4(K+18, r, right, alone, kind),
		crf.F2(K+19, cueLevel, right), crf.F3(K+20, cueLevel, sents, alone), crf.F3(K+21, g.quotes, right, sents), crf.F3(K+22, g.words, right, sents), crf.F4(K+23, uint64(p.left.class), right, sents, kind), crf.F4(K+24, uint64(p.right.class), right, sents, kind),
		crf.F3(K+25, t.suffix3, right, kind), crf.F3(K+28, p.chance, right, sents), crf.F4(K+29, right<<8|chanceBucket(p.c.right), sents, g.cues, kind), crf.F2(K+30, bound(p.cues, 4), r), crf.F4(K+31, bit(t.Cue >= strongCue), alone, same, sents),
		crf.F3(K+32, chance, p.chance, sents), crf.F4(K+33, right, sents, g.contents, alone), crf.F3(K+34, uint64(d.at(k.last).class), right, sents), crf.F4(K+35, right<<1|alone, bit(t.suffix3 == hashIng), same, sents))
	has, other := held.holds(p.c), x.otherCue(p.c, k)
	return append(f, crf.F4(K+27, has, t.suffix3, alone, right), crf.F4(K+40, has, alone, right, sents), crf.F4(K+41, has, kind, right, g.cues), crf.F4(K+42, has<<1|alone, bit(t.suffix3 == hashIng), right, sents), crf.F4(K+43, other, alone, right, sents),
		crf.F4(K+44, other, has, kind, right<<8|sents), crf.F3(K+45, uint64(t.Fine), right, sents), crf.F3(K+46, uint64(t.Coarse), right, kind), crf.F4(K+47, uint64(t.Coarse), alone, has, right),
		crf.F4(K+48, has, kind, p.capital, right<<8|sents), crf.F4(K+49, has<<8|p.end, alone, right, sents), crf.F4(K+50, same, other, alone, right), crf.F4(K+51, p.runsOn, right, sents, kind))
}

// holds codes what a cue has been given already.
func (s *draft) holds(c *candidate) uint64 {
	if s == nil {
		return 0
	}
	last := s.contents[len(s.contents)-1]
	return 1 | bit(s.quotes)<<1 | bit(s.toRight)<<2 | bit(last.last == c.first)<<3
}

// otherCue reports whether the sentence of a content has another cue before the
// content (1) and after it (2).
func (x *context) otherCue(c, k *candidate) uint64 {
	d := x.d
	first, last := int(d.sentences[d.items[c.first].sent].first), int(d.sentences[d.items[c.last-1].sent].last)+1
	count := func(from, to int) bool {
		n := between(x.likelyCues, from, to)
		if k.first >= from && k.first < to && (k.best || k.p > 0.4) {
			n--
		}
		return n > 0
	}
	return bit(count(first, c.first+1)) | bit(count(c.last, last))<<1
}
