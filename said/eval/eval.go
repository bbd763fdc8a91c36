// Package eval scores statements against gold.
//
// Gold and predictions are JSON lines (see [Article]), or the JSON layout of BBC
// Citron (see [ReadCitron]); offsets are Unicode code points of the text. [Score]
// counts:
//
//   - [ContentExact]: the same words in the content, marks and punctuation aside.
//   - [ContentOverlap]: contents whose words have a Jaccard index of at least 0.5,
//     one to one, the best pairs first.
//   - [ContentAndSource]: the same, and the sources have a word in common, or both
//     have none.
//   - [Quote]: direct and mixed statements whose quoted characters have a Jaccard
//     index of at least 0.8.
//   - [QuoteAndSpeaker]: the same, and the sources overlap. This is the headline.
//   - [Stretch], [StretchAndSpeaker]: each quoted stretch on its own, however the
//     stretches are grouped into statements.
//
// Precision is counted by the type of the prediction, recall by gold's. Types are
// worked out from the text on both sides: direct if every word of the content
// stands in quotation marks, mixed if some do, indirect if none does.
//
// Predictions wholly inside another prediction are set aside as nested, and so are
// unmatched ones on text that annotators discarded or, with StatementsOnly, on
// gold that attributes no words.
//
// [ScoreSpeakers] compares the speakers' full names with labels. [Calibrate] compares
// confidences with what was right, which gives a reliability table and the expected
// calibration error (see [Calibration.Error]).
package eval

import "slices"

// Metric names what is counted.
type Metric string

// The metrics.
const (
	ContentExact      Metric = "content exact"
	ContentOverlap    Metric = "content overlap"
	ContentAndSource  Metric = "content overlap + source overlap"
	Quote             Metric = "quote"
	QuoteAndSpeaker   Metric = "quote+speaker"
	Stretch           Metric = "quoted stretch"
	StretchAndSpeaker Metric = "quoted stretch+speaker"
)

// Metrics are all metrics in the order in which they are printed.
var Metrics = []Metric{ContentExact, ContentOverlap, ContentAndSource, Quote, QuoteAndSpeaker, Stretch, StretchAndSpeaker}

// Types are the types of statements, and "all".
var Types = []string{"direct", "mixed", "indirect", "all"}

// Count is the number of statements and of matched ones on both sides.
type Count struct{ Gold, Predicted, MatchedGold, MatchedPredicted int }

// Precision is the share of predictions that are right, in percent.
func (c Count) Precision() float64 { return percent(c.MatchedPredicted, c.Predicted) }

// Recall is the share of gold that was found, in percent.
func (c Count) Recall() float64 { return percent(c.MatchedGold, c.Gold) }

// F1 is the harmonic mean of precision and recall, in percent.
func (c Count) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// Settings say what counts.
type Settings struct {
	// StatementsOnly makes gold that attributes no words ground on which
	// predictions do not count.
	StatementsOnly bool
	// KeepNested counts predictions inside other predictions.
	KeepNested bool
}

// Result is what Score counted.
type Result struct {
	counts map[Metric]map[string]*Count
	// Articles and Missing are the number of gold articles and of those without a
	// prediction.
	Articles, Missing int
	// Misses are the gold quotes without a match under QuoteAndSpeaker.
	Misses []Miss
}

// Miss is a gold quote that was not found, or with another source.
type Miss struct {
	Article string
	Type    string
	Found   bool // the quote was found: the source is wrong
	Content []string
	Source  []string
	Got     []string // the source of the prediction
}

// Count returns what was counted under a metric for a type.
func (r *Result) Count(m Metric, kind string) Count {
	if c := r.counts[m][kind]; c != nil {
		return *c
	}
	return Count{}
}

func (r *Result) at(m Metric, kind string) *Count {
	if r.counts[m] == nil {
		r.counts[m] = map[string]*Count{}
	}
	c := r.counts[m][kind]
	if c == nil {
		c = &Count{}
		r.counts[m][kind] = c
	}
	return c
}

// Score compares predictions with gold, article by article by their ids.
func Score(gold, predicted []Article, s Settings) *Result {
	r := &Result{counts: map[Metric]map[string]*Count{}}
	byID := map[string]*Article{}
	for i := range predicted {
		byID[predicted[i].ID] = &predicted[i]
	}
	for i := range gold {
		r.Articles++
		p := byID[gold[i].ID]
		if p == nil {
			r.Missing++
			p = &Article{}
		}
		r.article(&gold[i], p, s)
	}
	return r
}

func (r *Result) article(g, p *Article, s Settings) {
	a := r.compare(g, p, s)
	a.contents()
	a.quotes()
}

// compare measures the statements of an article on both sides.
func (r *Result) compare(g, p *Article, s Settings) *comparison {
	m := newMeasure(g)
	var gold, free []*item
	for i := range g.Statements {
		x := m.item(&g.Statements[i])
		if s.StatementsOnly && !g.Statements[i].IsStatement() {
			free = append(free, x)
		} else {
			gold = append(gold, x)
		}
	}
	var pred []*item
	for i := range p.Statements {
		if x := m.item(&p.Statements[i]); len(x.words) > 0 {
			pred = append(pred, x)
		}
	}
	if !s.KeepNested {
		pred = withoutNested(pred)
	}
	return &comparison{measure: m, gold: gold, pred: pred, free: free, ignore: m.words(g.Ignore), result: r, id: g.ID}
}

// withoutNested leaves out what stands wholly inside a larger prediction.
func withoutNested(pred []*item) []*item {
	return slices.DeleteFunc(slices.Clone(pred), func(p *item) bool {
		return slices.ContainsFunc(pred, func(o *item) bool {
			return len(o.words) > len(p.words) && common(o.words, p.words) == len(p.words)
		})
	})
}
