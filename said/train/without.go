package train

import (
	"io/fs"

	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/quote"
)

// Part is a part of the engine that it can go without.
type Part struct {
	Name    string // what it is
	Instead string // what is done in its place
	parts   ablate.Parts
}

// Parts lists the parts that Without leaves out, in the order in which a text
// passes them.
func Parts() []Part {
	return []Part{
		{"learnt reader of odd marks", "rules alone", ablate.Marks},
		{"limits of reading", "every sentence is tagged", ablate.Limits},
		{"bias to statements", "the tagger's own scores in sentences without quotes", ablate.Bias},
		{"learnt linker", "the nearest cue, and the nearest source", ablate.Linker},
		{"clauses for idle cues", "cues without a content are dropped", ablate.Idle},
		{"grammar of transcripts and signed quotes", "the tagger alone", ablate.Lines},
		{"least confidence of a quote", "doubtful ones are given too", ablate.Doubt},
		{"learnt ranker of speakers", "the nearest person of fitting gender", ablate.Ranker},
		{"titles and head words", "“the senator” and “the company” are nobody", ablate.Titles},
	}
}

// Without makes an engine that goes without a part. What is left was trained with
// that part in place, and so were the confidences. Nil weights are the embedded ones.
func Without(weights fs.FS, p Part) (*said.Engine, error) {
	weights, err := orEmbedded(weights)
	if err != nil {
		return nil, err
	}
	return said.Open(ablate.Weights{FS: weights, Off: p.parts})
}

// Open reads a model of statements for Predict. Nil weights are the embedded ones.
func Open(weights fs.FS) (*QuoteModel, error) {
	weights, err := orEmbedded(weights)
	if err != nil {
		return nil, err
	}
	m, err := quote.Open(weights)
	if err != nil {
		return nil, err
	}
	return &QuoteModel{model: m, learned: &quote.Learned{}}, nil
}

func orEmbedded(weights fs.FS) (fs.FS, error) {
	if weights == nil {
		return quote.Embedded()
	}
	return weights, nil
}
