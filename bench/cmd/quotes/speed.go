package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
)

// speed measures how many articles one goroutine reads in a second of processor
// time: dev over and over, and articles that the engine meets for the first time.
func speed(engine *said.Engine, dev *set, o *options) (section, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var b strings.Builder
	table(&b, "| texts | articles | words | articles/s | words/s |")
	var t timing
	for start := time.Now(); time.Since(start) < o.speed; {
		t.read(engine, dev.gold)
	}
	t.row(&b, dev.name+", again and again")
	train := filepath.Join(o.data, "quotes/open/train.jsonl.gz")
	if _, err := os.Stat(train); err == nil {
		articles, err := eval.Load(train)
		if err != nil {
			return section{}, err
		}
		t = timing{}
		t.read(engine, articles)
		t.row(&b, "training articles, once")
	}
	b.WriteString("\n`Analyze` on one core, entities and speakers included, in seconds of processor time. Texts read again are a little cheaper: what was looked up is kept.\n")
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
