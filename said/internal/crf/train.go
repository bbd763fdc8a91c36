package crf

import (
	"math"
	"math/rand/v2"
)

// Sequence is a training example.
type Sequence struct {
	// Features are the numbers of each position's features in the Dict.
	Features [][]int32
	// Allowed has a bit for every label that may be right at a position: one bit
	// where the label is known, several where it is known in part.
	Allowed []uint64
	// Weight is how much the sequence counts; 0 means 1.
	Weight float32
}

// Config says how to train.
type Config struct {
	Labels int
	// MayFollow reports whether label b may stand after label a; a is Labels at
	// the start of a sequence. Nil allows all.
	MayFollow func(a, b int) bool
	Epochs    int     // default 6
	Rate      float32 // default 0.1
	// Dropout is the share of features left out of each step: it keeps the model
	// from leaning on single words. The others are scaled up accordingly.
	Dropout float32
	Seed    uint64
	// Log is told the loss of every epoch if it is not nil.
	Log func(epoch int, loss float64)
}

// Weights are what Train learns: a row for each feature of the Dict, and
// transitions as in Model.
type Weights struct {
	Labels  int
	Rows    []float32
	Trans   []float32
	Dropped []bool // transitions that are not allowed
}

// Train learns a model by stochastic gradient ascent (AdaGrad), a sequence a
// step. The weights are averaged over the ends of the later half of the epochs.
func Train(features int, sequences []Sequence, c Config) *Weights {
	t := newTrainer(features, c)
	order := make([]int, len(sequences))
	for i := range order {
		order[i] = i
	}
	for epoch := range t.Epochs {
		t.rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for _, k := range order {
			if len(sequences[k].Features) > 0 {
				loss += t.step(&sequences[k])
			}
		}
		if c.Log != nil {
			c.Log(epoch, loss)
		}
		if epoch >= t.Epochs/2 {
			t.remember()
		}
	}
	return t.average()
}

type trainer struct {
	Config
	w, g   []float32 // weights, sums of squared gradients
	tw, tg []float32 // the same for transitions
	sum    []float32
	tsum   []float32
	taken  int
	rnd    *rand.Rand
	drop   []bool
	chain  passes
	kept   [][]int32
}

func newTrainer(features int, c Config) *trainer {
	if c.Epochs == 0 {
		c.Epochs = 6
	}
	if c.Rate == 0 {
		c.Rate = 0.1
	}
	l := c.Labels
	t := &trainer{
		Config: c,
		w:      make([]float32, features*l), g: make([]float32, features*l), sum: make([]float32, features*l),
		tw: make([]float32, (l+1)*l), tg: make([]float32, (l+1)*l), tsum: make([]float32, (l+1)*l),
		drop: make([]bool, (l+1)*l),
		rnd:  rand.New(rand.NewPCG(c.Seed, 0x5eed)),
	}
	for a := 0; a <= l; a++ {
		for b := range l {
			t.drop[a*l+b] = c.MayFollow != nil && !c.MayFollow(a, b)
		}
	}
	t.chain = passes{l: l, drop: t.drop}
	return t
}

// step moves the weights towards one sequence and returns its loss.
func (t *trainer) step(s *Sequence) float64 {
	l, n := t.Labels, len(s.Features)
	weight := s.Weight
	if weight == 0 {
		weight = 1
	}
	t.leaveOut(s.Features)
	t.chain.reset(n, t.tw)
	up := 1 / (1 - t.Dropout)
	for i, x := range t.kept[:n] {
		e := t.chain.e[i*l : i*l+l]
		for _, f := range x {
			for y, w := range t.w[int(f)*l : int(f)*l+l] {
				e[y] += w
			}
		}
		for y := range e {
			e[y] *= up
		}
	}
	grad, tgrad, loss := t.chain.gradient(s.Allowed)
	for i, x := range t.kept[:n] {
		t.update(x, grad[i*l:i*l+l], weight*up)
	}
	for j, x := range tgrad {
		if x *= weight; (x > 1e-3 || x < -1e-3) && !t.drop[j] {
			t.tg[j] += x * x
			t.tw[j] -= t.Rate * x / float32(math.Sqrt(float64(t.tg[j])+0.1))
		}
	}
	return loss * float64(weight)
}

func (t *trainer) leaveOut(features [][]int32) {
	for len(t.kept) < len(features) {
		t.kept = append(t.kept, nil)
	}
	limit := uint32(float64(t.Dropout) * (1 << 32))
	for i, x := range features {
		if t.Dropout == 0 {
			t.kept[i] = x
			continue
		}
		y := t.kept[i][:0]
		for _, f := range x {
			if t.rnd.Uint32() >= limit {
				y = append(y, f)
			}
		}
		t.kept[i] = y
	}
}

func (t *trainer) update(features []int32, grad []float32, weight float32) {
	l := t.Labels
	move := false
	for y, x := range grad {
		if x < 0.002 && x > -0.002 { // most positions are settled: this is where the time goes
			grad[y] = 0
			continue
		}
		grad[y] = x * weight
		move = true
	}
	if !move {
		return
	}
	for _, f := range features {
		w, g := t.w[int(f)*l:int(f)*l+l], t.g[int(f)*l:int(f)*l+l]
		for y, x := range grad {
			if x != 0 {
				g[y] += x * x
				w[y] -= t.Rate * x / float32(math.Sqrt(float64(g[y])+0.1))
			}
		}
	}
}

func (t *trainer) remember() {
	for i, x := range t.w {
		t.sum[i] += x
	}
	for i, x := range t.tw {
		t.tsum[i] += x
	}
	t.taken++
}

func (t *trainer) average() *Weights {
	k := 1 / float32(max(t.taken, 1))
	for i := range t.sum {
		t.sum[i] *= k
	}
	for i := range t.tsum {
		t.tsum[i] *= k
	}
	return &Weights{Labels: t.Labels, Rows: t.sum, Trans: t.tsum, Dropped: t.drop}
}

// Average averages models that were trained on the same Dict with different
// seeds. It is one model, and steadier than each of them.
func Average(ws []*Weights) *Weights {
	out := &Weights{Labels: ws[0].Labels, Dropped: ws[0].Dropped, Rows: make([]float32, len(ws[0].Rows)), Trans: make([]float32, len(ws[0].Trans))}
	for _, w := range ws {
		for i, x := range w.Rows {
			out.Rows[i] += x / float32(len(ws))
		}
		for i, x := range w.Trans {
			out.Trans[i] += x / float32(len(ws))
		}
	}
	return out
}
