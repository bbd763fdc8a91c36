package sinktest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/inquit/inquit/services/indexer"
)

// Bench measures writing, by documents a second, and searching an index of
// statements that was written so. open returns an empty index that is set up.
func Bench(b *testing.B, statements int, open func(*testing.B) indexer.Index) {
	b.Helper()
	index := open(b)
	corpus := newCorpus()
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			begun := time.Now()
			n := corpus.write(b, index, statements)
			b.ReportMetric(float64(n)/time.Since(begun).Seconds(), "docs/s")
		}
	})
	if err := index.Refresh(context.Background()); err != nil {
		b.Fatal(err)
	}
	for _, search := range []struct {
		name string
		q    func() indexer.Query
	}{
		{"word", func() indexer.Query { return indexer.Query{Text: corpus.word(), Sort: indexer.Relevance} }},
		{"word-newest", func() indexer.Query { return indexer.Query{Text: corpus.word()} }},
		{"three-words", func() indexer.Query {
			return indexer.Query{Text: corpus.word() + " " + corpus.word() + " " + corpus.word()}
		}},
		{"phrase", func() indexer.Query { return indexer.Query{Phrases: []string{corpus.word() + " " + corpus.word()}} }},
		{"speaker", func() indexer.Query { return indexer.Query{Speaker: corpus.speaker()} }},
		{"speaker-about", func() indexer.Query { return indexer.Query{Speaker: corpus.speaker(), About: corpus.word()} }},
		{"newest", func() indexer.Query { return indexer.Query{} }},
	} {
		b.Run(search.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := index.Search(b.Context(), search.q()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("count-speakers", func(b *testing.B) {
		for b.Loop() {
			if _, err := index.Count(b.Context(), indexer.Query{}, indexer.BySpeaker, 10); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// corpus makes statements of made-up words that are as unevenly frequent as
// real ones. Its numbers come out the same each time.
type corpus struct {
	random   *rand.Rand
	words    *rand.Zipf
	speakers *rand.Zipf
	articles int
}

func newCorpus() *corpus {
	random := rand.New(rand.NewPCG(1, 2))
	return &corpus{random, rand.NewZipf(random, 1.1, 5, 20_000), rand.NewZipf(random, 1.2, 3, 3_000), 0}
}

func (c *corpus) word() string { return fmt.Sprintf("word%d", c.words.Uint64()) }

func (c *corpus) speaker() string { return fmt.Sprintf("Given%d Family", c.speakers.Uint64()) }

func (c *corpus) content() string {
	list := make([]string, 15+c.random.IntN(24))
	for i := range list {
		list[i] = c.word()
	}
	return "“" + strings.Join(list, " ") + "”"
}

// write writes articles of ten statements, forty of them at once, and returns
// how many documents that made.
func (c *corpus) write(b *testing.B, index indexer.Index, statements int) (documents int) {
	b.Helper()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var ops []indexer.Op
	for n := 0; n < statements; n += 10 {
		list := make([]Says, 10)
		for i := range list {
			list[i] = Says{By: []string{c.speaker()}, Content: c.content(), About: []string{strings.ToUpper(c.word())}}
		}
		c.articles++
		m := Bundle(fmt.Sprintf("n%d", c.articles), "example.org", at.Add(time.Duration(c.articles)*time.Minute), at, list...)
		docs, err := indexer.NewDocuments(m, indexer.Stamp{Ingested: at})
		if err != nil {
			b.Fatal(err)
		}
		for _, d := range docs.Statements {
			ops = append(ops, indexer.Put(d, m.Version))
		}
		ops = append(ops, indexer.Put(docs.Article, m.Version))
		if len(ops) < 440 && n+10 < statements {
			continue
		}
		outcomes, err := index.Apply(b.Context(), ops)
		if err != nil {
			b.Fatal(err)
		}
		for _, o := range outcomes {
			if o.Status != indexer.Applied {
				b.Fatalf("%v: %s", o.Status, o.Reason)
			}
		}
		documents += len(ops)
		ops = nil
	}
	return documents
}
