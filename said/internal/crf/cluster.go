package crf

import (
	"math"
	"sort"
)

// Clusters groups words into k classes so that the class of a word tells as much
// as possible of the class of the next: a bigram class model, found by exchange
// (Kneser and Ney 1993). Words seen fewer than rarest times get no class.
// Classes are numbered from 0.
func Clusters(texts [][]uint64, rarest, k, rounds int) map[uint64]int {
	words, seqs := vocabulary(texts, rarest)
	e := newExchange(seqs, len(words)+2, k+2)
	for range rounds {
		if moved := e.round(); moved*100 < len(words) {
			break
		}
	}
	out := make(map[uint64]int, len(words))
	for i, w := range words {
		out[w] = e.class[i+2] - 2
	}
	return out
}

// vocabulary lists the words, the most frequent first, and the texts in word
// numbers: 0 is the end of a text, 1 a rare word.
func vocabulary(texts [][]uint64, rarest int) ([]uint64, [][]int) {
	count := map[uint64]int{}
	for _, t := range texts {
		for _, w := range t {
			count[w]++
		}
	}
	var words []uint64
	for w, n := range count {
		if n >= rarest {
			words = append(words, w)
		}
	}
	sort.Slice(words, func(i, j int) bool {
		if a, b := count[words[i]], count[words[j]]; a != b {
			return a > b
		}
		return words[i] < words[j]
	})
	number := make(map[uint64]int, len(words))
	for i, w := range words {
		number[w] = i + 2
	}
	seqs := make([][]int, len(texts))
	for i, t := range texts {
		seqs[i] = append(seqs[i], 0)
		for _, w := range t {
			seqs[i] = append(seqs[i], max(1, number[w]))
		}
		seqs[i] = append(seqs[i], 0)
	}
	return words, seqs
}

type pairCount struct{ word, n int }

type exchange struct {
	k            int
	class        []int
	after, ahead [][]pairCount // what follows a word, what stands before it
	single       []int
	pairs        []int // k by k
	total        []int
	next, prev   []int // of the word in hand, by class
	nextUsed     []int
	prevUsed     []int
}

func newExchange(seqs [][]int, words, k int) *exchange {
	e := &exchange{k: k, class: make([]int, words), single: make([]int, words), pairs: make([]int, k*k), total: make([]int, k), next: make([]int, k), prev: make([]int, k)}
	after, ahead := make([]map[int]int, words), make([]map[int]int, words)
	for i := range after {
		after[i], ahead[i] = map[int]int{}, map[int]int{}
	}
	for _, s := range seqs {
		for i := range len(s) - 1 {
			after[s[i]][s[i+1]]++
			ahead[s[i+1]][s[i]]++
			e.single[s[i]]++
		}
	}
	e.after, e.ahead = sorted(after), sorted(ahead)
	for w := range e.class {
		e.class[w] = w
		if w > 1 {
			e.class[w] = 2 + (w-2)%(k-2)
		}
	}
	for w, list := range e.after {
		for _, p := range list {
			e.pairs[e.class[w]*k+e.class[p.word]] += p.n
		}
		e.total[e.class[w]] += e.single[w]
	}
	return e
}

func sorted(counts []map[int]int) [][]pairCount {
	out := make([][]pairCount, len(counts))
	for i, m := range counts {
		for w, n := range m {
			out[i] = append(out[i], pairCount{w, n})
		}
		sort.Slice(out[i], func(a, b int) bool { return out[i][a].word < out[i][b].word })
	}
	return out
}

// round moves every word to its best class and returns how many moved.
func (e *exchange) round() int {
	moved := 0
	for w := 2; w < len(e.class); w++ {
		self := e.take(w)
		old := e.class[w]
		e.shift(old, w, self, -1)
		best, gain := old, math.Inf(-1)
		for c := 2; c < e.k; c++ {
			if g := e.gain(c, w, self); g > gain {
				best, gain = c, g
			}
		}
		e.shift(best, w, self, 1)
		if best != old {
			e.class[w] = best
			moved++
		}
	}
	return moved
}

// take counts the classes beside a word, and returns how often it follows itself.
func (e *exchange) take(w int) (self int) {
	for _, c := range e.nextUsed {
		e.next[c] = 0
	}
	for _, c := range e.prevUsed {
		e.prev[c] = 0
	}
	e.nextUsed, e.prevUsed = e.nextUsed[:0], e.prevUsed[:0]
	for _, p := range e.after[w] {
		if p.word == w {
			self = p.n
			continue
		}
		c := e.class[p.word]
		if e.next[c] == 0 {
			e.nextUsed = append(e.nextUsed, c)
		}
		e.next[c] += p.n
	}
	for _, p := range e.ahead[w] {
		if p.word == w {
			continue
		}
		c := e.class[p.word]
		if e.prev[c] == 0 {
			e.prevUsed = append(e.prevUsed, c)
		}
		e.prev[c] += p.n
	}
	return self
}

func (e *exchange) shift(c, w, self, sign int) {
	for _, k := range e.nextUsed {
		e.pairs[c*e.k+k] += sign * e.next[k]
	}
	for _, k := range e.prevUsed {
		e.pairs[k*e.k+c] += sign * e.prev[k]
	}
	e.pairs[c*e.k+c] += sign * self
	e.total[c] += sign * e.single[w]
}

// gain is what the likelihood gains if w joins class c.
func (e *exchange) gain(c, w, self int) float64 {
	g := 0.0
	for _, k := range e.nextUsed {
		if k != c {
			x := e.pairs[c*e.k+k]
			g += xlogx(x+e.next[k]) - xlogx(x)
		}
	}
	for _, k := range e.prevUsed {
		if k != c {
			x := e.pairs[k*e.k+c]
			g += xlogx(x+e.prev[k]) - xlogx(x)
		}
	}
	x := e.pairs[c*e.k+c]
	g += xlogx(x+e.next[c]+e.prev[c]+self) - xlogx(x)
	return g - 2*(xlogx(e.total[c]+e.single[w])-xlogx(e.total[c]))
}

var xlogxTable = func() []float64 {
	t := make([]float64, 1<<14)
	for i := 1; i < len(t); i++ {
		t[i] = float64(i) * math.Log(float64(i))
	}
	return t
}()

func xlogx(n int) float64 {
	if n < len(xlogxTable) {
		return xlogxTable[n]
	}
	return float64(n) * math.Log(float64(n))
}
