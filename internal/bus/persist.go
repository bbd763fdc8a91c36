package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

// persist tries until it works, until try says that trying is no use, or until
// the context ends. A server that restarts must not cost a message one of its
// deliveries.
func (c *Conn) persist(ctx context.Context, what string, try func() (again bool, err error)) error {
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		again, err := try()
		if err == nil {
			return nil
		}
		if hopeless(err) {
			return Permanent("refused", fmt.Errorf("%s: %w", what, err))
		}
		if !again || ctx.Err() != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if wait > time.Second {
			c.trouble.Store(&trouble{what, err})
			defer c.trouble.Store(nil)
		}
		c.metrics.retries.Inc()
		c.log.Warn("NATS did not do it, trying again", zap.String("to", what), zap.Duration("in", wait), zap.Error(err))
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// trouble is what has not worked for a while: it shows in Ready.
type trouble struct {
	what string
	err  error
}

// hopeless reports errors that lie in the message and not in the server.
func hopeless(err error) bool {
	return errors.Is(err, jetstream.ErrInvalidKey) || errors.Is(err, nats.ErrMaxPayload) ||
		errors.Is(err, nats.ErrBadSubject) || errors.Is(err, nats.ErrInvalidMsg)
}

// withBucket calls fn with a bucket until it works; errors that are answers are
// fn's own to return as nil. A bucket in memory is gone when its server
// restarts, so a missing one is made anew.
func (c *Conn) withBucket(ctx context.Context, name, what string, fn func(kv jetstream.KeyValue) error) error {
	return c.persist(ctx, what, func() (bool, error) {
		kv, err := c.bucket(ctx, name)
		if err == nil {
			err = fn(kv)
		}
		if err == nil || ctx.Err() != nil {
			return false, err
		}
		c.buckets.Delete(name)
		if errors.Is(err, jetstream.ErrBucketNotFound) || errors.Is(err, jetstream.ErrNoStreamResponse) {
			if _, err := c.setupBucket(ctx, name); err != nil {
				return true, err
			}
		}
		return true, err
	})
}

// bucket returns a bucket; the handle is kept, since getting it is a request.
func (c *Conn) bucket(ctx context.Context, name string) (jetstream.KeyValue, error) {
	if kv, ok := c.buckets.Load(name); ok {
		return kv.(jetstream.KeyValue), nil
	}
	kv, err := c.js.KeyValue(ctx, name)
	if err != nil {
		return nil, err
	}
	c.buckets.Store(name, kv)
	return kv, nil
}

// consumer binds to a durable consumer. One that is not there is an error; a
// server that is not there is waited for.
func (c *Conn) consumer(ctx context.Context, stream, name string) (cons jetstream.Consumer, err error) {
	err = c.persist(ctx, fmt.Sprintf("bind to consumer %s of %s", name, stream), func() (bool, error) {
		cons, err = c.js.Consumer(ctx, stream, name)
		missing := errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrStreamNotFound)
		if missing {
			err = fmt.Errorf("%w (run: inquit setup)", err)
		}
		return !missing, err
	})
	return cons, err
}
