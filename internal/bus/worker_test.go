package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

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
