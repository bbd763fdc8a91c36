// Command train-articles learns the weights that article/block embeds, from
// the pages of the article benchmark.
//
//	go run ./bench/cmd/train-articles -data DIR -folds DIR -out article/block/data/model.bin.gz
//
// DIR holds gold.jsonl and html/. With -folds it also writes one model for
// each fifth of the outlets, learnt from the others, for the benchmark to
// measure with; without -out only those.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/inquit/inquit/article/block"
	"github.com/inquit/inquit/bench/articles"
)

func main() {
	data := flag.String("data", "", "folder with gold.jsonl and html/")
	folds := flag.String("folds", "", "folder to write the models of cross-validation to")
	out := flag.String("out", "", "file to write the model learnt from everything to")
	flag.Parse()
	if err := run(*data, *folds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "train-articles:", err)
		os.Exit(1)
	}
}

func run(data, folds, out string) error {
	start := time.Now()
	docs, err := articles.Load(data)
	if err != nil {
		return err
	}
	var samples []*articles.Sample
	blocks := 0
	for _, d := range docs {
		s := articles.Prepare(d)
		samples = append(samples, s)
		blocks += len(s.X)
	}
	fmt.Printf("%d pages, %d blocks, %d features, %v\n", len(docs), blocks, len(samples[0].X[0]), time.Since(start).Round(time.Second))
	if folds != "" {
		if err := crossValidate(samples, folds); err != nil {
			return err
		}
		fmt.Println("folds done", time.Since(start).Round(time.Second))
	}
	if out == "" {
		return nil
	}
	return write(articles.Train(samples), out)
}

func crossValidate(samples []*articles.Sample, dir string) error {
	for k := range articles.Folds {
		var train []*articles.Sample
		for _, s := range samples {
			if s.Doc.Fold() != k {
				train = append(train, s)
			}
		}
		if err := write(articles.Train(train), filepath.Join(dir, fmt.Sprintf("fold%d.bin.gz", k))); err != nil {
			return err
		}
	}
	return nil
}

func write(m *block.Model, name string) error {
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	return os.WriteFile(name, b, 0o644)
}
