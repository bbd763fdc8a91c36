package block

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"
)

// Model scores blocks in two stages: the second sees what the first thought of
// the neighbours. The zero value scores nothing; see [Default].
type Model struct {
	First  Trees
	Second Trees
}

//go:embed data/model.bin.gz
var modelFile []byte

// Default is the embedded model. data/README.md says what it was learnt from.
var Default = sync.OnceValue(func() *Model {
	m, err := ReadModel(modelFile)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return m
})

const modelMagic = "inquit blocks 1\n"

// Score sets the Score of every block.
func (m *Model) Score(p *Page, h Hints) {
	if len(p.Blocks) == 0 {
		return
	}
	m.ScoreFeatures(p, p.Features(h))
}

// ScoreFeatures is Score for a page whose features are there already.
func (m *Model) ScoreFeatures(p *Page, x [][]float32) {
	first := m.First.Scores(x)
	for i, s := range m.Second.Scores(p.Context(x, first)) {
		p.Blocks[i].Score = s
	}
}

// Scores are probabilities, by block.
func (t *Trees) Scores(x [][]float32) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = probability(t.LogOdds(x[i]))
	}
	return out
}

// MarshalBinary writes the model in the form that ReadModel reads.
func (m *Model) MarshalBinary() ([]byte, error) {
	b := []byte(modelMagic)
	b = m.First.append(b)
	b = m.Second.append(b)
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// ReadModel reads what MarshalBinary wrote, and refuses anything else.
func ReadModel(data []byte) (*Model, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	raw, ok := bytes.CutPrefix(raw, []byte(modelMagic))
	if !ok {
		return nil, errModel
	}
	r := bytes.NewReader(raw)
	first, err := readTrees(r)
	if err != nil {
		return nil, err
	}
	second, err := readTrees(r)
	if err != nil {
		return nil, err
	}
	plain, context := featureCounts()
	if err := first.check(plain); err != nil {
		return nil, err
	}
	return &Model{First: *first, Second: *second}, second.check(context)
}

// featureCounts asks the features themselves how many they are.
func featureCounts() (plain, context int) {
	p := &Page{Blocks: []Block{{Text: "x", box: -1}}}
	x := p.Features(Hints{})
	return len(x[0]), len(p.Context(x, []float64{0})[0])
}
