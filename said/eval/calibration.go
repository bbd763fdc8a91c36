package eval

import "math"

// Bin holds the predictions whose confidence lies in one range.
type Bin struct {
	N, Right int
	sum      float64 // of confidences p
	spread   float64 // sum of p(1-p)
}

// Confidence is the mean confidence of the predictions, 0 without any.
func (b Bin) Confidence() float64 {
	if b.N == 0 {
		return 0
	}
	return b.sum / float64(b.N)
}

// Accuracy is the share of the predictions that are right, 0 without any.
func (b Bin) Accuracy() float64 {
	if b.N == 0 {
		return 0
	}
	return float64(b.Right) / float64(b.N)
}

// Calibration compares confidences with what was right, in ten ranges of equal
// width: bin b holds the confidences from b/10 up to, but not with, (b+1)/10, the
// last one also 1. It is the reliability diagram of Guo et al., “On Calibration of
// Modern Neural Networks” (ICML 2017), as a table.
type Calibration [10]Bin

// Add counts a prediction.
func (c *Calibration) Add(confidence float64, right bool) {
	b := &c[min(9, max(0, int(confidence*10)))]
	b.N++
	b.sum += confidence
	b.spread += confidence * (1 - confidence)
	if right {
		b.Right++
	}
}

// Join adds what another calibration counted.
func (c *Calibration) Join(o *Calibration) {
	for i := range c {
		c[i].N += o[i].N
		c[i].Right += o[i].Right
		c[i].sum += o[i].sum
		c[i].spread += o[i].spread
	}
}

// All is what all ranges hold together.
func (c *Calibration) All() Bin {
	var all Bin
	for _, b := range c {
		all.N += b.N
		all.Right += b.Right
		all.sum += b.sum
		all.spread += b.spread
	}
	return all
}

// Error is the expected calibration error of Naeini, Cooper and Hauskrecht,
// “Obtaining Well Calibrated Probabilities Using Bayesian Binning” (AAAI 2015):
//
//	ECE = Σ_b n_b/n · |accuracy(b) − confidence(b)|
//
// It is 0 without predictions.
func (c *Calibration) Error() float64 {
	n, sum := 0, 0.0
	for _, b := range c {
		n += b.N
		sum += math.Abs(b.sum - float64(b.Right))
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Noise is about what Error would be on as many predictions if every confidence
// were exactly the chance of being right: the right ones of a bin are then spread
// around its sum with a variance of Σ p(1−p), and a normal deviation is √(2/π)
// standard deviations on average. An Error near it says that there are too few
// predictions to see any more.
func (c *Calibration) Noise() float64 {
	n, sum := 0, 0.0
	for _, b := range c {
		n += b.N
		sum += math.Sqrt(2 / math.Pi * b.spread)
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Calibrate compares the confidences of predictions with the verdicts of [Judge]:
// verbatim ones, direct and mixed, with whether quote and source are right, indirect
// ones with whether content and source are. Predictions set aside do not count.
func Calibrate(gold, predicted []Article, s Settings) (verbatim, indirect *Calibration) {
	verbatim, indirect = &Calibration{}, &Calibration{}
	preds := map[string][]Statement{}
	for i := range predicted {
		preds[predicted[i].ID] = predicted[i].Statements
	}
	for i := range gold {
		p := preds[gold[i].ID]
		m := newMeasure(&gold[i])
		for k, v := range Judge(gold[i], p, s) {
			if v == Aside {
				continue
			}
			c := verbatim
			if m.item(&p[k]).kind == "indirect" {
				c = indirect
			}
			c.Add(p[k].Confidence, v == Right)
		}
	}
	return verbatim, indirect
}
