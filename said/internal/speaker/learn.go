package speaker

import (
	"errors"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// Example is an article with the speakers of some of its statements: what a name
// is equal to is told by Right.
type Example struct {
	Input
	// Right reports whether an entity's name is that of the speaker of statement i;
	// known is false where the speaker is not labelled.
	Right func(i int, name string) (right, known bool)
}

// Learnt is what training gives.
type Learnt struct {
	Ranker   []byte
	Choices  int
	Missed   int // labelled statements whose speaker was no candidate
	Features int
}

// lesson gathers choices while a resolver goes through an article. A nil lesson
// gathers none.
type lesson struct {
	dict    *crf.Dict
	right   func(i int, name string) (right, known bool)
	choices []crf.Choice
	missed  int
}

// choose notes a labelled choice and gives its right candidate. Where nothing is
// labelled the one who spoke before is taken, as a ranker would do most often.
func (l *lesson) choose(r *resolver, i int, x token.Range, cs []candidate, want entity.Gender) (int, bool) {
	if l == nil {
		return 0, false
	}
	choice := crf.Choice{Right: -1}
	labelled := false
	for k := range cs {
		right, known := l.right(i, r.Entities.Entities[cs[k].entity].Name)
		labelled = labelled || known
		if right && choice.Right < 0 {
			choice.Right = k
		}
	}
	if !labelled {
		return l.guess(r, cs), true
	}
	if choice.Right < 0 {
		l.missed++
		return l.guess(r, cs), true
	}
	for k := range cs {
		var ids []int32
		for _, h := range r.features(&cs[k], x.First, want) {
			ids = append(ids, l.dict.Add(h))
		}
		choice.Options = append(choice.Options, ids)
	}
	l.choices = append(l.choices, choice)
	return choice.Right, true
}

func (l *lesson) guess(r *resolver, cs []candidate) int {
	if n := len(r.past); n > 0 {
		for k := range cs {
			if cs[k].entity == r.past[n-1].entity {
				return k
			}
		}
	}
	return 0
}

// Learn trains the ranker of pronouns.
func Learn(examples []Example) (*Learnt, error) {
	var dict crf.Dict
	out := &Learnt{}
	var choices []crf.Choice
	for _, e := range examples {
		r := newResolver(e.Input, nil)
		r.lesson = &lesson{dict: &dict, right: e.Right}
		r.all()
		choices = append(choices, r.lesson.choices...)
		out.Missed += r.lesson.missed
	}
	if len(choices) == 0 {
		return nil, errors.New("speaker: nothing to learn from")
	}
	weights := crf.TrainRanker(dict.Len(), choices, crf.RankConfig{Epochs: 12, Rate: 0.05, Dropout: 0.2, Seed: 1})
	file, err := crf.PackRanker(weights, &dict, 0.005)
	if err != nil {
		return nil, err
	}
	out.Ranker, out.Choices, out.Features = file, len(choices), dict.Len()
	return out, nil
}

// ResolveWith is Resolve with a ranker of one's own: the file that Learn makes.
func ResolveWith(file []byte, in Input) ([]Attribution, error) {
	k, err := crf.ReadRanker(file)
	if err != nil {
		return nil, err
	}
	return newResolver(in, k).all(), nil
}
