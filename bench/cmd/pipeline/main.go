// Command pipeline measures the whole way from a published URL to a statement
// that can be searched: `inquit up` as a child process, a local news site, a
// plain NATS client, and either index. It prints articles per second, and the
// latency of single URLs on an idle pipeline.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/inquit/inquit/e2e/site"
	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/elastic"
	"github.com/inquit/inquit/services/indexer/embedded"
)

func main() {
	articles := flag.Int("articles", 1000, "articles of about 700 words to send through")
	singles := flag.Int("singles", 60, "URLs published one by one for the latency")
	out := flag.String("out", "", "also write the table to this file")
	flag.Parse()
	if err := run(context.Background(), *articles, *singles, *out); err != nil {
		fmt.Fprintln(os.Stderr, "pipeline:", err)
		os.Exit(1)
	}
}

type row struct {
	index             string
	articles          int
	statements        int
	took              time.Duration
	p50, p95          time.Duration
	rss               string
	articlesPerSecond float64
}

func run(ctx context.Context, articles, singles int, out string) error {
	dir, err := os.MkdirTemp("", "inquit-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "inquit")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "github.com/inquit/inquit/cmd/inquit")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	var rows []row
	r, err := measureEmbedded(ctx, binary, dir, articles, singles)
	if err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	rows = append(rows, r)
	if url := os.Getenv("INQUIT_TEST_ELASTICSEARCH"); url != "" {
		r, err := measureElastic(ctx, binary, dir, url, articles, singles)
		if err != nil {
			return fmt.Errorf("elasticsearch: %w", err)
		}
		rows = append(rows, r)
	} else {
		fmt.Fprintln(os.Stderr, "pipeline: SKIPPED Elasticsearch: INQUIT_TEST_ELASTICSEARCH is not set; run by e2e/elasticsearch/with")
	}
	text := table(rows)
	fmt.Print(text)
	if out == "" {
		return nil
	}
	return os.WriteFile(out, []byte(text), 0o644)
}

func table(rows []row) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# From a URL to a searchable statement\n\n`make bench`, %s, %d CPUs, %s, %s. The site, the client and the server share the machine;\n"+
		"each write is synced to the disk. Latency is from publishing one URL to finding its statements, on an idle pipeline.\n\n",
		time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), commit())
	b.WriteString("| index | articles | statements | articles/s | latency p50 | p95 | memory of inquit |\n|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %d | %d | %.0f | %s | %s | %s |\n", r.index, r.articles, r.statements, r.articlesPerSecond,
			r.p50.Round(time.Millisecond), r.p95.Round(time.Millisecond), r.rss)
	}
	return b.String()
}

func commit() string {
	hash, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "no commit"
	}
	return "commit " + strings.TrimSpace(string(hash))
}

func measureEmbedded(ctx context.Context, binary, dir string, articles, singles int) (row, error) {
	data := filepath.Join(dir, "data")
	return measure(ctx, binary, []string{"--data", data}, articles, singles, "SQLite, embedded", func() (indexer.Index, error) {
		return embedded.Open(ctx, embedded.Config{Path: filepath.Join(data, "index.db")})
	})
}

func measureElastic(ctx context.Context, binary, dir, url string, articles, singles int) (row, error) {
	prefix := fmt.Sprintf("bench-%d", time.Now().Unix())
	flags := []string{"--data", filepath.Join(dir, "data-es"), "--elasticsearch", url, "--index-prefix", prefix}
	return measure(ctx, binary, flags, articles, singles, "Elasticsearch, refresh 5 s", func() (indexer.Index, error) {
		return elastic.Open(elastic.Config{URLs: []string{url}, Prefix: prefix})
	})
}

func measure(ctx context.Context, binary string, flags []string, articles, singles int, name string, open func() (indexer.Index, error)) (row, error) {
	news := site.New(articles + singles)
	defer news.Close()
	port, admin := freePort(), fmt.Sprint("127.0.0.1:", freePort())
	args := append([]string{"up", "--nats-port", fmt.Sprint(port), "--admin", admin, "--allow-private", "--delay", "0s"}, flags...)
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return row{}, err
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait() // what it says at the end is on the terminal
	}()
	if err := waitFor(func() error { return ready(admin) }); err != nil {
		return row{}, err
	}
	nc, err := nats.Connect(fmt.Sprint("nats://127.0.0.1:", port))
	if err != nil {
		return row{}, err
	}
	defer nc.Close()
	index, err := open()
	if err != nil {
		return row{}, err
	}
	defer index.Close()
	r := row{index: name, articles: articles}
	if err := r.throughput(ctx, nc, index, news); err != nil {
		return r, err
	}
	if err := r.latency(ctx, nc, index, news, singles); err != nil {
		return r, err
	}
	r.rss = rss(cmd.Process.Pid)
	return r, nil
}

// throughput publishes all at once and waits for the last statement.
func (r *row) throughput(ctx context.Context, nc *nats.Conn, index indexer.Index, news *site.Site) error {
	begun := time.Now()
	for i := range r.articles {
		if err := nc.Publish(event.SubjectURLs, []byte(news.Address(fmt.Sprint("/long/", i)))); err != nil {
			return err
		}
	}
	last := site.Long(0).Said
	err := waitFor(func() error {
		if err := index.Refresh(ctx); err != nil {
			return err
		}
		page, err := index.Search(ctx, indexer.Query{Size: 1})
		if err != nil {
			return err
		}
		r.statements = page.Total
		if want := r.articles * len(last); page.Total < want {
			return fmt.Errorf("%d statements, want %d", page.Total, want)
		}
		return nil
	})
	r.took = time.Since(begun)
	r.articlesPerSecond = float64(r.articles) / r.took.Seconds()
	return err
}

// latency publishes one URL after the other, each on an idle pipeline.
func (r *row) latency(ctx context.Context, nc *nats.Conn, index indexer.Index, news *site.Site, n int) error {
	var took []time.Duration
	for i := range n {
		address := news.Address(fmt.Sprint("/long/", r.articles+i))
		begun := time.Now()
		if err := nc.Publish(event.SubjectURLs, []byte(address)); err != nil {
			return err
		}
		err := waitFor(func() error {
			page, err := index.Search(ctx, indexer.Query{ArticleID: event.ArticleID(address), Size: 1})
			if err == nil && page.Total == 0 {
				err = errors.New("not found yet")
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", address, err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	r.p50, r.p95 = took[len(took)/2], took[len(took)*95/100]
	return nil
}

func waitFor(check func() error) (err error) {
	for begun := time.Now(); time.Since(begun) < 5*time.Minute; time.Sleep(2 * time.Millisecond) {
		if err = check(); err == nil {
			return nil
		}
	}
	return err
}

func ready(admin string) error {
	response, err := http.Get("http://" + admin + "/readyz")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(response.Body)
		return fmt.Errorf("not ready: %s", body)
	}
	return nil
}

func rss(pid int) string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "–"
	}
	for line := range strings.Lines(string(status)) {
		if kb, found := strings.CutPrefix(line, "VmRSS:"); found {
			var n int
			if _, err := fmt.Sscan(kb, &n); err == nil {
				return fmt.Sprintf("%d MB", n>>10)
			}
		}
	}
	return "–"
}

func freePort() int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err) // no loopback, no benchmark
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
