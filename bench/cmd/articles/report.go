package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/inquit/inquit/bench/articles"
)

type row struct {
	name   string
	scores articles.Scores
	cpu    float64 // ms a page
}

// measure runs one extractor over all pages, on one thread but for the garbage
// collector, whose time counts as well.
func measure(s system, docs []*articles.Doc, keep string, score func(string) (articles.Scores, error)) (row, error) {
	s.extract(docs[0]) // what is loaded once is not the page's cost
	runtime.GC()
	var list []articles.Prediction
	var spent time.Duration
	for _, d := range docs {
		start := cpuTime()
		p, node := s.extract(d)
		spent += cpuTime() - start
		if node != nil {
			p.Text = blockText(node)
		}
		list = append(list, p)
	}
	name := filepath.Join(keep, strings.ReplaceAll(s.name, " ", "-")+".jsonl")
	if err := articles.WritePredictions(name, list); err != nil {
		return row{}, err
	}
	scores, err := score(name)
	return row{s.name, scores, float64(spent) / float64(time.Millisecond) / float64(len(docs))}, err
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// commit is what the working tree was at.
func commit() string {
	out, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

var columns = []struct{ key, title string }{
	{"f1", "F1"},
	{"precision", "P"},
	{"recall", "R"},
	{"exact_quote_para", "quotes"},
	{"para_recall", "para"},
	{"exact_para", "exact"},
	{"junk_per_doc", "junk"},
	{"title", "title"},
	{"authors_f1", "authors F1"},
	{"authors_set", "set"},
	{"date", "date"},
	{"image", "image"},
}

func report(rows []row, docs int, out string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Articles: %d pages\n\n", docs)
	b.WriteString("`go run ./bench/cmd/articles -data DIR`; scores by score.py, inquit cross-validated by outlet. quotes: exact paragraphs with\nquotation marks; para: paragraph boundary recall; junk: junk lines a page; CPU: process time, ms a page, same run.\n\n| |")
	for _, c := range columns {
		b.WriteString(" " + c.title + " |")
	}
	b.WriteString(" CPU |\n|---|" + strings.Repeat("---|", len(columns)+1) + "\n")
	for _, r := range rows {
		b.WriteString("| " + r.name + " |")
		for _, c := range columns {
			v := r.scores[c.key]
			// A page without authors makes an empty set right for those who give none.
			if c.key == "authors_set" && r.scores["authors_f1"] == 0 {
				v = 0
			}
			if v > 0 {
				fmt.Fprintf(&b, " %.4f |", v)
			} else {
				b.WriteString(" - |")
			}
		}
		fmt.Fprintf(&b, " %.1f |\n", r.cpu)
	}
	fmt.Fprintf(&b, "\nA dash: not given by the extractor. Commit %s, %s, %s/%s, %d CPUs.\n", commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if _, err := os.Stdout.WriteString(b.String()); err != nil || out == "" {
		return err
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}
