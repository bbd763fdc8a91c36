package quote

import "github.com/inquit/inquit/said/internal/crf"

// draft is a statement that is being put together.
type draft struct {
	cue      *candidate // nil for a quote without one
	contents []*candidate
	source   *candidate
	par      int32 // paragraph of the cue, or of the first content
	gold     int   // in training

	quotes, toRight bool // it has a quote; a content to the right of its cue

	linked, sourced float32 // probabilities of the linker's choices
}

func (x *context) add(s *draft, c *candidate) {
	s.contents = append(s.contents, c)
	s.quotes = s.quotes || between(x.quoteCount, c.first, c.last) > 0
	s.toRight = s.toRight || s.cue != nil && c.first > s.cue.first
}

func (s *draft) firstItem() int {
	if s.cue != nil {
		return s.cue.first
	}
	return s.contents[0].first
}

// context answers what lies between two places of a document.
type context struct {
	d *document
	t tags
	*candidates
	// counts of what begins before each item
	cueStarts, sourceStarts, contentStarts, quoteCount, cueWords, likelyCues []int32
}

func newContext(d *document, t tags, c *candidates) *context {
	x := &context{d: d, t: t, candidates: c}
	n := len(d.items) + 1
	block := make([]int32, 6*n)
	take := func() []int32 {
		out := block[:n:n]
		block = block[n:]
		return out
	}
	starts := func(cs []candidate, counts func(*candidate) bool) []int32 {
		a := take()
		for i := range cs {
			if counts(&cs[i]) {
				a[cs[i].first+1]++
			}
		}
		return sumUp(a)
	}
	best := func(c *candidate) bool { return c.best }
	x.cueStarts, x.sourceStarts, x.contentStarts = starts(c.cues, best), starts(c.sources, best), starts(c.contents, best)
	x.likelyCues = starts(c.cues, func(c *candidate) bool { return c.best || c.p > 0.4 })
	x.quoteCount, x.cueWords = take(), take()
	for i := range d.items {
		if d.items[i].quote != nil {
			x.quoteCount[i+1]++
		}
		if d.items[i].Cue >= someCue {
			x.cueWords[i+1]++
		}
	}
	sumUp(x.quoteCount)
	sumUp(x.cueWords)
	return x
}

func sumUp(a []int32) []int32 {
	for i := 1; i < len(a); i++ {
		a[i] += a[i-1]
	}
	return a
}

func between(a []int32, first, last int) int {
	if last <= first {
		return 0
	}
	return int(a[last] - a[first])
}

// classesBetween hashes the classes of the items between, if they are few.
func (x *context) classesBetween(first, last, limit int) uint64 {
	if last-first > limit {
		return 999
	}
	h := uint64(last - first + 1)
	for i := first; i < last; i++ {
		h = crf.F1(h, uint64(x.d.items[i].class))
	}
	return h
}

// looks is what linking features see of a content.
type looks struct {
	kind    uint64 // 0 indirect, 1 quote, 2 mixed
	length  uint64 // words in quotes, in buckets
	capital uint64 // begins with a capital
	end     uint64 // last character
	alone   uint64 // fills its sentence
}

func (x *context) looksOf(c *candidate) looks {
	d := x.d
	quotes, words, others := 0, 0, false
	for i := c.first; i < c.last; i++ {
		if q := d.items[i].quote; q != nil {
			quotes++
			words += q.words
		} else if d.items[i].isWord() {
			others = true
		}
	}
	var l looks
	switch {
	case quotes > 0 && !others:
		l.kind = 1
	case quotes > 0:
		l.kind = 2
	}
	l.length = uint64(words)
	for _, step := range []uint64{15, 8, 5, 3} {
		if uint64(words) > step-step/8 {
			l.length = step
			break
		}
	}
	first, last := d.at(c.first), d.at(c.last-1)
	l.capital = bit(first.cap)
	if first.quote != nil {
		l.capital = bit(first.quote.capital)
	}
	l.end = 'x'
	if last.quote != nil {
		l.end = uint64(last.quote.lastChar)
	} else if !last.isWord() {
		l.end = uint64(last.class)
	}
	l.alone = bit(x.beginsSentence(c.first) && (d.at(c.last).isBreak() || d.at(c.last).sent != last.sent))
	return l
}

// beginsSentence reports whether no word stands before item i in its sentence.
func (x *context) beginsSentence(i int) bool {
	t, before := x.d.at(i), x.d.at(i-1)
	if before.isBreak() || before.sent != t.sent {
		return true
	}
	return !before.isWord() && before.quote == nil && (i < 2 || x.d.at(i-2).sent != t.sent || x.d.at(i-2).isBreak())
}

// chanceBucket turns a probability into a feature argument.
func chanceBucket(p float32) uint64 {
	for i, limit := range []float32{0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.93} {
		if p < limit {
			return uint64(i)
		}
	}
	return 7
}

// distanceBucket turns a number of items into a feature argument.
func distanceBucket(n int) uint64 {
	sign := uint64(0)
	if n < 0 {
		n, sign = -n, 50
	}
	switch {
	case n <= 4:
		return sign + uint64(n)
	case n <= 6:
		return sign + 5
	case n <= 9:
		return sign + 7
	case n <= 15:
		return sign + 10
	case n <= 30:
		return sign + 16
	}
	return sign + 31
}
