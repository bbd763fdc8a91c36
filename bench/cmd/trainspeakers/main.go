// Command trainspeakers trains the pronoun ranker of package said on the silver
// speakers of the quote benchmark, and resolves the speakers of gold statements:
//
//	go run ./cmd/trainspeakers -data BENCH -out ../said/internal/speaker
//	python3 score.py dev.jsonl PREDICTIONS --statements-only --speakers dev_speakers.jsonl
//
// BENCH holds the folders quotes, generality and seed. -predictions names a folder
// for gold statements with our speakers, dev.jsonl, generality.jsonl and seed.jsonl.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/said/train/speakers"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "trainspeakers:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("trainspeakers", flag.ContinueOnError)
	data := flags.String("data", "", "folder of the benchmarks")
	folder := flags.String("out", "", "folder to write the ranker to")
	predictions := flags.String("predictions", "", "folder for gold statements with our speakers")
	embedded := flags.Bool("embedded", false, "train nothing, resolve with the embedded ranker")
	if err := flags.Parse(args); err != nil {
		return err
	}
	resolve := func(a speakers.Article) ([]speakers.Decision, error) { return speakers.Resolve(a), nil }
	if !*embedded {
		model, err := train(filepath.Join(*data, "quotes", "open"))
		if err != nil {
			return err
		}
		fmt.Fprintln(out, model.Summary())
		if *folder != "" {
			if err := model.Save(*folder); err != nil {
				return err
			}
		}
		resolve = model.Resolve
	}
	if *predictions == "" {
		return nil
	}
	for name, path := range map[string]string{"dev": "quotes/open/dev.jsonl", "generality": "generality/open/gold.jsonl", "seed": "seed/gold.jsonl"} {
		if err := predict(filepath.Join(*data, path), filepath.Join(*predictions, name+".jsonl"), resolve); err != nil {
			return err
		}
	}
	return nil
}

func train(folder string) (*speakers.Model, error) {
	articles, err := eval.Load(filepath.Join(folder, "train.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	labels, err := readLabels(filepath.Join(folder, "train_speakers_silver.jsonl"))
	if err != nil {
		return nil, err
	}
	var lessons []speakers.Article
	for i := range articles {
		a := &articles[i]
		x := convert(a)
		for k, s := range a.Statements {
			if len(s.Source) > 0 {
				x.Statements[k].Names = labels[place{a.ID, s.Source[0]}]
			}
		}
		lessons = append(lessons, x)
	}
	return speakers.Train(lessons)
}

// place is where a label stands.
type place struct {
	id     string
	source eval.Span
}

func readLabels(path string) (map[place][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[place][]string{}
	for d := json.NewDecoder(f); ; {
		var l struct {
			ID      string
			Source  []eval.Span
			Speaker string
			Accept  []string
		}
		if err := d.Decode(&l); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		if len(l.Source) > 0 {
			out[place{l.ID, l.Source[0]}] = append([]string{l.Speaker}, l.Accept...)
		}
	}
}

// convert turns code points into bytes.
func convert(a *eval.Article) speakers.Article {
	at := make([]int, 0, len(a.Text)+1)
	for i := range a.Text {
		at = append(at, i)
	}
	at = append(at, len(a.Text))
	spans := func(in []eval.Span) []speakers.Span {
		var out []speakers.Span
		for _, s := range in {
			out = append(out, speakers.Span{Start: at[s[0]], End: at[s[1]]})
		}
		return out
	}
	out := speakers.Article{Text: a.Text}
	for _, s := range a.Statements {
		out.Statements = append(out.Statements, speakers.Statement{Source: spans(s.Source), Cue: spans(s.Cue), Content: spans(s.Content)})
	}
	return out
}

func predict(gold, path string, resolve func(speakers.Article) ([]speakers.Decision, error)) error {
	articles, err := eval.Load(gold)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for i := range articles {
		a := &articles[i]
		found, err := resolve(convert(a))
		if err != nil {
			return err
		}
		type statement struct {
			Content  []eval.Span `json:"content"`
			Source   []eval.Span `json:"source"`
			Cue      []eval.Span `json:"cue"`
			Speaker  string      `json:"speaker"`
			Kind     string      `json:"kind"`
			Method   string      `json:"method"`
			Evidence string      `json:"evidence"`
			P        float64     `json:"p"`
		}
		line := struct {
			ID         string      `json:"id"`
			Text       string      `json:"text"`
			Statements []statement `json:"statements"`
		}{ID: a.ID, Text: a.Text}
		for k, s := range a.Statements {
			d := found[k]
			line.Statements = append(line.Statements, statement{s.Content, s.Source, s.Cue, d.Name, d.Kind, d.Method, d.Evidence, d.Probability})
		}
		if err := json.NewEncoder(w).Encode(line); err != nil {
			return err
		}
	}
	return w.Flush()
}
