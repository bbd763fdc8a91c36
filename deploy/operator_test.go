package deploy_test

import (
	"context"
	"errors"
	"testing"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

// TestOperatorMayFollowAndRepair does what the tools for people do, as the setup user.
func TestOperatorMayFollowAndRepair(t *testing.T) {
	ns := startNATS(t)
	operator, fetcher := connectAs(t, ns, "setup").setup(t), connectAs(t, ns, "fetcher")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()

	changes, err := operator.bus.State().Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	publish(t, operator, event.Message{Subject: event.SubjectFetch + "example_org", ID: "w/1", Data: []byte("{}")})
	fails := func(_ context.Context, d *bus.Delivery) error {
		d.WorkID, d.URL = "u-1", "https://example.org/1"
		return bus.Permanent("gone", errors.New("made for the test"))
	}
	fetcher.take(t, event.StreamWork, event.ConsumerFetchers, bus.Options{Stage: event.StageFetch}, fails)
	select {
	case change := <-changes:
		if change.WorkID != "u-1" || change.State.Outcome != event.Error {
			t.Errorf("state %+v, want u-1 to be failed", change)
		}
	case <-ctx.Done():
		t.Error("no state was heard of")
	}

	var records []bus.FailedRecord
	err = operator.bus.EachFailed(ctx, bus.FailedFilter{}, func(r bus.FailedRecord) error {
		records = append(records, r)
		return nil
	})
	if err != nil || len(records) != 1 {
		t.Fatalf("%d failed records, error %v, want one", len(records), err)
	}
	if err := operator.bus.RetryFailed(ctx, records[0]); err != nil {
		t.Error(err)
	}
	if lanes, err := operator.bus.Lanes(ctx); err != nil || len(lanes) == 0 {
		t.Errorf("%d lanes, error %v", len(lanes), err)
	}
	again := fetcher.take(t, event.StreamWork, event.ConsumerFetchers, bus.Options{Stage: event.StageFetch},
		func(context.Context, *bus.Delivery) error { return nil })
	if string(again.Data) != "{}" {
		t.Errorf("handed in again: %s, want the original", again.Data)
	}
	wantNothingRefused(t, operator)
	wantNothingRefused(t, fetcher)
}
