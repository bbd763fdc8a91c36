package elastic_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/sinktest"
)

// These need a real Elasticsearch.

func TestDocumentsThatCanNotBeWrittenDoNotSpoilTheOthers(t *testing.T) {
	x := ready(t)
	ops := puts(t, "a", "b", "c", "d", "e", "f")
	ops[0].ID = strings.Repeat("x", 600) // would have the whole request refused
	ops[1].Version = -1                  // too
	ops[2].Document.(*indexer.Statement).Content.Spans[0] = indexer.Range{Start: 5, End: 5}
	ops[3].Document.(*indexer.Statement).Statement.Type = strings.Repeat("x", 40_000)
	ops[4].Collection = "other"
	got, err := x.Apply(t.Context(), ops)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"rejected", "rejected", "rejected", "rejected", "blocked", "applied"}
	if diff := cmp.Diff(want, statuses(got)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s\n%v", diff, got)
	}
	for i, reason := range []string{"id of 600 bytes", "negative version", "document_parsing_exception", "immense term", "inquit setup"} {
		if !strings.Contains(got[i].Reason, reason) {
			t.Errorf("document %d: reason %q, want one with %q", i, got[i].Reason, reason)
		}
	}
}

func TestAFullDiskIsWaitedFor(t *testing.T) {
	c := config(t)
	x := open(t, c)
	if _, err := x.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What Elasticsearch sets itself when the disk is full.
	settings := "/" + c.Prefix + "-statements/_settings"
	if status := call(t, c.URLs[0], http.MethodPut, settings, `{"index.blocks.read_only_allow_delete":true}`); status != http.StatusOK {
		t.Fatalf("block: status %d", status)
	}
	got, err := x.Apply(t.Context(), puts(t, "a"))
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Status != indexer.Busy || !strings.Contains(got[0].Reason, "cluster_block_exception") {
		t.Errorf("outcome %v, want busy for a cluster_block_exception", got[0])
	}
	call(t, c.URLs[0], http.MethodPut, settings, `{"index.blocks.read_only_allow_delete":null}`)
	if got, err = x.Apply(t.Context(), puts(t, "a")); err != nil || got[0].Status != indexer.Applied {
		t.Errorf("afterwards: %v, %v", got, err)
	}
}

func TestNothingWorksBeforeSetupAndSaysSo(t *testing.T) {
	x := open(t, config(t))
	if _, err := x.Stored(t.Context(), []string{"a-1"}); !errors.Is(err, indexer.ErrBlocked) || !strings.Contains(err.Error(), "inquit setup") {
		t.Errorf("stored: %v", err)
	}
	if _, err := x.Search(t.Context(), indexer.Query{}); !errors.Is(err, indexer.ErrBlocked) {
		t.Errorf("search: %v", err)
	}
	if _, err := x.Article(t.Context(), "a-1"); !errors.Is(err, indexer.ErrBlocked) {
		t.Errorf("article: %v", err)
	}
	if err := x.Health(t.Context()); !errors.Is(err, indexer.ErrBlocked) {
		t.Errorf("health: %v", err)
	}
	got, err := x.Apply(t.Context(), puts(t, "a"))
	if err != nil || got[0].Status != indexer.Blocked {
		t.Errorf("apply: %v, %v", got, err)
	}
}

func TestSetupRestoresAnAliasAndChangesWhatItCan(t *testing.T) {
	c := config(t)
	if _, err := open(t, c).Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	alias := `{"actions":[{"remove":{"index":"` + c.Prefix + `-articles-v1","alias":"` + c.Prefix + `-articles"}}]}`
	if status := call(t, c.URLs[0], http.MethodPost, "/_aliases", alias); status != http.StatusOK {
		t.Fatalf("remove alias: status %d", status)
	}
	c.Strict = false // another template
	x := open(t, c)
	did, err := x.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"put index template " + c.Prefix + "-statements", "updated the fields of " + c.Prefix + "-statements-v1",
		"put index template " + c.Prefix + "-articles", "gave index " + c.Prefix + "-articles-v1 the alias " + c.Prefix + "-articles",
		"updated the fields of " + c.Prefix + "-articles-v1",
	}
	if diff := cmp.Diff(want, did); diff != "" {
		t.Errorf("did (-want +got):\n%s", diff)
	}
	if did, err = x.Setup(t.Context()); err != nil || len(did) > 0 {
		t.Errorf("once more: did %q, error %v", did, err)
	}
}

func TestSetupRefusesAnIndexInPlaceOfTheAlias(t *testing.T) {
	c := config(t)
	if status := call(t, c.URLs[0], http.MethodPut, "/"+c.Prefix+"-statements", ""); status != http.StatusOK {
		t.Fatalf("make index: status %d", status)
	}
	t.Cleanup(func() { call(t, c.URLs[0], http.MethodDelete, "/"+c.Prefix+"-statements", "") })
	if _, err := open(t, c).Setup(t.Context()); !errors.Is(err, indexer.ErrIncompatible) {
		t.Errorf("error %v, want ErrIncompatible", err)
	}
}

// The analyzers are ours, but a field has another type.
func TestSetupRefusesAFieldOfAnotherType(t *testing.T) {
	c := config(t)
	x := open(t, c)
	if _, err := x.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	index := "/" + c.Prefix + "-statements-v1"
	if status := call(t, c.URLs[0], http.MethodDelete, index, ""); status != http.StatusOK {
		t.Fatalf("delete: status %d", status)
	}
	// The template adds what is not said here.
	body := `{"aliases":{"` + c.Prefix + `-statements":{}},"mappings":{"_meta":{"hash":"other"},"properties":{"content":{"properties":{"start":{"type":"keyword"}}}}}}`
	if status := call(t, c.URLs[0], http.MethodPut, index, body); status != http.StatusOK {
		t.Fatalf("make index: status %d", status)
	}
	_, err := x.Setup(t.Context())
	if !errors.Is(err, indexer.ErrIncompatible) || !strings.Contains(err.Error(), "content.start") {
		t.Errorf("error %v, want ErrIncompatible about content.start", err)
	}
}

func TestSetupRefusesWhatCanNotBeChangedInPlace(t *testing.T) {
	for name, index := range map[string]string{
		"other analyzers":  `{"aliases":{"%-statements":{}},"mappings":{"_meta":{"analysis":"other"}}}`,
		"no index of ours": `{"aliases":{"%-statements":{}}}`,
	} {
		c := config(t)
		body := strings.ReplaceAll(index, "%", c.Prefix)
		if status := call(t, c.URLs[0], http.MethodPut, "/"+c.Prefix+"-statements-v1", body); status != http.StatusOK {
			t.Fatalf("%s: make index: status %d", name, status)
		}
		if _, err := open(t, c).Setup(t.Context()); !errors.Is(err, indexer.ErrIncompatible) {
			t.Errorf("%s: error %v, want ErrIncompatible", name, err)
		}
	}
}

// A snapshot that timed out between two pages must not end the reading.
func TestPagesGoOnAfterTheirSnapshotIsGone(t *testing.T) {
	c := config(t)
	x := open(t, c)
	if _, err := x.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	var contents []string
	for _, s := range sinktest.Speech("", 9) {
		contents = append(contents, s.Content)
	}
	if _, err := x.Apply(t.Context(), puts(t, contents...)); err != nil {
		t.Fatal(err)
	}
	if err := x.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	q, seen := indexer.Query{Size: 2}, map[string]bool{}
	for {
		page, err := x.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range page.Statements {
			if seen[s.Key()] {
				t.Errorf("%s came twice", s.Key())
			}
			seen[s.Key()] = true
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
		after, err := q.Normalize().After(2)
		if err != nil {
			t.Fatal(err)
		}
		if after.Snapshot != "" {
			closing, err := json.Marshal(map[string]string{"id": after.Snapshot})
			if err != nil {
				t.Fatal(err)
			}
			if status := call(t, c.URLs[0], http.MethodDelete, "/_pit", string(closing)); status != http.StatusOK {
				t.Fatalf("close snapshot: status %d", status)
			}
		}
	}
	if len(seen) != 9 {
		t.Errorf("%d statements on all pages, want 9", len(seen))
	}
}

// Documents of a later version hold fields that this version's index does not
// know: production takes them, tests do not.
func TestUnknownFields(t *testing.T) {
	type later struct {
		*indexer.Statement
		News string `json:"news"`
	}
	for strict, want := range map[bool]indexer.Status{true: indexer.Rejected, false: indexer.Applied} {
		c := config(t)
		c.Strict = strict
		x := open(t, c)
		if _, err := x.Setup(t.Context()); err != nil {
			t.Fatal(err)
		}
		op := puts(t, "a")[0]
		op.Document = later{op.Document.(*indexer.Statement), "x"}
		got, err := x.Apply(t.Context(), []indexer.Op{op})
		if err != nil || got[0].Status != want {
			t.Errorf("strict %v: %v, %v, want %v", strict, got, err, want)
		}
	}
}

func TestAnIndexThatDoesNotListenIsBusy(t *testing.T) {
	c := config(t)
	c.URLs, c.Timeout = []string{"http://127.0.0.1:1"}, time.Second
	got, err := open(t, c).Apply(t.Context(), puts(t, "a"))
	if err != nil || got[0].Status != indexer.Busy || !strings.Contains(got[0].Reason, "connection refused") {
		t.Errorf("outcome %v, error %v, want busy, connection refused", got, err)
	}
}
