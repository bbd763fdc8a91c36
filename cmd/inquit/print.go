package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"

	"github.com/inquit/inquit/event"
)

// painter colours text for a terminal, and leaves it alone elsewhere.
type painter struct{ on bool }

func newPainter(w io.Writer, getenv func(string) string) painter {
	file, ok := w.(*os.File)
	return painter{on: ok && isatty.IsTerminal(file.Fd()) && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
}

func (p painter) paint(code, s string) string {
	if !p.on || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p painter) bold(s string) string    { return p.paint("1", s) }
func (p painter) dim(s string) string     { return p.paint("2", s) }
func (p painter) source(s string) string  { return p.paint("36", s) }
func (p painter) cue(s string) string     { return p.paint("33", s) }
func (p painter) content(s string) string { return p.paint("32", s) }
func (p painter) bad(s string) string     { return p.paint("31", s) }

// speakersOfStatement is "Emmanuel Macron · French President and Frederic Merz ·
// German Chancellor", or what kind of source it is where there is no name.
func speakersOfStatement(p painter, s *event.Statement) string {
	var names []string
	for _, sp := range s.Speakers {
		name := p.bold(sp.Name)
		switch {
		case sp.Name == "" && s.Source.Text != "":
			name = p.bold(fmt.Sprintf("%s (%s)", s.Source.Text, sp.Kind))
		case sp.Name == "":
			name = p.bold("unknown")
		}
		if title := strings.TrimSpace(sp.Affiliation + " " + sp.Title); title != "" {
			name += p.dim(" · " + title)
		}
		names = append(names, name)
	}
	return strings.Join(names, " and ")
}

// printText shows an article with source, cue and content in three colours.
func printText(w io.Writer, p painter, text string, statements []event.Statement, zone string) {
	points := event.NewCodePoints(text)
	colours := make([]byte, points.Len()+1)
	mark := func(spans []event.Span, colour byte) {
		for _, s := range spans {
			for i := max(s[0], 0); i < s[1] && i < len(colours); i++ {
				colours[i] = colour
			}
		}
	}
	for _, s := range statements {
		if s.Zone == zone {
			mark(s.Content.Spans, 'c')
			mark(s.Source.Spans, 's')
			mark(s.Cue.Spans, 'v')
		}
	}
	begin, n := 0, 0
	flush := func(end int) {
		part := text[begin:end]
		switch colours[max(n-1, 0)] {
		case 'c':
			part = p.content(part)
		case 's':
			part = p.source(part)
		case 'v':
			part = p.cue(part)
		}
		io.WriteString(w, part)
		begin = end
	}
	for i := range text {
		if n > 0 && colours[n] != colours[n-1] {
			flush(i)
		}
		n++
	}
	flush(len(text))
	fmt.Fprintln(w)
}

// printStatements lists statements under each other, one of them in a few lines.
func printStatements(w io.Writer, p painter, statements []event.Statement) {
	for i := range statements {
		s := &statements[i]
		fmt.Fprintf(w, "%2d %s\n", i+1, speakersOfStatement(p, s))
		fmt.Fprintf(w, "   %s %s\n", p.cue(orDash(s.Cue.Text)), p.content(oneLine(s.Content.Text)))
		details := []string{s.Type}
		if s.Zone == "headline" {
			details = append(details, s.Zone)
		} else {
			details = append(details, fmt.Sprintf("¶ %d", s.Paragraph+1))
		}
		details = append(details, fmt.Sprintf("%.2f", s.Attribution.Confidence))
		details = append(details, s.Flags...)
		if s.Via != "" {
			details = append(details, "via "+s.Via)
		}
		fmt.Fprintf(w, "   %s\n", p.dim(strings.Join(details, " · ")))
		if s.Attribution.Evidence != "" {
			fmt.Fprintf(w, "   %s\n", p.dim(s.Attribution.Evidence))
		}
	}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// plural is "1 statement" or "2 statements".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
