package quote

import "github.com/inquit/inquit/said/internal/crf"

// outside stands for the items beyond the ends of a text.
var outside = breakItem(0, 0)

func (d *document) at(i int) *item {
	if i < 0 || i >= len(d.items) {
		return &outside
	}
	return &d.items[i]
}

// window is the neighbourhood of an item: w[4] is the item itself.
type window [9]*item

func (d *document) window(i int) (w window) {
	for k := range w {
		w[k] = d.at(i + k - 4)
	}
	return w
}

// features appends to f what the tagger sees of item i. The first argument of
// crf.F is the number of the template; it must not change once a model is
// trained.
func (d *document) features(i int, f []uint64) []uint64 {
	w := d.window(i)
	f = append(f[:0], crf.F0(1))
	f = wordFeatures(&w, f)
	f = classFeatures(&w, f)
	f = clusterFeatures(&w, f)
	f = useFeatures(&w, f)
	f = d.distanceFeatures(i, &w, f)
	f = d.sentenceFeatures(i, &w, f)
	f = d.articleFeatures(i, &w, f)
	f = d.asideFeatures(i, &w, f)
	if w[4].quote != nil {
		f = d.quoteFeatures(i, &w, f)
	}
	return f
}

func wordFeatures(w *window, f []uint64) []uint64 {
	m3, m2, m1, t, p1, p2, p3 := w[1], w[2], w[3], w[4], w[5], w[6], w[7]
	c := uint64(t.class)
	return append(f,
		crf.F1(10, m3.lower), crf.F1(11, m2.lower), crf.F1(12, m1.lower), crf.F1(13, t.lower), crf.F1(14, p1.lower), crf.F1(15, p2.lower), crf.F1(16, p3.lower),
		crf.F1(30, t.shape), crf.F1(31, m1.shape), crf.F1(32, t.suffix3), crf.F1(33, p1.shape), crf.F1(34, t.suffix2),
		crf.F2(46, m1.lower, t.lower), crf.F2(47, t.lower, p1.lower), crf.F2(67, m1.lower, p1.lower),
		crf.F3(60, m2.lower, m1.lower, t.lower), crf.F3(61, m1.lower, t.lower, p1.lower), crf.F3(62, t.lower, p1.lower, p2.lower),
		crf.F2(63, m1.lower, c), crf.F2(64, c, p1.lower),
		crf.F3(65, m1.lower, c, uint64(p1.class)), crf.F3(66, uint64(m1.class), c, p1.lower),
	)
}

func classFeatures(w *window, f []uint64) []uint64 {
	m4, m3, m2, m1, c := uint64(w[0].class), uint64(w[1].class), uint64(w[2].class), uint64(w[3].class), uint64(w[4].class)
	p1, p2, p3, p4 := uint64(w[5].class), uint64(w[6].class), uint64(w[7].class), uint64(w[8].class)
	return append(f,
		crf.F1(20, m3), crf.F1(21, m2), crf.F1(22, m1), crf.F1(23, c), crf.F1(24, p1), crf.F1(25, p2), crf.F1(26, p3), crf.F1(70, m4), crf.F1(71, p4),
		crf.F2(40, m1, c), crf.F2(41, c, p1), crf.F2(72, p1, p2), crf.F2(73, m1, m2),
		crf.F3(42, m2, m1, c), crf.F3(43, c, p1, p2), crf.F3(44, m1, c, p1), crf.F3(74, p1, p2, p3), crf.F3(75, m1, m2, m3),
		crf.F4(48, m3, m2, m1, c), crf.F4(49, c, p1, p2, p3), crf.F4(45, m2<<8|m1, c, p1, p2),
	)
}

func clusterFeatures(w *window, f []uint64) []uint64 {
	m2, m1, t, p1, p2 := w[2], w[3], w[4], w[5], w[6]
	f = append(f,
		crf.F1(140, uint64(t.Fine)), crf.F1(141, uint64(m1.Fine)), crf.F1(142, uint64(p1.Fine)), crf.F1(149, uint64(m2.Fine)), crf.F1(150, uint64(p2.Fine)),
		crf.F2(143, uint64(m1.Fine), uint64(t.Fine)), crf.F2(144, uint64(t.Fine), uint64(p1.Fine)),
		crf.F1(145, uint64(t.Coarse)), crf.F2(146, uint64(m1.Coarse), uint64(t.Coarse)), crf.F2(147, uint64(t.Coarse), uint64(p1.Coarse)),
		crf.F3(148, uint64(m1.Coarse), uint64(t.Coarse), uint64(p1.Coarse)),
	)
	return append(f, crf.F2(95, uint64(m1.Source), uint64(t.Source)), crf.F2(96, uint64(t.Source), uint64(p1.Source)), crf.F2(92, uint64(m1.Cue), uint64(t.Source)), crf.F2(93, uint64(t.Source), uint64(p1.Cue)))
}

// useFeatures are those of words of like use in other texts than the training's, which
// knows few verbs and nouns of other fields than its own.
func useFeatures(w *window, f []uint64) []uint64 {
	m2, m1, t, p1, p2 := &w[2].use, &w[3].use, &w[4].use, &w[5].use, &w[6].use
	return append(f,
		crf.F1(160, uint64(t[0])), crf.F1(161, uint64(m1[0])), crf.F1(162, uint64(p1[0])),
		crf.F1(163, uint64(t[1])), crf.F1(164, uint64(m1[1])), crf.F1(165, uint64(p1[1])), crf.F1(166, uint64(m2[1])), crf.F1(167, uint64(p2[1])),
		crf.F2(168, uint64(m1[1]), uint64(t[1])), crf.F2(169, uint64(t[1]), uint64(p1[1])), crf.F3(170, uint64(m1[2]), uint64(t[2]), uint64(p1[2])),
	)
}

func (d *document) distanceFeatures(i int, w *window, f []uint64) []uint64 {
	c := uint64(w[4].class)
	lastCue, nextCue := int(d.lastCue[i]), int(d.nextCue[i])
	lastQuote, nextQuote := int(d.lastQuote[i]), int(d.nextQuote[i])
	quotes := bit(d.sentences[w[4].sent].quotes > 0)
	var before, after uint64
	if lastCue < 90 {
		before = d.items[i-lastCue].lower
	}
	if nextCue < 90 {
		after = d.items[i+nextCue].lower
	}
	return append(f,
		crf.F2(51, bound(lastCue, 9), c), crf.F2(52, bound(nextCue, 9), c), crf.F2(53, bound(lastQuote, 9), c), crf.F2(56, bound(nextQuote, 9), c),
		crf.F3(54, bound(lastCue, 9), bound(nextCue, 9), quotes), crf.F3(68, bound(lastCue, 6), bound(nextCue, 6), c),
		crf.F4(69, bound(lastQuote, 5), bound(nextQuote, 5), bound(lastCue, 5), bound(nextCue, 5)),
		crf.F2(76, before, c), crf.F2(77, after, c), crf.F2(78, before, bound(lastCue, 4)), crf.F2(79, after, bound(nextCue, 4)),
	)
}

func (d *document) sentenceFeatures(i int, w *window, f []uint64) []uint64 {
	t := w[4]
	s := &d.sentences[t.sent]
	c, quotes := uint64(t.class), bit(s.quotes > 0)
	first := d.at(int(s.first))
	return append(f,
		crf.F3(50, bound(s.quotes, 2), bound(s.cues, 2), c), crf.F2(55, t.lower, quotes),
		crf.F3(80, bound(i-int(s.first), 4), c, quotes), crf.F3(81, bound(int(s.last)-i, 3), c, quotes),
		crf.F3(82, bit(s.that), bound(int(d.lastCue[i]), 9), c),
		crf.F3(83, uint64(first.class), uint64(d.at(int(s.first)+1).class), c),
		crf.F3(84, bound(s.strong, 2), bound(s.cues, 3), bound(s.quotes, 3)),
	)
}

// articleFeatures look at the neighbouring paragraphs and at the use of a word
// with a capital in the whole article.
func (d *document) articleFeatures(i int, w *window, f []uint64) []uint64 {
	m1, t, p1 := w[3], w[4], w[5]
	c, q := uint64(t.class), bit(t.quote != nil)
	before := d.paragraph(t.par - 1)
	f = append(f,
		crf.F2(100, before, q), crf.F2(101, d.paragraph(t.par), q), crf.F2(103, d.paragraph(t.par+1), q),
		crf.F3(102, before, bound(i-int(d.pars[t.par].First), 3), q),
		crf.F3(113, d.style, uint64(m1.Cue), c), crf.F3(114, d.style, uint64(p1.Cue), c), crf.F2(115, bound(d.quotes/3, 4), q),
	)
	if t.par == 0 && d.headline {
		f = append(f, crf.F1(104, c))
	}
	if t.cap {
		n := d.near[t.exact]
		if m1.Cue >= strongCue || p1.Cue >= strongCue {
			n.cue-- // what this occurrence itself tells is told by other features
		}
		f = append(f, crf.F2(110, bound(n.count, 5), c), crf.F2(111, bound(n.cue, 3), c), crf.F3(112, bound(n.cue, 3), uint64(m1.Cue), uint64(p1.Cue)))
	}
	return f
}

// asideFeatures tell on which side of an attribution that interrupts or follows its
// sentence the item stands.
func (d *document) asideFeatures(i int, w *window, f []uint64) []uint64 {
	t := w[4]
	s := &d.sentences[t.sent]
	if s.aside.kind == noAside {
		return f
	}
	k, c, quotes := s.aside.side(int32(i)), uint64(t.class), bit(s.quotes > 0)
	return append(f,
		crf.F1(180, k), crf.F2(181, k, c), crf.F3(182, k, bound(i-int(s.first), 3), c), crf.F2(183, k, quotes),
		crf.F3(184, k, d.items[s.aside.cue].lower, quotes), crf.F3(185, k, bound(s.cues, 3), bit(s.that)),
		crf.F3(186, k, uint64(w[3].class), c), crf.F2(187, k, t.lower),
	)
}

// length buckets the number of words of a stretch.
func (q *quoted) length() uint64 {
	switch n := q.words; {
	case n > 20:
		return 20
	case n > 8:
		return 9
	case n > 4:
		return 5
	case n > 2:
		return 3
	default:
		return uint64(n)
	}
}

func (d *document) quoteFeatures(i int, w *window, f []uint64) []uint64 {
	m2, m1, t, p1, p2 := w[2], w[3], w[4], w[5], w[6]
	q, s := t.quote, &d.sentences[t.sent]
	n, end, capital := q.length(), uint64(q.lastChar), bit(q.capital)
	looks := bit(q.title) | capital<<1 | bit(q.all)<<2
	cue, strong, long := bit(s.cues > 0), bit(s.strong > 0), bit(q.words > 4)
	c1, d1, d2 := uint64(m1.class), uint64(p1.class), uint64(p2.class)
	f = append(f,
		crf.F1(200, n), crf.F1(201, end), crf.F2(202, n, end), crf.F2(203, looks, n), crf.F2(204, d.paragraph(t.par), d.paragraph(t.par-1)),
		crf.F3(205, bit(m1.isBreak()), bit(p1.isBreak()), n), crf.F3(206, n, c1, d1), crf.F2(207, n, m1.lower), crf.F3(208, capital, n, end), crf.F3(209, cue, n, bit(q.title)),
		crf.F1(210, q.firstWord), crf.F1(211, q.lastWord), crf.F2(212, capital, c1), crf.F3(213, end, d1, capital), crf.F3(214, end, d1, d2),
		crf.F2(215, bit(q.Single), n), crf.F2(216, n, p1.lower), crf.F3(217, n, m1.lower, m2.lower), crf.F3(218, end, p1.lower, long), crf.F3(219, capital, m1.lower, long),
		crf.F4(220, cue, strong, n, looks), crf.F3(221, bound(s.quotes, 4), n, strong), crf.F3(222, c1, capital, n), crf.F4(223, uint64(m2.class), c1, end, d1),
	)
	before, after := d.quoteBeside(i, -1), d.quoteBeside(i, 1)
	return append(f, crf.F3(224, before, after, n), crf.F4(225, bound(int(d.lastCue[i]), 7), bound(int(d.nextCue[i]), 7), before, after))
}

// quoteBeside tells how far the next stretch of the sentence is, 0 if there is
// none within eight items.
func (d *document) quoteBeside(i, step int) uint64 {
	for k := 1; k <= 8; k++ {
		t := d.at(i + k*step)
		if t.sent != d.items[i].sent || t.isBreak() {
			return 0
		}
		if t.quote != nil {
			return uint64(k)
		}
	}
	return 0
}
