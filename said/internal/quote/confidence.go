package quote

import (
	"errors"
	"fmt"
	"math"
	"slices"
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
	words := int32(0)
	for _, c := range s.Content {
		words += c.Tokens.Last - c.Tokens.First
	}
	is := func(b bool) float64 { return float64(bit(b)) }
	return []float64{1, logit(s.Linked), logit(s.Sourced), logit(s.Tagged), is(kind == 1), is(kind == 2), is(s.hasOddMarks()), is(s.Cue.Empty()), is(s.Source.Empty()), is(len(s.Content) > 2), is(words < 5)}
}

// doubtful is the confidence below which a quote is not given: of fifty such quotes in
// articles that the models had not seen, four were right. To leave out statements
// without marks in the same way gained nothing. With odd marks half of it is enough. They
// cost confidence because in articles otherwise in order they tell of clutter; where
// marks are broken, most of what they cost would be right.
const doubtful = 0.3

func (s *Statement) isDoubtful() bool {
	if s.hasOddMarks() {
		return s.Confidence < doubtful/2
	}
	return len(s.Quoted) > 0 && s.Confidence < doubtful
}

func (s *Statement) hasOddMarks() bool {
	return slices.ContainsFunc(s.Quoted, func(r Region) bool { return r.Odd })
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
// by logistic regression with Newton's steps: the signals are of like kinds, and steps
// along the gradient swing to and fro between them.
func FitChance(signals [][]float64, right []bool) []float64 {
	const rounds, decay = 30, 1e-4
	n := len(signalNames)
	w := make([]float64, n)
	for range rounds {
		// rows of the second derivatives, each with its gradient behind
		h := make([][]float64, n)
		for k := range h {
			h[k] = make([]float64, n+1)
			h[k][k], h[k][n] = decay, decay*w[k]
		}
		for i, x := range signals {
			p := Chance(w, x)
			d, q := (p-float64(bit(right[i])))/float64(len(signals)), p*(1-p)/float64(len(signals))
			for k := range n {
				h[k][n] += d * x[k]
				for l := range n {
					h[k][l] += q * x[k] * x[l]
				}
			}
		}
		for k, step := range solve(h) {
			w[k] -= step
		}
	}
	return w
}

// solve gives the x for which the rows times x are their last columns. The matrix is
// symmetric and positive, so that no row needs to change its place.
func solve(rows [][]float64) []float64 {
	n := len(rows)
	for k := range n {
		for i := k + 1; i < n; i++ {
			f := rows[i][k] / rows[k][k]
			for j := k; j <= n; j++ {
				rows[i][j] -= f * rows[k][j]
			}
		}
	}
	x := make([]float64, n)
	for k := n - 1; k >= 0; k-- {
		x[k] = rows[k][n]
		for j := k + 1; j < n; j++ {
			x[k] -= rows[k][j] * x[j]
		}
		x[k] /= rows[k][k]
	}
	return x
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
