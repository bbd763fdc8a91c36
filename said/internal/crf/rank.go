package crf

import (
	"math"
	"math/rand/v2"
)

// Ranker scores options by the sum of their features' weights. It is not
// changed in use and may be shared.
type Ranker struct{ Table *Table }

// Score returns the score of an option.
func (r *Ranker) Score(features []uint64) float32 { return r.Table.Sum1(features) }

// Softmax turns scores into probabilities, in place.
func Softmax(scores []float32) {
	top := float32(math.Inf(-1))
	for _, s := range scores {
		top = max(top, s)
	}
	sum := float32(0)
	for i, s := range scores {
		scores[i] = float32(math.Exp(float64(s - top)))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// Choice is a training example: the features of each option, by number in the
// Dict, and the right one.
type Choice struct {
	Options [][]int32
	Right   int
	Weight  float32 // 0 means 1
}

// RankConfig says how to train a ranker.
type RankConfig struct {
	Epochs  int     // default 10
	Rate    float32 // default 0.1
	Dropout float32
	Seed    uint64
}

// TrainRanker learns one weight for each feature by AdaGrad on the log
// likelihood of the right options, averaged over the later half of the epochs.
func TrainRanker(features int, choices []Choice, c RankConfig) []float32 {
	if c.Epochs == 0 {
		c.Epochs = 10
	}
	if c.Rate == 0 {
		c.Rate = 0.1
	}
	w, g, sum := make([]float32, features), make([]float32, features), make([]float32, features)
	rnd := rand.New(rand.NewPCG(c.Seed, 0x4a2c))
	order := rnd.Perm(len(choices))
	var p []float32
	for epoch := range c.Epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			p = rankStep(&choices[k], w, g, p, c, rnd.Uint64())
		}
		if epoch >= c.Epochs/2 {
			for i, x := range w {
				sum[i] += x
			}
		}
	}
	for i := range sum {
		sum[i] /= float32(c.Epochs - c.Epochs/2)
	}
	return sum
}

// rankStep moves the weights towards the right option. The features left out are
// the same in all options, or the options could not be compared.
func rankStep(e *Choice, w, g, p []float32, c RankConfig, salt uint64) []float32 {
	limit := uint64(c.Dropout * (1 << 20))
	kept := func(f int32) bool { return finish(salt^uint64(f)*k0)>>40&(1<<20-1) >= limit }
	up := 1 / (1 - c.Dropout)
	p = grow(p, len(e.Options))
	for i, x := range e.Options {
		p[i] = 0
		for _, f := range x {
			if kept(f) {
				p[i] += w[f] * up
			}
		}
	}
	Softmax(p)
	weight := e.Weight
	if weight == 0 {
		weight = 1
	}
	for i, x := range e.Options {
		d := p[i]
		if i == e.Right {
			d--
		}
		if d *= weight * up; d < 1e-3 && d > -1e-3 {
			continue
		}
		for _, f := range x {
			if kept(f) {
				g[f] += d * d
				w[f] -= c.Rate * d / float32(math.Sqrt(float64(g[f])+0.1))
			}
		}
	}
	return p
}
