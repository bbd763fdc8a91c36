package elastic_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/elastic"
	"github.com/inquit/inquit/services/indexer/sinktest"
)

// These are the faults that a real server can't be made to show.

// bulk is a request as the server sees it.
type bulk struct {
	ids  []string
	size int
}

func readBulk(t *testing.T, r *http.Request) (b bulk) {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	b.size = len(data)
	for line := range bytes.Lines(data) {
		var action map[string]struct {
			ID string `json:"_id"`
		}
		if json.Unmarshal(line, &action) == nil && action["index"].ID != "" {
			b.ids = append(b.ids, action["index"].ID)
		}
	}
	return b
}

// items is an answer to a bulk request, written by item.
func (b bulk) items(item func(i int, id string) string) string {
	list := make([]string, len(b.ids))
	for i, id := range b.ids {
		list[i] = `{"index":` + item(i, id) + `}`
	}
	return `{"items":[` + strings.Join(list, ",") + `]}`
}

func created(_ int, id string) string { return fmt.Sprintf(`{"_id":%q,"status":201}`, id) }

func failed(id string, status int, kind string) string {
	return fmt.Sprintf(`{"_id":%q,"status":%d,"error":{"type":%q,"reason":"outer","caused_by":{"type":"x","reason":"inner"}}}`, id, status, kind)
}

// cut sends the beginning of an answer and breaks the connection.
func cut(t *testing.T, w http.ResponseWriter, body string) {
	t.Helper()
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	fmt.Fprintf(buffer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body)+100, body)
	buffer.Flush()
	conn.Close()
}

func TestApplyTellsFaultsApart(t *testing.T) {
	html := "<html><body>Bad gateway, says the proxy</body></html>"
	answer := func(status int, body string) func(*testing.T, http.ResponseWriter, bulk) {
		return func(_ *testing.T, w http.ResponseWriter, _ bulk) {
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	item := func(f func(i int, id string) string) func(*testing.T, http.ResponseWriter, bulk) {
		return func(_ *testing.T, w http.ResponseWriter, b bulk) { io.WriteString(w, b.items(f)) }
	}
	second := func(status int, kind string) func(*testing.T, http.ResponseWriter, bulk) {
		return item(func(i int, id string) string {
			if i == 1 {
				return failed(id, status, kind)
			}
			return created(i, id)
		})
	}
	for _, test := range []struct {
		name   string
		answer func(*testing.T, http.ResponseWriter, bulk)
		want   []string
		reason string // of the second
	}{
		{"all is well", item(created), []string{"applied", "applied", "applied"}, ""},
		{"one item too many at once", second(429, "circuit_breaking_exception"), []string{"applied", "busy", "applied"}, "circuit_breaking_exception: outer: inner"},
		{"one shard away", second(503, "unavailable_shards_exception"), []string{"applied", "busy", "applied"}, "unavailable_shards"},
		{"one document that can't be parsed", second(400, "document_parsing_exception"), []string{"applied", "rejected", "applied"}, "outer: inner"},
		{"one without the right", second(403, "security_exception"), []string{"applied", "blocked", "applied"}, "security_exception"},
		{"no alias", second(404, "index_not_found_exception"), []string{"applied", "blocked", "applied"}, "inquit setup"},
		{"one known in this version", second(409, "version_conflict_engine_exception"), []string{"applied", "stale", "applied"}, ""},
		{"the whole request too many", answer(429, `{"error":{"type":"es_rejected_execution_exception","reason":"queue"}}`), []string{"busy", "busy", "busy"}, "queue"},
		{"a proxy's page", answer(502, html), []string{"busy", "busy", "busy"}, "says the proxy"},
		{"a proxy's page that claims success", answer(200, html), []string{"busy", "busy", "busy"}, "not the JSON"},
		{"no credentials", answer(401, `{"error":{"type":"security_exception","reason":"missing"}}`), []string{"blocked", "blocked", "blocked"}, "check the user"},
		{"no right", answer(403, `{"error":{"type":"security_exception","reason":"missing"}}`), []string{"blocked", "blocked", "blocked"}, "lacks a privilege"},
		{"an address that is not Elasticsearch's", answer(404, "404 page not found"), []string{"blocked", "blocked", "blocked"}, "page not found"},
		{"an answer cut short", func(t *testing.T, w http.ResponseWriter, b bulk) { cut(t, w, b.items(created)) }, []string{"busy", "busy", "busy"}, "breaks off"},
		{"a connection reset before the answer", func(t *testing.T, _ http.ResponseWriter, _ bulk) { panic(http.ErrAbortHandler) }, []string{"busy", "busy", "busy"}, "EOF"},
		{"an answer with too few items", func(_ *testing.T, w http.ResponseWriter, b bulk) {
			io.WriteString(w, bulk{ids: b.ids[1:]}.items(created))
		}, []string{"busy", "busy", "busy"}, "2 answers to 3"},
		{"an answer in another order", func(_ *testing.T, w http.ResponseWriter, b bulk) {
			slices.Reverse(b.ids)
			io.WriteString(w, b.items(created))
		}, []string{"busy", "busy", "busy"}, "not"},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := serve(t, func(w http.ResponseWriter, r *http.Request) { test.answer(t, w, readBulk(t, r)) })
			got, err := x.Apply(t.Context(), puts(t, "a", "b", "c"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, statuses(got)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if !strings.Contains(got[1].Reason, test.reason) {
				t.Errorf("reason %q, want one with %q", got[1].Reason, test.reason)
			}
		})
	}
}

func TestABulkThatIsTooLargeIsSentInHalves(t *testing.T) {
	const limit = 6000 // bytes: about two documents
	x := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b := readBulk(t, r)
		if b.size > limit {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		io.WriteString(w, b.items(created))
	})
	got, err := x.Apply(t.Context(), puts(t, "a", "b", "c", strings.Repeat("long ", limit/5), "d", "e"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"applied", "applied", "applied", "rejected", "applied", "applied"}, statuses(got)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if !strings.Contains(got[3].Reason, "413") {
		t.Errorf("reason %q, want one with 413", got[3].Reason)
	}
}

func TestALongBatchIsSentInSeveralRequests(t *testing.T) {
	var sizes []int
	x := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b := readBulk(t, r)
		sizes = append(sizes, len(b.ids))
		io.WriteString(w, b.items(created))
	})
	var contents []string
	for n := range 1200 {
		contents = append(contents, fmt.Sprintf("words %d", n))
	}
	got, err := x.Apply(t.Context(), puts(t, contents...))
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range got {
		if o.Status != indexer.Applied {
			t.Errorf("document %d: %v", i, o)
		}
	}
	if diff := cmp.Diff([]int{500, 500, 200}, sizes); diff != "" {
		t.Errorf("documents by request (-want +got):\n%s", diff)
	}
}

func TestCredentialsAreSent(t *testing.T) {
	for name, test := range map[string]struct {
		config elastic.Config
		want   string
	}{
		"user and password": {elastic.Config{Username: "u", Password: "p"}, "Basic dTpw"},
		"API key":           {elastic.Config{APIKey: "aWQ6a2V5"}, "APIKey aWQ6a2V5"},
	} {
		var got string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Header.Get("Authorization")
			io.WriteString(w, "{}")
		}))
		test.config.URLs = []string{server.URL}
		if err := open(t, test.config).Health(t.Context()); err != nil {
			t.Error(err)
		}
		server.Close()
		if got != test.want {
			t.Errorf("%s: sent %q, want %q", name, got, test.want)
		}
	}
}

func TestBlockedErrorsAreSaidToBe(t *testing.T) {
	for status, want := range map[int]bool{401: true, 403: true, 404: true, 429: false, 500: false, 503: false} {
		x := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		if err := x.Health(t.Context()); err == nil || errors.Is(err, indexer.ErrBlocked) != want {
			t.Errorf("status %d: error %v, blocked should be %v", status, err, want)
		}
	}
}

func TestConfigNamesTheFieldThatIsWrong(t *testing.T) {
	for field, config := range map[string]elastic.Config{
		"URLs": {URLs: []string{"elastic.example.org:9200"}}, "APIKey": {APIKey: "a", Username: "b"}, "Prefix": {Prefix: "Inquit_"},
	} {
		if _, err := elastic.Open(config); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: error %v", field, err)
		}
	}
}

func serve(t *testing.T, handler http.HandlerFunc) *elastic.Index {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return open(t, elastic.Config{URLs: []string{server.URL}})
}

// puts are writes of statements of one article.
func puts(t testing.TB, contents ...string) (ops []indexer.Op) {
	t.Helper()
	var list []sinktest.Says
	for _, c := range contents {
		list = append(list, sinktest.Says{By: []string{"Anna Maric"}, Content: strings.TrimSpace(c)})
	}
	at := time.Date(2026, 2, 14, 0, 0, 0, 0, time.UTC)
	m := sinktest.Bundle("talks", "example.org", at, at, list...)
	docs, err := indexer.NewDocuments(m, indexer.Stamp{Ingested: at})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs.Statements {
		ops = append(ops, indexer.Put(d, m.Version))
	}
	return ops
}

func statuses(list []indexer.Outcome) []string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i] = o.Status.String()
	}
	return out
}
