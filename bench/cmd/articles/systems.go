package main

import (
	"bytes"
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/article/block"
	"github.com/inquit/inquit/bench/articles"
)

// system is an extractor to measure. What it leaves as HTML becomes text
// outside of the time that is measured.
type system struct {
	name    string
	extract func(*articles.Doc) (articles.Prediction, *html.Node)
}

func systems(folds string, only bool) ([]system, error) {
	own, err := inquit(folds)
	if err != nil || only {
		return []system{own}, err
	}
	return []system{own, {"go-readability v2", readeck}, {"go-trafilatura", goTrafilatura}, {"html.Parse alone", parseOnly}}, nil
}

// inquit reads each page with the weights that did not see its outlet.
func inquit(dir string) (system, error) {
	var parsers [articles.Folds]article.Parser
	for k := range parsers {
		var err error
		if parsers[k].Model, err = articles.ReadFold(dir, k); err != nil {
			return system{}, err
		}
	}
	return system{"inquit", func(d *articles.Doc) (articles.Prediction, *html.Node) {
		a := parsers[d.Fold()].Parse(article.Page{Body: d.HTML, URL: d.URL})
		p := articles.Prediction{ID: d.ID, Text: a.Text, Title: a.Title, Image: a.Image, Verdict: string(a.Verdict), Confidence: a.Confidence}
		for _, r := range a.Reasons {
			p.Reasons = append(p.Reasons, string(r))
		}
		for _, author := range a.Authors {
			p.Authors = append(p.Authors, author.Name)
		}
		if a.Published != nil {
			p.Date = a.Published.Day
		}
		return p, nil
	}}, nil
}

func readeck(d *articles.Doc) (articles.Prediction, *html.Node) {
	u, err := url.Parse(d.URL)
	if err != nil {
		u = &url.URL{}
	}
	parser := readability.NewParser()
	a, err := parser.Parse(bytes.NewReader(d.HTML), u)
	p := articles.Prediction{ID: d.ID}
	if err != nil {
		return p, nil
	}
	p.Title, p.Image = a.Title(), a.ImageURL()
	p.Authors = bylineNames(a.Byline())
	if t, err := a.PublishedTime(); err == nil {
		p.Date = t.Format("2006-01-02")
	}
	return p, a.Node
}

// bylineNames splits a byline as a user of the library would have to.
func bylineNames(by string) []string {
	var out []string
	for _, n := range strings.FieldsFunc(strings.ReplaceAll(strings.ReplaceAll(by, " and ", ","), " und ", ","), func(r rune) bool { return r == ',' || r == ';' || r == '&' }) {
		out = append(out, strings.TrimSpace(n))
	}
	return out
}

// blockText gives the extractors that return HTML our own paragraphs, which
// score better than the texts they make of it themselves.
func blockText(n *html.Node) string {
	if n == nil {
		return ""
	}
	var lines []string
	for _, b := range block.Cut(n).Blocks {
		lines = append(lines, b.Text)
	}
	return strings.Join(lines, "\n\n")
}

func goTrafilatura(d *articles.Doc) (articles.Prediction, *html.Node) {
	u, err := url.Parse(d.URL)
	if err != nil {
		u = &url.URL{}
	}
	p := articles.Prediction{ID: d.ID}
	r, err := trafilatura.Extract(bytes.NewReader(d.HTML), trafilatura.Options{OriginalURL: u, ExcludeComments: true, EnableFallback: true})
	if err != nil {
		return p, nil
	}
	m := r.Metadata
	p.Title, p.Image = m.Title, m.Image
	for a := range strings.SplitSeq(m.Author, ";") {
		p.Authors = append(p.Authors, strings.TrimSpace(a))
	}
	if !m.Date.IsZero() {
		p.Date = m.Date.Format("2006-01-02")
	}
	return p, r.ContentNode
}

func parseOnly(d *articles.Doc) (articles.Prediction, *html.Node) {
	_, _ = html.Parse(bytes.NewReader(d.HTML))
	return articles.Prediction{ID: d.ID}, nil
}
