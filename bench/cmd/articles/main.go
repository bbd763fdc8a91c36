// Command articles measures article extraction on the pages of the benchmark,
// with the weights of cross-validation, next to other extractors.
//
//	go run ./bench/cmd/articles -data DIR -folds DIR [-out bench/results/articles.md]
//
// DIR holds gold.jsonl, html/ and, there or one above, score.py; the folds are
// what train-articles wrote. Predictions stay in the folder given by -keep.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/inquit/inquit/bench/articles"
)

func main() {
	data := flag.String("data", "", "folder with gold.jsonl and html/")
	folds := flag.String("folds", "", "folder with the models of cross-validation")
	out := flag.String("out", "", "file to write the table to; standard output if empty")
	keep := flag.String("keep", "", "folder to keep the predictions in")
	only := flag.Bool("only", false, "measure inquit alone")
	flag.Parse()
	if err := run(*data, *folds, *out, *keep, *only); err != nil {
		fmt.Fprintln(os.Stderr, "articles:", err)
		os.Exit(1)
	}
}

func run(data, folds, out, keep string, only bool) error {
	docs, err := articles.Load(data)
	if err != nil {
		return err
	}
	if keep == "" {
		if keep, err = os.MkdirTemp("", "articles"); err != nil {
			return err
		}
		defer os.RemoveAll(keep)
	}
	systems, err := systems(folds, only)
	if err != nil {
		return err
	}
	script := filepath.Join(data, "score.py")
	if _, err := os.Stat(script); err != nil {
		script = filepath.Join(filepath.Dir(filepath.Clean(data)), "score.py")
	}
	var rows []row
	for _, s := range systems {
		r, err := measure(s, docs, script, filepath.Join(data, "gold.jsonl"), keep)
		if err != nil {
			return err
		}
		rows = append(rows, r)
	}
	return report(rows, len(docs), out)
}
