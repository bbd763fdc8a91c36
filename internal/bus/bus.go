// Package bus is where inquit meets NATS JetStream: it connects, declares the
// streams, publishes messages, and runs the one worker loop of all services.
//
// A service hands a [Handler] to [Conn.Each] or [Conn.Batches] and never sees a
// connection. What becomes of a message is decided here, from the handler's
// error: nil acknowledges it, [Permanent] puts it into the failed stream, [Later]
// schedules it, anything else has it delivered again.
package bus

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
)

// Config says where NATS is and how to sign in.
type Config struct {
	// URL is one or several addresses, divided by commas. Default nats://127.0.0.1:4222.
	URL string
	// Name shows in the server's list of connections. Default "inquit".
	Name string
	// User and Password, or the path of a credentials file in Creds.
	User, Password, Creds string
	// Replicas of the streams that Setup creates. Default 1; 3 in a cluster.
	Replicas int
	// InProcess connects to a server inside this process and ignores URL.
	InProcess nats.InProcessConnProvider
}

// Conn is a connection to JetStream. Its methods may be called concurrently.
type Conn struct {
	nc      *nats.Conn
	js      jetstream.JetStream
	config  Config
	log     *zap.Logger
	metrics *metrics
	buckets sync.Map // of jetstream.KeyValue, by name
	trouble atomic.Pointer[trouble]
}

// Connect dials the server once and reports what is wrong if that fails; after
// that a lost connection comes back by itself. A nil registerer counts nothing.
func Connect(ctx context.Context, config Config, log *zap.Logger, reg prometheus.Registerer) (*Conn, error) {
	if config.URL == "" {
		config.URL = nats.DefaultURL
	}
	if config.Name == "" {
		config.Name = "inquit"
	}
	config.Replicas = max(config.Replicas, 1)
	nc, err := nats.Connect(config.URL, options(config, log)...)
	if err != nil {
		return nil, fmt.Errorf("connect to NATS at %s: %w", redact(config.URL), err)
	}
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(10*time.Second))
	if err != nil {
		nc.Close()
		return nil, fmt.Errorf("JetStream at %s: %w", redact(config.URL), err)
	}
	if _, err := js.AccountInfo(ctx); err != nil {
		nc.Close()
		return nil, fmt.Errorf("JetStream at %s: %w (start the server with JetStream on: nats-server -js)", redact(config.URL), err)
	}
	return &Conn{nc: nc, js: js, config: config, log: log, metrics: newMetrics(reg)}, nil
}

// redact leaves passwords out of addresses.
func redact(addresses string) string {
	list := strings.Split(addresses, ",")
	for i, address := range list {
		if u, err := url.Parse(address); err == nil {
			list[i] = u.Redacted()
		}
	}
	return strings.Join(list, ",")
}

func options(config Config, log *zap.Logger) []nats.Option {
	opts := []nats.Option{
		nats.Name(config.Name),
		nats.MaxReconnects(-1),
		nats.ReconnectJitter(200*time.Millisecond, time.Second),
		// An error beats a silent buffer: a publisher waits and tries again.
		nats.ReconnectBufSize(-1),
		// Of one dial: two seconds, the default, are short on a machine that is busy.
		nats.Timeout(10 * time.Second),
		nats.DrainTimeout(10 * time.Second),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn("NATS connection lost, reconnecting", zap.Error(err))
			}
		}),
		nats.ReconnectHandler(func(nc *nats.Conn) { log.Info("NATS connection is back", zap.String("url", nc.ConnectedUrlRedacted())) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { log.Warn("NATS reports an error", zap.Error(err)) }),
	}
	if config.InProcess != nil {
		opts = append(opts, nats.InProcessServer(config.InProcess))
	}
	if config.User != "" {
		opts = append(opts, nats.UserInfo(config.User, config.Password))
	}
	if config.Creds != "" {
		opts = append(opts, nats.UserCredentials(config.Creds))
	}
	return opts
}

// Close sends what is under way, such as acknowledgements, and disconnects.
func (c *Conn) Close() {
	if err := c.nc.FlushTimeout(5 * time.Second); err != nil && !errors.Is(err, nats.ErrConnectionClosed) {
		c.log.Warn("flush at closing", zap.Error(err))
	}
	c.nc.Close()
}

// Ready says why the connection can't be used, or nil.
func (c *Conn) Ready(context.Context) error {
	if status := c.nc.Status(); status != nats.CONNECTED {
		return fmt.Errorf("NATS: %s", status)
	}
	if t := c.trouble.Load(); t != nil {
		return fmt.Errorf("NATS: %s: %w", t.what, t.err)
	}
	return nil
}

// Publish stores a message in its stream and waits until the server says that
// it is stored. It tries again until the context ends, unless the message
// itself is at fault. duplicate is true if the stream had the id already.
func (c *Conn) Publish(ctx context.Context, m event.Message) (duplicate bool, err error) {
	return c.publish(ctx, encode(m))
}

// PublishAt has the server publish a message at a later time. A message that is
// scheduled under the same key replaces the one before it.
func (c *Conn) PublishAt(ctx context.Context, m event.Message, key string, at time.Time) error {
	msg := encode(m)
	msg.Subject = event.SubjectLater + key
	msg.Header.Set(jetstream.ScheduleHeader, "@at "+at.UTC().Format(time.RFC3339Nano))
	msg.Header.Set(jetstream.ScheduleTargetHeader, m.Subject)
	_, err := c.publish(ctx, msg)
	return err
}

// ErrTooLarge is the error for a message above the server's limit.
var ErrTooLarge = errors.New("message too large")

func (c *Conn) publish(ctx context.Context, msg *nats.Msg) (bool, error) {
	if limit := c.nc.MaxPayload(); limit > 0 && int64(len(msg.Data))+4096 > limit {
		return false, fmt.Errorf("%w: %d bytes on %s, the server takes %d (max_payload)", ErrTooLarge, len(msg.Data), msg.Subject, limit)
	}
	var duplicate bool
	err := c.persist(ctx, "publish on "+msg.Subject, func() (bool, error) {
		ack, err := c.js.PublishMsg(ctx, msg)
		var api *jetstream.APIError
		if err == nil {
			duplicate = ack.Duplicate
		}
		return !errors.As(err, &api) || api.Code >= 500, err
	})
	return duplicate, err
}

// Tell sends a plain message that no stream keeps, such as the live ticker's.
func (c *Conn) Tell(subject string, data []byte) error { return c.nc.Publish(subject, data) }

// Answer serves requests on a subject until the context ends; replicas share
// them. When it returns the server knows of the subscription; wait returns at
// the end.
func (c *Conn) Answer(ctx context.Context, subject, queue string, reply func(ctx context.Context, body []byte, trace event.Trace) []byte) (wait func() error, err error) {
	sub, err := c.nc.QueueSubscribe(subject, queue, func(m *nats.Msg) {
		if err := m.Respond(reply(ctx, m.Data, traceOf(m.Header))); err != nil && !errors.Is(err, nats.ErrMsgNoReply) {
			c.log.Warn("answer not sent", zap.String("subject", subject), zap.Error(err))
		}
	})
	if err != nil {
		return nil, fmt.Errorf("subscribe %s: %w", subject, err)
	}
	err = c.persist(ctx, "subscribe "+subject, func() (bool, error) { return true, c.nc.FlushTimeout(10 * time.Second) })
	if err != nil && ctx.Err() == nil {
		return nil, errors.Join(err, sub.Unsubscribe())
	}
	return func() error {
		<-ctx.Done()
		return sub.Drain()
	}, nil
}

// Ask sends a request and waits for its answer.
func (c *Conn) Ask(ctx context.Context, subject string, body []byte) ([]byte, error) {
	msg, err := c.nc.RequestWithContext(ctx, subject, body)
	if err != nil {
		return nil, fmt.Errorf("request %s: %w", subject, err)
	}
	return msg.Data, nil
}

// ErrNobody is what Ask returns when no service listens.
var ErrNobody = nats.ErrNoResponders
