package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMerge(t *testing.T) {
	const old = "# Old\n\n## Scores\n\nold scores\n\n## Limits\n\nold limits\n\n## What was tried\n\n| a |\n\n### By name\n\nb\n"
	got := merge(old, []section{{"Confidence", "new confidence\n"}, {"Scores", "new scores\n"}})
	want := head + `
## Scores

new scores

## Confidence

new confidence

## Limits

old limits

## What was tried

| a |

### By name

b
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if again := merge(got, nil); again != got {
		t.Errorf("a run that measures nothing changes the file:\n%s", cmp.Diff(got, again))
	}
}

func TestTablesHaveAsManyCellsAsColumns(t *testing.T) {
	if got, want := line("| a | b |"), "|---|---|\n"; got != want {
		t.Errorf("line %q, want %q", got, want)
	}
	if got, want := strings.Count(scoreCells((&system{}).score(&set{})), "|"), strings.Count(scoreColumns, "|"); got != want {
		t.Errorf("%d cells for %d columns", got, want)
	}
}
