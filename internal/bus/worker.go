package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
)

// Delivery is a message in a handler's hands.
type Delivery struct {
	event.Message
	Stream string
	Seq    uint64
	// Attempt is 1 for the first delivery.
	Attempt int
	// Stored is when the stream took the message.
	Stored time.Time
	// WorkID and URL are filled in by the handler as soon as it knows them, for
	// the failed record and the state of the URL.
	WorkID, URL string

	msg jetstream.Msg
}

// Handler handles one message. Its context ends when the service has to stop at
// once, which is later than when it is asked to stop.
type Handler func(ctx context.Context, d *Delivery) error

// BatchHandler handles several messages and returns an error for each, nil ones included.
type BatchHandler func(ctx context.Context, batch []*Delivery) []error

// Options of a worker loop.
type Options struct {
	// Stage names the work in the failed stream.
	Stage event.Stage
	// Workers is how many handlers run at once. Default 4.
	Workers int
	// MaxMessages and MaxBytes bound a batch. Default 100 and 4 MiB; Each ignores them.
	MaxMessages, MaxBytes int
	// Grace is how long handlers may go on after the context ended. Default 20 s.
	Grace time.Duration
	// Downstream, if set, is the next stage: while more than High messages wait
	// there, nothing is fetched here, until fewer than Low do. So a backlog rests
	// where it is cheapest, as URLs.
	Downstream *Downstream
}

// Downstream names the stage whose backlog counts.
type Downstream struct {
	Stream, Consumer string
	High, Low        uint64
}

func (o Options) withDefaults() Options {
	if o.Workers <= 0 {
		o.Workers = 4
	}
	if o.MaxMessages <= 0 {
		o.MaxMessages = 100
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 4 << 20
	}
	if o.Grace <= 0 {
		o.Grace = 20 * time.Second
	}
	return o
}

// Each runs the handler for every message of a consumer until the context ends,
// and returns when the last handler has.
func (c *Conn) Each(ctx context.Context, stream, consumer string, o Options, handle Handler) error {
	o.MaxMessages = 1
	return c.Batches(ctx, stream, consumer, o, func(ctx context.Context, batch []*Delivery) []error {
		return []error{handle(ctx, batch[0])}
	})
}

// Batches is Each for handlers that do better with several messages at once. A
// batch is what is there, it is not waited for.
func (c *Conn) Batches(ctx context.Context, stream, consumer string, o Options, handle BatchHandler) error {
	o = o.withDefaults()
	cons, err := c.consumer(ctx, stream, consumer)
	if err != nil {
		return err
	}
	l := &loop{conn: c, cons: cons, stream: stream, consumer: consumer, options: o, handle: handle, slots: make(chan struct{}, o.Workers)}
	// Handlers outlive ctx by the grace period: what was begun is finished.
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	l.run(ctx, work)
	l.finish(stop)
	return nil
}

// loop pulls no more than there are free workers: nothing is fetched that is
// not begun, so no message waits in here until its acknowledgement is overdue.
// It uses Fetch because Consume can fall silent for 30 s with work waiting when
// handlers return at once (nats.go 1.55).
type loop struct {
	conn             *Conn
	cons             jetstream.Consumer
	stream, consumer string
	options          Options
	handle           BatchHandler
	slots            chan struct{}
	busy             sync.WaitGroup
	paused           bool
	lost             bool // the consumer does not answer
	checked          time.Time
}

func (l *loop) run(ctx, work context.Context) {
	for l.waitDownstream(ctx) && l.acquire(ctx) {
		free := 1 + l.acquireMore()
		used := l.pull(ctx, work, free)
		for range free - used {
			<-l.slots
		}
	}
}

func (l *loop) acquire(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case l.slots <- struct{}{}:
		return true
	}
}

// acquireMore takes the other free slots; for batches one slot is one batch, so
// one is enough.
func (l *loop) acquireMore() (n int) {
	if l.options.MaxMessages > 1 {
		return 0
	}
	for {
		select {
		case l.slots <- struct{}{}:
			n++
		default:
			return n
		}
	}
}

// pull fetches up to n messages and starts handlers; it returns how many slots
// it used. A started pull is read to its end even when ctx is done: messages
// that are already on the wire would else be redelivered.
func (l *loop) pull(ctx, work context.Context, n int) (used int) {
	batch, err := l.cons.Fetch(n, jetstream.FetchMaxWait(time.Second))
	if err != nil {
		l.pause(ctx, err)
		return 0
	}
	for msg := range batch.Messages() {
		deliveries := []*Delivery{l.receive(msg)}
		if l.options.MaxMessages > 1 {
			deliveries = append(deliveries, l.more()...)
		}
		used++
		l.start(work, deliveries)
	}
	if err := batch.Error(); err != nil && !errors.Is(err, jetstream.ErrNoMessages) {
		l.pause(ctx, err)
	} else if l.lost {
		l.lost = false
		l.conn.trouble.Store(nil)
	}
	return used
}

// more takes what else is there now, so that a busy stream makes full batches
// and a quiet one does not wait.
func (l *loop) more() (deliveries []*Delivery) {
	batch, err := l.cons.FetchNoWait(l.options.MaxMessages - 1)
	if err != nil {
		return nil
	}
	for msg := range batch.Messages() {
		deliveries = append(deliveries, l.receive(msg))
	}
	return deliveries
}

func (l *loop) receive(msg jetstream.Msg) *Delivery {
	d := &Delivery{Message: decode(msg.Subject(), msg.Headers(), msg.Data()), Stream: l.stream, Attempt: 1, msg: msg}
	if meta, err := msg.Metadata(); err == nil {
		d.Seq, d.Attempt, d.Stored = meta.Sequence.Stream, int(meta.NumDelivered), meta.Timestamp
	}
	if d.Attempt > 1 {
		l.conn.metrics.redelivered.WithLabelValues(l.consumer).Inc()
	}
	return d
}

// pause keeps an unreachable server from being asked in a tight loop.
func (l *loop) pause(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	if errors.Is(err, jetstream.ErrConsumerDeleted) || errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, nats.ErrNoResponders) {
		l.lost = true
		l.conn.trouble.Store(&trouble{"take messages of " + l.consumer, err})
	}
	l.conn.log.Debug("fetch from stream", zap.String("consumer", l.consumer), zap.Error(err))
	select {
	case <-ctx.Done():
	case <-time.After(500 * time.Millisecond):
	}
}

func (l *loop) start(work context.Context, deliveries []*Delivery) {
	l.busy.Add(1)
	l.conn.metrics.inFlight.WithLabelValues(l.consumer).Add(float64(len(deliveries)))
	go func() {
		defer l.busy.Done()
		defer func() { <-l.slots }()
		defer l.conn.metrics.inFlight.WithLabelValues(l.consumer).Sub(float64(len(deliveries)))
		alive := keepAlive(deliveries)
		defer alive()
		for _, part := range split(deliveries, l.options.MaxBytes) {
			l.work(work, part)
		}
	}()
}

// split cuts a batch into parts of at most maxBytes, or of one message.
func split(deliveries []*Delivery, maxBytes int) (parts [][]*Delivery) {
	start, size := 0, 0
	for i, d := range deliveries {
		if i > start && size+len(d.Data) > maxBytes {
			parts = append(parts, deliveries[start:i])
			start, size = i, 0
		}
		size += len(d.Data)
	}
	return append(parts, deliveries[start:])
}

func (l *loop) work(ctx context.Context, batch []*Delivery) {
	begun := time.Now()
	errs := l.call(ctx, batch)
	l.conn.metrics.seconds.WithLabelValues(l.consumer).Observe(time.Since(begun).Seconds())
	for i, d := range batch {
		l.conn.settle(ctx, l.consumer, l.options.Stage, d, errs[i])
	}
}

// call turns a panic into a failed message: the next one may be fine. In a batch
// it finds out which one it was.
func (l *loop) call(ctx context.Context, batch []*Delivery) (errs []error) {
	defer func() {
		if p := recover(); p != nil {
			l.conn.log.Error("panic in handler", zap.String("consumer", l.consumer), zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))
			if len(batch) == 1 {
				errs = []error{Permanent("panic", fmt.Errorf("%v", p))}
				return
			}
			errs = nil
			for _, d := range batch {
				errs = append(errs, l.call(ctx, []*Delivery{d})...)
			}
		}
	}()
	return l.handle(ctx, batch)
}

// keepAlive tells the server that the messages are in work, until stopped.
func keepAlive(batch []*Delivery) (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(ackWait / 3)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				for _, d := range batch {
					_ = d.msg.InProgress() // a lost one costs nothing, three make a redelivery
				}
			}
		}
	})
	return func() { close(done); wg.Wait() }
}

// finish waits for the handlers, after the grace period tells them to stop, and
// in the end leaves behind those that do not listen.
func (l *loop) finish(stop context.CancelFunc) {
	timer := time.AfterFunc(l.options.Grace, stop)
	defer timer.Stop()
	done := make(chan struct{})
	go func() { defer close(done); l.busy.Wait() }()
	select {
	case <-done:
	case <-time.After(l.options.Grace + 10*time.Second):
		l.conn.log.Error("a handler does not end, its message will be delivered again", zap.String("consumer", l.consumer))
	}
}
