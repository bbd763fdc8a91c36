package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

// State is the bucket with what is known of each URL, by work id.
type State struct{ conn *Conn }

// State returns the bucket.
func (c *Conn) State() State { return State{c} }

// Get returns the state of a URL; found is false if it was never seen.
func (s State) Get(ctx context.Context, workID string) (state event.State, found bool, err error) {
	kv, err := s.conn.bucket(ctx, event.BucketState)
	if err != nil {
		return state, false, err
	}
	entry, err := kv.Get(ctx, workID)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return state, false, nil
	}
	if err != nil {
		return state, false, fmt.Errorf("state of %s: %w", workID, err)
	}
	if err := json.Unmarshal(entry.Value(), &state); err != nil {
		return event.State{}, false, nil // written by another major version: as good as unknown
	}
	return state, true, nil
}

// Update changes the state of a URL. change may be called several times, when
// another service changes the same state in between.
func (s State) Update(ctx context.Context, workID string, change func(*event.State)) error {
	kv, err := s.conn.bucket(ctx, event.BucketState)
	if err != nil {
		return err
	}
	for {
		var state event.State
		var revision uint64
		entry, err := kv.Get(ctx, workID)
		switch {
		case err == nil:
			revision = entry.Revision()
			_ = json.Unmarshal(entry.Value(), &state) // unreadable: begin anew
		case !errors.Is(err, jetstream.ErrKeyNotFound):
			return fmt.Errorf("state of %s: %w", workID, err)
		}
		change(&state)
		data, err := json.Marshal(state)
		if err != nil {
			return fmt.Errorf("encode state: %w", err)
		}
		if revision == 0 {
			_, err = kv.Create(ctx, workID, data)
		} else {
			_, err = kv.Update(ctx, workID, data, revision)
		}
		if err == nil {
			return nil
		}
		if !errors.Is(err, jetstream.ErrKeyExists) {
			return fmt.Errorf("state of %s: %w", workID, err)
		}
	}
}

// Watch sends every change of the states, by work id, until the context ends.
// The channel is closed then.
func (s State) Watch(ctx context.Context) (<-chan StateChange, error) {
	kv, err := s.conn.bucket(ctx, event.BucketState)
	if err != nil {
		return nil, err
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

func (c *Conn) bucket(ctx context.Context, name string) (jetstream.KeyValue, error) {
	kv, err := c.js.KeyValue(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w (run: inquit setup)", name, err)
	}
	return kv, nil
}
