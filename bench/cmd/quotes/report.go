package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// section is a part of the results under a heading of its own.
type section struct{ title, text string }

// order is the order of the measured sections. Others, written by hand, follow.
var order = []string{"Scores", "Other systems", "Stanford CoreNLP", "Without parts", "Confidence", "Speed", "Memory", "Limits"}

// report prints sections as they come, and writes them to the file of results.
type report struct {
	out      io.Writer
	stamp    string
	sections []section
}

func newReport(out io.Writer) *report { return &report{out: out, stamp: stamp()} }

func (r *report) add(s section) {
	s.text = strings.TrimSpace(s.text) + "\n\n" + r.stamp + "\n"
	r.sections = append(r.sections, s)
	fmt.Fprintf(r.out, "## %s\n\n%s\n", s.title, s.text)
}

// write replaces the sections of a file that were measured and leaves the others
// as they are: some are measured once, some are written by hand.
func (r *report) write(path string) error {
	if path == "" {
		return nil
	}
	old, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	return os.WriteFile(path, []byte(merge(string(old), r.sections)), 0o644)
}

const head = `# Statements

` + "`make bench-quotes`" + ` writes this file. A section that a run does not measure stays as it was; each tells when it was measured.
`

func merge(old string, sections []section) string {
	all := slices.Clone(sections)
	for i, part := range strings.Split("\n"+old, "\n## ") {
		title, text, _ := strings.Cut(part, "\n")
		if i > 0 && !slices.ContainsFunc(all, func(s section) bool { return s.title == title }) {
			all = append(all, section{title, strings.TrimSpace(text) + "\n"})
		}
	}
	place := func(s section) int {
		if i := slices.Index(order, s.title); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(all, func(a, b section) int { return place(a) - place(b) })
	var b strings.Builder
	b.WriteString(head)
	for _, s := range all {
		fmt.Fprintf(&b, "\n## %s\n\n%s", s.title, s.text)
	}
	return b.String()
}

// stamp tells when and on what a run measured.
func stamp() string {
	return fmt.Sprintf("Measured %s, %s, %d CPUs, %s.", time.Now().UTC().Format(time.DateOnly), commit(), runtime.NumCPU(), runtime.Version())
}

func commit() string {
	hash, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "no commit"
	}
	return "commit " + strings.TrimSpace(string(hash))
}
