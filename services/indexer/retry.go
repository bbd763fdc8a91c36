package indexer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"go.uber.org/zap"

	"github.com/inquit/inquit/internal/bus"
)

// SetUp sets the index up, and waits for an index that does not answer yet. A
// service without the right to set up goes on with an index that is there.
func (w *Writer) SetUp(ctx context.Context) error {
	for attempt := 0; ; attempt++ {
		did, err := w.index.Setup(ctx)
		for _, what := range did {
			w.log.Info("index set up", zap.String("did", what))
		}
		switch {
		case err == nil:
			w.unblock(false)
			return nil
		case errors.Is(err, ErrIncompatible):
			return err
		case errors.Is(err, ErrBlocked) && w.index.Health(ctx) == nil:
			w.log.Warn("no right to set up the index, using it as it is", zap.Error(err))
			return nil
		}
		if err := w.wait(ctx, attempt, err); err != nil {
			return err
		}
	}
}

// Ready says why nothing can be written, or nil.
func (w *Writer) Ready(ctx context.Context) error {
	w.mu.Lock()
	blocked := w.blocked
	w.mu.Unlock()
	if blocked != nil {
		return blocked
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return w.index.Health(ctx)
}

// persist repeats what is not a write until it succeeds or the context ends.
func (w *Writer) persist(ctx context.Context, try func() error) error {
	for attempt := 0; ; attempt++ {
		err := try()
		if err == nil {
			return nil
		}
		if err := w.wait(ctx, attempt, err); err != nil {
			return err
		}
	}
}

// wait waits before the next try; it returns an error if the context ends. The
// messages stay in our hands meanwhile and no new ones are fetched, so that the
// backlog rests in the stream.
func (w *Writer) wait(ctx context.Context, attempt int, because error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%w while the index could not be written: %w", ctx.Err(), because)
	}
	why, wait := "busy", backoff(attempt, w.config.RetryMin, w.config.RetryMax)
	if errors.Is(because, ErrBlocked) {
		why, wait = "blocked", w.config.BlockedRetry
		w.block(because)
	}
	w.metrics.retries.WithLabelValues(why).Inc()
	w.log.Warn("index not written, trying again", zap.String("why", why), zap.Duration("in", wait), zap.Error(because))
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return fmt.Errorf("%w while the index could not be written: %w", ctx.Err(), because)
	case <-timer.C:
		return nil
	}
}

// backoff is anything up to a bound that doubles: those who were refused
// together do not come back together.
func backoff(attempt int, least, most time.Duration) time.Duration {
	bound := min(least<<min(attempt, 20), most)
	if bound <= 0 {
		bound = most // shifted out
	}
	return rand.N(bound) + 1
}

func (w *Writer) block(because error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.blocked = because
	w.metrics.blocked.Set(1)
}

// unblock is called when something was written; poisoned, if what was refused
// before is taken now.
func (w *Writer) unblock(poisoned bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if poisoned {
		w.poison = poison{}
	}
	if w.blocked != nil {
		w.log.Info("the index takes documents again")
	}
	w.blocked = nil
	w.metrics.blocked.Set(0)
}

// reject notes in its entry that a document is refused for good. It returns
// false if too many were lately: then it is not them, and they have to wait.
func (w *Writer) reject(wr write, reason string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if wr.e.result.Err != nil {
		return true // of another document of the same message
	}
	if w.poison.tooMuch() {
		return false
	}
	w.poison.note(true)
	w.metrics.poison.Inc()
	wr.e.result.Err = bus.Permanent("rejected", fmt.Errorf("%s %s: %s", wr.op.Collection, wr.op.ID, reason))
	return true
}

func (w *Writer) notePure() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.poison.note(false)
}

// poison remembers which of the last messages were refused.
type poison struct {
	last    [1000]bool
	at      int
	refused int
	seen    int
}

// The bounds of what is bad luck: more than 1 in 100 refused, and 10 at least, is
// a fault of the index, and the whole stream must not go into the failed one.
const (
	poisonLeast = 10
	poisonShare = 100
)

func (p *poison) note(refused bool) {
	if p.last[p.at] {
		p.refused--
	}
	p.last[p.at] = refused
	if refused {
		p.refused++
	}
	p.at = (p.at + 1) % len(p.last)
	p.seen = min(p.seen+1, len(p.last))
}

func (p *poison) tooMuch() bool {
	return p.refused >= poisonLeast && p.refused*poisonShare > p.seen
}
