package main

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/said/train"
)

const ablationText = `The same engine with one part switched off and nothing trained anew: what is left was trained with that part in place, so a row
shows what the engine loses today, not what one built without the part would reach. quote+speaker in percent F1, with the difference to the whole;
*indirect* is content overlap of indirect statements, *with source* that of all statements with the right source. CPU is a rough guide: one pass each.
The limits of reading save time and ought to change nothing; any other part that changes nothing meets none of the texts that it is for in these sets.

`

// ablation measures the engine without each of its parts.
func ablation(weights fs.FS, whole *system, sets []*set) (section, error) {
	var b strings.Builder
	b.WriteString(ablationText)
	table(&b, ablationHead(sets))
	ablationRow(&b, "nothing", "-", whole, whole, sets)
	for _, p := range train.Parts() {
		engine, err := train.Without(weights, p)
		if err != nil {
			return section{}, err
		}
		ablationRow(&b, p.Name, p.Instead, read(engine, p.Name, sets), whole, sets)
	}
	b.WriteString("\nOther parts (word lists, features, the choice of what may be a cue or a source) cannot be left out without training anew.\n")
	return section{"Without parts", b.String()}, nil
}

func ablationHead(sets []*set) string {
	cells := []string{"| without", "instead"}
	for _, s := range sets {
		cells = append(cells, s.name)
	}
	cells = append(cells, "indirect, "+sets[0].name, "with source")
	for _, s := range labelled(sets) {
		cells = append(cells, "full names, "+s.name)
	}
	return strings.Join(cells, " | ") + " | CPU |"
}

func labelled(sets []*set) (out []*set) {
	for _, s := range sets {
		if len(s.labels) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func ablationRow(b *strings.Builder, name, instead string, y, whole *system, sets []*set) {
	fmt.Fprintf(b, "| %s | %s |", name, instead)
	cell := func(got, of float64) {
		if y == whole {
			fmt.Fprintf(b, " %.1f |", got)
		} else {
			fmt.Fprintf(b, " %.1f (%+.1f) |", got, got-of)
		}
	}
	f1 := func(y *system, s *set, m eval.Metric, kind string) float64 { return y.score(s).Count(m, kind).F1() }
	for _, s := range sets {
		cell(f1(y, s, eval.QuoteAndSpeaker, "all"), f1(whole, s, eval.QuoteAndSpeaker, "all"))
	}
	cell(f1(y, sets[0], eval.ContentOverlap, "indirect"), f1(whole, sets[0], eval.ContentOverlap, "indirect"))
	cell(f1(y, sets[0], eval.ContentAndSource, "all"), f1(whole, sets[0], eval.ContentAndSource, "all"))
	for _, s := range labelled(sets) {
		cell(y.speakers(s).Counts["all"].Accuracy(), whole.speakers(s).Counts["all"].Accuracy())
	}
	fmt.Fprintf(b, " %s |\n", milliseconds(y.seconds))
}
