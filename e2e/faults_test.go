package e2e

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/inquit/inquit/e2e/site"
)

// The invariant of all faults: what was published ends in the index, each
// statement once, as in a run without faults.

const faultArticles = 120

// expected are the statements of the made-up articles.
func expected(s *site.Site, n int) []string {
	var want []string
	for i := range n {
		a := site.MadeUp(i)
		for _, said := range a.Said {
			want = append(want, s.Address(a.Path)+" "+said.Speaker+" "+said.Content)
		}
	}
	slices.Sort(want)
	return want
}

// settled waits until the index holds what is expected, and only that.
func settled(t *testing.T, index []string, want []string) {
	t.Helper()
	var got []string
	eventually(t, "all statements in the index", func() error {
		hits, err := trySearch(t, index)
		if err != nil {
			return err
		}
		got = nil
		for _, h := range hits {
			got = append(got, h.URL.Full+" "+strings.Join(h.Speaker.Name, " & ")+" "+h.Content.Text)
		}
		slices.Sort(got)
		if len(got) < len(want) {
			return fmt.Errorf("%d statements, want %d", len(got), len(want))
		}
		return nil
	})
	if !slices.Equal(got, want) {
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("%d statements, want %d; the first difference is %d: %q", len(got), len(want), i, got[min(i, len(got)-1)])
			}
		}
	}
}

func publishAll(t *testing.T, nc *nats.Conn, urls []string) {
	t.Helper()
	for _, url := range urls {
		if _, err := nc.Request("inquit.urls", []byte(url), patience); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKillingEachServiceLosesAndDoublesNothing(t *testing.T) {
	kinds := map[string]func(t *testing.T) []string{
		"sqlite": func(t *testing.T) []string {
			return []string{"--index", "sqlite", "--data", filepath.Join(t.TempDir(), "data")}
		},
		"elasticsearch": elasticsearch,
	}
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			index := open(t)
			news := site.New(faultArticles)
			defer news.Close()
			s := startServices(t, natsServer(t), index)
			nc := client(t, s.nats)
			publishAll(t, nc, news.NewsURLs())
			for round := range 3 {
				for _, p := range []*process{s.fetcher, s.extractor, s.indexer} {
					<-time.After(time.Duration(rand.IntN(150)) * time.Millisecond) // somewhere in the middle of the work
					_ = p.stop(syscall.SIGKILL)                                    // killed is the error asked for
					p.start()
				}
				t.Logf("round %d: each service was killed and started again", round)
			}
			settled(t, index, expected(news, faultArticles))
			nothingFailed(t, nc)
		})
	}
}

// nothingFailed looks for records of failures: a fault is no reason for one.
func nothingFailed(t *testing.T, nc *nats.Conn) {
	t.Helper()
	if n := streamMessages(t, nc, "INQUIT_FAILED"); n != 0 {
		t.Errorf("%d messages are in the failed stream, want none", n)
	}
}

func TestKillingTheNATSServerLosesAndDoublesNothing(t *testing.T) {
	news := site.New(faultArticles)
	defer news.Close()
	index := []string{"--index", "sqlite", "--data", filepath.Join(t.TempDir(), "data")}
	port, dir := freePort(t), t.TempDir()
	config := writeConfig(t, port, dir)
	server := start(t, "nats-server", "-c", config)
	url := fmt.Sprint("nats://127.0.0.1:", port)
	startServices(t, url, index)
	nc := client(t, url)
	publishAll(t, nc, news.NewsURLs())
	for range 3 {
		<-time.After(time.Duration(rand.IntN(200)) * time.Millisecond) // somewhere in the middle of the work
		_ = server.stop(syscall.SIGKILL)                               // killed is the error asked for
		server.start()
	}
	settled(t, index, expected(news, faultArticles))
	nothingFailed(t, client(t, url))
}

func TestTheShippedNATSUsersOutlastARestartOfTheServer(t *testing.T) {
	news := site.New(2)
	defer news.Close()
	users, err := filepath.Abs("../deploy/nats-users.conf")
	if err != nil {
		t.Fatal(err)
	}
	password := func(role string) string { return "p-" + role }
	for _, role := range []string{"setup", "fetcher", "extractor", "indexer", "submit", "admin"} {
		t.Setenv("NATS_"+strings.ToUpper(role)+"_PASSWORD", password(role))
	}
	port := freePort(t)
	config := writeConfig(t, port, t.TempDir(), users)
	server := start(t, "nats-server", "-c", config)
	url := fmt.Sprint("nats://127.0.0.1:", port)
	as := func(role string) []string {
		return []string{"--nats-user", role, "--nats-password", password(role)}
	}
	index := []string{"--index", "sqlite", "--data", filepath.Join(t.TempDir(), "data")}
	eventually(t, "setup", func() error {
		if _, code := inquit(t, slices.Concat([]string{"setup", "--nats", url, "--wait", "20s"}, as("setup"), index)...); code != 0 {
			return fmt.Errorf("ended with %d", code)
		}
		return nil
	})
	s := startServicesAs(t, url, index, as)
	submit := nats.UserInfo("submit", password("submit"))
	publishAll(t, client(t, url, submit), []string{news.Address("/news/0")})
	settled(t, index, expected(news, 1))
	_ = server.stop(syscall.SIGKILL) // killed is the error asked for
	server.start()
	again := client(t, url, submit) // when it is in, the server is up again
	for _, at := range []string{s.fetcherAt, s.extractAt, s.indexAt} {
		waitReady(t, at)
	}
	publishAll(t, again, []string{news.Address("/news/1")})
	settled(t, index, expected(news, 2))
}

func TestKillingTheWholeProductLosesAndDoublesNothing(t *testing.T) {
	news := site.New(faultArticles)
	defer news.Close()
	a := up(t)
	publishAll(t, client(t, a.nats), news.NewsURLs())
	for range 3 {
		<-time.After(time.Duration(rand.IntN(300)) * time.Millisecond) // somewhere in the middle of the work
		_ = a.stop(syscall.SIGKILL)                                    // killed is the error asked for
		a.process.start()
	}
	settled(t, a.index, expected(news, faultArticles))
	nothingFailed(t, client(t, a.nats))
}

func TestAnIndexThatIsAwayHoldsTheBacklogAndLosesNothing(t *testing.T) {
	news := site.New(30)
	defer news.Close()
	index := []string{"--index", "sqlite", "--data", filepath.Join(t.TempDir(), "data")}
	s := startServices(t, natsServer(t), index)
	if err := s.indexer.stop(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	nc := client(t, s.nats)
	publishAll(t, nc, news.NewsURLs())
	eventually(t, "all bundles wait", func() error {
		if n := streamMessages(t, nc, "INQUIT_STATEMENTS"); n != 30 {
			return fmt.Errorf("%d", n)
		}
		return nil
	})
	s.indexer.start()
	settled(t, index, expected(news, 30))
	nothingFailed(t, nc)
}

func TestASiteThatIsDownIsTriedAgain(t *testing.T) {
	news := site.New(1)
	defer news.Close()
	news.Fail("/news/0", 1)
	a := up(t)
	out, code := inquit(t, "add", "--nats", a.nats, news.Address("/news/0"))
	if code != 0 || !strings.Contains(out, "unavailable: next attempt at") {
		t.Errorf("add ended with %d:\n%s", code, out)
	}
	searchable(t, a.index, 3) // by the second attempt
}
