package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/embednats"
)

// patience bounds every wait; a test that runs into it has failed. It is longer
// than ackWait: a pull that a halting machine lost gives its messages back then.
const patience = 2 * time.Minute

func TestMain(m *testing.M) {
	code := m.Run()
	leak := goleak.Find() // which waits for half a second: not long on a busy machine
	for begun := time.Now(); leak != nil && time.Since(begun) < patience; {
		leak = goleak.Find()
	}
	if leak != nil {
		fmt.Fprintln(os.Stderr, leak)
		code = max(code, 1)
	}
	os.Exit(code)
}

// open starts a server of its own for a test and connects to it.
func open(t *testing.T) *Conn {
	t.Helper()
	log := zaptest.NewLogger(t, zaptest.Level(zap.DPanicLevel))
	server, err := embednats.Start(embednats.Config{Dir: t.TempDir(), Port: -1}, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	conn, err := Connect(t.Context(), Config{InProcess: server.Provider(), Name: "test"}, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	if _, err := conn.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return conn
}

func work(id, url string) event.Message {
	data, _ := json.Marshal(event.Work{ID: id, URL: url})
	return event.Message{Subject: event.SubjectFetch + "example_org", ID: "w/" + id, Type: event.TypeWork, About: id, Time: time.Now(), Data: data}
}

func publish(t *testing.T, c *Conn, messages ...event.Message) {
	t.Helper()
	for _, m := range messages {
		if _, err := c.Publish(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
}

// each runs a worker loop in the background until stop is called.
func each(t *testing.T, c *Conn, workers int, h Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- c.Each(ctx, event.StreamWork, event.ConsumerFetchers, Options{Stage: event.StageFetch, Workers: workers}, h)
	}()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

func receive[T any](t *testing.T, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("%s did not come within %s", what, patience)
		panic("not reached")
	}
}

func failedRecords(t *testing.T, c *Conn, n int) []event.Failed {
	t.Helper()
	stream, err := c.js.Stream(t.Context(), event.StreamFailed)
	if err != nil {
		t.Fatal(err)
	}
	records, begun := make([]event.Failed, n), time.Now()
	for i := range records {
		for {
			msg, err := stream.GetMsg(t.Context(), uint64(i+1))
			if err == nil {
				if err := json.Unmarshal(msg.Data, &records[i]); err != nil {
					t.Fatal(err)
				}
				break
			}
			if time.Since(begun) > patience {
				t.Fatalf("no failed record %d within %s: %v", i+1, patience, err)
			}
			<-time.After(10 * time.Millisecond)
		}
	}
	return records
}

func TestSetupASecondTimeChangesNothing(t *testing.T) {
	c := open(t)
	done, err := c.Setup(t.Context())
	if err != nil || len(done) != 0 {
		t.Errorf("Setup again = %q, %v; want nothing done", done, err)
	}
}

func TestAMessageKeepsItsEnvelope(t *testing.T) {
	c := open(t)
	sent := work("u-1", "https://example.org/1")
	sent.Source, sent.Trace = "test/1", event.NewTrace()
	sent.Time = sent.Time.UTC().Round(0)
	got := make(chan event.Message, 1)
	each(t, c, 1, func(_ context.Context, d *Delivery) error { got <- d.Message; return nil })
	publish(t, c, sent)
	if diff := cmp.Diff(sent, receive(t, "message", got)); diff != "" {
		t.Errorf("message differs (-sent +received):\n%s", diff)
	}
}

func TestPublishingTheSameIDTwiceStoresItOnce(t *testing.T) {
	c := open(t)
	for i, want := range []bool{false, true} {
		duplicate, err := c.Publish(t.Context(), work("u-1", "https://example.org/1"))
		if err != nil || duplicate != want {
			t.Errorf("publish %d: duplicate %v, error %v; want %v", i, duplicate, err, want)
		}
	}
}

func TestATooLargeMessageIsRefusedAtOnce(t *testing.T) {
	c := open(t)
	m := work("u-1", "")
	m.Data = make([]byte, 9<<20)
	if _, err := c.Publish(t.Context(), m); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error %v, want ErrTooLarge", err)
	}
}

func waiting(t *testing.T, c *Conn, stream, consumer string) uint64 {
	t.Helper()
	n, err := c.Backlog(t.Context(), stream, consumer)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func backlogEnds(t *testing.T, c *Conn) {
	t.Helper()
	for begun := time.Now(); ; <-time.After(5 * time.Millisecond) {
		n := waiting(t, c, event.StreamWork, event.ConsumerFetchers)
		if n == 0 {
			return
		}
		if time.Since(begun) > patience {
			t.Fatalf("%d messages are left after %s", n, patience)
		}
	}
}
