package quote

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestFitChance(t *testing.T) {
	var signals [][]float64
	var right []bool
	for i := range 400 { // three in four of the linked ones are right, one in four of the others
		x := make([]float64, len(signalNames))
		x[0] = 1
		if i%2 == 0 {
			x[1] = 1
		}
		signals = append(signals, x)
		right = append(right, (i%2 == 0) == (i/2%4 > 0))
	}
	w := FitChance(signals, right)
	for i, want := range map[int]float64{0: 0.75, 1: 0.25} {
		if got := Chance(w, signals[i]); got < want-0.03 || got > want+0.03 {
			t.Errorf("chance %.2f, want %.2f", got, want)
		}
	}
	if _, err := readChance(encodeChance(w)); err != nil {
		t.Error(err)
	}
	if _, err := readChance([]byte("1 always\n")); err == nil {
		t.Error("a file with one weight was accepted")
	}
}

func TestFitChanceOfWideSignals(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	truth := make([]float64, len(signalNames))
	truth[0], truth[1], truth[2], truth[3], truth[5], truth[8] = -1, 0.1, 0.1, 0.1, -0.7, -1.4
	var signals [][]float64
	var right []bool
	share := 0.0
	for range 2000 {
		x := make([]float64, len(signalNames))
		x[0] = 1
		for k := 1; k <= 3; k++ {
			x[k] = min(6.9, 12*rnd.Float64()-2)
		}
		x[5], x[8] = float64(rnd.IntN(2)), float64(bit(rnd.IntN(9) == 0))
		signals, right = append(signals, x), append(right, rnd.Float64() < Chance(truth, x))
		if right[len(right)-1] {
			share += 1.0 / 2000
		}
	}
	w, mean := FitChance(signals, right), 0.0
	for _, x := range signals {
		mean += Chance(w, x) / 2000
	}
	if math.Abs(mean-share) > 0.001 {
		t.Errorf("mean chance %.4f, but %.4f are right", mean, share)
	}
}
