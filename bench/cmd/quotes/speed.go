package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
)

// speed measures how many articles one goroutine reads in a second of processor
// time: dev over and over, and between the rounds articles that the engine meets
// for the first time, so that a busy machine slows both.
func speed(engine *said.Engine, dev *set, o *options) (section, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	train, err := eval.Load(filepath.Join(o.data, "quotes/open/train.jsonl.gz"))
	if err != nil {
		return section{}, err
	}
	var known, fresh timing
	for round := range o.speed {
		known.read(engine, dev.gold)
		fresh.read(engine, train[round*len(train)/o.speed:(round+1)*len(train)/o.speed])
	}
	var b strings.Builder
	b.WriteString("`Analyze` on one core, entities and speakers included, in seconds of processor time.\n\n")
	table(&b, "| texts | articles | words | articles/s | words/s |")
	known.row(&b, dev.name+", again and again")
	fresh.row(&b, "training articles, once")
	return section{"Speed", b.String()}, nil
}

type timing struct {
	articles, words int
	used            time.Duration
}

func (t *timing) read(engine *said.Engine, articles []eval.Article) {
	start := processorTime()
	for _, a := range articles {
		engine.Analyze(said.Article{Text: a.Text, Language: "en"})
	}
	t.used += processorTime() - start
	t.articles += len(articles)
	for _, a := range articles {
		t.words += len(strings.Fields(a.Text))
	}
}

func (t *timing) row(b *strings.Builder, name string) {
	s := t.used.Seconds()
	fmt.Fprintf(b, "| %s | %d | %d | %.0f | %.0f |\n", name, t.articles, t.words, float64(t.articles)/s, float64(t.words)/s)
}
