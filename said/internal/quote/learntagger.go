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
	name string
	seed uint64
	keep func(*lessonText) bool
}

// trainings are those without a fold, round by round, and those on all examples.
func (t *teacher) trainings() []training {
	var out []training
	for round := range rounds {
		for fold := range folds {
			out = append(out, training{
				name: fmt.Sprintf("round %d without fold %d", round+1, fold+1),
				seed: uint64(100*(round+1) + fold),
				keep: func(x *lessonText) bool { return x.fold(round) != fold },
			})
		}
	}
	for _, seed := range t.Seeds {
		out = append(out, training{fmt.Sprintf("seed %d", seed), seed, func(*lessonText) bool { return true }})
	}
	return out
}

// learnTaggers trains the tagger, which is the average of all trainings, and returns
// those of the jackknife. They run side by side; the result does not depend on it.
func (t *teacher) learnTaggers(dict *crf.Dict) (*jackknife, error) {
	all := t.trainings()
	weights := make([]*crf.Weights, len(all))
	var g errgroup.Group
	g.SetLimit(min(mostTrainings, runtime.GOMAXPROCS(0)))
	for i, x := range all {
		g.Go(func() error {
			c := taggerConfig(x.seed)
			var last float64
			c.Log = func(_ int, loss float64) { last = loss }
			weights[i] = crf.Train(dict.Len(), t.sequences(x.keep), c)
			t.logf("tagger %d of %d, %s: loss %.0f", i+1, len(all), x.name, last)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	jack := &jackknife{}
	for i := range rounds * folds {
		file, err := weights[i].Pack(dict, t.Threshold)
		if err != nil {
			return nil, err
		}
		m, err := crf.ReadModel(file)
		if err != nil {
			return nil, err
		}
		jack[i/folds][i%folds] = &tagger{chain: crf.Chain{Model: m}}
	}
	var err error
	t.out.Tagger, err = crf.Average(weights).Pack(dict, t.Threshold)
	return jack, err
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
