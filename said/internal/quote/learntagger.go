package quote

import (
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/inquit/inquit/said/internal/crf"
)

// The jackknife cuts the examples into folds, in each round into others. The nearer a
// tagger without a fold comes to the one that has read all, the better for the linker:
// three folds lose half a point against six. What a tagger makes of an article is one
// draw of many: with two rounds the linker leans less on the accidents of one.
const (
	rounds = 2
	folds  = 6
)

// jackknife holds taggers that have not seen a fold.
type jackknife [rounds][folds]*tagger

// each calls do with every example and a tagger that has not seen it, for each round.
func (j *jackknife) each(examples []*lessonText, do func(*lessonText, *tagger)) {
	for round := range rounds {
		for _, x := range examples {
			do(x, j[round][x.fold(round)])
		}
	}
}

// fold is the jackknife's group in a round: a messy copy stands with its original.
func (x *lessonText) fold(round int) int {
	n := 17 * round
	for _, c := range x.ID {
		n = (n*31 + int(c)) % 9973
	}
	return n % folds
}

// mostTrainings is how many may run side by side. Each takes a few hundred megabytes.
const mostTrainings = 4

// training is one of those that are averaged.
type training struct {
	seed        uint64
	round, fold int // what it leaves out; fold is -1 if it reads all
}

func (r training) reads(x *lessonText) bool { return r.fold < 0 || x.fold(r.round) != r.fold }

func (r training) String() string {
	if r.fold < 0 {
		return fmt.Sprintf("seed %d", r.seed)
	}
	return fmt.Sprintf("round %d without fold %d", r.round+1, r.fold+1)
}

// trainings are those without a fold, round by round, and those on all examples.
func (t *teacher) trainings() []training {
	var out []training
	for round := range rounds {
		for fold := range folds {
			out = append(out, training{uint64(100*(round+1) + fold), round, fold})
		}
	}
	for _, seed := range t.Seeds {
		out = append(out, training{seed, 0, -1})
	}
	return out
}

// learnTaggers trains the tagger, which is the average of all trainings, and returns
// those of the jackknife. They run side by side; the result does not depend on it.
func (t *teacher) learnTaggers(dict *crf.Dict) (*jackknife, error) {
	all, jack := t.trainings(), &jackknife{}
	weights := make([]*crf.Weights, len(all))
	var g errgroup.Group
	g.SetLimit(min(mostTrainings, runtime.GOMAXPROCS(0)))
	for i, r := range all {
		g.Go(func() (err error) {
			var last float64
			c := taggerConfig(r.seed)
			c.Log = func(_ int, loss float64) { last = loss }
			weights[i] = crf.Train(dict.Len(), t.sequences(r.reads), c)
			t.logf("tagger %d of %d, %s: loss %.0f", i+1, len(all), r, last)
			if r.fold >= 0 {
				jack[r.round][r.fold], err = t.tagger(weights[i], dict)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var err error
	t.out.Tagger, err = crf.Average(weights).Pack(dict, t.Threshold)
	return jack, err
}

// tagger packs weights as they are in use: the linker is to see what that costs too.
func (t *teacher) tagger(w *crf.Weights, dict *crf.Dict) (*tagger, error) {
	file, err := w.Pack(dict, t.Threshold)
	if err != nil {
		return nil, err
	}
	m, err := crf.ReadModel(file)
	return &tagger{chain: crf.Chain{Model: m}}, err
}

func taggerConfig(seed uint64) crf.Config {
	return crf.Config{Labels: labelCount, MayFollow: mayFollow, Epochs: 6, Dropout: 0.5, Seed: seed}
}

// sequences are the paragraphs of the examples that keep accepts.
func (t *teacher) sequences(keep func(*lessonText) bool) []crf.Sequence {
	var out []crf.Sequence
	for _, x := range t.examples {
		if !keep(x) {
			continue
		}
		for k, p := range x.doc.pars {
			if !x.use[k] || p.First == p.Last {
				continue
			}
			s := crf.Sequence{Features: x.ids[p.First:p.Last]}
			for i := p.First; i < p.Last; i++ {
				allowed := uint64(1) << x.labels[i]
				if x.free[i] {
					allowed = 1<<labelCount - 1
				}
				s.Allowed = append(s.Allowed, allowed)
			}
			out = append(out, s)
		}
	}
	return out
}
