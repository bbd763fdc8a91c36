// Command inspect-articles prints how the blocks of pages of the benchmark
// scored under the weights that did not see their outlet.
//
//	go run ./bench/cmd/inspect-articles -data DIR -folds DIR [-all] ID...
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"

	"github.com/inquit/inquit/article/block"
	"github.com/inquit/inquit/bench/articles"
)

func main() {
	data := flag.String("data", "", "folder with gold.jsonl and html/")
	folds := flag.String("folds", "", "folder with the models of cross-validation")
	all := flag.Bool("all", false, "print every block, not only those that scored or should have")
	flag.Parse()
	if err := run(*data, *folds, *all, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "inspect-articles:", err)
		os.Exit(1)
	}
}

func run(data, folds string, all bool, ids []string) error {
	docs, err := articles.Load(data)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if !slices.Contains(ids, d.ID) {
			continue
		}
		m, err := articles.ReadFold(folds, d.Fold())
		if err != nil {
			return err
		}
		show(d, m, all)
	}
	return nil
}

// show prints label, score, markup and beginning of each block.
func show(d *articles.Doc, m *block.Model, all bool) {
	s := articles.Prepare(d)
	m.ScoreFeatures(s.Page, s.X)
	fmt.Println("==", d.ID, d.URL, len(s.Page.Blocks), "blocks")
	for i := range s.Page.Blocks {
		b := &s.Page.Blocks[i]
		if all || b.Score > 0.2 || s.Y[i] > 0 {
			text := []rune(b.Text)
			fmt.Printf("%5.2f %5.2f %-10s %s\n", s.Y[i], b.Score, b.Tag, string(text[:min(len(text), 110)]))
		}
	}
}
