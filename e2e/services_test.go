package e2e

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/inquit/inquit/e2e/site"
)

// natsServer starts a NATS server of its own with the settings that we ship.
func natsServer(t *testing.T) (url string) {
	t.Helper()
	port := freePort(t)
	start(t, "nats-server", "-c", writeConfig(t, port, t.TempDir()))
	return fmt.Sprint("nats://127.0.0.1:", port)
}

func writeConfig(t *testing.T, port int, dir string, include ...string) string {
	t.Helper()
	config := filepath.Join(t.TempDir(), "nats.conf")
	text := fmt.Sprintf("listen: 127.0.0.1:%d\nmax_payload: 8MB\njetstream { store_dir: %q, sync_interval: always }\n", port, dir)
	for _, file := range include {
		name := filepath.Base(file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(filepath.Dir(config), name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		text += "include " + name + "\n"
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}

// elasticsearch returns flags for an index of the test's own in a real server.
func elasticsearch(t *testing.T) []string {
	t.Helper()
	url := os.Getenv("INQUIT_TEST_ELASTICSEARCH")
	if url == "" {
		if os.Getenv("INQUIT_TEST_REQUIRE_ELASTICSEARCH") != "" {
			t.Fatal("INQUIT_TEST_ELASTICSEARCH is not set: run the tests by e2e/elasticsearch/with")
		}
		t.Skip("SKIPPED: no Elasticsearch. Run the tests by e2e/elasticsearch/with, or set INQUIT_TEST_ELASTICSEARCH")
	}
	prefix := "e2e-" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		for _, index := range []string{"statements-v1", "articles-v1"} {
			request, err := http.NewRequest(http.MethodDelete, url+"/"+prefix+"-"+index, nil)
			if err != nil {
				t.Error(err)
				return
			}
			if response, err := http.DefaultClient.Do(request); err == nil {
				response.Body.Close()
			}
		}
	})
	return []string{"--elasticsearch", url, "--index-prefix", prefix}
}

// services are the three roles as processes of their own.
type services struct {
	nats                          string
	index                         []string
	fetcher, extractor, indexer   *process
	fetcherAt, extractAt, indexAt string
}

func startServices(t *testing.T, nats string, index []string) *services {
	t.Helper()
	return startServicesAs(t, nats, index, func(string) []string { return nil })
}

// startServicesAs starts each role with flags of its own, such as its NATS user.
func startServicesAs(t *testing.T, nats string, index []string, flags func(role string) []string) *services {
	t.Helper()
	s := &services{nats: nats, index: index}
	s.fetcherAt, s.extractAt, s.indexAt = address(t), address(t), address(t)
	run := func(role, admin string, more ...string) *process {
		return start(t, "inquit", slices.Concat([]string{role, "--nats", nats, "--admin", admin}, flags(role), more)...)
	}
	s.fetcher = run("fetcher", s.fetcherAt, "--allow-private", "--delay", "10ms", "--fetch-workers", "8")
	s.extractor = run("extractor", s.extractAt)
	s.indexer = run("indexer", s.indexAt, index...)
	for _, at := range []string{s.fetcherAt, s.extractAt, s.indexAt} {
		waitReady(t, at)
	}
	return s
}

func address(t *testing.T) string { return fmt.Sprint("127.0.0.1:", freePort(t)) }

func TestSeparateServicesWithARealElasticsearch(t *testing.T) {
	index := elasticsearch(t)
	news := site.New(3)
	defer news.Close()
	s := startServices(t, natsServer(t), index)
	nc := client(t, s.nats)
	for _, a := range site.HandWritten() {
		if err := nc.Publish("inquit.urls", []byte(news.Address(a.Path))); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range site.HandWritten() {
		found(t, s.index, news, a)
	}
	hits := search(t, s.index, "said by macron about ukraine")
	if len(hits) != 1 || hits[0].Content.Text != "“The US could betray Ukraine." {
		t.Errorf("said by macron about ukraine: %+v", hits)
	}
	for _, p := range []*process{s.fetcher, s.extractor, s.indexer} {
		if err := p.stop(syscall.SIGTERM); err != nil {
			t.Errorf("%s stopped with %v", p.args[0], err)
		}
	}
	out, code := inquit(t, "status", "--nats", s.nats)
	if code != 0 || !strings.Contains(out, "fetch") {
		t.Errorf("status ended with %d:\n%s", code, out)
	}
}

func TestBothIndexesGiveTheSameStatements(t *testing.T) {
	index := elasticsearch(t)
	news := site.New(20)
	defer news.Close()
	a := up(t)
	b := up(t, append([]string{"--index", "elasticsearch"}, index...)...)
	for _, one := range []*allInOne{a, b} {
		nc := client(t, one.nats)
		if err := nc.Publish("inquit.urls", []byte(strings.Join(news.NewsURLs(), "\n"))); err != nil {
			t.Fatal(err)
		}
	}
	var inFile, inCluster []string
	eventually(t, "all statements in both", func() error {
		fromFile, err := trySearch(t, a.index)
		if err != nil {
			return err
		}
		fromCluster, err := trySearch(t, index)
		if err != nil {
			return err
		}
		inFile, inCluster = ids(fromFile), ids(fromCluster)
		if len(inFile) != 60 || len(inCluster) != 60 {
			return fmt.Errorf("%d in the file, %d in the cluster, want 60", len(inFile), len(inCluster))
		}
		return nil
	})
	for i := range inFile {
		if inFile[i] != inCluster[i] {
			t.Fatalf("statement %d: %s in the file, %s in the cluster", i, inFile[i], inCluster[i])
		}
	}
}

func ids(hits []hit) []string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.Statement.ID
	}
	return out
}
