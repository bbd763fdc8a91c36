package indexer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/internal/embednats"
	"github.com/inquit/inquit/services/indexer"
)

func connect(t *testing.T) *bus.Conn {
	t.Helper()
	log := zaptest.NewLogger(t, zaptest.Level(zap.DPanicLevel))
	server, err := embednats.Start(embednats.Config{Dir: t.TempDir(), Port: -1}, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	conn, err := bus.Connect(t.Context(), bus.Config{InProcess: server.Provider(), Name: "test"}, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	if _, err := conn.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return conn
}

// background runs f until the test ends, and fails the test if f does.
func background(t *testing.T, f func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("in the background: %v", err)
		}
	})
}

func publish(t *testing.T, conn *bus.Conn, id string, m *event.Statements) {
	t.Helper()
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Publish(t.Context(), event.Message{
		Subject: event.SubjectStatements + "example_org", ID: id,
		Type: event.TypeStatements, Time: time.Now(), Trace: event.NewTrace(), Data: data,
	}); err != nil {
		t.Fatal(err)
	}
}

// await returns the states of URLs when each has come to its outcome.
func await(t *testing.T, changes <-chan bus.StateChange, want map[string]event.Outcome) map[string]event.State {
	t.Helper()
	states := map[string]event.State{}
	for c := range changes {
		if outcome, ok := want[c.WorkID]; ok && c.State.Outcome == outcome {
			states[c.WorkID] = c.State
		}
		if len(states) == len(want) {
			return states
		}
	}
	t.Fatalf("states %v, want %v", states, want)
	return nil
}

func TestAMessageIsIndexedNotedAndTold(t *testing.T) {
	conn, x := connect(t), openIndex(t)
	changes, err := conn.State().Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan []byte, 10)
	listening, stop := context.WithCancel(t.Context())
	wait, err := conn.Answer(listening, event.SubjectSaid+"anna-maric", "", func(_ context.Context, body []byte, _ event.Trace) []byte {
		told <- body
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		stop()
		if err := wait(); err != nil {
			t.Error(err)
		}
	}()
	checks := make(chan func(context.Context) error, 1)
	background(t, func(ctx context.Context) error {
		return indexer.Run(ctx, indexer.Config{}, conn, x, zap.NewNop(), prometheus.NewRegistry(), func(name string, check func(context.Context) error) {
			if name != "index" {
				t.Errorf("check is named %q", name)
			}
			checks <- check
		})
	})

	m, bad := talks(fetched, "a", "b"), article(1)
	bad.Statements[0].Content.Text = "not there"
	publish(t, conn, "bad", bad)
	publish(t, conn, "good", m)
	states := await(t, changes, map[string]event.Outcome{m.Article.Submission.WorkID: event.Indexed, bad.Article.Submission.WorkID: event.Error})
	want := event.State{
		URL: m.Article.URL.Original, Outcome: event.Indexed, ArticleID: m.Article.ID, Title: m.Article.Title,
		Statements: 2, Speakers: 1, Extractor: "0.0.1", IndexedSHA256: m.Article.ContentSHA256(),
	}
	if diff := cmp.Diff(want, states[m.Article.Submission.WorkID], cmpopts.IgnoreFields(event.State{}, "At")); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	if failed := states[bad.Article.Submission.WorkID]; failed.Reason != "offsets" {
		t.Errorf("state of the refused one: %+v, want reason offsets", failed)
	}
	wantKept(t, x, "a", "b")
	var statement indexer.Statement
	if err := json.Unmarshal(<-told, &statement); err != nil || statement.Content.Text != "a" {
		t.Errorf("told %+v, error %v, want what was said first", statement, err)
	}
	if err := (<-checks)(t.Context()); err != nil {
		t.Errorf("not ready: %v", err)
	}
}

func TestEachOfManyMessagesIsIndexedOnce(t *testing.T) {
	conn, x := connect(t), openIndex(t)
	changes, err := conn.State().Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const n = 200
	waiting := map[string]bool{}
	for i := range n {
		m := article(i)
		waiting[m.Article.Submission.WorkID] = true
		publish(t, conn, fmt.Sprintf("first %d", i), m)
		publish(t, conn, fmt.Sprintf("again %d", i), m)
	}
	for range 2 { // two replicas
		background(t, func(ctx context.Context) error {
			return indexer.Run(ctx, indexer.Config{BatchMessages: 7}, conn, x, zap.NewNop(), nil, nil)
		})
	}
	for c := range changes {
		delete(waiting, c.WorkID)
		if c.State.Outcome != event.Indexed {
			t.Errorf("%s: %s, %s", c.WorkID, c.State.Outcome, c.State.Error)
		}
		if len(waiting) == 0 {
			break
		}
	}
	if got := len(kept(t, x)); got != n {
		t.Errorf("%d statements, want %d", got, n)
	}
}
