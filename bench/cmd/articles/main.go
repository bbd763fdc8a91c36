// Command articles measures article extraction on the pages of the benchmark
// next to other extractors: inquit with the weights of cross-validation by
// outlet, Go libraries in this process, Python ones if Python has them.
//
//	go run ./bench/cmd/articles -data DIR
//
// DIR, or DIR/open, holds gold.jsonl and html/; score.py lies there or one
// above. Without -folds the models of cross-validation are learnt first, which
// takes some minutes; train-articles -folds keeps them.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/inquit/inquit/bench/articles"
)

type options struct {
	data, folds, out, keep, python string
	only                           bool
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "", "folder with gold.jsonl and html/, or the one above")
	flag.StringVar(&o.folds, "folds", "", "folder with the models of cross-validation; learnt if empty")
	flag.StringVar(&o.out, "out", "bench/results/articles.md", "file to write the table to; none if empty")
	flag.StringVar(&o.keep, "keep", "", "folder to keep the predictions in")
	flag.StringVar(&o.python, "python", "python3", "interpreter for score.py and the Python extractors")
	flag.BoolVar(&o.only, "only", false, "measure inquit alone")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "articles:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if _, err := os.Stat(filepath.Join(o.data, "gold.jsonl")); err != nil {
		o.data = filepath.Join(o.data, "open")
	}
	docs, err := articles.Load(o.data)
	if err != nil {
		return err
	}
	if o.keep == "" {
		if o.keep, err = os.MkdirTemp("", "articles"); err != nil {
			return err
		}
		defer os.RemoveAll(o.keep)
	}
	if o.folds == "" {
		o.folds = o.keep
		fmt.Fprintln(os.Stderr, "articles: learning the models of cross-validation")
		if err := articles.WriteFolds(articles.PrepareAll(docs), o.folds); err != nil {
			return err
		}
	}
	rows, err := measureAll(o, docs)
	if err != nil {
		return err
	}
	return report(rows, len(docs), o.out)
}

func measureAll(o options, docs []*articles.Doc) ([]row, error) {
	script := filepath.Join(o.data, "score.py")
	if _, err := os.Stat(script); err != nil {
		script = filepath.Join(filepath.Dir(filepath.Clean(o.data)), "score.py")
	}
	score := func(predictions string) (articles.Scores, error) {
		return articles.Score(o.python, script, filepath.Join(o.data, "gold.jsonl"), predictions)
	}
	list, err := systems(o.folds, o.only)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, s := range list {
		r, err := measure(s, docs, o.keep, score)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	if o.only {
		return rows, nil
	}
	others, err := python(o, score)
	return append(rows, others...), err
}
