package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/said/train"
)

// set is a file of gold articles, with labelled speakers if there are any.
type set struct {
	name, file string
	gold       []eval.Article
	labels     []eval.Label
}

var files = []struct{ name, file, speakers string }{
	{"dev", "quotes/open/dev.jsonl", "quotes/open/dev_speakers.jsonl"},
	{"dev, broken marks", "quotes/open/dev_messy.jsonl", ""},
	{"generality", "generality/open/gold.jsonl", "generality/open/speakers.jsonl"},
	{"seed", "seed/gold.jsonl", "seed/speakers.jsonl"},
}

// load reads the sets of the benchmark, and a further file of gold.
func load(data, extra string) ([]*set, error) {
	var sets []*set
	for _, f := range files {
		if data == "" {
			break
		}
		s := &set{name: f.name, file: filepath.Join(data, f.file)}
		var err error
		if s.gold, err = eval.Load(s.file); err != nil {
			return nil, err
		}
		if f.speakers != "" {
			if s.labels, err = eval.LoadLabels(filepath.Join(data, f.speakers)); err != nil {
				return nil, err
			}
		}
		sets = append(sets, s)
	}
	if extra != "" {
		gold, err := eval.Load(extra)
		if err != nil {
			return nil, err
		}
		sets = append(sets, &set{name: filepath.Base(extra), file: extra, gold: gold})
	}
	if len(sets) == 0 {
		return nil, errors.New("nothing to score: -data or -gold is needed")
	}
	return sets, nil
}

// system is what a system makes of the sets.
type system struct {
	name      string
	version   string
	missing   string // why it was not measured
	note      string
	seconds   float64 // of processor time, an article; 0 if it was not measured
	predicted map[*set][]eval.Article
}

// read lets the engine read the sets.
func read(engine *said.Engine, name string, sets []*set) *system {
	y := &system{name: name, version: said.Version, predicted: map[*set][]eval.Article{}}
	train.Analyze(engine, "Warm up, “said Ana Ruiz”.") // what is unpacked at first use is no article's work
	n, start := 0, processorTime()
	for _, s := range sets {
		for _, a := range s.gold {
			y.predicted[s] = append(y.predicted[s], eval.Article{ID: a.ID, Statements: train.Analyze(engine, a.Text)})
			n++
		}
	}
	y.seconds = (processorTime() - start).Seconds() / float64(n)
	return y
}

func (y *system) score(s *set) *eval.Result {
	return eval.Score(s.gold, y.predicted[s], onlyStatements)
}

func (y *system) speakers(s *set) *eval.SpeakerResult {
	return eval.ScoreSpeakers(s.labels, s.gold, y.predicted[s])
}

// write leaves the predictions in a folder, a file for each set.
func (y *system) write(folder string, sets []*set) error {
	for _, s := range sets {
		if err := writeLines(filepath.Join(folder, s.name+".jsonl"), y.predicted[s]); err != nil {
			return err
		}
	}
	return nil
}

func writeLines(path string, articles []eval.Article) (err error) {
	w, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	e := json.NewEncoder(w)
	for _, a := range articles {
		if err := e.Encode(a); err != nil {
			return err
		}
	}
	return nil
}

// processorTime is what the process has used: on a busy machine that says more
// than the clock.
func processorTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
