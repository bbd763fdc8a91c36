// Package train makes the weights that package said embeds. It is used by the
// commands of the bench module and is no part of the product.
package train

import (
	"io"
	"strings"

	"github.com/inquit/inquit/said/eval"
	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

// QuoteConfig says how to train the statement models.
type QuoteConfig struct {
	Seeds     []uint64  // of the tagger's trainings, which are averaged
	Names     []string  // full names of people in the articles
	Threshold float32   // size below which a tagger feature is dropped
	Log       io.Writer // progress; nil is silent
}

// QuoteModel is a trained model with its files and what was counted on the way.
type QuoteModel struct {
	model   *quote.Model
	learned *quote.Learned
}

// Quotes trains the statement models on gold articles.
func Quotes(articles []eval.Article, c QuoteConfig) (*QuoteModel, error) {
	examples := make([]quote.Example, len(articles))
	for i, a := range articles {
		examples[i] = example(a)
	}
	l, err := quote.Learn(examples, quote.LearnConfig{Seeds: c.Seeds, Names: c.Names, Threshold: c.Threshold, Log: c.Log})
	if err != nil {
		return nil, err
	}
	m, err := l.Files.Model()
	if err != nil {
		return nil, err
	}
	return &QuoteModel{m, l}, nil
}

// Verdicts are statements of a model on articles that it has not seen, right or not.
type Verdicts struct {
	statements []quote.Statement
	right      []bool
}

// Judge adds the model's statements of held articles to v.
func (v *Verdicts) Judge(m *QuoteModel, held []eval.Article) {
	for _, a := range held {
		found := read(m.model, a.Text)
		for i, x := range eval.Judge(a, layout(a.Text, found), eval.Settings{StatementsOnly: true}) {
			if x != eval.Aside {
				v.statements, v.right = append(v.statements, found[i]), append(v.right, x == eval.Right)
			}
		}
	}
}

// Calibrate fits the confidences to verdicts, of this model or of models like it.
func (m *QuoteModel) Calibrate(v *Verdicts) {
	m.learned.Confidence = m.model.Calibrate(v.statements, v.right)
}

// SetConfidence takes a confidence.txt that an earlier training of a part of the
// articles gave.
func (m *QuoteModel) SetConfidence(file []byte) { m.learned.Confidence = file }

// Counts tells the sizes of what was read and learnt.
func (m *QuoteModel) Counts() map[string]int { return m.learned.Counts }

// Each calls do with every file of the model.
func (m *QuoteModel) Each(do func(name string, file []byte) error) error {
	return m.learned.Files.Each(do)
}

// Predict finds the statements of a text: their spans only, in code points.
func (m *QuoteModel) Predict(text string) []eval.Statement {
	return layout(text, read(m.model, text))
}

func read(m *quote.Model, text string) []quote.Statement {
	return m.Read(token.Split(text)).Statements
}

func layout(text string, found []quote.Statement) []eval.Statement {
	points := eval.NewOffsets(text)
	spans := func(parts ...quote.Part) []eval.Span {
		out := []eval.Span{}
		for _, p := range parts {
			if !p.Empty() {
				out = append(out, points.Span(int(p.Start), int(p.End)))
			}
		}
		return out
	}
	out := []eval.Statement{}
	for _, s := range found {
		out = append(out, eval.Statement{Content: spans(s.Content...), Cue: spans(s.Cue), Source: spans(s.Source), Confidence: s.Confidence})
	}
	return out
}

// example turns gold's code points into bytes. Of what is no statement it keeps what
// quotes: “Ruiz supports a ‘new deal’”.
func example(a eval.Article) quote.Example {
	bytes := eval.NewBytes(a.Text)
	ranges := func(spans []eval.Span) (out []quote.Range) {
		for _, s := range spans {
			out = append(out, quote.Range{Start: int32(bytes.At(s[0])), End: int32(bytes.At(s[1]))})
		}
		return out
	}
	e := quote.Example{ID: a.ID, Text: a.Text}
	for _, s := range a.Statements {
		g := quote.Gold{Content: ranges(s.Content), Source: ranges(s.Source), Cue: ranges(s.Cue)}
		if s.IsStatement() {
			e.Gold = append(e.Gold, g)
		} else if hasMarks(a.Text, g.Content) {
			e.Undecided = append(e.Undecided, g)
		}
	}
	return e
}

// hasMarks reports whether quotation marks stand in some ranges of a text.
func hasMarks(text string, content []quote.Range) bool {
	for _, r := range content {
		c := text[r.Start:r.End]
		if strings.ContainsAny(c, `"“”`) || strings.Contains(c, "''") {
			return true
		}
	}
	return false
}
