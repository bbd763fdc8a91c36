package main

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/said/train"
)

const confidenceText = `How often a prediction of a given confidence is right. ECE is the expected calibration error, the mean over all predictions of how far
confidence and share of right ones lie apart in their bin (ten bins of equal width; Naeini et al. 2015, Guo et al. 2017):

ECE = Σ_b n_b/n · |right(b) − confidence(b)|

*By chance* is about what it would be on as many predictions if every confidence were exact, Σ_b √(2/π · Σ_b p(1−p)) / n: an ECE near it cannot be told from perfect.
A statement counts as right as the scorer counts it: quotes under quote+speaker, indirect ones under content overlap with the right source.
The confidence of an attribution is meant for the full name too, for which only labelled speakers can ask, so that on all statements it ought to lie below the share of right ones.
Labelled speakers are of quotes in gold: predictions where there is none are not among them, which makes the share of right ones higher than it is for all.
The third table is of the confidence before the name: of quote, or content, and source alone.

`

// curve is a calibration with its name.
type curve struct {
	name string
	*eval.Calibration
}

// confidence is the section that compares confidences with what was right.
func confidence(weights fs.FS, y *system, sets []*set) (section, error) {
	var b strings.Builder
	b.WriteString(confidenceText)
	dev := sets[0]
	statementCurves(&b, dev, y.predicted[dev])
	var named, covered []*eval.Calibration
	var list []curve
	for _, s := range labelled(sets) {
		r := y.speakers(s)
		named, covered = append(named, &r.Named), append(covered, &r.Covered)
		if len(s.gold) > 1 {
			list = append(list, curve{"named speakers, " + s.name, &r.Named})
		}
	}
	if len(list) > 0 {
		b.WriteString("\n")
		curves(&b, append(list, curve{"named speakers, all sets", join(named...)}))
		fmt.Fprintf(&b, "\nWith the predictions that give no name, which cannot be right: ECE %.3f over %d.\n", join(covered...).Error(), join(covered...).All().N)
	}
	m, err := train.Open(weights)
	if err != nil {
		return section{}, err
	}
	var spans []eval.Article
	for _, a := range dev.gold {
		spans = append(spans, eval.Article{ID: a.ID, Statements: m.Predict(a.Text)})
	}
	b.WriteString("\nBefore the name:\n\n")
	statementCurves(&b, dev, spans)
	return section{"Confidence", b.String()}, nil
}

func statementCurves(b *strings.Builder, s *set, predicted []eval.Article) {
	verbatim, indirect := eval.Calibrate(s.gold, predicted, onlyStatements)
	curves(b, []curve{{"quotes, " + s.name, verbatim}, {"indirect, " + s.name, indirect}, {"all statements, " + s.name, join(verbatim, indirect)}})
}

func join(all ...*eval.Calibration) *eval.Calibration {
	var c eval.Calibration
	for _, x := range all {
		c.Join(x)
	}
	return &c
}

// curves prints reliability tables side by side, and their errors.
func curves(b *strings.Builder, list []curve) {
	cells := []string{"| confidence"}
	for _, c := range list {
		cells = append(cells, c.name+": n", "mean", "right")
	}
	table(b, strings.Join(cells, " | ")+" |")
	row := func(label string, bin func(*eval.Calibration) eval.Bin) {
		b.WriteString("| " + label + " |")
		for _, c := range list {
			if x := bin(c.Calibration); x.N == 0 {
				b.WriteString(" 0 | - | - |")
			} else {
				fmt.Fprintf(b, " %d | %.3f | %.3f |", x.N, x.Confidence(), x.Accuracy())
			}
		}
		b.WriteString("\n")
	}
	for i := range 10 {
		row(fmt.Sprintf("%.1f-%.1f", float64(i)/10, float64(i+1)/10), func(c *eval.Calibration) eval.Bin { return c[i] })
	}
	row("all", (*eval.Calibration).All)
	b.WriteString("| **ECE** (by chance) |")
	for _, c := range list {
		fmt.Fprintf(b, " **%.3f** (%.3f) | | |", c.Error(), c.Noise())
	}
	b.WriteString("\n")
}
