package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"

	"github.com/inquit/inquit/e2e/site"
)

// allInOne is a running `inquit up`.
type allInOne struct {
	*process
	nats  string
	index []string // flags for inquit search
}

func up(t *testing.T, flags ...string) *allInOne {
	t.Helper()
	port, admin, data := freePort(t), fmt.Sprint("127.0.0.1:", freePort(t)), filepath.Join(t.TempDir(), "data")
	args := append([]string{"up", "--nats-port", fmt.Sprint(port), "--admin", admin, "--data", data, "--allow-private", "--delay", "0s"}, flags...)
	a := &allInOne{process: start(t, "inquit", args...), nats: fmt.Sprint("nats://127.0.0.1:", port), index: []string{"--data", data}}
	waitReady(t, admin)
	return a
}

// found waits until a site's article can be searched, and compares.
func found(t *testing.T, index []string, s *site.Site, a site.Article) {
	t.Helper()
	var got []site.Said
	eventually(t, "statements of "+a.Path, func() error {
		hits, err := trySearch(t, index)
		if err != nil {
			return err
		}
		got = nil
		for _, h := range hits {
			if h.URL.Full == s.Address(a.Path) {
				got = append(got, h.said())
			}
		}
		if len(got) < len(a.Said) {
			return fmt.Errorf("%d statements, want %d", len(got), len(a.Said))
		}
		return nil
	})
	if diff := cmp.Diff(a.Said, got); diff != "" {
		t.Errorf("%s (-want +found):\n%s", a.Path, diff)
	}
}

func TestAnyNATSClientPublishesAndTheStatementsAreFound(t *testing.T) {
	news := site.New(3)
	defer news.Close()
	a := up(t)
	nc := client(t, a.nats)

	articles := site.HandWritten()
	bodies := []string{ // a bare URL, several by line with a comment, JSON
		news.Address(articles[0].Path),
		"# morning\n" + news.Address(articles[1].Path) + "\n" + news.Address("/news/0"),
		fmt.Sprintf(`{"url": %q, "tags": ["desk"]}`, news.Address(articles[2].Path)),
	}
	for _, body := range bodies {
		if err := nc.Publish("inquit.urls", []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	for _, article := range articles {
		found(t, a.index, news, article)
	}
	found(t, a.index, news, site.MadeUp(0))

	hits := search(t, a.index, "said by macron about ukraine")
	if len(hits) != 1 || hits[0].Content.Text != "“The US could betray Ukraine." {
		t.Errorf("said by macron about ukraine: %+v", hits)
	}
	if hits := search(t, a.index, "--speaker", "maric", "--phrase", "nine million euros"); len(hits) != 1 {
		t.Errorf("%d statements of Maric with the phrase, want 1", len(hits))
	}
}

func TestARequestGetsAReceiptAndABadURLItsReason(t *testing.T) {
	news := site.New(1)
	defer news.Close()
	a := up(t)
	nc := client(t, a.nats)

	receipt := ask(t, nc, "inquit.urls", news.Address("/news/0"))
	if receipt["stream"] != "INQUIT_URLS" || receipt["seq"] != 1.0 {
		t.Errorf("receipt %v", receipt)
	}
	answer := ask(t, nc, "inquit.submit", "htp:/example")
	rejected, _ := answer["rejected"].([]any)
	if len(rejected) != 1 || !strings.Contains(fmt.Sprint(rejected[0]), "http") {
		t.Errorf("answer %v, want one that says what is wrong", answer)
	}
	if err := nc.Publish("inquit.urls", []byte("not a URL")); err != nil {
		t.Fatal(err)
	}
	out, code := inquit(t, "add", "--nats", a.nats, "ftp://example.org/a")
	if code != 1 || !strings.Contains(out, "ftp://example.org/a  ") || strings.Contains(out, "{") {
		t.Errorf("add ended with %d:\n%s", code, out)
	}
	eventually(t, "the bad URLs in the failed stream", func() error {
		if n := streamMessages(t, nc, "INQUIT_FAILED"); n != 3 {
			return fmt.Errorf("%d records", n)
		}
		return nil
	})
	out, code = inquit(t, "failed", "ls", "--nats", a.nats)
	if code != 0 || strings.Count(out, "bad_url") != 3 {
		t.Errorf("failed ls ended with %d:\n%s", code, out)
	}
}

func ask(t *testing.T, nc *nats.Conn, subject, body string) (answer map[string]any) {
	t.Helper()
	msg, err := nc.Request(subject, []byte(body), patience)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(msg.Data, &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestAnArticleThatChangesReplacesItsStatements(t *testing.T) {
	news := site.New(0)
	defer news.Close()
	a := up(t)
	bridge := site.HandWritten()[1]
	add(t, a, news.Address(bridge.Path))
	found(t, a.index, news, bridge)

	before := map[string]string{}
	for _, h := range search(t, a.index) {
		before[h.Content.Text] = h.Statement.ID
	}
	// The same again changes nothing; then one statement goes and others move.
	if out := add(t, a, "--force", news.Address(bridge.Path)); !strings.Contains(out, "4 statements") {
		t.Errorf("added again: %s", out)
	}
	found(t, a.index, news, bridge)
	bridge.Paragraphs = append([]string{"Correction: an earlier version of this article named another river."}, bridge.Paragraphs[:4]...)
	bridge.Said = bridge.Said[:3]
	news.Change(bridge)
	add(t, a, "--force", news.Address(bridge.Path))
	searchable(t, a.index, 3) // the vanished statement is gone
	found(t, a.index, news, bridge)
	for _, h := range search(t, a.index) {
		if before[h.Content.Text] != h.Statement.ID {
			t.Errorf("%q has the id %s, had %s", h.Content.Text, h.Statement.ID, before[h.Content.Text])
		}
	}
}

func add(t *testing.T, a *allInOne, args ...string) string {
	t.Helper()
	out, code := inquit(t, append([]string{"add", "--nats", a.nats, "--allow-private"}, args...)...)
	if code != 0 {
		t.Fatalf("add ended with %d:\n%s", code, out)
	}
	return out
}

func TestAddTakesFeedsFilesAndStandardInput(t *testing.T) {
	news := site.New(0)
	defer news.Close()
	a := up(t)
	out := add(t, a, "feed:"+news.Address("/feed.xml"))
	if !strings.Contains(out, "3 indexed with 15 statements") {
		t.Errorf("feed:\n%s", out)
	}
	out = add(t, a, "site/seed.txt")
	if !strings.Contains(out, "7 statements") {
		t.Errorf("file:\n%s", out)
	}
	out = add(t, a, news.Address("/bridge"), "--json")
	var state struct{ Outcome string }
	if err := json.Unmarshal([]byte(out), &state); err != nil || state.Outcome != "unchanged" && state.Outcome != "indexed" {
		t.Errorf("again: %v in %s", err, out)
	}
}

func TestUpStopsCleanlyAndGoesOnWhereItWas(t *testing.T) {
	news := site.New(30)
	defer news.Close()
	a := up(t)
	nc := client(t, a.nats)
	for _, url := range news.NewsURLs() {
		if err := nc.Publish("inquit.urls", []byte(url)); err != nil {
			t.Fatal(err)
		}
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := a.stop(syscall.SIGTERM); err != nil {
		t.Fatalf("stopped with %v", err)
	}
	a.process.start()
	searchable(t, a.index, 90)
	for i := range 30 {
		if n := news.Asked(fmt.Sprint("/news/", i)); n != 1 {
			t.Errorf("/news/%d was asked for %d times", i, n)
		}
	}
}

func TestASecondUpOnTheSameDataSaysWhatToDo(t *testing.T) {
	a := up(t)
	second := start(t, "inquit", "up", "--nats-port", fmt.Sprint(freePort(t)), "--admin", "", a.index[0], a.index[1])
	if err := <-second.done; err == nil {
		t.Error("the second one ended without an error")
	}
	second.cmd = nil
	if out := second.log.tail(1000); !strings.Contains(out, "another inquit works in") || !strings.Contains(out, "hint: stop it") {
		t.Errorf("it says:\n%s", out)
	}
}
