package entity

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

// Type is what the tagger calls a name. Dates and money are tagged only so that
// months and sums are not taken for names.
type Type uint8

// The types of names.
const (
	TypePerson Type = iota
	TypeOrganization
	TypePlace
	TypeNorp // nationality, religious or political group, as noun or adjective
	TypeFacility
	TypeDate
	TypeMoney
	TypeProduct
	TypeMisc
	typeCount
)

// TypeNames are the names of the types in training data.
var TypeNames = [typeCount]string{"person", "organization", "place", "norp", "facility", "date", "money", "product", "misc"}

// Labels: 0 is no name, then for each type its beginning and its inside.
const labelCount = 1 + 2*int(typeCount)

func begin(t Type) uint8 { return 1 + 2*uint8(t) }

func typeOf(label uint8) Type { return Type((label - 1) / 2) }

func mayFollow(a, b int) bool {
	if b == 0 || b%2 == 1 {
		return true
	}
	return a < labelCount && (a == b || a == b-1)
}

//go:embed data/model.bin
var modelFile []byte

//go:embed data/inner.txt
var innerFile string

// Embedded returns the tagger that the package carries. Its file is whole or the
// program was built wrong.
var Embedded = sync.OnceValue(func() *Tagger {
	t, err := NewTagger(modelFile, innerFile)
	if err != nil {
		panic(err)
	}
	return t
})

// Tagger finds names. It is not changed in use and may be shared.
type Tagger struct {
	model *crf.Model
	inner inner
}

// NewTagger reads the files that Learn makes.
func NewTagger(model []byte, inner string) (*Tagger, error) {
	m, err := crf.ReadModel(model)
	if err != nil {
		return nil, err
	}
	if m.Labels != labelCount {
		return nil, fmt.Errorf("entity: model has %d labels, want %d", m.Labels, labelCount)
	}
	return &Tagger{model: m, inner: readInner(inner)}, nil
}

// inner are the lower-case words that a name may hold, learnt from the training
// data. All other lower-case words are outside of names, which saves their features.
type inner struct{ inside, first token.Set }

func readInner(file string) inner {
	var inside, first []uint64
	rows(file, func(line string) {
		w, mayBegin := strings.CutSuffix(line, "+")
		h := token.LowerHash(w)
		inside = append(inside, h)
		if mayBegin {
			first = append(first, h)
		}
	})
	return inner{token.SetOf(inside), token.SetOf(first)}
}

// Span is a name in the text.
type Span struct {
	Start, End  int32 // bytes
	First, Last int32 // tokens of the stream that it touches, half-open
	Type        Type
	Confidence  float32 // smallest probability of its labels
}

// stretch is a run of pieces that may hold names; what lies between is outside. It is
// part of the sentence [first, last).
type stretch struct{ from, to, first, last int }

// stretches splits the sentences.
func (in *inner) stretches(ps []piece, out []stretch) []stretch {
	for first := 0; first < len(ps); {
		last := first + 1
		for last < len(ps) && ps[last].sent == ps[first].sent {
			last++
		}
		out = in.split(ps, first, last, out)
		first = last
	}
	return out
}

func (in *inner) split(ps []piece, first, last int, out []stretch) []stretch {
	for i := first; i < last; {
		if !in.mayBegin(ps, i, last) {
			i++
			continue
		}
		j := i + 1
		for j < last && (ps[j].kind == capital || ps[j].kind == number || in.inside.Has(ps[j].lower) || in.mayBegin(ps, j, last)) {
			j++
		}
		for j > i+1 && ps[j-1].kind == sign { // no name ends in a sign
			j--
		}
		out = append(out, stretch{i, j, first, last})
		i = j
	}
	return out
}

func (in *inner) mayBegin(ps []piece, i, last int) bool {
	if ps[i].kind == capital || ps[i].kind == number {
		return true
	}
	if !in.first.Has(ps[i].lower) {
		return false
	}
	return i+1 < last && ps[i+1].kind == capital || i+2 < last && ps[i+1].kind == sign && ps[i+2].kind == capital
}

// each calls f for the stretches, with the reader set to the sentence around.
func (r *reader) each(todo []stretch, f func(stretch)) {
	r.last = -1
	for _, s := range todo {
		if s.last != r.last {
			r.sentence(s.first, s.last)
		}
		f(s)
	}
}

// workspace is memory that is used again from one text to the next.
type workspace struct {
	ps    []piece
	todo  []stretch
	r     *reader
	chain crf.Chain
}

var workspaces = sync.Pool{New: func() any { return &workspace{r: newReader(nil)} }}

// largestKept is the number of pieces above which memory is given back.
const largestKept = 1 << 15

// Tag returns the names of a text in its order.
func (t *Tagger) Tag(s *token.Stream) []Span {
	w := workspaces.Get().(*workspace)
	out := t.tag(s, w)
	if cap(w.ps) <= largestKept {
		workspaces.Put(w)
	}
	return out
}

func (t *Tagger) tag(s *token.Stream, w *workspace) []Span {
	w.ps = cut(s, w.ps[:0])
	w.todo = t.inner.stretches(w.ps, w.todo[:0])
	ps, r, chain := w.ps, w.r, &w.chain
	for _, st := range w.todo {
		attend(ps[max(st.first, st.from-sight):min(st.last, st.to+sight)])
	}
	consult(s.Text, ps)
	chain.Model = t.model
	r.reset(ps)
	var out []Span
	r.each(w.todo, func(st stretch) {
		n := st.to - st.from
		chain.Reset(n)
		for i := range n {
			chain.Emit(i, r.features(st.from+i))
		}
		best := chain.Best()
		if !anyName(best) {
			return
		}
		out = appendSpans(out, ps[st.from:st.to], best, chain.Marginals())
	})
	out = joinParticles(s, out)
	mendAll(s, out)
	return vote(s.Text, out)
}

func anyName(labels []uint8) bool {
	for _, y := range labels {
		if y != 0 {
			return true
		}
	}
	return false
}

func appendSpans(out []Span, ps []piece, labels []uint8, marginals []float32) []Span {
	for i := 0; i < len(labels); {
		y := labels[i]
		if y == 0 {
			i++
			continue
		}
		sp := Span{Start: ps[i].start, First: ps[i].tok, Type: typeOf(y), Confidence: 1}
		for j := i; ; j++ {
			if j == len(labels) || j > i && labels[j] != begin(sp.Type)+1 {
				i = j
				break
			}
			sp.Confidence = min(sp.Confidence, marginals[j*labelCount+int(labels[j])])
			sp.End, sp.Last = ps[j].end, ps[j].tok+1
		}
		out = append(out, sp)
	}
	return out
}

// Below doubtful a name takes the type that the same string has elsewhere in the
// article with at least sure of summed confidence.
const doubtful, sure = 0.8, 0.6

// Under unlikely a name is rather none, unless the article has its string elsewhere.
const unlikely = 0.36

// certain is the confidence from which rules leave a name alone.
const certain = 0.9

// vote makes the doubtful names of an article agree with its sure ones, and leaves the
// unlikely ones out.
func vote(text string, spans []Span) []Span {
	weights := map[string]*[typeCount]float32{}
	surnames := map[string]bool{}
	for _, s := range spans {
		w := text[s.Start:s.End]
		if weights[w] == nil {
			weights[w] = &[typeCount]float32{}
		}
		weights[w][s.Type] += s.Confidence
		if k := strings.LastIndexByte(w, ' '); k >= 0 && s.Type == TypePerson && s.Confidence >= sure {
			surnames[w[k+1:]] = true
		}
	}
	out := spans[:0]
	for _, s := range spans {
		w := text[s.Start:s.End]
		if s.Confidence < doubtful {
			top := s.Type
			for t, x := range weights[w] {
				if x > weights[w][top] {
					top = Type(t)
				}
			}
			if weights[w][top] >= sure {
				s.Type = top
			}
			if surnames[w] {
				s.Type = TypePerson
			}
			if s.Confidence < unlikely && weights[w][top] < sure && !surnames[w] {
				continue
			}
		}
		out = append(out, s)
	}
	return out
}
