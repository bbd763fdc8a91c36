package quote

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// signalNames are what a statement's confidence is made of, in the order of
// Signals.
var signalNames = []string{"always", "linked", "sourced", "tagged", "mixed", "indirect", "odd marks", "no cue", "no source", "paragraphs", "short"}

// Signals returns the evidence for a statement being right.
func (s *Statement) Signals() []float64 {
	kind := 0 // direct
	switch {
	case len(s.Quoted) == 0:
		kind = 2
	case s.Words > 0:
		kind = 1
	}
	odd, words := 0.0, int32(0)
	for _, r := range s.Quoted {
		if r.Odd {
			odd = 1
		}
	}
	for _, c := range s.Content {
		words += c.Tokens.Last - c.Tokens.First
	}
	is := func(b bool) float64 { return float64(bit(b)) }
	return []float64{1, logit(s.Linked), logit(s.Sourced), logit(s.Tagged), is(kind == 1), is(kind == 2), odd, is(s.Cue.Empty()), is(s.Source.Empty()), is(len(s.Content) > 2), is(words < 5)}
}

func logit(p float32) float64 {
	x := min(0.999, max(0.001, float64(p)))
	return math.Log(x / (1 - x))
}

// Chance is the probability that a statement is right, given its signals.
func Chance(weights, signals []float64) float64 {
	z := 0.0
	for i, x := range signals {
		z += weights[i] * x
	}
	return 1 / (1 + math.Exp(-z))
}

// FitChance learns the weights of Chance from statements that were right or not,
// by logistic regression.
func FitChance(signals [][]float64, right []bool) []float64 {
	const rounds, rate, decay = 4000, 0.3, 1e-4
	w := make([]float64, len(signalNames))
	for range rounds {
		g := make([]float64, len(w))
		for i, x := range signals {
			d := Chance(w, x) - float64(bit(right[i]))
			for k := range g {
				g[k] += d * x[k]
			}
		}
		for k := range w {
			w[k] -= rate * (g[k]/float64(len(signals)) + decay*w[k])
		}
	}
	return w
}

// encodeChance writes one weight a line.
func encodeChance(w []float64) []byte {
	var b strings.Builder
	for i, x := range w {
		fmt.Fprintf(&b, "%.4f %s\n", x, signalNames[i])
	}
	return []byte(b.String())
}

var errConfidence = errors.New("quote: not the weights of a confidence")

func readChance(file []byte) ([]float64, error) {
	var w []float64
	for line := range strings.Lines(string(file)) {
		x, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		f, err := strconv.ParseFloat(x, 64)
		if err != nil || len(w) >= len(signalNames) || name != signalNames[len(w)] {
			return nil, errConfidence
		}
		w = append(w, f)
	}
	if len(w) != len(signalNames) {
		return nil, errConfidence
	}
	return w, nil
}
