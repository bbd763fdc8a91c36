package quote

import (
	"slices"

	"github.com/inquit/inquit/said/internal/crf"
)

// idleCue is the marginal from which on a cue that was given no content looks for one.
// The tagger may not have found it: “The port will close, Ruiz said.”
const idleCue = 0.4

// A cue gets none if that is more likely than 0.5; if it is surely a cue, than 0.8: in
// short texts, which show little, there is more to find than the ranker believes.
const (
	likelyNone = 0.5
	surelyNone = 0.8
	surelyCue  = 0.95
)

// giveIdleCues lets each cue that has no content choose a clause of its sentence, or
// none. A clause may hold other statements: “Ruiz said he would go, the paper reported.”
func (l *linker) giveIdleCues(x *context, drafts []*draft) []*draft {
	taken := make([]bool, len(x.d.items))
	busy := map[*candidate]bool{}
	for _, s := range drafts {
		busy[s.cue] = true
		for _, c := range s.contents {
			for i := c.first; i < c.last; i++ {
				taken[i] = true
			}
		}
	}
	for i := range x.cues {
		k := &x.cues[i]
		if busy[k] || !k.best || k.p < idleCue {
			continue
		}
		c, chance := l.chooseClause(x, k, taken)
		if c == nil {
			continue
		}
		s := &draft{cue: k, par: x.d.items[k.first].par, gold: -1, linked: chance}
		for n := range c.pieces {
			x.add(s, &c.pieces[n])
		}
		drafts = append(drafts, s)
	}
	return drafts
}

// chooseClause returns the clause that is most likely the content of a cue, or nil if
// it likely has none.
func (l *linker) chooseClause(x *context, k *candidate, taken []bool) (*clause, float32) {
	clauses := x.clausesOf(k)
	l.scores = l.scores[:0]
	l.features = x.noClauseFeatures(k, l.features)
	l.weigh(l.contents)
	for i := range clauses {
		l.features = x.clauseFeatures(k, &clauses[i], taken, l.features)
		l.weigh(l.contents)
	}
	if l.lesson != nil {
		l.lesson.clause(x, k, clauses)
		return nil, 0
	}
	crf.Softmax(l.scores)
	limit := float32(likelyNone)
	if k.p >= surelyCue && x.d.items[k.first].Cue >= strongCue {
		limit = surelyNone
	}
	if len(clauses) == 0 || l.scores[0] > limit {
		return nil, 0
	}
	best := 1
	for i := 2; i < len(l.scores); i++ {
		if l.scores[i] > l.scores[best] {
			best = i
		}
	}
	return &clauses[best-1], l.scores[best]
}

// clause is a content that an idle cue may take, in one piece or in two.
type clause struct {
	pieces []candidate
	side   clauseSide
	edge   uint64 // class of what stands behind it
	rank   int    // clauses that begin at the same item and are shorter
}

type clauseSide uint64

const (
	behindCue   clauseSide = iota + 1 // said ⟦the port will close⟧
	behindWord                        // told Holm ⟦to go⟧
	behindComma                       // as Ruiz said, ⟦the port will close⟧
	beforeComma                       // ⟦the port will close⟧, Ruiz said
	lastClause                        // when asked, ⟦he would go⟧, Ruiz said
	beforeCue                         // ⟦the plan⟧ was announced
	aroundCue                         // ⟦the port⟧, Ruiz said, ⟦will close⟧
)

// Limits of clauses: the items that are looked at on either side of a cue, those up to
// its object, and the ends that are tried before the sentence's.
const (
	longestClause = 100
	longestObject = 6
	mostEnds      = 4
)

// clausesOf lists the clauses beside a cue.
func (x *context) clausesOf(k *candidate) []clause {
	d := x.d
	s := d.sentences[d.items[k.first].sent]
	first, last := max(int(s.first), k.first-longestClause), min(int(s.last)+1, k.last+longestClause)
	for last > k.last && d.isSign(last-1) {
		last--
	}
	from := k.last
	for from < last && d.isSign(from) {
		from++
	}
	var out []clause
	if !x.sourceBehind(k) {
		out = x.clausesBehind(nil, behindCue, from, last)
		for i := from + 1; i < last && i <= from+longestObject; i++ {
			if d.opensClause(i) {
				out = x.clausesBehind(out, behindWord, i, last)
				break
			}
		}
	}
	return x.clausesBefore(out, k, first, last)
}

// sourceBehind reports whether the source stands behind a cue, and so no content does:
// “The port will close, said Ruiz.”
func (x *context) sourceBehind(k *candidate) bool {
	i, _ := slices.BinarySearchFunc(x.sources, k.last, func(c candidate, at int) int { return c.first - at })
	return i < len(x.sources) && x.sources[i].first == k.last && x.sources[i].best && x.sources[i].right < 0.5
}

// clausesBehind adds those from an item to each place that may end one, and to the end
// of the sentence.
func (x *context) clausesBehind(out []clause, side clauseSide, from, last int) []clause {
	rank := 0
	for i := from + 1; i < last && rank < mostEnds; i++ {
		if x.d.mayEndClause(i) {
			out = x.clause(out, side, x.edge(i), rank, span{from, i})
			rank++
		}
	}
	return x.clause(out, side, sentenceEnd, rank, span{from, last})
}

// clausesBefore adds those that end before a cue, and those that a comma cuts off.
func (x *context) clausesBefore(out []clause, k *candidate, first, last int) []clause {
	d := x.d
	comma, end := x.commaBehind(k, last), x.clauseEnd(k, first)
	switch {
	case end > first:
		out = x.clause(out, beforeComma, x.edge(end), 0, span{first, end})
		for i := end - 2; i > first; i-- {
			if c := d.items[i].class; c == ',' || c == ';' || c == ':' || c == classDash {
				out = x.clause(out, lastClause, x.edge(end), 0, span{i + 1, end})
				break
			}
		}
		if comma > 0 {
			out = x.clause(out, aroundCue, x.edge(end), 0, span{first, end}, span{comma + 1, last})
		}
	case comma > 0:
		out = x.clause(out, behindComma, sentenceEnd, 0, span{comma + 1, last})
	}
	if k.first-first <= 2*longestAside {
		out = x.clause(out, beforeCue, x.edge(k.first), 0, span{first, k.first})
	}
	return out
}

// commaBehind returns the first comma or dash behind a cue, or 0.
func (x *context) commaBehind(k *candidate, last int) int {
	for i := k.last; i < min(last, k.last+longestAside); i++ {
		if c := x.d.items[i].class; c == ',' || c == classDash {
			return i
		}
	}
	return 0
}

// clauseEnd returns where the clause before a cue and its source ends, or 0.
func (x *context) clauseEnd(k *candidate, first int) int {
	for i := k.first - 1; i >= max(first, k.first-longestAside); i-- {
		t := &x.d.items[i]
		if t.quote != nil {
			return i + 1
		}
		if t.class == ',' || t.class == classDash || t.class == ';' {
			return i
		}
	}
	return 0
}

type span struct{ first, last int }

// clause adds one, unless a piece of it is empty.
func (x *context) clause(out []clause, side clauseSide, edge uint64, rank int, spans ...span) []clause {
	c := clause{side: side, edge: edge, rank: rank}
	for _, s := range spans {
		if s.first >= s.last {
			return out
		}
		z := candidate{first: s.first, last: s.last, part: content, gold: -1}
		z.rate(x.t)
		c.pieces = append(c.pieces, z)
	}
	return append(out, c)
}

func (d *document) isSign(i int) bool { return !d.items[i].isWord() && d.items[i].quote == nil }

// opensClause reports whether item i may begin what a cue's object was told.
func (d *document) opensClause(i int) bool {
	t := &d.items[i]
	return t.quote != nil || t.lower == hashTo || t.lower == hashFor || lists.has("clause", t.lower)
}

// mayEndClause reports whether a clause may end before item i.
func (d *document) mayEndClause(i int) bool {
	switch c := d.items[i].class; c {
	case ',', ';', ':', '(', ')', classDash:
		return true
	default:
		return c >= firstFunction && c != classThe && c != classA
	}
}

// sentenceEnd is the edge of a clause that nothing follows.
const sentenceEnd = 1

// edge codes the class of item i, above sentenceEnd.
func (x *context) edge(i int) uint64 { return uint64(x.d.at(i).class) + 2 }

// noClauseFeatures are those of leaving a cue without a content.
func (x *context) noClauseFeatures(k *candidate, f []uint64) []uint64 {
	const n = 20000
	d := x.d
	t, before, after := &d.items[k.first], d.at(k.first-1), d.at(k.last)
	sure, quotes := chanceBucket(k.p), bit(d.sentences[t.sent].quotes > 0)
	return append(f[:0], crf.F0(n), crf.F1(n+1, sure), crf.F2(n+2, sure, uint64(t.Cue)), crf.F1(n+3, t.lower), crf.F1(n+4, d.items[k.last-1].lower), crf.F1(n+5, uint64(t.Fine)), crf.F1(n+6, uint64(t.Coarse)),
		crf.F2(n+7, uint64(before.class), uint64(after.class)), crf.F1(n+8, after.lower), crf.F1(n+9, before.lower), crf.F1(n+10, uint64(t.use[0])), crf.F1(n+11, uint64(t.use[1])),
		crf.F2(n+12, t.lower, uint64(after.class)), crf.F2(n+13, quotes, sure))
}

// clauseFeatures are those of giving a clause to an idle cue.
func (x *context) clauseFeatures(k *candidate, c *clause, taken []bool, f []uint64) []uint64 {
	const n = 20100
	d := x.d
	t, before, after := &d.items[k.first], d.at(k.first-1), d.at(k.last)
	begin, final := &c.pieces[0], &c.pieces[len(c.pieces)-1]
	first, last, next := &d.items[begin.first], &d.items[final.last-1], d.at(final.last)
	look, rank := x.looksOf(begin), bound(c.rank, 5)
	side, edge, level, sure, chance := uint64(c.side), c.edge, uint64(t.Cue), chanceBucket(k.p), chanceBucket(begin.p)
	opening, closing, beyond := x.contentChance(begin.first), x.contentChance(final.last-1), x.contentChance(final.last)
	size, share, cues := x.holdings(c, taken)
	length := distanceBucket(size)
	f = append(f[:0], crf.F1(n, side), crf.F2(n+1, side, sure), crf.F3(n+2, side, chance, sure), crf.F2(n+3, side, length), crf.F3(n+4, side, length, chance), crf.F3(n+5, side, share, cues), crf.F3(n+6, side, share, look.kind),
		crf.F2(n+7, side, t.lower), crf.F2(n+8, side, d.items[k.last-1].lower), crf.F2(n+9, side, uint64(t.Fine)), crf.F2(n+10, side, uint64(t.Coarse)), crf.F2(n+11, side, level), crf.F3(n+12, side, uint64(before.class), uint64(after.class)),
		crf.F3(n+13, side, edge, rank), crf.F3(n+14, side, edge, t.lower), crf.F3(n+15, side, edge, chance), crf.F3(n+16, side, closing, beyond), crf.F3(n+17, side, opening, beyond), crf.F3(n+18, side, rank, chance),
		crf.F2(n+19, side, first.lower), crf.F3(n+20, side, first.lower, t.lower), crf.F3(n+21, side, uint64(first.class), edge), crf.F2(n+22, side, last.lower), crf.F2(n+23, side, next.lower))
	return append(f, crf.F3(n+24, side, uint64(t.use[0]), rank), crf.F2(n+25, side, uint64(t.use[1])), crf.F3(n+26, side, look.kind, look.length), crf.F3(n+27, side, next.lower, t.lower),
		crf.F4(n+28, side, share, cues, edge), crf.F3(n+29, side, chance, edge), crf.F3(n+30, side, level, edge), crf.F4(n+31, side, level, length, edge), crf.F3(n+32, side, beyond, edge), crf.F3(n+33, side, uint64(next.use[1]), rank),
		crf.F3(n+34, side, uint64(last.class), edge), crf.F2(n+35, rank, edge))
}

func (x *context) contentChance(i int) uint64 {
	if i >= len(x.t.chances) {
		return 0
	}
	return chanceBucket(x.t.chances[i].part[content])
}

// holdings counts the items of a clause and its cues, and tells whether none (0), some
// (1) or all (2) of the items belong to other statements.
func (x *context) holdings(c *clause, taken []bool) (size int, share, cues uint64) {
	others, n := 0, 0
	for _, p := range c.pieces {
		for i := p.first; i < p.last; i++ {
			others += int(bit(taken[i]))
		}
		size += p.last - p.first
		n += between(x.cueStarts, p.first, p.last)
	}
	switch others {
	case 0:
	case size:
		share = 2
	default:
		share = 1
	}
	return size, share, bound(n, 2)
}
