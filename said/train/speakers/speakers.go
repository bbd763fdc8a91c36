// Package speakers trains the pronoun ranker that package said embeds, and
// resolves the speakers of gold statements to measure it apart from the finding
// of statements. It is used by the commands of the bench module and is no part of
// the product.
package speakers

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/speaker"
	"github.com/inquit/inquit/said/internal/token"
)

// Span is a range of bytes of an article's text.
type Span struct{ Start, End int }

// Statement is a gold statement.
type Statement struct {
	Source, Cue, Content []Span
	// Names are the right names of the speaker, none if it is not labelled.
	Names []string
}

// Article is a text with its gold statements.
type Article struct {
	Text       string
	Statements []Statement
}

// Model is a trained ranker.
type Model struct{ learnt *speaker.Learnt }

// Train trains the ranker on the labelled statements.
func Train(articles []Article) (*Model, error) {
	examples := make([]speaker.Example, len(articles))
	for i := range articles {
		a := &articles[i]
		examples[i] = speaker.Example{Input: a.input(), Right: func(i int, name string) (bool, bool) {
			for _, n := range a.Statements[i].Names {
				if sameName(n, name) {
					return true, true
				}
			}
			return false, len(a.Statements[i].Names) > 0
		}}
	}
	l, err := speaker.Learn(examples)
	if err != nil {
		return nil, err
	}
	return &Model{l}, nil
}

// sameName compares names by their first and last words.
func sameName(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 || x[len(x)-1] != y[len(y)-1] {
		return false
	}
	return len(x) == 1 || len(y) == 1 || x[0] == y[0]
}

func nameWords(s string) []string {
	w := strings.Fields(strings.ToLower(strings.NewReplacer(".", "", ",", " ").Replace(s)))
	for len(w) > 1 && (w[len(w)-1] == "jr" || w[len(w)-1] == "sr") {
		w = w[:len(w)-1]
	}
	return w
}

// Summary tells in one line what the ranker was made of.
func (m *Model) Summary() string {
	return fmt.Sprintf("%d choices, %d with the speaker not among the candidates, %d features, ranker %d bytes", m.learnt.Choices, m.learnt.Missed, m.learnt.Features, len(m.learnt.Ranker))
}

// Save writes the ranker to the folder that embeds it, and ranker.txt, which says
// what it was made of.
func (m *Model) Save(folder string) error {
	made := "Made by bench/cmd/trainspeakers from the silver pronouns of the training part of bench/quotes\n(PolNeAR; no text is kept), seed 1.\n" + m.Summary() + "\n"
	if err := os.WriteFile(filepath.Join(folder, "ranker.txt"), []byte(made), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "ranker.bin"), m.learnt.Ranker, 0o644)
}

// Decision is what was made of a statement's source.
type Decision struct {
	Name, Kind, Method, Evidence string
	Probability                  float64
}

// Resolve decides on the speakers of gold statements.
func (m *Model) Resolve(a Article) ([]Decision, error) {
	found, err := speaker.ResolveWith(m.learnt.Ranker, a.input())
	return decisions(found), err
}

// Resolve decides with the embedded ranker.
func Resolve(a Article) []Decision { return decisions(speaker.Resolve(a.input())) }

func decisions(found []speaker.Attribution) []Decision {
	out := make([]Decision, len(found))
	for i, f := range found {
		var names []string
		for _, s := range f.Speakers {
			names = append(names, s.Name)
		}
		out[i] = Decision{strings.Join(names, " & "), string(f.Speakers[0].Kind), string(f.Method), f.Evidence, f.Probability}
	}
	return out
}

func (a *Article) input() speaker.Input {
	s := token.Split(a.Text)
	in := speaker.Input{Stream: s, Entities: entity.Find(s)}
	for _, st := range a.Statements {
		x := speaker.Statement{Source: hull(s, st.Source), Cue: hull(s, st.Cue)}
		for _, c := range st.Content {
			x.Content = append(x.Content, tokens(s, c))
		}
		in.Statements = append(in.Statements, x)
	}
	for _, q := range quote.Regions(s) {
		in.Quoted = append(in.Quoted, speaker.Stretch{Start: q.Start, End: q.End})
	}
	return in
}

// hull is the tokens of the first span: a source in two parts has its name in the
// first.
func hull(s *token.Stream, spans []Span) token.Range {
	if len(spans) == 0 {
		return token.Range{}
	}
	return tokens(s, spans[0])
}

func tokens(s *token.Stream, x Span) token.Range {
	first := sort.Search(len(s.Tokens), func(i int) bool { return int(s.Tokens[i].End) > x.Start })
	last := sort.Search(len(s.Tokens), func(i int) bool { return int(s.Tokens[i].Start) >= x.End })
	return token.Range{First: int32(first), Last: int32(last)}
}
