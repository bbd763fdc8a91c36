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
	"time"

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
	samples := articles.PrepareAll(docs)
	blocks := 0
	for _, s := range samples {
		blocks += len(s.X)
	}
	fmt.Printf("%d pages, %d blocks, %d features, %v\n", len(docs), blocks, len(samples[0].X[0]), time.Since(start).Round(time.Second))
	if folds != "" {
		if err := articles.WriteFolds(samples, folds); err != nil {
			return err
		}
		fmt.Println("folds done", time.Since(start).Round(time.Second))
	}
	if out == "" {
		return nil
	}
	return articles.WriteModel(articles.Train(samples), out)
}
