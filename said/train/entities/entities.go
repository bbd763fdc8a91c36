// Package entities trains the name tagger that package said embeds. It is used by
// the commands of the bench module and is no part of the product.
package entities

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// Name is a name in bytes of its article's text.
type Name struct {
	Start, End int
	Type       string // person, organization, place, norp, facility, date, money, product, misc
}

// Article is an article with all its names of the given types.
type Article struct {
	Text  string
	Names []Name
	Types []string // that were marked
	// Coarse says what the annotators called a type that they did not have.
	Coarse map[string]string
}

// Config says how to train; the zero value is what the embedded model was made with.
type Config struct {
	Epochs    int
	Rate      float32
	Dropout   float32
	Seeds     int
	Threshold float32
	Log       func(seed, epoch int, loss float64)
}

// Model is a trained tagger.
type Model struct {
	tagger *entity.Tagger
	learnt *entity.Learnt
	lesson entity.Lesson
}

// Train trains a tagger.
func Train(articles []Article, c Config) (*Model, error) {
	l := entity.Lesson{Epochs: 8, Rate: 0.05, Dropout: 0.55, Seeds: 6, Threshold: 0.05, Log: c.Log}
	if c.Epochs > 0 {
		l.Epochs = c.Epochs
	}
	if c.Rate > 0 {
		l.Rate = c.Rate
	}
	if c.Dropout > 0 {
		l.Dropout = c.Dropout
	}
	if c.Seeds > 0 {
		l.Seeds = c.Seeds
	}
	if c.Threshold > 0 {
		l.Threshold = c.Threshold
	}
	examples := make([]entity.Example, len(articles))
	for i, a := range articles {
		var err error
		if examples[i], err = example(a); err != nil {
			return nil, err
		}
	}
	learnt, err := entity.Learn(examples, l)
	if err != nil {
		return nil, err
	}
	tagger, err := entity.NewTagger(learnt.Model, learnt.Inner)
	if err != nil {
		return nil, err
	}
	return &Model{tagger, learnt, l}, nil
}

func example(a Article) (entity.Example, error) {
	e := entity.Example{Text: a.Text, Also: map[entity.Type][]entity.Type{}}
	for _, n := range a.Names {
		t, err := typeOf(n.Type)
		if err != nil {
			return e, err
		}
		if the := a.Text[n.Start:n.End]; len(the) > 4 && strings.EqualFold(the[:4], "the ") {
			n.Start += 4
		}
		e.Names = append(e.Names, entity.Name{Start: n.Start, End: n.End, Type: t})
	}
	for i, name := range entity.TypeNames {
		t := entity.Type(i)
		if slices.Contains(a.Types, name) {
			continue
		}
		coarse, ok := a.Coarse[name]
		if !ok {
			e.Unmarked = append(e.Unmarked, t)
			continue
		}
		c, err := typeOf(coarse)
		if err != nil {
			return e, err
		}
		e.Also[c] = append(e.Also[c], t)
	}
	return e, nil
}

func typeOf(name string) (entity.Type, error) {
	i := slices.Index(entity.TypeNames[:], name)
	if i < 0 {
		return 0, fmt.Errorf("entities: unknown type %q", name)
	}
	return entity.Type(i), nil
}

// Tag returns the names that the model finds in a text.
func (m *Model) Tag(text string) []Name { return names(m.tagger.Tag(token.Split(text))) }

// Tag returns the names that the embedded model finds in a text.
func Tag(text string) []Name { return names(entity.Embedded().Tag(token.Split(text))) }

func names(spans []entity.Span) []Name {
	out := make([]Name, len(spans))
	for i, s := range spans {
		out[i] = Name{int(s.Start), int(s.End), entity.TypeNames[s.Type]}
	}
	return out
}

// Summary tells in one line what the model was made of.
func (m *Model) Summary() string {
	return fmt.Sprintf("%d articles, %d names, %d features, model %d bytes", m.learnt.Examples, m.learnt.Names, m.learnt.Features, len(m.learnt.Model))
}

// Save writes the model's files to the folder that is embedded, and beside them
// model.txt, which says what they were made of and how they score.
func (m *Model) Save(folder, figures string) error {
	made := fmt.Sprintf("Made by bench/cmd/trainentities from the training part of bench/entities (see SOURCES.md).\n%s\n%d trainings (seeds 1 to %d) averaged, %d epochs, rate %g, dropout %g, rows under %g left out\n\nDevelopment part:\n%s",
		m.Summary(), m.lesson.Seeds, m.lesson.Seeds, m.lesson.Epochs, m.lesson.Rate, m.lesson.Dropout, m.lesson.Threshold, figures)
	if err := os.WriteFile(filepath.Join(folder, "model.txt"), []byte(made), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "model.bin"), m.learnt.Model, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "inner.txt"), []byte(m.learnt.Inner), 0o644)
}

// Clusters gathers the names of a text under entities: by the embedded tagger, or
// those given.
func Clusters(text string, given []Name) [][]Name {
	s := token.Split(text)
	spans := entity.Embedded().Tag(s)
	if given != nil {
		spans = spansOf(s, given)
	}
	r := entity.Gather(s, spans)
	out := make([][]Name, len(r.Entities))
	for i, e := range r.Entities {
		for _, k := range e.Mentions {
			m := r.Mentions[k]
			out[i] = append(out[i], Name{int(m.Start), int(m.End), e.Kind.String()})
		}
	}
	return out
}

func spansOf(s *token.Stream, given []Name) []entity.Span {
	var out []entity.Span
	for _, n := range given {
		t, err := typeOf(n.Type)
		if err != nil {
			continue
		}
		x := entity.Span{Start: int32(n.Start), End: int32(n.End), Type: t, Confidence: 1}
		x.First = int32(sort.Search(len(s.Tokens), func(i int) bool { return int(s.Tokens[i].End) > n.Start }))
		x.Last = int32(sort.Search(len(s.Tokens), func(i int) bool { return int(s.Tokens[i].Start) >= n.End }))
		if x.First < x.Last {
			out = append(out, x)
		}
	}
	return out
}
