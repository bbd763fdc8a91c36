package entity

import (
	"errors"
	"sort"
	"strings"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

// Example is an article with its names for training.
type Example struct {
	Text  string
	Names []Name
	// Unmarked are the types that the annotators did not mark at all: where no name
	// is marked there may be one of these.
	Unmarked []Type
	// Also are further types that a marked one may stand for: the guidelines of
	// CoNLL call a nationality misc.
	Also map[Type][]Type
}

// Name is a marked name in bytes of the text.
type Name struct {
	Start, End int
	Type       Type
}

// Lesson says how to train.
type Lesson struct {
	Epochs    int
	Rate      float32
	Dropout   float32
	Seeds     int     // models to average
	Threshold float32 // rows whose largest weight is less are left out
	Log       func(seed, epoch int, loss float64)
}

// Learnt is what training gives: the two files of the package's data.
type Learnt struct {
	Model    []byte
	Inner    string
	Features int
	Examples int
	Names    int
}

// Learn trains the tagger.
func Learn(examples []Example, l Lesson) (*Learnt, error) {
	c := newCorpus(examples)
	if len(c.stretches) == 0 {
		return nil, errors.New("entity: no names to learn from")
	}
	var weights []*crf.Weights
	for seed := range max(1, l.Seeds) {
		weights = append(weights, crf.Train(c.dict.Len(), c.stretches, crf.Config{
			Labels: labelCount, MayFollow: mayFollow, Epochs: l.Epochs, Rate: l.Rate, Dropout: l.Dropout, Seed: uint64(seed + 1),
			Log: func(epoch int, loss float64) {
				if l.Log != nil {
					l.Log(seed, epoch, loss)
				}
			},
		}))
	}
	model, err := crf.Average(weights).Pack(&c.dict, l.Threshold)
	if err != nil {
		return nil, err
	}
	return &Learnt{Model: model, Inner: c.innerFile, Features: c.dict.Len(), Examples: len(examples), Names: c.names}, nil
}

// corpus is the training data in numbers.
type corpus struct {
	inner     inner
	innerFile string
	dict      crf.Dict
	stretches []crf.Sequence
	names     int
}

func newCorpus(examples []Example) *corpus {
	c := &corpus{}
	articles := make([][]piece, len(examples))
	for i, e := range examples {
		articles[i] = cut(token.Split(e.Text), nil)
		attend(articles[i])
		consult(e.Text, articles[i])
		c.names += len(e.Names)
	}
	c.innerFile = learnInner(examples, articles)
	c.inner = readInner(c.innerFile)
	counter := crf.NewCounter(27)
	for i := range articles {
		r := newReader(articles[i])
		r.each(c.inner.stretches(r.ps, nil), func(s stretch) {
			for k := s.from; k < s.to; k++ {
				for _, h := range r.features(k) {
					counter.Add(h)
				}
			}
		})
	}
	for i, e := range examples {
		c.add(&e, articles[i], counter)
	}
	return c
}

// add numbers the features that are seen twice and more.
func (c *corpus) add(e *Example, ps []piece, counter *crf.Counter) {
	allowed := e.allowed(ps)
	r := newReader(ps)
	r.each(c.inner.stretches(r.ps, nil), func(s stretch) {
		var seq crf.Sequence
		for k := s.from; k < s.to; k++ {
			var ids []int32
			for _, h := range r.features(k) {
				if counter.Count(h) > 1 {
					ids = append(ids, c.dict.Add(h))
				}
			}
			seq.Features = append(seq.Features, ids)
		}
		seq.Allowed = append(seq.Allowed, allowed[s.from:s.to]...)
		if seq.Allowed[0]&insideOnly == seq.Allowed[0] {
			return // the name begins before the stretch
		}
		c.stretches = append(c.stretches, seq)
	})
}

// insideOnly has the bits of all labels inside of names.
var insideOnly = func() (m uint64) {
	for t := range typeCount {
		m |= 1 << (begin(t) + 1)
	}
	return m
}()

// allowed gives each piece the set of labels that may be right.
func (e *Example) allowed(ps []piece) []uint64 {
	out := make([]uint64, len(ps))
	free := uint64(1)
	for _, t := range e.Unmarked {
		free |= 3 << begin(t)
	}
	for i := range out {
		out[i] = free
	}
	for _, n := range e.Names {
		var first, inside uint64
		for _, t := range append([]Type{n.Type}, e.Also[n.Type]...) {
			first |= 1 << begin(t)
			inside |= 1 << (begin(t) + 1)
		}
		from := sort.Search(len(ps), func(i int) bool { return int(ps[i].end) > n.Start })
		for i := from; i < len(ps) && int(ps[i].start) < n.End; i++ {
			if i == from {
				out[i] = first
			} else {
				out[i] = inside
			}
		}
	}
	return out
}

// learnInner lists the lower-case words and signs that stand inside names, with
// a plus sign those that may begin one.
func learnInner(examples []Example, articles [][]piece) string {
	count, begins := map[string]int{}, map[string]int{}
	for i, e := range examples {
		ps := articles[i]
		for _, n := range e.Names {
			from := sort.Search(len(ps), func(i int) bool { return int(ps[i].end) > n.Start })
			for k := from; k < len(ps) && int(ps[k].start) < n.End; k++ {
				if ps[k].kind != small && ps[k].kind != sign {
					continue
				}
				w := strings.ToLower(e.Text[ps[k].start:ps[k].end])
				count[w]++
				if k == from && n.Type != TypeDate && n.Type != TypeMoney && ps[k].kind == small {
					begins[w]++
				}
			}
		}
	}
	var lines []string
	for w, n := range count {
		switch {
		case begins[w] > 1 && w != "the":
			lines = append(lines, w+"+")
		case n > 1:
			lines = append(lines, w)
		}
	}
	sort.Strings(lines)
	return "# Lower-case words that stand inside names in the training data; + may begin one.\n" + strings.Join(lines, "\n") + "\n"
}
