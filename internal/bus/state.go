package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

// State is the bucket with what is known of each URL, by work id.
type State struct{ conn *Conn }

// State returns the bucket.
func (c *Conn) State() State { return State{c} }

// Get returns the state of a URL; found is false if it was never seen.
func (s State) Get(ctx context.Context, workID string) (state event.State, found bool, err error) {
	err = s.conn.withBucket(ctx, event.BucketState, "read the state of "+workID, func(kv jetstream.KeyValue) error {
		entry, err := kv.Get(ctx, workID)
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		// What another major version wrote is as good as unknown.
		found = json.Unmarshal(entry.Value(), &state) == nil
		return nil
	})
	return state, found, err
}

// Update changes the state of a URL. change may be called several times, when
// another service changes the same state in between.
func (s State) Update(ctx context.Context, workID string, change func(*event.State)) error {
	return s.conn.withBucket(ctx, event.BucketState, "note the state of "+workID, func(kv jetstream.KeyValue) error {
		return updateKey(ctx, kv, workID, change)
	})
}

// updateKey changes a value by compare-and-set, anew as often as another one was
// quicker.
func updateKey[T any](ctx context.Context, kv jetstream.KeyValue, key string, change func(*T)) error {
	for {
		var value T
		var revision uint64
		entry, err := kv.Get(ctx, key)
		switch {
		case err == nil:
			revision = entry.Revision()
			if json.Unmarshal(entry.Value(), &value) != nil {
				value = *new(T) // unreadable: begin anew
			}
		case !errors.Is(err, jetstream.ErrKeyNotFound):
			return err
		}
		change(&value)
		data, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if revision == 0 {
			_, err = kv.Create(ctx, key, data)
		} else {
			_, err = kv.Update(ctx, key, data, revision)
		}
		if !errors.Is(err, jetstream.ErrKeyExists) {
			return err
		}
		// Lost against another worker: let it go ahead.
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(rand.N(5 * time.Millisecond)):
		}
	}
}

// Watch sends every change of the states, by work id, until the context ends.
// The channel is closed then.
func (s State) Watch(ctx context.Context) (<-chan StateChange, error) {
	kv, err := s.conn.bucket(ctx, event.BucketState)
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w (run: inquit setup)", event.BucketState, err)
	}
	watcher, err := kv.WatchAll(ctx, jetstream.UpdatesOnly())
	if err != nil {
		return nil, fmt.Errorf("watch states: %w", err)
	}
	changes := make(chan StateChange)
	go func() {
		defer close(changes)
		for entry := range watcher.Updates() {
			if entry == nil {
				continue // the end of what was there before
			}
			change := StateChange{WorkID: entry.Key()}
			if json.Unmarshal(entry.Value(), &change.State) != nil {
				continue
			}
			select {
			case changes <- change:
			case <-ctx.Done():
				return
			}
		}
	}()
	return changes, nil
}

// StateChange is the new state of a URL.
type StateChange struct {
	WorkID string
	State  event.State
}
