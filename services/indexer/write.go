package indexer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"go.uber.org/zap"
)

const (
	firstBackoff = 500 * time.Millisecond
	lastBackoff  = time.Minute
	// askOperator is the wait while only an operator can help.
	askOperator = 30 * time.Second
	// troubleAfter is how many failures in a row make the service not ready.
	troubleAfter = 5
)

// writer writes to the index and does not give up: while the index is away the
// batch is held, nothing more is fetched, and the backlog stays in the stream.
type writer struct {
	index   Index
	log     *zap.Logger
	metrics *metrics

	mu       sync.Mutex
	failures int
	last     error
}

// setup waits for the index and makes what is missing in it.
func (w *writer) setup(ctx context.Context) error {
	return w.insist(ctx, "set up the index", func() error {
		did, err := w.index.Setup(ctx)
		for _, d := range did {
			w.log.Info("index: " + d)
		}
		return err
	})
}

func (w *writer) stored(ctx context.Context, articles []*article) (stored map[string]Stored, err error) {
	if len(articles) == 0 {
		return nil, nil
	}
	ids := make([]string, len(articles))
	for i, a := range articles {
		ids[i] = a.bundle.Article.ID
	}
	err = w.insist(ctx, "read from the index", func() (err error) {
		stored, err = w.index.Stored(ctx, ids)
		return err
	})
	return stored, err
}

// insist tries until it works or the context ends.
func (w *writer) insist(ctx context.Context, what string, try func() error) error {
	for attempt := 0; ; attempt++ {
		err := try()
		w.note(err)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		w.log.Warn("the index does not answer, trying again", zap.String("to", what), zap.Error(err))
		w.metrics.retries.Inc()
		if err := wait(ctx, backoff(attempt)); err != nil {
			return err
		}
	}
}

// pending is an operation that has no final outcome yet.
type pending struct {
	article *article
	op      Op
}

// write applies the operations of all articles in as few requests as needed.
func (w *writer) write(ctx context.Context, articles []*article, errs []error) {
	var left []pending
	for _, a := range articles {
		if errs[a.at] == nil {
			for _, op := range a.ops {
				left = append(left, pending{a, op})
			}
		}
	}
	for attempt := 0; len(left) > 0; attempt++ {
		again, delay, err := w.once(ctx, left, errs)
		w.note(err)
		if left = again; len(left) == 0 {
			return
		}
		w.log.Warn("not all documents are written, trying again", zap.Int("documents", len(left)), zap.Error(err))
		w.metrics.retries.Inc()
		if delay == 0 {
			delay = backoff(attempt)
		}
		if stopped := wait(ctx, delay); stopped != nil {
			for _, p := range left {
				errs[p.article.at] = errors.Join(stopped, err)
			}
			return
		}
	}
}

// once sends one request and returns what has to be tried again, and why.
func (w *writer) once(ctx context.Context, left []pending, errs []error) (again []pending, delay time.Duration, why error) {
	ops := make([]Op, len(left))
	for i, p := range left {
		ops[i] = p.op
	}
	begun := time.Now()
	outcomes, err := w.index.Apply(ctx, ops)
	w.metrics.seconds.Observe(time.Since(begun).Seconds())
	if err != nil {
		return left, 0, err // unknown outcome: writing again changes nothing
	}
	for i, o := range outcomes {
		p := left[i]
		w.metrics.documents.WithLabelValues(o.Status.String()).Inc()
		switch o.Status {
		case Applied:
			p.article.applied = p.article.applied || p.op.Collection == Articles
		case Stale:
		case Rejected:
			errs[p.article.at] = permanent(o.Reason)
		case Busy:
			again, why = append(again, p), errors.New(o.Reason)
		case Blocked:
			again, why, delay = append(again, p), errors.New(o.Reason), askOperator
		}
	}
	return again, delay, why
}

// note keeps what /readyz says.
func (w *writer) note(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = err
	if w.failures++; err == nil {
		w.failures = 0
	}
}

// healthy says why the index is not written to, or nil.
func (w *writer) healthy(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failures < troubleAfter {
		return nil
	}
	return fmt.Errorf("the index failed %d times in a row: %w", w.failures, w.last)
}

// backoff is exponential with full jitter.
func backoff(attempt int) time.Duration {
	ceiling := min(firstBackoff<<min(attempt, 10), lastBackoff)
	return rand.N(ceiling) + time.Millisecond
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
