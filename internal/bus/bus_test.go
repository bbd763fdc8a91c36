package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go/jetstream"
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

func TestAPermanentErrorGoesToTheFailedStreamAndIntoTheState(t *testing.T) {
	c := open(t)
	each(t, c, 1, func(_ context.Context, d *Delivery) error {
		d.WorkID, d.URL = "u-1", "https://example.org/1"
		return Permanent("not_found", errors.New("404"))
	})
	publish(t, c, work("u-1", "https://example.org/1"))
	got := failedRecords(t, c, 1)[0]
	if got.Reason != "not_found" || got.Error != "404" || got.URL != "https://example.org/1" || got.Attempts != 1 || got.OriginalSubject != event.SubjectFetch+"example_org" {
		t.Errorf("record %+v", got)
	}
	for {
		state, found, err := c.State().Get(t.Context(), "u-1")
		if err != nil {
			t.Fatal(err)
		}
		if found {
			if state.Outcome != event.Error || state.Reason != "not_found" {
				t.Errorf("state %+v", state)
			}
			return
		}
	}
}

func TestAPanicFailsTheMessageAndNotTheService(t *testing.T) {
	c := open(t)
	handled := make(chan string, 2)
	each(t, c, 1, func(_ context.Context, d *Delivery) error {
		if d.About == "u-1" {
			panic("boom")
		}
		handled <- d.About
		return nil
	})
	publish(t, c, work("u-1", ""), work("u-2", ""))
	if got := receive(t, "second message", handled); got != "u-2" {
		t.Errorf("handled %s", got)
	}
	if got := failedRecords(t, c, 1)[0]; got.Reason != "panic" {
		t.Errorf("reason %q, want panic", got.Reason)
	}
}

func TestALaterMessageComesBackAtItsTimeAndOnce(t *testing.T) {
	c := open(t)
	at := time.Now().Add(1200 * time.Millisecond)
	times := make(chan time.Time, 4)
	each(t, c, 1, func(_ context.Context, d *Delivery) error {
		var w event.Work
		if err := d.Decode(event.TypeWork, &w); err != nil {
			return Permanent("schema", err)
		}
		if w.Attempt == 0 {
			w.Attempt++
			next := work("u-1", "https://example.org/1")
			next.ID = ""
			next.Data, _ = json.Marshal(w)
			return Later(at, "rate_limited", "u-1", next)
		}
		times <- time.Now()
		return nil
	})
	publish(t, c, work("u-1", "https://example.org/1"))
	if got := receive(t, "scheduled message", times); got.Before(at.Add(-50 * time.Millisecond)) {
		t.Errorf("came %s early", at.Sub(got))
	}
	backlogEnds(t, c)
	if len(times) != 0 {
		t.Error("came twice")
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

func TestAnErrorOfOursHasTheMessageDeliveredAgain(t *testing.T) {
	c := open(t)
	attempts := make(chan int, 4)
	each(t, c, 1, func(_ context.Context, d *Delivery) error {
		attempts <- d.Attempt
		if d.Attempt == 1 {
			return errors.New("index is away")
		}
		return nil
	})
	publish(t, c, work("u-1", ""))
	if a, b := receive(t, "first delivery", attempts), receive(t, "second delivery", attempts); a != 1 || b != 2 {
		t.Errorf("attempts %d, %d; want 1, 2", a, b)
	}
}

func TestStoppingFinishesWhatWasBegunAndRedeliversNothing(t *testing.T) {
	c := open(t)
	const n = 200
	for i := range n {
		publish(t, c, work(fmt.Sprint("u-", i), ""))
	}
	handled := make(chan string, 2*n)
	h := func(_ context.Context, d *Delivery) error {
		handled <- d.About
		return nil
	}
	times := map[string]int{}
	begun := time.Now()
	stop := each(t, c, 8, h)
	for range 20 {
		times[receive(t, "message", handled)]++
	}
	stop()
	// A machine that halts for longer loses the pull under way, and not by our doing.
	if time.Since(begun) < time.Second {
		nothingInFlight(t, c)
	}
	each(t, c, 8, h)
	backlogEnds(t, c)
	for len(handled) > 0 {
		times[<-handled]++
	}
	for about, n := range times {
		if n != 1 {
			t.Errorf("%s was handled %d times", about, n)
		}
	}
	if len(times) != n {
		t.Errorf("%d messages were handled, want %d", len(times), n)
	}
}

// nothingInFlight waits until no message is in anybody's hands, where it would
// stay until ackWait is over.
func nothingInFlight(t *testing.T, c *Conn) {
	t.Helper()
	for begun := time.Now(); ; <-time.After(5 * time.Millisecond) {
		n := consumerInfo(t, c).NumAckPending
		if n == 0 {
			return
		}
		if time.Since(begun) > patience {
			t.Fatalf("%d messages are in nobody's hands", n)
		}
	}
}

func consumerInfo(t *testing.T, c *Conn) *jetstream.ConsumerInfo {
	t.Helper()
	cons, err := c.js.Consumer(t.Context(), event.StreamWork, event.ConsumerFetchers)
	if err != nil {
		t.Fatal(err)
	}
	return cons.CachedInfo()
}

// The consumer of nats.go falls silent for 30 s when handlers return at once; see worker.go.
func TestHandlersThatReturnAtOnceNeverStallTheLoop(t *testing.T) {
	c := open(t)
	const n = 1000
	for _, workers := range []int{1, 8} {
		for i := range n {
			if _, err := c.js.PublishMsgAsync(encode(work(fmt.Sprint("u-", workers, "-", i), ""))); err != nil {
				t.Fatal(err)
			}
		}
		<-c.js.PublishAsyncComplete()
		handled := make(chan struct{}, 2*n)
		stop := each(t, c, workers, func(context.Context, *Delivery) error { handled <- struct{}{}; return nil })
		for got, begun := 0, time.Now(); got < n; {
			select {
			case <-handled:
				got++
				continue
			case <-time.After(20 * time.Second):
			}
			// What a halting machine lost is in flight, and comes back by itself.
			if info := consumerInfo(t, c); info.NumPending > 0 || time.Since(begun) > patience {
				t.Fatalf("%d workers are silent after %d messages, %d wait", workers, got, info.NumPending)
			}
		}
		stop()
	}
}

func TestBatchesHoldAllThatIsThere(t *testing.T) {
	c := open(t)
	for i := range 30 {
		publish(t, c, work(fmt.Sprint("u-", i), ""))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var sizes []int
	var seen []string
	err := c.Batches(ctx, event.StreamWork, event.ConsumerFetchers, Options{Stage: event.StageFetch, Workers: 1, MaxMessages: 10}, func(_ context.Context, batch []*Delivery) []error {
		sizes = append(sizes, len(batch))
		for _, d := range batch {
			seen = append(seen, d.About)
		}
		if len(seen) == 30 {
			cancel()
		}
		return make([]error, len(batch))
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(seen)
	if len(slices.Compact(seen)) != 30 || slices.Max(sizes) != 10 {
		t.Errorf("batches of %v with %d messages; want batches of 10 with 30", sizes, len(seen))
	}
}

func TestSplitKeepsPartsUnderTheSizeAndLosesNothing(t *testing.T) {
	var batch []*Delivery
	for _, size := range []int{10, 60, 50, 200, 10, 20} {
		batch = append(batch, &Delivery{Message: event.Message{Data: make([]byte, size)}})
	}
	var got []int
	for _, part := range split(batch, 100) {
		got = append(got, len(part))
	}
	if diff := cmp.Diff([]int{2, 1, 1, 2}, got); diff != "" {
		t.Error(diff)
	}
}

func TestReplicasNeverGetTheSameSlotOfAHost(t *testing.T) {
	c := open(t)
	const delay = 100 * time.Millisecond
	var mu sync.Mutex
	var slots []time.Time
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				slot, err := c.Hosts().Reserve(t.Context(), "example.org", delay)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				slots = append(slots, slot)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.SortFunc(slots, time.Time.Compare)
	for i := 1; i < len(slots); i++ {
		if gap := slots[i].Sub(slots[i-1]); gap < delay {
			t.Errorf("slots %d and %d are %s apart, want at least %s", i-1, i, gap, delay)
		}
	}
}

func TestAClosedHostGivesNoSlotBeforeItOpens(t *testing.T) {
	c := open(t)
	until := time.Now().Add(time.Hour).Truncate(time.Millisecond)
	if err := c.Hosts().Close(t.Context(), "example.org", until); err != nil {
		t.Fatal(err)
	}
	open, err := c.Hosts().Open(t.Context(), "example.org")
	if err != nil || !open.Equal(until) {
		t.Errorf("opens at %s, %v; want %s", open, err, until)
	}
	slot, err := c.Hosts().Reserve(t.Context(), "example.org", time.Second)
	if err != nil || slot.Before(until) {
		t.Errorf("slot at %s, %v; want %s", slot, err, until)
	}
}

func TestAPagePutTwiceIsKeptOnce(t *testing.T) {
	c := open(t)
	a, err := c.PutRaw(t.Context(), []byte("<html>"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.PutRaw(t.Context(), []byte("<html>"))
	if err != nil || a != b {
		t.Fatalf("names %s, %s, %v; want the same", a, b, err)
	}
	page, err := c.Raw(t.Context(), a)
	if err != nil || string(page) != "<html>" {
		t.Errorf("page %q, %v", page, err)
	}
	if _, err := c.Raw(t.Context(), "none"); !errors.Is(err, ErrNoRaw) {
		t.Errorf("error %v, want ErrNoRaw", err)
	}
}

func TestAMessageThatCrashesEveryWorkerEndsInTheFailedStream(t *testing.T) {
	c := open(t)
	publish(t, c, work("u-1", "https://example.org/1"))
	cons, err := c.js.Consumer(t.Context(), event.StreamWork, event.ConsumerFetchers)
	if err != nil {
		t.Fatal(err)
	}
	// A worker that dies leaves its message unsettled; a nak is the same without the wait.
	for range maxDeliver {
		msg, err := cons.Next()
		if err != nil {
			t.Fatal(err)
		}
		if err := msg.Nak(); err != nil {
			t.Fatal(err)
		}
	}
	// The server notices when the message would be delivered once more.
	for begun := time.Now(); waiting(t, c, event.StreamAdvisory, event.ConsumerStuck) == 0; {
		batch, err := cons.Fetch(1, jetstream.FetchMaxWait(time.Second))
		if err != nil {
			t.Fatal(err)
		}
		for range batch.Messages() {
			t.Error("delivered once too often")
		}
		if time.Since(begun) > patience {
			t.Fatalf("the server has not noticed for %s", patience)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.MoveStuck(ctx) }()
	got := failedRecords(t, c, 1)[0]
	if got.Reason != "stuck" || got.Stage != event.StageFetch || got.WorkID != "u-1" || got.URL != "https://example.org/1" {
		t.Errorf("record %+v", got)
	}
	backlogEnds(t, c)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestABucketInMemoryThatIsGoneIsMadeAnew(t *testing.T) {
	c := open(t)
	if _, err := c.Hosts().Reserve(t.Context(), "example.org", time.Second); err != nil {
		t.Fatal(err)
	}
	// What a restart of the server does to it.
	if err := c.js.DeleteKeyValue(t.Context(), event.BucketHosts); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Hosts().Reserve(t.Context(), "example.org", time.Second); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Hosts().Open(t.Context(), "example.org"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAConsumerThatIsNotThereIsAnErrorThatSaysWhatToDo(t *testing.T) {
	c := open(t)
	err := c.Each(t.Context(), event.StreamWork, "nobody", Options{}, nil)
	if err == nil || !strings.Contains(err.Error(), "inquit setup") {
		t.Errorf("error %v", err)
	}
}

func TestAPanicInABatchFailsOnlyItsMessage(t *testing.T) {
	c := open(t)
	publish(t, c, work("u-1", ""), work("u-2", ""), work("u-3", ""))
	ctx, cancel := context.WithCancel(t.Context())
	var handled []string
	err := c.Batches(ctx, event.StreamWork, event.ConsumerFetchers, Options{Stage: event.StageFetch, Workers: 1}, func(_ context.Context, batch []*Delivery) []error {
		for _, d := range batch {
			if d.About == "u-2" {
				panic("boom")
			}
		}
		for _, d := range batch {
			handled = append(handled, d.About)
		}
		if slices.Contains(handled, "u-3") {
			cancel()
		}
		return make([]error, len(batch))
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"u-1", "u-3"}, slices.Compact(handled)); diff != "" {
		t.Error(diff)
	}
	if got := failedRecords(t, c, 1)[0]; got.Reason != "panic" {
		t.Errorf("record %+v", got)
	}
}

func TestAnIDThatNoBucketTakesFailsItsMessageAtOnce(t *testing.T) {
	c := open(t)
	each(t, c, 1, func(ctx context.Context, d *Delivery) error {
		d.WorkID = "job 17"
		return c.State().Update(ctx, d.WorkID, func(*event.State) {})
	})
	publish(t, c, work("u-1", ""))
	if got := failedRecords(t, c, 1)[0]; got.Reason != "refused" {
		t.Errorf("record %+v", got)
	}
}

func TestAConsumerThatIsGoneShowsInReady(t *testing.T) {
	c := open(t)
	handled := make(chan string, 1)
	each(t, c, 1, func(_ context.Context, d *Delivery) error {
		handled <- d.About
		return nil
	})
	publish(t, c, work("u-1", ""))
	receive(t, "a message of the bound consumer", handled) // deleted before it is bound, the loop ends at once
	if err := c.js.DeleteConsumer(t.Context(), event.StreamWork, event.ConsumerFetchers); err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); c.Ready(t.Context()) == nil; <-time.After(10 * time.Millisecond) {
		if time.Since(begun) > patience {
			t.Fatalf("ready for %s without a consumer", patience)
		}
	}
}
