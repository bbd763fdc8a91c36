package quote

import "github.com/inquit/inquit/said/internal/crf"

// seeker is a statement that looks for its source.
type seeker struct {
	s           *draft
	first, last int // items of its cue, or of its contents if it has none
	item        *item
	level       uint64 // of its cue
	lower       uint64
	suffix3     uint64
	loose       uint64 // 1 without a cue
	sides       uint64 // 1 a content to the left of the cue, 2 to the right
	quotes      uint64
	options     int
	before      *draft  // the statement before it
	best        float32 // highest marginal of the options in its sentence
}

func (x *context) seek(s, before *draft) *seeker {
	k := &seeker{s: s, before: before, quotes: bit(s.quotes)}
	if s.cue != nil {
		k.first, k.last = s.cue.first, s.cue.last
	} else {
		k.loose = 1
		k.first, k.last = s.contents[0].first, s.contents[len(s.contents)-1].last
	}
	k.item = &x.d.items[k.first]
	k.level, k.lower, k.suffix3 = uint64(k.item.Cue), k.item.lower, k.item.suffix3
	if k.loose == 1 {
		k.level, k.lower, k.suffix3 = 9, 1, 1
	}
	if s.contents[0].first < k.first {
		k.sides |= 1
	}
	if s.contents[len(s.contents)-1].first >= k.first {
		k.sides |= 2
	}
	return k
}

// noSourceFeatures are those of a statement without a source.
func (x *context) noSourceFeatures(k *seeker, f []uint64) []uint64 {
	d, n := x.d, 5000+500*k.loose
	before, before2, after := d.at(k.first-1), d.at(k.first-2), d.at(k.last)
	p := chanceBucket(k.best)
	return append(f[:0], crf.F0(n), crf.F2(n+1, k.lower, k.sides), crf.F1(n+3, p), crf.F2(n+4, p, k.level), crf.F2(n+5, bound(k.options, 3), k.sides), crf.F1(n+6, k.suffix3),
		crf.F2(n+7, uint64(before.class), k.sides), crf.F2(n+8, uint64(after.class), k.sides), crf.F2(n+9, before.lower, k.level), crf.F2(n+10, k.quotes, p),
		crf.F3(n+11, uint64(before2.class), uint64(before.class), k.level), crf.F2(n+12, k.lower, p), crf.F2(n+13, bit(k.first == int(d.pars[k.item.par].First)), k.sides),
		crf.F1(n+14, uint64(k.item.Fine)), crf.F3(n+15, k.quotes, k.sides, p), crf.F2(n+16, k.quotes, k.level))
}

// gapToSource measures the stretch between a source and the cue.
func (x *context) gapToSource(k *seeker, c *candidate) gap {
	d := x.d
	g := gap{first: c.last, last: k.first, right: 1}
	sents := d.items[c.first].sent - k.item.sent
	switch {
	case c.first > k.first && k.loose == 1 && c.last <= k.last: // between its contents
		g.first, g.last, g.right = 0, 0, 2
	case c.first > k.first:
		g.first, g.last, g.right = k.last, c.first, 0
		sents = d.items[c.first].sent - d.items[k.last-1].sent
	}
	g.sents = bound(int(sents), 3)
	x.fill(&g)
	return g
}

// sourceFeatures are those of taking c for the source. rank counts the sources
// that stand nearer.
func (x *context) sourceFeatures(k *seeker, c *candidate, rank int, f []uint64) []uint64 {
	d, n := x.d, 6000+500*k.loose
	g := x.gapToSource(k, c)
	t, last := &d.items[c.first], &d.items[c.last-1]
	before, after := d.at(c.first-1), d.at(c.last)
	right, sents, sides := g.right, g.sents, k.sides
	chance, class, p := bit(c.best)*8+chanceBucket(c.p), uint64(t.class), chanceBucket(c.right)
	r, shared, cues := bound(rank, 3), x.shared(k, c), min(g.cues, 102)
	contents, quotes := min(g.contents, 102), min(g.quotes, 102)
	f = append(f[:0], crf.F0(n), crf.F3(n+1, right, sents, g.cues), crf.F3(n+2, right, g.distance, contents), crf.F3(n+3, right, g.cues, g.sources), crf.F3(n+4, right, p, sents), crf.F2(n+5, chance, sents), crf.F3(n+6, k.lower, right, sents),
		crf.F4(n+8, k.suffix3, right, sides, sents), crf.F3(n+9, x.classesBetween(g.first, g.last, 4), right, sides), crf.F3(n+10, class, right, sents), crf.F3(n+11, r, right, sents), crf.F2(n+12, shared, sents), crf.F4(n+13, shared, k.suffix3, right, sents),
		crf.F3(n+14, x.commas(g), right, contents), crf.F3(n+15, quotes, right, sents), crf.F2(n+16, bit(k.s.covers(c)), chance), crf.F2(n+17, bound(int(t.par-k.item.par), 3), right), crf.F3(n+18, sides, right, sents), crf.F4(n+19, sides, right, g.cues, contents),
		crf.F3(n+20, class, uint64(last.class), right), crf.F3(n+21, chance, g.distance, right), crf.F3(n+22, uint64(after.class), right, sents), crf.F3(n+23, uint64(before.class), right, sents), crf.F4(n+25, k.level, right, g.distance, sents))
	f = append(f, crf.F3(n+26, bound(k.options, 3), r, sents), crf.F3(n+27, k.quotes, right, sents), crf.F3(n+28, before.lower, right, contents), crf.F3(n+29, chance, g.cues, sents), crf.F3(n+30, t.lower, sents, right), crf.F4(n+31, sents, p, right, cues),
		crf.F3(n+32, uint64(before.class), class, k.level), crf.F2(n+33, uint64(t.Source), chance), crf.F3(n+34, chance, r, sents), crf.F4(n+35, right, uint64(d.at(k.last).class), uint64(d.at(k.first-1).class), sents))
	relative := x.relative(k, c)
	f = append(f, crf.F2(n+50, relative, right), crf.F3(n+51, relative, chance, right), crf.F3(n+52, relative, class, uint64(d.at(k.first-1).class)))
	first := bit(before.isBreak() || before.sent != t.sent)
	return append(f, crf.F3(n+40, bound(x.besideCues(c), 3), chance, sents), crf.F3(n+41, uint64(k.item.Fine), right, sents), crf.F4(n+42, uint64(k.item.Coarse), right, sides, contents), crf.F3(n+43, first, right, sents), crf.F4(n+44, first, class, sents, g.cues),
		crf.F3(n+45, chance, chanceBucket(k.best), sents), crf.F3(n+46, k.lower, right, g.distance), crf.F4(n+47, k.level, class, right, sents), crf.F3(n+48, chanceBucket(c.p), k.quotes, sents), crf.F4(n+49, quotes, g.cues, right, sides))
}

// shared tells whether the statement before has the same source: 0 no, 1 without
// a cue, 2 in another sentence, 3 in the same one.
func (x *context) shared(k *seeker, c *candidate) uint64 {
	if k.before == nil || k.before.source != c {
		return 0
	}
	if k.before.cue == nil {
		return 1
	}
	return 2 + bit(x.d.items[k.before.cue.first].sent == k.item.sent)
}

func (x *context) commas(g gap) uint64 {
	n := uint64(0)
	for i := g.first; i < g.last && i < g.first+40; i++ {
		if x.d.items[i].class == ',' {
			n++
		}
	}
	return min(n, 3)
}

// covers reports whether one of the statement's contents holds c. Of very many
// contents only the last are looked at.
func (s *draft) covers(c *candidate) bool {
	for i := len(s.contents) - 1; i >= 0 && i >= len(s.contents)-8; i-- {
		if z := s.contents[i]; z.first <= c.first && c.last <= z.last {
			return true
		}
	}
	return false
}

// besideCues is how often one of the source's names stands next to a strong cue.
func (x *context) besideCues(c *candidate) int {
	n := 0
	for i := c.first; i < c.last && i < c.first+8; i++ {
		if t := &x.d.items[i]; t.cap {
			n = max(n, x.d.near[t.exact].cue)
		}
	}
	return n
}

// How a source stands to a clause that ends with a comma right before the cue:
// “Smith, who met Jones, said”.
const (
	noClause = iota
	antecedent
	insideClause
)

func (x *context) relative(k *seeker, c *candidate) uint64 {
	const longest = 30
	d := x.d
	if c.last > k.first || d.at(k.first-1).class != ',' {
		return noClause
	}
	for i := k.first - 2; i > 0 && i > k.first-longest && !d.items[i].isBreak(); i-- {
		if d.items[i].class == classPronoun && d.items[i-1].class == ',' && lists.has("relative", d.items[i].lower) {
			switch {
			case c.first > i:
				return insideClause
			case c.last >= i-1:
				return antecedent
			}
			return noClause
		}
	}
	return noClause
}
