package articles

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"

	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/article/block"
	"github.com/inquit/inquit/bench/articles/boost"
)

// Sample is a page prepared for training.
type Sample struct {
	Doc   *Doc
	Page  *block.Page
	X     [][]float32
	Y     []float64
	W     []float64
	first []float64 // the first stage's scores, from trees that did not see the page
}

// Prepare cuts the page and labels its blocks.
func Prepare(d *Doc) *Sample {
	p, hints := article.Blocks(article.Page{Body: d.HTML, URL: d.URL})
	s := &Sample{Doc: d, Page: p, X: p.Features(hints), Y: label(d, p.Blocks)}
	words := block.NewGrams(d.Text).Words
	for i := range p.Blocks {
		s.W = append(s.W, weight(p.Blocks[i].Words(), words))
	}
	return s
}

// PrepareAll prepares every page.
func PrepareAll(docs []*Doc) []*Sample {
	var out []*Sample
	for _, d := range docs {
		out = append(out, Prepare(d))
	}
	return out
}

// WriteFolds learns one model for each fifth of the outlets from the others,
// and writes them to the folder for [ReadFold].
func WriteFolds(samples []*Sample, dir string) error {
	for k := range Folds {
		var train []*Sample
		for _, s := range samples {
			if s.Doc.Fold() != k {
				train = append(train, s)
			}
		}
		if err := WriteModel(Train(train), foldFile(dir, k)); err != nil {
			return err
		}
	}
	return nil
}

// ReadFold reads the model that did not see the outlets of part k.
func ReadFold(dir string, k int) (*block.Model, error) {
	b, err := os.ReadFile(foldFile(dir, k))
	if err != nil {
		return nil, err
	}
	return block.ReadModel(b)
}

func foldFile(dir string, k int) string { return filepath.Join(dir, fmt.Sprintf("fold%d.bin.gz", k)) }

// WriteModel writes a model to a file.
func WriteModel(m *block.Model, name string) error {
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	return os.WriteFile(name, b, 0o644)
}

// First and Second are how the two stages grow.
var (
	First  = boost.Config{Trees: 200, Depth: 5, Rate: 0.07, Rows: 0.6, Columns: 0.3, Lambda: 2, MinRows: 40, Seed: 7}
	Second = boost.Config{Trees: 350, Depth: 5, Rate: 0.04, Rows: 0.6, Columns: 0.3, Lambda: 2, MinRows: 40, Seed: 1}
)

const (
	innerFolds = 4
	members    = 2 // models whose mean is the model, each from seeds of its own
)

// Train learns both stages, several times, and takes the mean.
func Train(samples []*Sample) *block.Model {
	var first, second []*block.Trees
	for m := range uint64(members) {
		f, s := trainMember(samples, m)
		first, second = append(first, f), append(second, s)
	}
	return &block.Model{First: *boost.Average(first...), Second: *boost.Average(second...)}
}

// trainMember learns the second stage from scores that the first gave to pages
// it had not seen, as it will have to work with.
func trainMember(samples []*Sample, seed uint64) (first, second *block.Trees) {
	one, two := First, Second
	one.Seed += seed
	two.Seed += seed
	for k := range innerFolds {
		var train []*Sample
		for _, s := range samples {
			if s.inner() != k {
				train = append(train, s)
			}
		}
		t := boost.Train(rowsOf(train, nil), one)
		for _, s := range samples {
			if s.inner() == k {
				s.first = t.Scores(s.X)
			}
		}
	}
	second = boost.Train(rowsOf(samples, func(s *Sample) [][]float32 { return s.Page.Context(s.X, s.first) }), two)
	return boost.Train(rowsOf(samples, nil), one), second
}

// inner divides the pages of the other folds once more, by host as well.
func (s *Sample) inner() int {
	h := fnv.New32a()
	h.Write([]byte{byte(s.Doc.Fold())})
	h.Write([]byte(s.Doc.URL[:min(len(s.Doc.URL), 20)]))
	return int(h.Sum32()>>8) % innerFolds
}

func rowsOf(samples []*Sample, view func(*Sample) [][]float32) *boost.Rows {
	r := &boost.Rows{}
	for _, s := range samples {
		x := s.X
		if view != nil {
			x = view(s)
		}
		for i := range x {
			if s.Y[i] < 0 {
				continue
			}
			r.X, r.Y, r.W = append(r.X, x[i]), append(r.Y, s.Y[i]), append(r.W, s.W[i])
		}
	}
	return r
}
