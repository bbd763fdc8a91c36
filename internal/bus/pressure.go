package bus

import (
	"context"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

// pressureEvery is how often a stage looks at the one behind it.
const pressureEvery = 2 * time.Second

// waitDownstream holds the loop while the next stage has too much to do. It
// returns false when the context ends.
func (l *loop) waitDownstream(ctx context.Context) bool {
	d := l.options.Downstream
	if d == nil {
		return ctx.Err() == nil
	}
	gauge := l.conn.metrics.paused.WithLabelValues(l.consumer)
	for ctx.Err() == nil {
		if !l.paused && time.Since(l.checked) < pressureEvery {
			return true
		}
		backlog, err := l.conn.Backlog(ctx, d.Stream, d.Consumer)
		l.checked = time.Now()
		switch {
		case err != nil:
			return ctx.Err() == nil // no news is no reason to stop
		case backlog >= d.High && !l.paused:
			l.paused = true
			gauge.Set(1)
			l.conn.log.Info("pausing, the next stage has a backlog", zap.String("consumer", l.consumer),
				zap.String("stream", d.Stream), zap.Uint64("waiting", backlog))
		case backlog <= d.Low:
			l.paused = false
			gauge.Set(0)
		}
		if !l.paused {
			return true
		}
		select {
		case <-ctx.Done():
		case <-time.After(pressureEvery):
		}
	}
	return false
}

// Backlog is how many messages wait for a consumer or are in its hands. In a
// work queue scheduled messages count too.
func (c *Conn) Backlog(ctx context.Context, stream, consumer string) (uint64, error) {
	s, err := c.js.Stream(ctx, stream)
	if err != nil {
		return 0, err
	}
	if info := s.CachedInfo(); info.Config.Retention == jetstream.WorkQueuePolicy {
		return info.State.Msgs, nil
	}
	cons, err := s.Consumer(ctx, consumer)
	if err != nil {
		return 0, err
	}
	info := cons.CachedInfo()
	return info.NumPending + uint64(info.NumAckPending), nil
}
