// Command trainentities trains the name tagger of package said on the entity
// benchmark and scores it on the development part:
//
//	go run ./cmd/trainentities -data bench/entities -out ../said/internal/entity/data
//
// Without -out nothing is written. With -score the embedded model is scored and
// nothing is trained. With -folds the training part alone is used, cross-validated.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/inquit/inquit/said/train/entities"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "trainentities:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("trainentities", flag.ContinueOnError)
	data := flags.String("data", "", "folder of the entity benchmark")
	folder := flags.String("out", "", "folder to write the model to")
	predictions := flags.String("predictions", "", "file to write the development part's names to, for score.py")
	labels := flags.String("canonical", "", "canonical.jsonl, to score the gathering of names by the embedded model")
	score := flags.Bool("score", false, "score the embedded model, train nothing")
	folds := flags.Int("folds", 0, "cross-validate inside the training part with so many folds")
	var c entities.Config
	flags.IntVar(&c.Epochs, "epochs", 0, "passes over the data")
	flags.IntVar(&c.Seeds, "seeds", 0, "trainings to average")
	rate := flags.Float64("rate", 0, "learning rate")
	dropout := flags.Float64("dropout", 0, "share of features left out")
	threshold := flags.Float64("threshold", 0, "smallest weight worth a row")
	if err := flags.Parse(args); err != nil {
		return err
	}
	c.Rate, c.Dropout, c.Threshold = float32(*rate), float32(*dropout), float32(*threshold)
	articles, err := read(filepath.Join(*data, "open", "entities.jsonl.gz"))
	if err != nil {
		return err
	}
	if *labels != "" {
		return canonical(*labels, articles, out)
	}
	if *score {
		_, err := evaluate(articles, entities.Tag, *predictions, out)
		return err
	}
	if *folds > 1 {
		return crossValidate(articles, *folds, c, out)
	}
	c.Log = func(seed, epoch int, loss float64) {
		fmt.Fprintf(out, "seed %d epoch %d loss %.0f\n", seed, epoch, loss)
	}
	model, err := train(articles, c, out)
	if err != nil {
		return err
	}
	figures, err := evaluate(articles, model.Tag, *predictions, out)
	if err != nil || *folder == "" {
		return err
	}
	return model.Save(*folder, figures)
}

func train(articles []article, c entities.Config, out io.Writer) (*entities.Model, error) {
	var lessons []entities.Article
	for _, a := range articles {
		if a.Split == "train" {
			lessons = append(lessons, a.lesson())
		}
	}
	start := time.Now()
	model, err := entities.Train(lessons, c)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "%s, %.0f s\n", model.Summary(), time.Since(start).Seconds())
	return model, nil
}

// evaluate prints exact-span F1 by type, a leading "the" left out on both sides,
// which score.py does too, and returns it.
func evaluate(articles []article, tag func(string) []entities.Name, predictions string, out io.Writer) (string, error) {
	w := io.Discard
	if predictions != "" {
		f, err := os.Create(predictions)
		if err != nil {
			return "", err
		}
		defer f.Close()
		w = f
	}
	lines := bufio.NewWriter(w)
	var s score
	words, spent := 0, time.Duration(0)
	tag("Warm up, Smith said in London.")
	for _, a := range articles {
		if a.Split == "train" {
			continue
		}
		start := processorTime()
		found := tag(a.Text)
		spent += processorTime() - start
		words += len(a.Text) / 6
		s.add(&a, found)
		if err := json.NewEncoder(lines).Encode(a.points(found)); err != nil {
			return "", err
		}
	}
	var figures strings.Builder
	s.print(&figures)
	fmt.Fprint(out, figures.String())
	fmt.Fprintf(out, "about %.0f words/s, %.0f articles of 700 words/s\n", float64(words)/spent.Seconds(), float64(words)/700/spent.Seconds())
	return figures.String(), lines.Flush()
}

// processorTime is what the process has used, which a busy machine does not change much.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func read(path string) ([]article, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []article
	for d := json.NewDecoder(z); ; {
		var a article
		if err := d.Decode(&a); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
}
