// Trainquotes trains the statement models and writes the files that package said
// embeds.
//
//	go run ./cmd/trainquotes -data DIR -out ../said/internal/quote/data
//
// DIR holds train.jsonl.gz and train_speakers_silver.jsonl. It takes one core a
// quarter of an hour, two thirds of it for the confidences, and gives the same files
// every time.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/said/train"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "trainquotes: error:", err)
		os.Exit(1)
	}
}

type config struct {
	data, out, pred string
	confidence      string
	seeds           int
	threshold       float64
	fold, first     int
}

func run(args []string, log io.Writer) error {
	var c config
	f := flag.NewFlagSet("trainquotes", flag.ContinueOnError)
	f.StringVar(&c.data, "data", "", "`folder` with train.jsonl.gz and train_speakers_silver.jsonl")
	f.StringVar(&c.out, "out", "", "`folder` for the files of the model")
	f.IntVar(&c.seeds, "seeds", 6, "trainings of the tagger on all articles, to average with those of the jackknife")
	f.Float64Var(&c.threshold, "threshold", 0.1, "size below which a tagger feature is dropped")
	f.IntVar(&c.fold, "fold", 0, "leave every n-th article out; they and what is found in them are written to out/fold.gold.jsonl and out/fold.pred.jsonl (0: leave none out)")
	f.IntVar(&c.first, "first", 0, "number of the first article that -fold leaves out")
	f.StringVar(&c.confidence, "confidence", "", "confidence.txt `file` of an earlier training; without it models are trained for that on parts of the articles")
	f.StringVar(&c.pred, "predict", "", "gold `files`, comma-separated, to write predictions for into out")
	if err := f.Parse(args); err != nil {
		return err
	}
	if c.data == "" || c.out == "" {
		return fmt.Errorf("-data and -out are needed")
	}
	if c.first < 0 || c.first > 0 && c.first >= c.fold {
		return fmt.Errorf("-first %d leaves nothing out: give a number below that of -fold", c.first)
	}
	articles, err := eval.Load(filepath.Join(c.data, "train.jsonl.gz"))
	if err != nil {
		return err
	}
	names, err := readNames(filepath.Join(c.data, "train_speakers_silver.jsonl"))
	if err != nil {
		return err
	}
	kept, held := split(articles, c.fold, c.first)
	seeds := make([]uint64, c.seeds)
	for i := range seeds {
		seeds[i] = uint64(i + 1)
	}
	config := train.QuoteConfig{Seeds: seeds, Names: names, Threshold: float32(c.threshold), Log: log}
	m, err := train.Quotes(kept, config)
	if err != nil {
		return err
	}
	if c.confidence != "" {
		file, err := os.ReadFile(c.confidence)
		if err != nil {
			return err
		}
		m.SetConfidence(file)
	} else if err := calibrate(m, articles, held, config); err != nil {
		return err
	}
	if err := write(c, m); err != nil {
		return err
	}
	if err := provenance(c, m, seeds); err != nil {
		return err
	}
	if err := predict(c, m, "fold", held); err != nil {
		return err
	}
	return predictAll(c, m)
}

// folds of five are what the confidences are fitted on if no articles are held: one has
// too few to tell luck from habit.
var calibrationFolds = []int{0, 2}

// calibrate fits the confidences to held articles. If there are none, it trains models
// without some for that.
func calibrate(m *train.QuoteModel, articles, held []eval.Article, config train.QuoteConfig) error {
	var v train.Verdicts
	if len(held) > 0 {
		v.Judge(m, held)
		m.Calibrate(&v)
		return nil
	}
	for _, fold := range calibrationFolds {
		kept, held := split(articles, 5, fold)
		other, err := train.Quotes(kept, config)
		if err != nil {
			return err
		}
		v.Judge(other, held)
	}
	m.Calibrate(&v)
	return nil
}

// split leaves every n-th article out, beginning with the given one.
func split(all []eval.Article, n, first int) (kept, held []eval.Article) {
	for i, a := range all {
		if n > 0 && i%n == first {
			held = append(held, a)
		} else {
			kept = append(kept, a)
		}
	}
	return kept, held
}

func readNames(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	seen := map[string]bool{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l struct{ Speaker string }
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		seen[l.Speaker] = true
	}
	var names []string
	for n := range seen {
		names = append(names, n)
	}
	sort.Strings(names)
	return names, lines.Err()
}

func write(c config, m *train.QuoteModel) error {
	if err := os.MkdirAll(c.out, 0o755); err != nil {
		return err
	}
	return m.Each(func(name string, file []byte) error {
		return os.WriteFile(filepath.Join(c.out, name), file, 0o644)
	})
}

func predictAll(c config, m *train.QuoteModel) error {
	for p := range strings.SplitSeq(c.pred, ",") {
		if p == "" {
			continue
		}
		articles, err := eval.Load(p)
		if err != nil {
			return err
		}
		name := filepath.Base(p)
		if err := predict(c, m, strings.TrimSuffix(name, ".jsonl"), articles); err != nil {
			return err
		}
	}
	return nil
}

func predict(c config, m *train.QuoteModel, name string, articles []eval.Article) error {
	if len(articles) == 0 {
		return nil
	}
	gold, err := os.Create(filepath.Join(c.out, name+".gold.jsonl"))
	if err != nil {
		return err
	}
	defer gold.Close()
	pred, err := os.Create(filepath.Join(c.out, name+".pred.jsonl"))
	if err != nil {
		return err
	}
	defer pred.Close()
	g, p := json.NewEncoder(gold), json.NewEncoder(pred)
	for _, a := range articles {
		if err := g.Encode(a); err != nil {
			return err
		}
		if err := p.Encode(eval.Article{ID: a.ID, Statements: m.Predict(a.Text)}); err != nil {
			return err
		}
	}
	return nil
}
