package quote

import (
	"errors"
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

// doubtful is the confidence below which a quote is not given. What that is worth is in
// bench/results/quotes.md, "Without parts"; to leave out statements without marks in the
// same way gained nothing. With odd marks half of it is enough: the confidence was fitted
// to articles that are in order, where odd marks tell of clutter, and where marks are
// broken it is too low.
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
