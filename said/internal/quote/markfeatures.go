package quote

import "github.com/inquit/inquit/said/internal/crf"

// Labels of the mark model: a token is outside of quotes, the first or a further
// one of a quoted stretch.
const (
	markOut = iota
	markFirst
	markIn
	markLabels
)

func markMayFollow(a, b int) bool { return b != markIn || a == markFirst || a == markIn }

// bound cuts n to the range of -limit to limit and makes it a feature argument.
func bound(n, limit int) uint64 { return uint64(max(-limit, min(limit, n)) + 100) }

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// markFeatures returns the features of token i for the mark model; the last of g
// is the paragraph's end.
func markFeatures(g []gapToken, i int, f []uint64) []uint64 {
	end := &g[len(g)-1]
	at := func(k int) *gapToken {
		if k < 0 || k >= len(g) {
			return end
		}
		return &g[k]
	}
	t, m1, m2, p1, p2 := at(i), at(i-1), at(i-2), at(i+1), at(i+2)
	c, c1, c2, d1, d2 := uint64(t.class), uint64(m1.class), uint64(m2.class), uint64(p1.class), uint64(p2.class)
	last, next, before := uint64(t.last), uint64(t.next), uint64(t.kindOfBefore)
	kind, odd := uint64(t.kind), uint64(end.marksSoFar%2)
	f = append(f[:0], crf.F0(900), crf.F1(901, t.gap), crf.F1(902, p1.gap), crf.F2(903, t.gap, c1), crf.F2(904, t.gap, c), crf.F3(905, t.gap, c1, c),
		crf.F2(906, kind, before), crf.F3(907, kind, before, next),
		crf.F2(908, last, next), crf.F3(909, last, next, bound(t.sinceLast, 4)), crf.F3(910, last, next, bound(t.untilNext, 4)), crf.F4(911, last, next, bound(t.sinceLast, 2), c1),
		crf.F2(912, t.lastGap, t.nextGap), crf.F3(913, t.lastGap, t.nextGap, odd), crf.F2(914, uint64(t.marksSoFar%2), last), crf.F3(915, uint64(t.marksSoFar%2), odd, last))
	f = append(f, crf.F1(916, c), crf.F1(917, c1), crf.F1(918, d1), crf.F2(919, c1, c), crf.F1(920, t.lower), crf.F1(921, m1.lower), crf.F1(922, p1.lower), crf.F3(923, c1, c, d1),
		crf.F2(924, t.shape, last), crf.F3(925, t.shape, kind, c1), crf.F4(926, t.shape, last, next, c1), crf.F2(927, p1.shape, p1.gap), crf.F3(928, m1.shape, kind, last),
		crf.F2(929, bit(t.first), last), crf.F3(930, bit(t.cap), c1, last), crf.F4(931, bit(t.cap), c1, last, next), crf.F3(932, bound(i, 2), kind, next), crf.F3(933, bound(len(g)-1-i, 2), p1.gap, last))
	return append(f, crf.F3(934, c2, c1, t.gap), crf.F3(935, t.gap, c, d1), crf.F2(936, t.gap, m1.lower), crf.F2(937, t.gap, t.lower), crf.F3(938, uint64(t.cue), last, next), crf.F4(939, c1, c, d1, d2),
		crf.F3(940, t.shape, last, t.nextGap), crf.F2(941, bound(end.marksSoFar, 5), last),
		crf.F4(943, bound(i, 1), t.lastGap, t.nextGap, odd), crf.F3(944, bound(t.sinceLast, 12), last, next), crf.F3(945, bound(t.untilNext, 12), last, next))
}
