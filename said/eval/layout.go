package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

// Span is a half-open range of Unicode code points.
type Span [2]int

// Statement is a statement of gold or of a prediction.
type Statement struct {
	Content []Span `json:"content"`
	Source  []Span `json:"source"`
	Cue     []Span `json:"cue"`
	// Speaker is the full name, if it is known.
	Speaker string `json:"speaker,omitempty"`
	// Confidence of a prediction, in [0, 1].
	Confidence float64 `json:"confidence,omitempty"`
	// Statement is false for gold that attributes no words: "wants", "supports".
	// Nil means true.
	Statement *bool `json:"statement,omitempty"`
}

// IsStatement reports whether s attributes words to somebody.
func (s *Statement) IsStatement() bool { return s.Statement == nil || *s.Statement }

// Article is a line of a gold or prediction file.
type Article struct {
	ID         string      `json:"id"`
	Publisher  string      `json:"publisher,omitempty"`
	Text       string      `json:"text,omitempty"`
	Statements []Statement `json:"statements"`
	// Regions are the quoted stretches as they were meant, where the marks of the
	// text were broken on purpose. Nil means that they are looked for.
	Regions []Span `json:"regions,omitempty"`
	// Ignore is text on which predictions do not count.
	Ignore []Span `json:"ignore,omitempty"`
}

// Read reads articles, one JSON object a line.
func Read(r io.Reader) ([]Article, error) {
	var out []Article
	d := json.NewDecoder(r)
	for {
		var a Article
		err := d.Decode(&a)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("article %d: %w", len(out)+1, err)
		}
		out = append(out, a)
	}
}

// Load reads a file of articles; a name that ends in .gz is decompressed.
func Load(path string) ([]Article, error) {
	var out []Article
	err := open(path, func(r io.Reader) (err error) {
		out, err = Read(r)
		return err
	})
	return out, err
}

func open(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = bufio.NewReader(f)
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		r = z
	}
	if err := read(r); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Bytes turns code points of a text into bytes.
type Bytes []int

// NewBytes prepares for a text.
func NewBytes(text string) Bytes {
	b := make(Bytes, 0, len(text)+1)
	for i := range text {
		b = append(b, i)
	}
	return append(b, len(text))
}

// At returns the byte at which a code point begins. Points beyond the text are
// its end.
func (b Bytes) At(point int) int { return b[max(0, min(point, len(b)-1))] }

// Offsets turns bytes of a text into code points.
type Offsets struct{ starts Bytes }

// NewOffsets prepares for a text.
func NewOffsets(text string) Offsets { return Offsets{NewBytes(text)} }

// Span returns the code points of a range of bytes.
func (o Offsets) Span(start, end int) Span { return Span{o.at(start), o.at(end)} }

func (o Offsets) at(b int) int { return sort.SearchInts(o.starts, b) }
