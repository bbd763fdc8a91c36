package elastic_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/sinktest"
)

// The writer's own tests use the embedded index; this one is for what depends on
// the server: external versions, tombstones and reads before a refresh.
func TestVersionsOfAnArticleOnARealServer(t *testing.T) {
	x := ready(t)
	w, err := indexer.NewWriter(indexer.Config{}, x, zap.NewNop(), nil)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 2, 14, 11, 0, 0, 0, time.UTC)
	version := func(hour int, contents ...string) *event.Statements {
		var list []sinktest.Says
		for _, c := range contents {
			list = append(list, sinktest.Says{By: []string{"Anna Maric"}, Content: c})
		}
		return sinktest.Bundle("talks", "example.org", at, at.Add(time.Duration(hour)*time.Hour), list...)
	}
	for _, step := range []struct {
		name string
		m    *event.Statements
		want []string // in the index afterwards
	}{
		{"the first version", version(1, "a", "b", "c"), []string{"a", "b", "c"}},
		{"a newer one without a statement", version(2, "a", "c"), []string{"a", "c"}},
		{"the first one delivered again", version(1, "a", "b", "c"), []string{"a", "c"}},
		{"the newer one delivered again", version(2, "a", "c"), []string{"a", "c"}},
		{"one that has the statement again", version(3, "b", "c"), []string{"b", "c"}},
	} {
		if r := w.Write(t.Context(), []indexer.Message{{Statements: step.m}}); r[0].Err != nil {
			t.Fatalf("%s: %v", step.name, r[0].Err)
		}
		if err := x.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		page, err := x.Search(t.Context(), indexer.Query{ArticleID: step.m.Article.ID, Sort: indexer.Position})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range page.Statements {
			got = append(got, s.Content.Text)
		}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", step.name, diff)
		}
	}
}
