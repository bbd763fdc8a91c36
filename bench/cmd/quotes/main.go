// Quotes scores the statements of the embedded engine and prints a table.
//
//	go run ./cmd/quotes -data DIR
//
// DIR holds the benchmark: quotes/open/dev.jsonl, dev_messy.jsonl, and
// generality/open/gold.jsonl.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/said/train"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quotes: error:", err)
		os.Exit(1)
	}
}

var onlyStatements = eval.Settings{StatementsOnly: true}

// goldFile is a file of gold articles, and one of labelled speakers if there is any.
type goldFile struct{ name, file, speakers string }

var sets = []goldFile{
	{"dev", "quotes/open/dev.jsonl", "quotes/open/dev_speakers.jsonl"},
	{"dev, broken marks", "quotes/open/dev_messy.jsonl", ""},
	{"generality", "generality/open/gold.jsonl", "generality/open/speakers.jsonl"},
	{"seed", "seed/gold.jsonl", "seed/speakers.jsonl"},
}

// files are the gold files to score.
func files(data, extra string) []goldFile {
	var out []goldFile
	for _, s := range sets {
		if data != "" {
			g := goldFile{s.name, filepath.Join(data, s.file), ""}
			if s.speakers != "" {
				g.speakers = filepath.Join(data, s.speakers)
			}
			out = append(out, g)
		}
	}
	if extra != "" {
		out = append(out, goldFile{filepath.Base(extra), extra, ""})
	}
	return out
}

func newEngine(weights string) (*said.Engine, error) {
	if weights == "" {
		return said.New(), nil
	}
	return said.Open(os.DirFS(weights))
}

func run(args []string, out io.Writer) error {
	f := flag.NewFlagSet("quotes", flag.ContinueOnError)
	data := f.String("data", "", "`folder` of the benchmark")
	pred := f.String("pred", "", "`folder` to write the predictions to")
	weights := f.String("weights", "", "`folder` with weights of your own training; the embedded ones without it")
	extra := f.String("gold", "", "a further gold `file` to score, such as the fold that trainquotes leaves out")
	misses := f.Int("misses", 0, "print the first `n` quotes of each set that were missed")
	speed := f.Duration("speed", 0, "read dev over and over for this `time` and print articles a second")
	if err := f.Parse(args); err != nil {
		return err
	}
	engine, err := newEngine(*weights)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "| set | articles | quote+speaker (P / R) | direct | mixed | quote | stretch+speaker | content overlap | indirect | with source |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|---|---|---|---|")
	var names strings.Builder
	var sure eval.Calibration
	for _, s := range files(*data, *extra) {
		gold, err := eval.Load(s.file)
		if err != nil {
			return err
		}
		predicted := make([]eval.Article, len(gold))
		for i, a := range gold {
			predicted[i] = eval.Article{ID: a.ID, Statements: train.Analyze(engine, a.Text)}
		}
		r := eval.Score(gold, predicted, onlyStatements)
		printRow(out, s.name, r)
		if s.speakers != "" {
			if err := printSpeakers(&names, &sure, s, gold, predicted); err != nil {
				return err
			}
		}
		for i := range min(*misses, len(r.Misses)) {
			fmt.Fprintf(out, "%+v\n", r.Misses[i])
		}
		if *pred != "" {
			if err := write(filepath.Join(*pred, filepath.Base(s.name)+".jsonl"), predicted); err != nil {
				return err
			}
		}
	}
	if names.Len() > 0 {
		fmt.Fprintf(out, "\n| set | labelled speakers | full name right | pronouns |\n|---|---|---|---|\n%s\nCalibration error of the confidences, quote and full name right, over all labelled speakers: %.3f\n", names.String(), sure.Error())
	}
	if *speed > 0 {
		return measure(out, engine, filepath.Join(*data, sets[0].file), *speed)
	}
	return nil
}

func printSpeakers(out io.Writer, sure *eval.Calibration, s goldFile, gold, predicted []eval.Article) error {
	labels, err := eval.LoadLabels(s.speakers)
	if err != nil {
		return err
	}
	counts, c := eval.ScoreSpeakers(labels, gold, predicted)
	sure.Join(c)
	pronouns := "-"
	if c := counts["pronoun"]; c.Cases > 0 {
		pronouns = fmt.Sprintf("%.1f", c.Accuracy())
	}
	_, err = fmt.Fprintf(out, "| %s | %d | %.1f | %s |\n", s.name, counts["all"].Cases, counts["all"].Accuracy(), pronouns)
	return err
}

func printRow(out io.Writer, name string, r *eval.Result) {
	f := func(m eval.Metric, kind string) float64 { return r.Count(m, kind).F1() }
	all := r.Count(eval.QuoteAndSpeaker, "all")
	fmt.Fprintf(out, "| %s | %d | **%.1f** (%.1f / %.1f) | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n", name, r.Articles,
		all.F1(), all.Precision(), all.Recall(), f(eval.QuoteAndSpeaker, "direct"), f(eval.QuoteAndSpeaker, "mixed"), f(eval.Quote, "all"), f(eval.StretchAndSpeaker, "all"),
		f(eval.ContentOverlap, "all"), f(eval.ContentOverlap, "indirect"), f(eval.ContentAndSource, "all"))
}

func write(path string, articles []eval.Article) error {
	w, err := os.Create(path)
	if err != nil {
		return err
	}
	defer w.Close()
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

// measure prints how many articles one goroutine reads in a second.
func measure(out io.Writer, engine *said.Engine, path string, long time.Duration) error {
	articles, err := eval.Load(path)
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(1)
	n, words, start, used := 0, 0, time.Now(), processorTime()
	for time.Since(start) < long {
		for _, a := range articles {
			engine.Analyze(said.Article{Text: a.Text})
			words += len(a.Text) / 6
		}
		n += len(articles)
	}
	seconds := (processorTime() - used).Seconds()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	_, err = fmt.Fprintf(out, "\n%.0f articles/s (%.0f words/s) of processor time; %.1f MB held by the process\n", float64(n)/seconds, float64(words)/seconds, float64(m.Sys)/1e6)
	return err
}
