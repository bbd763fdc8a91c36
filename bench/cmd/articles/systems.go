package main

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/article/block"
	"github.com/inquit/inquit/bench/articles"
	"golang.org/x/net/html"
)

// system is an extractor to measure.
type system struct {
	name    string
	extract func(*articles.Doc) articles.Prediction
}

func systems(folds string, only bool) ([]system, error) {
	own, err := inquit(folds)
	if err != nil || only {
		return []system{own}, err
	}
	return []system{own, {"go-readability v2", readeck}, {"html.Parse alone", parseOnly}}, nil
}

// inquit reads each page with the weights that did not see its outlet.
func inquit(dir string) (system, error) {
	var parsers [articles.Folds]article.Parser
	for k := range parsers {
		b, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("fold%d.bin.gz", k)))
		if err != nil {
			return system{}, err
		}
		if parsers[k].Model, err = block.ReadModel(b); err != nil {
			return system{}, err
		}
	}
	return system{"inquit", func(d *articles.Doc) articles.Prediction {
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
		return p
	}}, nil
}

func readeck(d *articles.Doc) articles.Prediction {
	u, err := url.Parse(d.URL)
	if err != nil {
		u = &url.URL{}
	}
	parser := readability.NewParser()
	a, err := parser.Parse(bytes.NewReader(d.HTML), u)
	p := articles.Prediction{ID: d.ID}
	if err != nil {
		return p
	}
	p.Title, p.Image = a.Title(), a.ImageURL()
	if by := a.Byline(); by != "" {
		p.Authors = []string{by}
	}
	if t, err := a.PublishedTime(); err == nil {
		p.Date = t.Format("2006-01-02")
	}
	if a.Node != nil {
		var lines []string
		for _, b := range block.Cut(a.Node).Blocks {
			lines = append(lines, b.Text)
		}
		p.Text = strings.Join(lines, "\n\n")
	}
	return p
}

func parseOnly(d *articles.Doc) articles.Prediction {
	html.Parse(bytes.NewReader(d.HTML))
	return articles.Prediction{ID: d.ID}
}
