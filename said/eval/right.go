package eval

import "math"

// Verdict says whether a prediction is right.
type Verdict int

// The verdicts. Aside means that it does not count: nested, or on ground on which
// predictions do not count.
const (
	Wrong Verdict = iota
	Right
	Aside
)

// Judge gives a verdict on every prediction: of a quote, under QuoteAndSpeaker; of
// an indirect statement, under ContentAndSource.
func Judge(gold Article, predicted []Statement, s Settings) []Verdict {
	r := &Result{counts: map[Metric]map[string]*Count{}}
	out := make([]Verdict, len(predicted))
	for i := range out {
		out[i] = Aside
	}
	a := r.compare(&gold, &Article{Statements: predicted}, s)
	number := map[*Statement]int{}
	for i := range predicted {
		number[&predicted[i]] = i
	}
	same := a.overlap()
	for g, p := range same {
		if !sameSource(a.gold[g], a.pred[p]) {
			delete(same, g)
		}
	}
	judge := func(items []*item, m matching, verbatim bool) {
		hit := map[int]bool{}
		for _, p := range m {
			hit[p] = true
		}
		for k, p := range items {
			if i := number[p.Statement]; (p.kind != "indirect") == verbatim {
				switch {
				case hit[k]:
					out[i] = Right
				case !a.dontCare(p):
					out[i] = Wrong
				}
			}
		}
	}
	judge(a.pred, same, false)
	goldQuotes, quotes := verbatim(a.gold), verbatim(a.pred)
	m := matchQuotes(goldQuotes, quotes)
	for g, p := range m {
		if !sameSource(goldQuotes[g], quotes[p]) {
			delete(m, g)
		}
	}
	judge(quotes, m, true)
	return out
}

// Calibration compares confidences with what was right, in ten equal ranges of
// confidence.
type Calibration [10]struct {
	N, Right   int
	Confidence float64 // sum
}

// Add counts a prediction.
func (c *Calibration) Add(confidence float64, right bool) {
	b := &c[min(9, max(0, int(confidence*10)))]
	b.N++
	b.Confidence += confidence
	if right {
		b.Right++
	}
}

// Join adds what another calibration counted.
func (c *Calibration) Join(o *Calibration) {
	for i := range c {
		c[i].N += o[i].N
		c[i].Right += o[i].Right
		c[i].Confidence += o[i].Confidence
	}
}

// Error is the expected calibration error: by how much confidence and share of
// right predictions differ, on average over the predictions.
func (c *Calibration) Error() float64 {
	n, sum := 0, 0.0
	for _, b := range c {
		n += b.N
		sum += math.Abs(b.Confidence - float64(b.Right))
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
