package eval

import "sort"

// comparison is one article's statements, gold and predicted.
type comparison struct {
	*measure
	gold, pred, free []*item
	ignore           set
	result           *Result
	id               string
}

// pair is a gold statement and a prediction that may match, and how well they do.
type pair struct {
	first, second float64
	gold, pred    int
}

// matching gives the prediction for a gold statement.
type matching map[int]int

// greedy takes the best pairs first; ties go to what comes first in the text.
func greedy(pairs []pair) matching {
	sort.Slice(pairs, func(i, j int) bool {
		a, b := pairs[i], pairs[j]
		switch {
		case a.first != b.first:
			return a.first > b.first
		case a.second != b.second:
			return a.second > b.second
		case a.gold != b.gold:
			return a.gold < b.gold
		}
		return a.pred < b.pred
	})
	m, used := matching{}, map[int]bool{}
	for _, p := range pairs {
		if _, ok := m[p.gold]; !ok && !used[p.pred] {
			m[p.gold], used[p.pred] = p.pred, true
		}
	}
	return m
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (c *comparison) contents() {
	c.count(ContentExact, c.gold, c.pred, c.exact(), c.dontCare)
	m := c.overlap()
	c.count(ContentOverlap, c.gold, c.pred, m, c.dontCare)
	c.countSame(ContentAndSource, c.gold, c.pred, m, c.dontCare)
}

func (c *comparison) exact() matching {
	m, used := matching{}, map[int]bool{}
	for i, g := range c.gold {
		for k, p := range c.pred {
			if len(g.words) > 0 && !used[k] && len(g.words) == len(p.words) && common(g.words, p.words) == len(p.words) {
				m[i], used[k] = k, true
				break
			}
		}
	}
	return m
}

func (c *comparison) overlap() matching {
	var pairs []pair
	for i, g := range c.gold {
		for k, p := range c.pred {
			if j := jaccard(g.words, p.words); len(g.words) > 0 && j >= 0.5 {
				pairs = append(pairs, pair{j, number(sameSource(g, p)), i, k})
			}
		}
	}
	return greedy(pairs)
}

// dontCare reports whether an unmatched prediction does not count.
func (c *comparison) dontCare(p *item) bool {
	if 2*common(p.words, c.ignore) > len(p.words) {
		return true
	}
	for _, f := range c.free {
		if jaccard(p.words, f.words) >= 0.5 || 2*common(p.words, f.words) > len(p.words) {
			return true
		}
	}
	return false
}

// count adds one article's matches under a metric. Unmatched predictions that do
// not count are left out.
func (c *comparison) count(metric Metric, gold, pred []*item, m matching, aside func(*item) bool) {
	c.tally(metric, gold, pred, m, m, aside)
}

// countSame is count for the matches whose sources are the same.
func (c *comparison) countSame(metric Metric, gold, pred []*item, m matching, aside func(*item) bool) {
	same := matching{}
	for g, p := range m {
		if sameSource(gold[g], pred[p]) {
			same[g] = p
		}
	}
	c.tally(metric, gold, pred, same, m, aside)
}

func (c *comparison) tally(metric Metric, gold, pred []*item, right, matched matching, aside func(*item) bool) {
	hit, met := map[int]bool{}, map[int]bool{}
	for _, p := range right {
		hit[p] = true
	}
	for _, p := range matched {
		met[p] = true
	}
	for i, g := range gold {
		_, ok := right[i]
		for _, kind := range []string{g.kind, "all"} {
			n := c.result.at(metric, kind)
			n.Gold++
			n.MatchedGold += int(number(ok))
		}
	}
	for k, p := range pred {
		if !met[k] && aside(p) {
			continue
		}
		for _, kind := range []string{p.kind, "all"} {
			n := c.result.at(metric, kind)
			n.Predicted++
			n.MatchedPredicted += int(number(hit[k]))
		}
	}
}

// quotes counts direct and mixed statements by their quoted characters.
func (c *comparison) quotes() {
	gold, pred := verbatim(c.gold), verbatim(c.pred)
	m := matchQuotes(gold, pred)
	aside := c.dontCareQuote()
	c.count(Quote, gold, pred, m, aside)
	c.countSame(QuoteAndSpeaker, gold, pred, m, aside)
	c.misses(gold, pred, m)
	met := map[int]bool{}
	for _, p := range m {
		met[p] = true
	}
	var kept []*item
	for k, p := range pred {
		if met[k] || !aside(p) {
			kept = append(kept, p)
		}
	}
	c.stretches(gold, kept)
}

// dontCareQuote is dontCare for the metrics that count quoted characters.
func (c *comparison) dontCareQuote() func(*item) bool {
	free := set{}
	for _, f := range c.free {
		for x := range f.quoted {
			free[x] = struct{}{}
		}
	}
	return func(p *item) bool {
		return 2*common(p.quoted, free) > len(p.quoted) || 2*common(p.words, c.ignore) > len(p.words)
	}
}

func matchQuotes(gold, pred []*item) matching {
	var pairs []pair
	for i, g := range gold {
		for k, p := range pred {
			if j := jaccard(g.quoted, p.quoted); j >= 0.8 {
				pairs = append(pairs, pair{number(sameSource(g, p)), j, i, k})
			}
		}
	}
	return greedy(pairs)
}

func verbatim(items []*item) []*item {
	var out []*item
	for _, x := range items {
		if x.kind != "indirect" && len(x.quoted) > 0 {
			out = append(out, x)
		}
	}
	return out
}

func (c *comparison) misses(gold, pred []*item, m matching) {
	for i, g := range gold {
		k, found := m[i]
		if found && sameSource(g, pred[k]) {
			continue
		}
		x := Miss{Article: c.id, Type: g.kind, Found: found, Content: c.texts(g.Content), Source: c.texts(g.Source)}
		if found {
			x.Got = c.texts(pred[k].Source)
		}
		c.result.Misses = append(c.result.Misses, x)
	}
}

// stretches counts each quoted stretch on its own.
func (c *comparison) stretches(gold, pred []*item) {
	byPiece := func(items []*item) map[Span]*item {
		out := map[Span]*item{}
		for _, x := range items {
			for _, s := range x.pieces {
				out[s] = x
			}
		}
		return out
	}
	golds, preds := byPiece(gold), byPiece(pred)
	for s, g := range golds {
		other := samePiece(s, preds)
		for _, kind := range []string{g.kind, "all"} {
			a, b := c.result.at(Stretch, kind), c.result.at(StretchAndSpeaker, kind)
			a.Gold++
			b.Gold++
			a.MatchedGold += int(number(other != nil))
			b.MatchedGold += int(number(other != nil && sameSource(g, other)))
		}
	}
	for s, p := range preds {
		other := samePiece(s, golds)
		for _, kind := range []string{p.kind, "all"} {
			a, b := c.result.at(Stretch, kind), c.result.at(StretchAndSpeaker, kind)
			a.Predicted++
			b.Predicted++
			a.MatchedPredicted += int(number(other != nil))
			b.MatchedPredicted += int(number(other != nil && sameSource(other, p)))
		}
	}
}

// samePiece finds the stretch that is s, or nearest to it from a Jaccard index of
// 0.8 on.
func samePiece(s Span, others map[Span]*item) *item {
	if x, ok := others[s]; ok {
		return x
	}
	best, at, found := 0.8, Span{}, (*item)(nil)
	for o, x := range others {
		inter := min(s[1], o[1]) - max(s[0], o[0])
		if inter <= 0 {
			continue
		}
		j := float64(inter) / float64(max(s[1], o[1])-min(s[0], o[0]))
		if j > best || j == best && (found == nil || o[0] < at[0]) {
			best, at, found = j, o, x
		}
	}
	return found
}
