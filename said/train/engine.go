package train

import (
	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
)

// Analyze reads a text with an engine and gives its statements in the layout of
// package eval, in code points. Nested statements are left in.
func Analyze(e *said.Engine, text string) []eval.Statement {
	points := eval.NewOffsets(text)
	spans := func(p said.Piece) []eval.Span {
		out := []eval.Span{}
		for _, s := range p.Spans {
			out = append(out, points.Span(s.Start, s.End))
		}
		return out
	}
	out := []eval.Statement{}
	for _, s := range e.Analyze(said.Article{Text: text, Language: "en"}).Statements {
		out = append(out, eval.Statement{Content: spans(s.Content), Cue: spans(s.Cue), Source: spans(s.Source), Speaker: s.Speaker().Name, Confidence: s.Attribution.Confidence})
	}
	return out
}
