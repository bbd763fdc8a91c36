package eval

import (
	"encoding/json"
	"fmt"
	"io"
)

// citronSpan is a span in the JSON layout of BBC Citron.
type citronSpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type citronQuote struct {
	Cue        citronSpan   `json:"cue"`
	Sources    []citronSpan `json:"sources"`
	Contents   []citronSpan `json:"contents"`
	Confidence float64      `json:"confidence"`
}

// ReadCitron reads one document in the JSON layout of BBC Citron: "text", and
// "quotes" with "cue", "sources" and "contents" of "start", "end" and "text".
// Every quote counts as a statement. A span whose text is not what stands at its
// place is an error: the offsets would count something else than code points.
func ReadCitron(r io.Reader, id string) (Article, error) {
	var in struct {
		Text   string        `json:"text"`
		Quotes []citronQuote `json:"quotes"`
	}
	if err := json.NewDecoder(r).Decode(&in); err != nil {
		return Article{}, fmt.Errorf("%s: %w", id, err)
	}
	a := Article{ID: id, Text: in.Text}
	points := NewBytes(in.Text)
	for i, q := range in.Quotes {
		var s Statement
		var err error
		add := func(to *[]Span, from ...citronSpan) {
			for _, x := range from {
				if x.Start == x.End {
					continue
				}
				if got := in.Text[points.At(x.Start):max(points.At(x.Start), points.At(x.End))]; x.Text != "" && got != x.Text && err == nil {
					err = fmt.Errorf("%s: quote %d: [%d, %d) is %q, not %q", id, i+1, x.Start, x.End, got, x.Text)
				}
				*to = append(*to, Span{x.Start, x.End})
			}
		}
		add(&s.Content, q.Contents...)
		add(&s.Source, q.Sources...)
		add(&s.Cue, q.Cue)
		if err != nil {
			return Article{}, err
		}
		s.Confidence = q.Confidence
		a.Statements = append(a.Statements, s)
	}
	return a, nil
}
