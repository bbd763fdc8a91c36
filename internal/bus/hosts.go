package bus

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

// Hosts shares out the time of the sites that are fetched from: all replicas
// together begin one request to a host in each interval.
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
// earliest. The slot after it is delay later. Two replicas never get the same.
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

func (h Hosts) change(ctx context.Context, name string, change func(*host)) error {
	return h.conn.withBucket(ctx, event.BucketHosts, "reserve time of "+name, func(kv jetstream.KeyValue) error {
		return updateKey(ctx, kv, event.HostToken(name), change)
	})
}

// Open returns when a host may be asked again; a time in the past, or zero, is now.
func (h Hosts) Open(ctx context.Context, name string) (at time.Time, err error) {
	err = h.conn.withBucket(ctx, event.BucketHosts, "look up "+name, func(kv jetstream.KeyValue) error {
		entry, err := kv.Get(ctx, event.HostToken(name))
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		var s host
		if json.Unmarshal(entry.Value(), &s) == nil && s.Closed > 0 {
			at = time.UnixMilli(s.Closed)
		}
		return nil
	})
	return at, err
}
