package kibana

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// elasticsearch is an index with a few statements on a real server.
type elasticsearch struct {
	t          *testing.T
	url, index string
}

// seeded makes an index from the shipped templates. Run by hand with
//
//	e2e/elasticsearch/with go test ./deploy/kibana
func seeded(t *testing.T) *elasticsearch {
	t.Helper()
	url := os.Getenv("INQUIT_TEST_ELASTICSEARCH")
	if url == "" {
		if os.Getenv("INQUIT_TEST_REQUIRE_ELASTICSEARCH") == "1" {
			t.Fatal("INQUIT_TEST_ELASTICSEARCH is not set")
		}
		t.Skip("SKIPPED: no panel was run, INQUIT_TEST_ELASTICSEARCH is not set; see e2e/elasticsearch/with")
	}
	e := &elasticsearch{t, strings.TrimSuffix(url, "/"), fmt.Sprintf("kibana-test-%d", time.Now().UnixNano())}
	settings, mappings := thing{}, thing{}
	for _, file := range []string{"settings", "analysis", "statements"} {
		data, err := os.ReadFile("../../services/indexer/elastic/" + file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var template struct {
			Template struct{ Settings, Mappings thing }
		}
		if err := json.Unmarshal(data, &template); err != nil {
			t.Fatal(err)
		}
		for key, value := range template.Template.Settings {
			merge(settings, key, value)
		}
		maps.Copy(mappings, template.Template.Mappings)
	}
	e.ask(http.MethodPut, "", thing{"settings": settings, "mappings": mappings})
	t.Cleanup(func() { e.ask(http.MethodDelete, "", nil) })
	for _, s := range seeds {
		e.ask(http.MethodPost, "/_doc", s.document())
	}
	e.ask(http.MethodPost, "/_refresh", nil)
	return e
}

func merge(into thing, key string, value any) {
	old, both := into[key].(thing)
	inner, ok := value.(thing)
	if !both || !ok {
		into[key] = value
		return
	}
	for k, v := range inner {
		merge(old, k, v)
	}
}

func (e *elasticsearch) ask(method, path string, body any) thing {
	e.t.Helper()
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			e.t.Fatal(err)
		}
	}
	// Not the test's context: it has ended when the index is deleted.
	req, err := http.NewRequest(method, e.url+"/"+e.index+path, bytes.NewReader(data))
	if err != nil {
		e.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := (&http.Client{Timeout: time.Minute}).Do(req)
	if err != nil {
		e.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode/100 != 2 {
		e.t.Fatalf("%s %s: HTTP %d, error %v: %s", method, path, resp.StatusCode, err, answer)
	}
	var result thing
	if err := json.Unmarshal(answer, &result); err != nil {
		e.t.Fatal(err)
	}
	if shards, ok := result["_shards"].(thing); ok && shards["failed"] != 0.0 {
		e.t.Fatalf("%s %s: %v", method, path, shards)
	}
	return result
}

// seed is a statement in short.
type seed struct {
	day, article, outlet, kind, typ, cue, text string
	speakers, about                            []string
}

var seeds = []seed{
	{"2026-03-01", "a-1", "Daily", "person", "direct", "say", "We will act.", []string{"Ana Moreau"}, []string{"NATO", "Ukraine"}},
	{"2026-03-01", "a-1", "Daily", "person", "direct", "warn", "Time is short.", []string{"Ana Moreau"}, []string{"Ukraine"}},
	{"2026-03-02", "a-2", "Herald", "person", "indirect", "say", "that talks go on", []string{"Jon Vik"}, []string{"NATO"}},
	{"2026-03-02", "a-2", "Herald", "person", "mixed", "say", "that they “agree”", []string{"Ana Moreau", "Jon Vik"}, nil},
	{"2026-03-03", "a-3", "Herald", "anonymous", "indirect", "say", "that a deal is near", nil, nil},
}

func (s seed) document() thing {
	return thing{
		"@timestamp": s.day + "T10:00:00Z",
		"statement":  thing{"type": s.typ, "link": "https://example.org/" + s.article + "#:~:text=x"},
		"speaker":    thing{"name": s.speakers, "kind": s.kind},
		"cue":        thing{"text": s.cue + "s", "lemma": s.cue},
		"content":    thing{"text": s.text},
		"about":      thing{"name": s.about},
		"article":    thing{"id": s.article, "outlet": s.outlet, "title": "Title of " + s.article},
	}
}

// wantRows is what a reader of each panel must see, counted by hand from seeds.
var wantRows = map[string]string{
	"statements":           "5",
	"speakers":             "2",
	"articles":             "3",
	"outlets":              "2",
	"speakers-over-time":   "Ana Moreau 2026-03-01 2\nAna Moreau 2026-03-02 1\nJon Vik 2026-03-02 2",
	"most-quoted":          "Ana Moreau 3\nJon Vik 2",
	"talked-about":         "NATO 2\nUkraine 2",
	"cues":                 "say direct 1\nsay indirect 2\nsay mixed 1\nwarn direct 1",
	"outlets-and-speakers": "Daily 2 1 1\nHerald 3 2 2",
}

func TestEachPanelShowsTheRightNumbers(t *testing.T) {
	e := seeded(t)
	var d lintDashboard
	shipped(t, NewsroomDashboard, &d)
	got := map[string]string{}
	for _, p := range panelsOf(t, d) {
		if p.Type != "lens" {
			continue
		}
		layer := chartOf(t, p)
		answer := e.ask(http.MethodPost, "/_search", request(t, layer))
		aggs, _ := answer["aggregations"].(thing)
		got[p.PanelIndex] = sorted(rows(layer, layer.ColumnOrder, aggs, at(answer, "hits", "total", "value").(float64), ""))
	}
	if diff := cmp.Diff(wantRows, got); diff != "" {
		t.Errorf("panels (-want +got):\n%s", diff)
	}
}

func TestEachControlListsItsValues(t *testing.T) {
	e := seeded(t)
	var d lintDashboard
	shipped(t, NewsroomDashboard, &d)
	var controls map[string]lintControl
	if err := json.Unmarshal([]byte(d.ControlGroupInput.PanelsJSON), &controls); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"speaker": "Ana Moreau 3\nJon Vik 2", "about": "NATO 2\nUkraine 2", "outlet": "Daily 2\nHerald 3",
		"type": "direct 2\nindirect 2\nmixed 1", "kind": "anonymous 1\nperson 4",
	}
	got := map[string]string{}
	for id, c := range controls {
		answer := e.ask(http.MethodPost, "/_search", thing{"size": 0, "aggs": thing{"values": thing{"terms": thing{"field": c.ExplicitInput.FieldName, "size": 10}}}})
		var lines []string
		for _, b := range at(answer, "aggregations", "values", "buckets").([]any) {
			lines = append(lines, fmt.Sprint(b.(thing)["key"], " ", b.(thing)["doc_count"]))
		}
		got[id] = sorted(lines)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("controls (-want +got):\n%s", diff)
	}
}

func TestSavedSearchShowsItsColumnsNewestFirst(t *testing.T) {
	e := seeded(t)
	var s lintSearch
	shipped(t, WhoSaidWhat, &s)
	var order []any
	for _, by := range s.Sort {
		order = append(order, thing{by[0]: thing{"order": by[1], "unmapped_type": "boolean"}})
	}
	answer := e.ask(http.MethodPost, "/_search", thing{
		"size": 500, "_source": false, "sort": order,
		"fields": []any{thing{"field": "*"}}, "highlight": thing{"fields": thing{"*": thing{}}},
		"query": thing{"query_string": thing{"query": "talks", "default_field": "content.text"}},
	})
	hits := at(answer, "hits", "hits").([]any)
	if len(hits) != 1 {
		t.Fatalf("%d hits, want the one with talks", len(hits))
	}
	fields := in(hits[0], "fields")
	for _, c := range s.Columns {
		if _, there := fields[c]; !there {
			t.Errorf("column %s is empty", c)
		}
	}
	if want := "that <em>talks</em> go on"; at(hits[0], "highlight", "content.text", 0) != want {
		t.Errorf("highlight %v, want %s", at(hits[0], "highlight"), want)
	}
	all := at(e.ask(http.MethodPost, "/_search", thing{"size": 500, "sort": order, "fields": []any{"article.id"}, "_source": false}), "hits", "hits").([]any)
	var got []string
	for _, h := range all {
		got = append(got, at(h, "fields", "article.id", 0).(string))
	}
	if diff := cmp.Diff([]string{"a-3", "a-2", "a-2", "a-1", "a-1"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}
