// Package quote finds statements in news text: contents, cues and sources, with
// quotation marks read as they were meant.
//
// A [Model] works in stages, all linear in the text. Quoted stretches are found
// by rules, and by a learnt reader where marks look wrong (region.go, marks.go).
// The text is folded, a stretch becoming one item (fold.go). A conditional random
// field labels the items (features.go, tag.go). A linker gives each content a
// cue, and each cue a source (candidates.go, link.go). What comes out is turned
// back into bytes (statement.go).
//
// Files that begin with "learn" train the models.
package quote

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

//go:embed data/*.bin data/confidence.txt
var data embed.FS

// Model is all that was learnt. It may be shared by goroutines.
type Model struct {
	// Off are parts that are left out, to measure them.
	Off ablate.Parts

	lex               *Lexicon
	marks, tagger     *crf.Model
	contents, sources *crf.Ranker
	confidence        []float64
	workspaces        sync.Pool
}

// Load reads the embedded model.
func Load() (*Model, error) {
	sub, err := Embedded()
	if err != nil {
		return nil, err
	}
	return Open(sub)
}

// Embedded is the folder of the embedded model.
func Embedded() (fs.FS, error) { return fs.Sub(data, "data") }

// Open reads a model from a folder.
func Open(folder fs.FS) (*Model, error) {
	var f Files
	for _, x := range f.named() {
		b, err := fs.ReadFile(folder, x.name)
		if err != nil {
			return nil, err
		}
		*x.file = b
	}
	m, err := f.Model()
	if w, ok := folder.(ablate.Weights); ok && err == nil {
		m.Off = w.Off
	}
	return m, err
}

type namedFile struct {
	name string
	file *[]byte
}

func (f *Files) named() []namedFile {
	return []namedFile{{"lexicon.bin", &f.Lexicon}, {"marks.bin", &f.Marks}, {"tagger.bin", &f.Tagger}, {"contents.bin", &f.Contents}, {"sources.bin", &f.Sources}, {"confidence.txt", &f.Confidence}}
}

// Each calls do with every file and its name.
func (f *Files) Each(do func(name string, file []byte) error) error {
	for _, x := range f.named() {
		if err := do(x.name, *x.file); err != nil {
			return err
		}
	}
	return nil
}

// Model reads the files.
func (f *Files) Model() (*Model, error) {
	m := &Model{}
	var err error
	read := func(name string, do func() error) {
		if err == nil {
			if e := do(); e != nil {
				err = fmt.Errorf("quote: read %s: %w", name, e)
			}
		}
	}
	read("lexicon", func() (e error) { m.lex, e = readLexicon(f.Lexicon); return })
	read("marks", func() (e error) { m.marks, e = crf.ReadModel(f.Marks); return })
	read("tagger", func() (e error) { m.tagger, e = crf.ReadModel(f.Tagger); return })
	read("contents", func() (e error) { m.contents, e = crf.ReadRanker(f.Contents); return })
	read("sources", func() (e error) { m.sources, e = crf.ReadRanker(f.Sources); return })
	read("confidence", func() (e error) { m.confidence, e = readChance(f.Confidence); return })
	if err != nil {
		return nil, err
	}
	if m.tagger.Labels != labelCount || m.marks.Labels != markLabels {
		return nil, fmt.Errorf("quote: models with %d and %d labels", m.tagger.Labels, m.marks.Labels)
	}
	return m, nil
}

// Reading is what a text says.
type Reading struct {
	Statements []Statement
	Regions    []Region // the quoted stretches, in order
}

// Read finds the statements of a text.
func (m *Model) Read(s *token.Stream) *Reading {
	w := m.workspace()
	defer m.release(w)
	w.doc.fold(s, &w.marks)
	return m.read(w)
}

// ReadQuoted is Read for a text of which only statements with quotes are wanted: one
// without quoted stretches has none and is not read.
func (m *Model) ReadQuoted(s *token.Stream) *Reading {
	w := m.workspace()
	defer m.release(w)
	w.doc.fold(s, &w.marks)
	if len(w.doc.regions) == 0 {
		return &Reading{}
	}
	return m.read(w)
}

// workspace is memory that is used again from one text to the next.
type workspace struct {
	doc    document
	marks  markReader
	tagger tagger
	linker linker
}

func (m *Model) workspace() *workspace {
	if w, ok := m.workspaces.Get().(*workspace); ok {
		return w
	}
	w := &workspace{
		marks:  markReader{chain: crf.Chain{Model: m.marks}, lex: m.lex},
		tagger: tagger{chain: crf.Chain{Model: m.tagger}, off: m.Off},
		linker: linker{contents: m.contents, sources: m.sources, off: m.Off},
	}
	if m.Off.Has(ablate.Marks) {
		w.marks.chain.Model = nil
	}
	return w
}

// largestKept is the number of items above which memory is given back.
const largestKept = 1 << 15

func (m *Model) release(w *workspace) {
	if cap(w.doc.items) <= largestKept {
		w.doc.stream = nil
		m.workspaces.Put(w)
	}
}

func (m *Model) read(w *workspace) *Reading {
	d := &w.doc
	d.annotate(m.lex)
	drafts := w.linker.link(d, w.tagger.tag(d))
	found := d.statements(drafts)
	for i := range found {
		found[i].Confidence = Chance(m.confidence, found[i].Signals())
	}
	if !m.Off.Has(ablate.Doubt) {
		found = slices.DeleteFunc(found, func(s Statement) bool { return s.isDoubtful() })
	}
	return &Reading{found, d.regions}
}

// Calibrate learns how sure to be of statements, from some that were right or not,
// and returns the file to that.
func (m *Model) Calibrate(statements []Statement, right []bool) []byte {
	signals := make([][]float64, len(statements))
	for i := range statements {
		signals[i] = statements[i].Signals()
	}
	m.confidence = FitChance(signals, right)
	return encodeChance(m.confidence)
}

// Regions finds the quoted stretches of a text in any language, by rules alone.
func Regions(s *token.Stream) []Region {
	var out []Region
	for k := range s.Paragraphs {
		regions, _ := readByRules(s, &s.Paragraphs[k])
		out = append(out, regions...)
	}
	return out
}

// MayAttribute reports whether a word that is often a cue stands in a range of
// tokens.
func (m *Model) MayAttribute(s *token.Stream, r token.Range) bool {
	for i := r.First; i < r.Last; i++ {
		if m.lex.word(s.Tokens[i].Lower).Cue >= goodCue {
			return true
		}
	}
	return false
}
