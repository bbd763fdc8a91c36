package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/inquit/inquit/said/eval"
)

const scoreColumns = "quote+speaker (P / R) | direct | mixed | quote | stretch+speaker | content overlap | indirect | with source |"

// scoreCells are the figures of a row, in the order of scoreColumns.
func scoreCells(r *eval.Result) string {
	f := func(m eval.Metric, kind string) float64 { return r.Count(m, kind).F1() }
	all := r.Count(eval.QuoteAndSpeaker, "all")
	return fmt.Sprintf("**%.1f** (%.1f / %.1f) | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |",
		all.F1(), all.Precision(), all.Recall(), f(eval.QuoteAndSpeaker, "direct"), f(eval.QuoteAndSpeaker, "mixed"), f(eval.Quote, "all"), f(eval.StretchAndSpeaker, "all"),
		f(eval.ContentOverlap, "all"), f(eval.ContentOverlap, "indirect"), f(eval.ContentAndSource, "all"))
}

// line is the row of a table that divides its head from its body.
func line(head string) string {
	return strings.Repeat("|---", strings.Count(head, "|")-1) + "|\n"
}

func table(b *strings.Builder, head string) { b.WriteString(head + "\n" + line(head)) }

// scores is the section of the engine's own figures.
func scores(y *system, sets []*set) section {
	var b strings.Builder
	b.WriteString("F1 in percent, precision and recall in brackets; statements only.\n\n")
	table(&b, "| set | articles | "+scoreColumns)
	for _, s := range sets {
		r := y.score(s)
		fmt.Fprintf(&b, "| %s | %d | %s\n", s.name, r.Articles, scoreCells(r))
	}
	b.WriteString("\nFull names of labelled speakers, in percent:\n\n")
	table(&b, "| set | labelled speakers | full name right | pronouns |")
	for _, s := range sets {
		if len(s.labels) == 0 {
			continue
		}
		r := y.speakers(s)
		pronouns := "-"
		if c := r.Counts["pronoun"]; c.Cases > 0 {
			pronouns = fmt.Sprintf("%.1f", c.Accuracy())
		}
		fmt.Fprintf(&b, "| %s | %d | %.1f | %s |\n", s.name, r.Counts["all"].Cases, r.Counts["all"].Accuracy(), pronouns)
	}
	return section{"Scores", b.String()}
}

func printMisses(out io.Writer, y *system, sets []*set, most int) {
	for _, s := range sets {
		r := y.score(s)
		for i := range min(most, len(r.Misses)) {
			fmt.Fprintf(out, "%+v\n", r.Misses[i])
		}
	}
}
