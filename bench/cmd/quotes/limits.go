package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/inquit/inquit/said"
)

// limitCases are texts that no article is like; each goes on up to the size asked
// for. What grows faster than the text shows here first.
var limitCases = []struct {
	name string
	unit func(n int) string // the n-th piece of the text
}{
	{"marks only", same(`“"”'`)},
	{"opening marks only", same("“")},
	{"one word, repeated", same("said ")},
	{"one word without an end", same("a")},
	{"nothing between words", same("Smithsaid,“Wewillgo.”Hewent.")},
	{"one paragraph of prose", same(prose + " ")},
	{"short paragraphs", same(prose + "\n")},
	{"names, each a new one", func(n int) string {
		return fmt.Sprintf("%s %s, the mayor of %s, met him. “We go,” she said.\n", newName(n), newName(n*7+1), newName(n*13+2))
	}},
	{"a name, repeated", same("Ana Ruiz ")},
	{"turns of a dialogue", func(n int) string { return newName(n/2) + ": Yes, it is old, and we know it.\n" }},
	{"paragraphs of a running quote", same("“We cannot pay for it any more.\n")},
	{"sources and cues, no contents", same("he said, ")},
	{"signed letters with marks within", same("“He calls it “a wall” and laughs.” — Ana Ruiz\n")},
}

func same(unit string) func(int) string { return func(int) string { return unit } }

// newName spells a number as a name.
func newName(n int) string {
	const first, letters = "BDFGHKLMNPRST", "aeioulnrst"
	name := []byte{first[n%len(first)]}
	for n /= len(first); n > 0 || len(name) < 4; n /= len(letters) {
		name = append(name, letters[n%len(letters)])
	}
	return string(name)
}

func fill(unit func(int) string, size int) string {
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		b.WriteString(unit(n))
	}
	return b.String()[:size]
}

const prose = `Ana Ruiz, the mayor of Holm, said on Monday that the harbour would close in May. “We cannot pay for it,” she told the council. Tom Berg of the port authority denied it.`

const (
	smallLimit    = 1 << 20
	largeLimit    = 10 << 20
	limitPatience = 10 * time.Minute
)

// limitResult is what a process tells of the one text that it has read.
type limitResult struct {
	Seconds    float64 `json:"seconds"` // of processor time
	Peak       int64   `json:"peak"`    // bytes of memory, the engine's own included
	Statements int     `json:"statements"`
}

const limitsText = `Texts that no article is like, of 1 and of 10 MB: processor time of ` + "`Analyze`" + ` and the largest memory of a process of its own, engine and text included.
A ratio near 10 is work that grows as the text does.

`

// limits reads each text in a process of its own, so that the largest memory is its.
func limits(o *options) (section, error) {
	var b strings.Builder
	b.WriteString(limitsText)
	table(&b, "| text | 1 MB: seconds | memory, MB | 10 MB: seconds | memory, MB | ratio of times | of memory |")
	for _, c := range limitCases {
		small, err := startLimit(o, c.name, smallLimit)
		if err != nil {
			return section{}, err
		}
		large, err := startLimit(o, c.name, largeLimit)
		if err != nil {
			return section{}, err
		}
		if large == nil {
			fmt.Fprintf(&b, "| %s | %.1f | %d | **not within %v** | - | - | - |\n", c.name, small.Seconds, small.Peak>>20, limitPatience)
			continue
		}
		fmt.Fprintf(&b, "| %s | %.1f | %d | %.1f | %d | %.1f | %.1f |\n", c.name, small.Seconds, small.Peak>>20, large.Seconds, large.Peak>>20,
			large.Seconds/small.Seconds, float64(large.Peak)/float64(small.Peak))
	}
	return section{"Limits", b.String()}, nil
}

// startLimit reads one text in another process. It returns nil if that takes too long.
func startLimit(o *options, name string, size int) (*limitResult, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limitPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, "-weights", o.weights, "-limit-case", name, "-limit-size", strconv.Itoa(size))
	cmd.Stderr = os.Stderr
	printed, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var r limitResult
	return &r, json.Unmarshal(printed, &r)
}

// readLimit is what that other process does.
func readLimit(out io.Writer, engine *said.Engine, name string, size int) error {
	for _, c := range limitCases {
		if c.name != name {
			continue
		}
		text := fill(c.unit, size)
		start := processorTime()
		doc := engine.Analyze(said.Article{Text: text, Language: "en"})
		r := limitResult{Seconds: (processorTime() - start).Seconds(), Statements: len(doc.Statements)}
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			return err
		}
		r.Peak = u.Maxrss << 10
		return json.NewEncoder(out).Encode(r)
	}
	return errors.New("no such text: " + name)
}
