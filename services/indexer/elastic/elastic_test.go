package elastic_test

import (
	"crypto/rand"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/elastic"
	"github.com/inquit/inquit/services/indexer/sinktest"
)

// server is the address of a real Elasticsearch: see e2e/elasticsearch/with.
func server(t testing.TB) string {
	t.Helper()
	url := os.Getenv("INQUIT_TEST_ELASTICSEARCH")
	switch {
	case url != "":
	case os.Getenv("INQUIT_TEST_REQUIRE_ELASTICSEARCH") == "1":
		t.Fatal("INQUIT_TEST_ELASTICSEARCH is not set: run e2e/elasticsearch/with go test ./services/indexer/...")
	default:
		t.Skip("SKIPPED, NOTHING WAS TESTED: no Elasticsearch. Run e2e/elasticsearch/with go test ./services/indexer/...")
	}
	return url
}

// config is for an index of the test's own, which is removed in the end.
func config(t testing.TB) elastic.Config {
	t.Helper()
	return configFor(t, server(t))
}

func configFor(t testing.TB, url string) elastic.Config {
	t.Helper()
	prefix := "inquit-test-" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		for _, path := range []string{"/%-statements-v1", "/%-articles-v1", "/_index_template/%-*", "/_component_template/%-*"} {
			call(t, url, http.MethodDelete, strings.ReplaceAll(path, "%", prefix), "")
		}
	})
	return elastic.Config{URLs: []string{url}, Prefix: prefix, Strict: true}
}

// call asks the server directly and returns the status.
func call(t testing.TB, url, method, path, body string) int {
	t.Helper()
	request, err := http.NewRequest(method, url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func open(t testing.TB, c elastic.Config) *elastic.Index {
	t.Helper()
	x, err := elastic.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// ready is an index that is set up.
func ready(t testing.TB) *elastic.Index {
	t.Helper()
	x := open(t, config(t))
	did, err := x.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(did) != 6 {
		t.Fatalf("the first setup did %q, want two components, two templates and two indices", did)
	}
	return x
}

func TestIndex(t *testing.T) {
	sinktest.Run(t, func(t *testing.T) indexer.Index { return ready(t) })
}

func BenchmarkIndex(b *testing.B) {
	sinktest.Bench(b, 50_000, func(b *testing.B) indexer.Index { return ready(b) })
}
