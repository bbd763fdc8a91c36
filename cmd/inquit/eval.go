package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/services/extractor"
)

var evalCommand = command{
	name: "eval", args: "GOLD…", short: "score the engine on articles that you have labelled",
	long: `
Runs the engine on labelled articles and prints precision, recall and F1, with
the definitions of package said/eval, and how far the confidences are from the
share of what is right. GOLD is JSON lines (.jsonl, also .gz), an article a line,
or one file in BBC Citron's JSON layout (.json).

Examples:
  inquit eval gold.jsonl
  inquit eval --json citron/*.json
  inquit eval --predictions mine.jsonl gold.jsonl`,
	run: runEval,
}

func runEval(_ context.Context, c *call) error {
	asJSON := c.flags.Bool("json", false, "print JSON")
	only := c.flags.Bool("statements-only", true, "do not count gold that attributes no words, such as wishes and plans")
	out := c.flags.String("predictions", "", "also write what the engine found to this `file`, as JSON lines")
	files, err := c.parse()
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("no gold given")
	}
	var gold []eval.Article
	for _, file := range files {
		more, err := loadGold(file)
		if errors.Is(err, fs.ErrNotExist) {
			return withHint(err, "give the path of a file of labelled articles; its layout: inquit eval --help")
		}
		if err != nil {
			return err
		}
		if err := checkGold(more); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		gold = append(gold, more...)
	}
	engine := said.New()
	predicted := make([]eval.Article, len(gold))
	for i, a := range gold {
		predicted[i] = predict(engine, a)
	}
	if *out != "" {
		if err := writePredictions(*out, predicted); err != nil {
			return err
		}
	}
	settings := eval.Settings{StatementsOnly: *only}
	result := eval.Score(gold, predicted, settings)
	verbatim, indirect := eval.Calibrate(gold, predicted, settings)
	confidences := []calibration{calibrationOf("quotes", verbatim), calibrationOf("indirect", indirect)}
	if *asJSON {
		return json.NewEncoder(c.stdout).Encode(evaluation{len(gold), scores(result), confidences})
	}
	printScores(c, result, len(gold))
	for _, k := range confidences {
		k.print(c)
	}
	return nil
}

// predict gives what is found in a text the form of gold.
func predict(engine *said.Engine, gold eval.Article) eval.Article {
	bundle := extractor.Bundle(event.Article{Text: gold.Text}, engine)
	found := eval.Article{ID: gold.ID}
	for _, s := range bundle.Statements {
		found.Statements = append(found.Statements, eval.Statement{
			Content: evalSpans(s.Content.Spans), Source: evalSpans(s.Source.Spans), Cue: evalSpans(s.Cue.Spans), Speaker: s.Speakers[0].Name,
			Confidence: s.Attribution.Confidence,
		})
	}
	return found
}

func evalSpans(spans []event.Span) []eval.Span {
	out := make([]eval.Span, len(spans))
	for i, s := range spans {
		out[i] = eval.Span(s)
	}
	return out
}

// evaluation is the JSON output.
type evaluation struct {
	Articles    int           `json:"articles"`
	Scores      []score       `json:"scores"`
	Calibration []calibration `json:"calibration"`
}

// calibration says how far confidences are from the share of what is right.
type calibration struct {
	Statements string  `json:"statements"` // "quotes", which are direct and mixed, or "indirect"
	N          int     `json:"n"`          // of the predictions that count
	Confidence float64 `json:"confidence"` // mean, 0 to 1
	Right      float64 `json:"right"`      // share, 0 to 1
	Error      float64 `json:"expected_calibration_error"`
}

func calibrationOf(statements string, k *eval.Calibration) calibration {
	all := k.All()
	return calibration{statements, all.N, all.Confidence(), all.Accuracy(), k.Error()}
}

func (k calibration) print(c *call) {
	if k.N > 0 {
		fmt.Fprintf(c.stdout, "confidence of %s: %.2f on average, %.2f are right; expected calibration error %.3f\n", k.Statements, k.Confidence, k.Right, k.Error)
	}
}

// score is one figure of the JSON output.
type score struct {
	Metric    string  `json:"metric"`
	Type      string  `json:"type"`
	Precision float64 `json:"precision"` // percent, as are the other two
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Gold      int     `json:"gold"`
	Predicted int     `json:"predicted"`
}

func scores(r *eval.Result) (list []score) {
	for _, m := range eval.Metrics {
		for _, t := range eval.Types {
			n := r.Count(m, t)
			list = append(list, score{string(m), t, n.Precision(), n.Recall(), n.F1(), n.Gold, n.Predicted})
		}
	}
	return list
}

func loadGold(file string) ([]eval.Article, error) {
	if filepath.Ext(file) != ".json" {
		return eval.Load(file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	a, err := eval.ReadCitron(bytes.NewReader(data), strings.TrimSuffix(filepath.Base(file), ".json"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return []eval.Article{a}, nil
}

// checkGold refuses what can't be scored.
func checkGold(gold []eval.Article) error {
	if len(gold) == 0 {
		return errors.New("it holds no articles")
	}
	for i, a := range gold {
		spans := slices.Concat(a.Regions, a.Ignore)
		for _, s := range a.Statements {
			spans = slices.Concat(spans, s.Content, s.Source, s.Cue)
		}
		length := utf8.RuneCountInString(a.Text)
		if length == 0 {
			return fmt.Errorf("article %d has no text", i+1)
		}
		for _, s := range spans {
			if s[0] < 0 || s[0] > s[1] || s[1] > length {
				return fmt.Errorf("article %d: %v is no part of its text of %d characters", i+1, s, length)
			}
		}
	}
	return nil
}

func writePredictions(path string, articles []eval.Article) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	encoder := json.NewEncoder(file)
	for _, a := range articles {
		a.Text = "" // others' texts stay where they are
		if err := encoder.Encode(a); err != nil {
			return err
		}
	}
	return nil
}

func printScores(c *call, r *eval.Result, articles int) {
	fmt.Fprintf(c.stdout, "%d articles   precision / recall / F1\n", articles)
	fmt.Fprintf(c.stdout, "%-34s", "")
	for _, t := range eval.Types {
		fmt.Fprintf(c.stdout, " %20s", t)
	}
	fmt.Fprintln(c.stdout)
	for _, m := range eval.Metrics {
		fmt.Fprintf(c.stdout, "%-34s", m)
		for _, t := range eval.Types {
			count := r.Count(m, t)
			fmt.Fprintf(c.stdout, " %20s", fmt.Sprintf("%.1f / %.1f / %.1f", count.Precision(), count.Recall(), count.F1()))
		}
		fmt.Fprintln(c.stdout)
	}
}
