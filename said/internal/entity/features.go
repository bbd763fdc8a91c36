package entity

import "github.com/inquit/inquit/said/internal/crf"

// reader makes the features of an article's pieces.
type reader struct {
	ps      []piece
	first   int // the sentence at hand is [first, last)
	last    int
	style   uint64           // 1 in headlines and text in capitals, where capitals tell less
	runs    []run            // one for each piece of the sentence
	places  map[uint64]place // where a capitalised word stands
	next    []int32          // the next place of the same word, or -1
	lowered wordSet          // words that the article also prints in lower case
	out     []uint64
}

// place is the chain of a word's places.
type place struct{ first, last int32 }

// run is a stretch of capitalised words and the small ones between them.
type run struct{ from, to int32 }

var outside = piece{exact: 1, lower: 1, shape: 1, kind: sign}

func newReader(ps []piece) *reader {
	r := &reader{places: make(map[uint64]place, 64), lowered: make(wordSet, len(ps)/2)}
	r.reset(ps)
	return r
}

// reset begins an article.
func (r *reader) reset(ps []piece) {
	clear(r.places)
	clear(r.lowered)
	r.ps, r.next = ps, r.next[:0]
	for i := range ps {
		r.next = append(r.next, -1)
		switch ps[i].kind {
		case capital:
			p, again := r.places[ps[i].exact]
			if again {
				r.next[p.last] = int32(i)
			} else {
				p.first = int32(i)
			}
			p.last = int32(i)
			r.places[ps[i].exact] = p
		case small:
			r.lowered[ps[i].lower] = struct{}{}
		}
	}
}

// sentence moves on to the sentence that holds the pieces [first, last).
func (r *reader) sentence(first, last int) {
	r.first, r.last = first, last
	capitals, words := 0, 0
	for i := first; i < last; i++ {
		if k := r.ps[i].kind; k == capital || k == small {
			words++
			if k == capital {
				capitals++
			}
		}
	}
	r.style = 0
	if words > 3 && capitals*10 >= words*7 {
		r.style = 1
	}
	r.findRuns()
}

func (r *reader) findRuns() {
	r.runs = r.runs[:0]
	for range r.last - r.first {
		r.runs = append(r.runs, run{})
	}
	isCap := func(i int) bool { return i < r.last && r.ps[i].kind == capital }
	joins := func(i int) bool { return i < r.last && joiners.Has(r.ps[i].lower) }
	for i := r.first; i < r.last; {
		if !isCap(i) {
			i++
			continue
		}
		j := i + 1
		for {
			switch {
			case isCap(j):
				j++
				continue
			case joins(j) && isCap(j+1):
				j += 2
				continue
			case joins(j) && joins(j+1) && isCap(j+2):
				j += 3
				continue
			}
			break
		}
		for k := i; k < j; k++ {
			r.runs[k-r.first] = run{int32(i), int32(j)}
		}
		i = j
	}
}

// at returns a piece of the sentence, or one that stands for its border.
func (r *reader) at(i int) *piece {
	if i < r.first || i >= r.last {
		return &outside
	}
	return &r.ps[i]
}

// features returns the features of piece i. They are overwritten by the next call.
func (r *reader) features(i int) []uint64 {
	r.out = r.out[:0]
	x := r.at(i)
	begin := uint64(0)
	if i == r.first || i == r.first+1 && r.at(i-1).kind == sign {
		begin = 1
	}
	r.words(i, x, begin)
	r.affixes(x)
	r.shapes(i, x, begin)
	r.run(i)
	r.classes(i, x)
	r.tree(i, x)
	if x.kind == capital || x.inside != 0 {
		r.lists(i, x, begin)
	}
	if x.kind == capital {
		r.elsewhere(i, x)
	}
	return r.out
}

func (r *reader) add(features ...uint64) { r.out = append(r.out, features...) }

func (r *reader) words(i int, x *piece, begin uint64) {
	a, b, y, z := r.at(i-1), r.at(i-2), r.at(i+1), r.at(i+2)
	r.add(crf.F1(1, r.style), crf.F1(2, x.exact), crf.F1(3, x.lower), crf.F2(4, x.exact, begin),
		crf.F1(5, a.lower), crf.F1(6, b.lower), crf.F1(7, y.lower), crf.F1(8, z.lower),
		crf.F2(11, a.shape, y.lower), crf.F2(12, a.lower, y.lower), crf.F2(13, a.lower, x.lower), crf.F2(14, x.lower, y.lower),
		crf.F2(15, a.lower, b.lower), crf.F2(16, y.lower, z.lower))
}

func (r *reader) affixes(x *piece) {
	for k := uint64(1); k < 4; k++ { // one letter tells nothing
		r.add(crf.F1(20+k, x.prefix[k]), crf.F1(24+k, x.suffix[k]))
	}
}

func (r *reader) shapes(i int, x *piece, begin uint64) {
	a, y := r.at(i-1), r.at(i+1)
	r.add(crf.F1(40, x.shape), crf.F2(42, x.shape, begin), crf.F2(43, x.shape, r.style), crf.F3(46, a.shape, x.shape, y.shape))
	if x.kind == capital {
		r.add(crf.F2(49, bit(r.lowered.has(x.lower)), begin))
	}
}

func (r *reader) run(i int) {
	u := r.runs[i-r.first]
	if u.to == 0 {
		return
	}
	from, to := int(u.from), int(u.to)
	before, after, head, last := r.at(from-1), r.at(to), r.at(from), r.at(to-1)
	n := uint64(min(to-from, 5))
	pos := bit(i > from) + 2*bit(i == to-1)
	r.add(crf.F2(50, n, pos), crf.F2(51, before.lower, pos), crf.F2(52, after.lower, pos), crf.F2(53, last.lower, pos),
		crf.F2(54, head.lower, pos), crf.F2(55, last.suffix[2], pos),
		crf.F2(60, uint64(last.class[0]), pos), crf.F2(61, uint64(before.class[1]), pos), crf.F2(62, uint64(after.class[1]), pos))
}

// classes adds the classes of the words' vectors.
func (r *reader) classes(i int, x *piece) {
	a, y := r.at(i-1), r.at(i+1)
	for k := range 3 {
		t := 70 + 3*uint64(k)
		r.add(crf.F1(t, uint64(x.class[k])), crf.F1(t+1, uint64(a.class[k])), crf.F1(t+2, uint64(y.class[k])))
	}
	r.add(crf.F1(85, uint64(r.at(i - 2).class[1])), crf.F1(86, uint64(r.at(i + 2).class[1])))
}

// tree adds the classes of the words in the tree, which tell more of their neighbours.
func (r *reader) tree(i int, x *piece) {
	a, y := r.at(i-1), r.at(i+1)
	leaf := uint64(x.tree[0])
	r.add(crf.F1(260, uint64(x.tree[1])), crf.F1(261, uint64(a.tree[1])), crf.F1(262, uint64(y.tree[1])),
		crf.F1(263, uint64(x.tree[2])), crf.F1(264, uint64(a.tree[2])), crf.F1(265, uint64(y.tree[2])),
		crf.F2(266, leaf, x.shape), crf.F2(267, uint64(a.tree[0]), leaf), crf.F2(268, leaf, uint64(y.tree[0])),
		crf.F1(269, uint64(r.at(i - 2).tree[1])), crf.F1(270, uint64(r.at(i + 2).tree[1])), crf.F3(271, uint64(a.tree[1]), uint64(x.tree[1]), uint64(y.tree[1])))
	if u := r.runs[i-r.first]; u.to != 0 {
		from, to := int(u.from), int(u.to)
		pos := bit(i > from) + 2*bit(i == to-1)
		r.add(crf.F2(272, uint64(r.at(to - 1).tree[0]), pos), crf.F2(273, uint64(r.at(from).tree[0]), pos),
			crf.F2(274, uint64(r.at(from - 1).tree[1]), pos), crf.F2(275, uint64(r.at(to).tree[1]), pos))
	}
}

func (r *reader) lists(i int, x *piece, begin uint64) {
	a, y := r.at(i-1), r.at(i+1)
	const all = 1<<listCount - 1
	r.add(crf.F1(90, uint64(x.lists&all)), crf.F2(91, uint64(a.lists&all), uint64(x.lists&all)), crf.F2(92, uint64(x.lists&all), uint64(y.lists&all)))
	for k := range uint64(listCount) {
		t := 100 + 8*k
		if x.lists>>k&1 != 0 {
			r.add(crf.F1(t, begin))
		}
		if a.lists>>k&1 != 0 && a.kind == capital {
			r.add(crf.F0(t + 1))
		}
		if y.lists>>k&1 != 0 && y.kind == capital {
			r.add(crf.F0(t + 2))
		}
		if x.begins>>k&1 != 0 {
			r.add(crf.F0(t + 3))
		}
		if x.inside>>k&1 != 0 {
			r.add(crf.F0(t + 4))
		}
	}
}

// elsewhere tells what stands around the same word in the rest of the article.
func (r *reader) elsewhere(i int, x *piece) {
	same := r.places[x.exact]
	n := 0
	for at := same.first; at >= 0; at = r.next[at] {
		j := int(at)
		if j > i-4 && j < i+4 {
			continue
		}
		if n++; n > 4 {
			break
		}
		before, after := outside.lower, outside.lower
		if j > 0 && r.ps[j-1].sent == r.ps[j].sent {
			before = r.ps[j-1].lower
		}
		if j+1 < len(r.ps) && r.ps[j+1].sent == r.ps[j].sent {
			after = r.ps[j+1].lower
		}
		r.add(crf.F1(250, before), crf.F1(251, after))
	}
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
