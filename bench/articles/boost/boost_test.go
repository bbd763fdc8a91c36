package boost

import (
	"math/rand/v2"
	"testing"
)

// TestTreesLearnWhatNoSingleFeatureTells trains on exclusive or, with noise
// columns beside it, and asks about rows it has not seen.
func TestTreesLearnWhatNoSingleFeatureTells(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	make := func(n int) *Rows {
		r := &Rows{}
		for range n {
			x := []float32{rng.Float32(), rng.Float32(), rng.Float32(), float32(rng.IntN(3))}
			y := 0.0
			if (x[0] > 0.5) != (x[1] > 0.5) {
				y = 1
			}
			r.X, r.Y, r.W = append(r.X, x), append(r.Y, y), append(r.W, 1)
		}
		return r
	}
	trees := Train(make(4000), Config{Trees: 60, Depth: 3, Rate: 0.2, Rows: 0.7, Columns: 0.9, Lambda: 1, MinRows: 20, Seed: 1})
	test := make(1000)
	right := 0
	for i, p := range trees.Scores(test.X) {
		if (p > 0.5) == (test.Y[i] > 0.5) {
			right++
		}
	}
	if right < 950 {
		t.Errorf("%d of 1000 right", right)
	}
}

func TestTrainingIsTheSameForTheSameSeed(t *testing.T) {
	r := &Rows{}
	for i := range 300 {
		r.X, r.Y, r.W = append(r.X, []float32{float32(i % 7), float32(i % 3)}), append(r.Y, float64(i%2)), append(r.W, 1)
	}
	c := Config{Trees: 5, Depth: 3, Rate: 0.1, Rows: 0.8, Columns: 1, Lambda: 1, MinRows: 10, Seed: 9}
	a, b := Train(r, c), Train(r, c)
	if len(a.Nodes) != len(b.Nodes) || a.LogOdds(r.X[5]) != b.LogOdds(r.X[5]) {
		t.Error("two runs differ")
	}
}

func TestTheAverageOfTreesIsTheMeanOfTheirLogOdds(t *testing.T) {
	r := &Rows{}
	for i := range 300 {
		r.X, r.Y, r.W = append(r.X, []float32{float32(i % 7), float32(i % 3)}), append(r.Y, float64((i/3)%2)), append(r.W, 1)
	}
	c := Config{Trees: 5, Depth: 3, Rate: 0.1, Rows: 0.8, Columns: 1, Lambda: 1, MinRows: 10, Seed: 1}
	a := Train(r, c)
	c.Seed = 2
	b := Train(r, c)
	mean := Average(a, b)
	for _, x := range r.X[:21] {
		want := (a.LogOdds(x) + b.LogOdds(x)) / 2
		if got := mean.LogOdds(x); got < want-1e-5 || got > want+1e-5 {
			t.Fatalf("%v: got %v, want %v", x, got, want)
		}
	}
}
