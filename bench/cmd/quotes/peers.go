package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/inquit/inquit/said/eval"
)

//go:embed textacy.py
var textacyScript []byte

const notInstalled = 3 // textacy.py's exit status

// textacy measures textacy if the interpreter has it, in both ways of using it.
// What is missing is said aloud and in the table; it is no error.
func textacy(python string, sets []*set) ([]*system, error) {
	var out []*system
	for _, way := range []struct{ name, mode string }{
		{"textacy, by paragraph", "paragraphs"},
		{"textacy, by article", "articles"},
	} {
		y := &system{name: way.name, predicted: map[*set][]eval.Article{}}
		if err := y.runTextacy(python, way.mode, sets); err != nil {
			return nil, err
		}
		if y.missing != "" {
			fmt.Fprintf(os.Stderr, "quotes: NOT MEASURED: %s: %s\n", y.name, y.missing)
		}
		out = append(out, y)
	}
	return out, nil
}

func (y *system) runTextacy(python, mode string, sets []*set) error {
	folder, err := os.MkdirTemp("", "quotes")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	args := []string{"-", mode}
	for i, s := range sets {
		args = append(args, s.file, filepath.Join(folder, fmt.Sprintf("%d.jsonl", i)))
	}
	cmd := exec.Command(python, args...)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(textacyScript), os.Stderr
	printed, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist):
		y.missing = "there is no " + filepath.Base(python)
		return nil
	case errors.As(err, &exit) && exit.ExitCode() == notInstalled:
		y.missing = filepath.Base(python) + " has no textacy, spaCy or en_core_web_sm"
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w", y.name, err)
	}
	var told struct {
		Version string  `json:"version"`
		Seconds float64 `json:"seconds"`
		GivenUp int     `json:"given_up"`
	}
	if err := json.Unmarshal(printed, &told); err != nil {
		return fmt.Errorf("%s: %w", y.name, err)
	}
	y.version, y.seconds = told.Version, told.Seconds
	y.note = fmt.Sprintf("%d %s given up for marks that do not come in pairs", told.GivenUp, mode)
	for i, s := range sets {
		if y.predicted[s], err = eval.Load(args[3+2*i]); err != nil {
			return err
		}
	}
	return nil
}

const peersText = `Measured in the same run by the same scorer on the same texts: statements only, F1 in percent.
*Full names* is the share of labelled speakers whose full name is given; *CPU* is processor time, milliseconds an article.

`

const textacyMapping = "\ntextacy's `direct_quotations` was mapped kindly: its quotation, marks included, is the content, the words of its speaker and of its cue are source and cue, " +
	"the speaker's words are also taken for the name, and consecutive quotations that it ties to the same words become one statement of several pieces, as gold has them. " +
	"It knows direct quotations only. Where a document's marks do not come in pairs it gives up all of it, so the row *by paragraph* hands it one paragraph at a time; *by article* is the use that its documentation shows.\n"

// peers is the section of other systems.
func peers(ours *system, others []*system, sets []*set) section {
	var b strings.Builder
	b.WriteString(peersText)
	peerTable(&b, append([]*system{ours}, others...), sets)
	b.WriteString(textacyMapping)
	return section{"Other systems", b.String()}
}

func peerTable(b *strings.Builder, systems []*system, sets []*set) {
	head := "| system | set | " + scoreColumns + " full names | CPU |"
	table(b, head)
	for _, y := range systems {
		if y.missing != "" {
			fmt.Fprintf(b, "| %s | **not measured**: %s |%s\n", y.name, y.missing, strings.Repeat(" |", strings.Count(head, "|")-3))
			continue
		}
		for _, s := range sets {
			names := "-"
			if len(s.labels) > 0 {
				names = fmt.Sprintf("%.1f", y.speakers(s).Counts["all"].Accuracy())
			}
			fmt.Fprintf(b, "| %s | %s | %s %s | %s |\n", y.name, s.name, scoreCells(y.score(s)), names, milliseconds(y.seconds))
		}
	}
	for _, y := range systems {
		if y.missing == "" {
			fmt.Fprintf(b, "\n%s: %s.", y.name, strings.Join(notEmpty(y.version, y.note), "; "))
		}
	}
	b.WriteString("\n")
}

func milliseconds(seconds float64) string {
	if seconds == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", 1000*seconds)
}

func notEmpty(texts ...string) (out []string) {
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}
