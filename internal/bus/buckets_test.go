package bus

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/inquit/inquit/event"
)

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

func TestAllFailedRecordsAreListedInTheirOrder(t *testing.T) {
	c := open(t)
	const n = 230 // more than are fetched at once
	for i := range n {
		d := &Delivery{Message: work(fmt.Sprint("u-", i), ""), Stream: event.StreamWork, Seq: uint64(i + 1), Attempt: 1}
		reason := []string{"gone", "not_found"}[i%2]
		if err := c.Fail(t.Context(), event.StageFetch, d, "", &PermanentError{Reason: reason, Err: errors.New("404")}); err != nil {
			t.Fatal(err)
		}
	}
	for reason, want := range map[string]int{"": n, "gone": n / 2, "other": 0} {
		var got []uint64
		err := c.EachFailed(t.Context(), FailedFilter{Stage: event.StageFetch, Reason: reason}, func(r FailedRecord) error {
			got = append(got, r.Seq)
			return nil
		})
		if err != nil || len(got) != want || !slices.IsSorted(got) {
			t.Errorf("reason %q: %d records, error %v, want %d in order", reason, len(got), err, want)
		}
	}
}
