package quote

import (
	"fmt"
	"io"
	"sync"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

// Example is an annotated article to learn from.
type Example struct {
	ID   string
	Text string
	Gold []Gold
	// Undecided are attributions of thoughts and acts that quote: “Ruiz supports a
	// ‘new deal’”. They look like statements, and a model that is to take them for
	// nothing misses others. Nothing is learnt from them.
	Undecided []Gold
	// Regions are the quoted stretches as they were meant, if the marks of the
	// text were broken on purpose; else nil, and the rules are believed.
	Regions []Region
}

// LearnConfig says how to train. The zero value is how the embedded weights are
// made, given the seeds and the names.
type LearnConfig struct {
	// Seeds are those of the trainings on all examples. The tagger is the average of
	// these and of the jackknife's.
	Seeds []uint64
	// Names are the full names of people in the examples. They are exchanged for
	// one another, so that who was in the news is not learnt by heart.
	Names []string
	// Threshold is the size below which a tagger feature is dropped.
	Threshold float32
	Log       io.Writer
}

// Files are the embedded files of a Model.
type Files struct{ Lexicon, Marks, Tagger, Contents, Sources, Confidence []byte }

// Learned is what training gives.
type Learned struct {
	Files
	Counts map[string]int
}

// teacher holds the examples on their way through training.
type teacher struct {
	LearnConfig
	examples []*lessonText
	names    *names
	clusters map[uint64]wordInfo
	lex      *Lexicon
	marks    *crf.Model
	out      *Learned
	logging  sync.Mutex // trainings run side by side
}

// lessonText is an example in all its stages.
type lessonText struct {
	Example
	stream *token.Stream
	doc    *document
	labels []uint8
	free   []bool // items that may have any label
	group  int    // of the jackknife; a messy copy has that of its original
	messy  bool   // only paragraphs with suspicious marks are used
	use    []bool
	ids    [][]int32
}

// Learn trains all the models on the examples.
func Learn(examples []Example, c LearnConfig) (*Learned, error) {
	t := &teacher{LearnConfig: c, out: &Learned{Counts: map[string]int{}}}
	t.out.Confidence = encodeChance(make([]float64, len(signalNames)))
	t.read(examples)
	t.learnClusters()
	t.lex = t.countWords(-1).lexicon(t.clusters)
	if err := t.learnMarks(); err != nil {
		return nil, err
	}
	t.foldAll()
	dict := t.index()
	t.out.Counts["tagger features"] = dict.Len()
	jack, err := t.learnTaggers(dict)
	if err != nil {
		return nil, err
	}
	if err := t.learnLinker(jack); err != nil {
		return nil, err
	}
	t.lex = t.countWords(-1).lexicon(t.clusters)
	t.out.Lexicon, err = t.lex.encode()
	return t.out, err
}

func (t *teacher) logf(format string, args ...any) {
	t.logging.Lock()
	defer t.logging.Unlock()
	if t.Log != nil {
		fmt.Fprintf(t.Log, format+"\n", args...)
	}
}

const groups = 5 // of the jackknife of word counts

func (t *teacher) read(examples []Example) {
	t.names = newNames(examples, t.Names)
	t.out.Counts["articles"] = len(examples)
	t.out.Counts["exchanged name words"] = len(t.names.words)
	add := func(e Example, group int, messy bool) {
		x := &lessonText{Example: e, stream: token.Split(e.Text), group: group, messy: messy}
		t.names.exchange(x.stream, e.ID)
		t.examples = append(t.examples, x)
	}
	for i, e := range examples {
		add(e, i%groups, false)
		t.out.Counts["statements"] += len(e.Gold)
	}
	for i, e := range examples {
		add(breakMarks(e, 0), i%groups, true)
	}
	for _, x := range t.examples {
		x.doc = fold(x.stream, &markReader{})
		x.label()
	}
}

// foldAll folds the examples with the mark model, labels them, and annotates each
// with word counts that do not know it.
func (t *teacher) foldAll() {
	used := 0
	for _, x := range t.examples {
		m := &markReader{chain: crf.Chain{Model: t.marks}, lex: t.lex}
		x.doc = fold(x.stream, m)
		x.label()
		x.use = make([]bool, len(x.doc.pars))
		for k := range x.use {
			p := &x.stream.Paragraphs[k]
			regions, clean := readByRules(x.stream, p)
			x.use[k] = !x.messy || suspicious(x.stream, p, regions, clean)
			if x.messy && x.use[k] {
				used++
			}
		}
	}
	t.out.Counts["paragraphs with broken marks"] = used
	for g := range groups {
		lex := t.countWords(g).lexicon(t.clusters)
		for _, x := range t.examples {
			if x.group == g {
				x.doc.annotate(lex)
			}
		}
	}
}

// rarest is how often a feature must occur.
const rarest = 2

// index numbers the tagger's features of all examples.
func (t *teacher) index() *crf.Dict {
	counts, dict := crf.NewCounter(27), &crf.Dict{}
	t.eachItem(func(_ *lessonText, _ int, f []uint64) {
		for _, h := range f {
			counts.Add(h)
		}
	})
	for _, x := range t.examples {
		x.ids = make([][]int32, len(x.doc.items))
	}
	t.eachItem(func(x *lessonText, i int, f []uint64) {
		ids := make([]int32, 0, len(f))
		for _, h := range f {
			if counts.Count(h) >= rarest {
				ids = append(ids, dict.Add(h))
			}
		}
		x.ids[i] = ids
	})
	return dict
}

func (t *teacher) eachItem(do func(x *lessonText, i int, features []uint64)) {
	var f []uint64
	for _, x := range t.examples {
		for k, p := range x.doc.pars {
			if !x.use[k] {
				continue
			}
			for i := int(p.First); i < int(p.Last); i++ {
				f = x.doc.features(i, f)
				do(x, i, f)
			}
		}
	}
}
