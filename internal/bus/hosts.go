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

// Hosts shares out the time of the sites that are fetched from: all replicas
// together make one request to a host at a time.
type Hosts struct{ conn *Conn }

// Hosts returns the bucket.
func (c *Conn) Hosts() Hosts { return Hosts{c} }

// host is the state of a host. Times are Unix milliseconds.
type host struct {
	// Next is the first slot that is still free.
	Next int64 `json:"next"`
	// Closed is when a host that asked for quiet may be asked again.
	Closed int64 `json:"closed,omitempty"`
}

// Reserve takes the next free slot of a host and returns its time, now at the
// earliest. The slot after it is delay later.
func (h Hosts) Reserve(ctx context.Context, name string, delay time.Duration) (slot time.Time, err error) {
	err = h.change(ctx, name, func(s *host) {
		at := max(time.Now().UnixMilli(), s.Next, s.Closed)
		slot = time.UnixMilli(at)
		s.Next = at + delay.Milliseconds()
	})
	return slot, err
}

// Close has a host left alone until a time, as it asked for with Retry-After.
func (h Hosts) Close(ctx context.Context, name string, until time.Time) error {
	return h.change(ctx, name, func(s *host) { s.Closed = max(s.Closed, until.UnixMilli()) })
}

// Open reports whether a host may be asked now; if not, when.
func (h Hosts) Open(ctx context.Context, name string) (at time.Time, err error) {
	kv, err := h.conn.bucket(ctx, event.BucketHosts)
	if err != nil {
		return time.Time{}, err
	}
	entry, err := kv.Get(ctx, key(name))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("host %s: %w", name, err)
	}
	var s host
	if json.Unmarshal(entry.Value(), &s) != nil || s.Closed == 0 {
		return time.Time{}, nil
	}
	return time.UnixMilli(s.Closed), nil
}

// change is a compare-and-set: two replicas never get the same slot.
func (h Hosts) change(ctx context.Context, name string, change func(*host)) error {
	kv, err := h.conn.bucket(ctx, event.BucketHosts)
	if err != nil {
		return err
	}
	for {
		var s host
		var revision uint64
		entry, err := kv.Get(ctx, key(name))
		switch {
		case err == nil:
			revision = entry.Revision()
			_ = json.Unmarshal(entry.Value(), &s) // unreadable: begin anew
		case !errors.Is(err, jetstream.ErrKeyNotFound):
			return fmt.Errorf("host %s: %w", name, err)
		}
		change(&s)
		data, err := json.Marshal(s)
		if err != nil {
			return fmt.Errorf("encode host: %w", err)
		}
		if revision == 0 {
			_, err = kv.Create(ctx, key(name), data)
		} else {
			_, err = kv.Update(ctx, key(name), data, revision)
		}
		if err == nil {
			return nil
		}
		if !errors.Is(err, jetstream.ErrKeyExists) {
			return fmt.Errorf("host %s: %w", name, err)
		}
		// Lost against another worker: let it go ahead.
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(rand.Int64N(int64(5 * time.Millisecond)))):
		}
	}
}

func key(name string) string { return event.HostToken(name) }
