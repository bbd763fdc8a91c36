package fetcher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

const (
	// holdFor is the longest wait for a slot that a worker spends holding the
	// message; a longer one is scheduled, so that a busy host does not occupy
	// the workers.
	holdFor = 3 * time.Second
	// firstRetry grows fourfold with each attempt, up to lastRetry.
	firstRetry = 30 * time.Second
	lastRetry  = 12 * time.Hour
)

// waitError says that the host has no time before At.
type waitError struct {
	at     time.Time
	slot   bool // At is a slot reserved for this URL
	reason string
}

func (e *waitError) Error() string { return e.reason }

// page gets the page: from the object store if it was handed in, else from its
// host, when the host's turn has come.
func (s *service) page(ctx context.Context, w *event.Work, state event.State) (*Page, error) {
	if w.Raw != "" {
		return s.kept(ctx, w)
	}
	delay, err := s.allowed(ctx, w.URL)
	if err != nil {
		return nil, err
	}
	if err := s.turn(ctx, w, delay); err != nil {
		return nil, err
	}
	request := Request{URL: w.URL, Hop: func(ctx context.Context, url string) error { return s.hop(ctx, w.Host, url) }}
	if !w.Force && state.IndexedSHA256 != "" && state.IndexedSHA256 == state.ContentSHA256 {
		request.ETag, request.LastModified = state.ETag, state.LastModified
	}
	page, err := s.client.Get(ctx, request)
	s.metrics.fetched(page, err)
	return page, err
}

func (s *service) kept(ctx context.Context, w *event.Work) (*Page, error) {
	body, err := s.bus.Raw(ctx, w.Raw)
	if errors.Is(err, bus.ErrNoRaw) {
		return nil, &FetchError{Reason: "raw_missing", Err: fmt.Errorf("%w: %s; add the file again", err, w.Raw)}
	}
	if err != nil {
		return nil, err
	}
	return &Page{Body: body, URL: w.URL, ContentType: w.ContentType}, nil
}

// allowed asks the host's robots.txt, and returns how long to wait between two requests.
func (s *service) allowed(ctx context.Context, url string) (time.Duration, error) {
	if s.config.IgnoreRobots {
		return s.config.Delay, nil
	}
	verdict, err := s.robots.Check(ctx, url)
	if err != nil {
		return 0, err
	}
	if !verdict.Allowed {
		return 0, &FetchError{Reason: ReasonRobotsDisallow, Err: fmt.Errorf("the site's robots.txt forbids %s with %q", url, verdict.Rule)}
	}
	return max(s.config.Delay, verdict.CrawlDelay), nil
}

// turn waits until this URL's turn at the host, if it is near; else it reserves
// the turn and says when to come back.
func (s *service) turn(ctx context.Context, w *event.Work, delay time.Duration) error {
	closed, err := s.bus.Hosts().Open(ctx, w.Host)
	if err != nil {
		return err
	}
	if time.Until(closed) > 0 {
		// All URLs of the host come back then; spread them a little.
		return &waitError{at: closed.Add(rand.N(time.Second)), reason: "host asked for quiet"}
	}
	if delay <= 0 {
		return nil // a site of one's own, or a test: no turns
	}
	slot := w.Slot
	if late := time.Since(slot); slot.IsZero() || late > max(delay, 5*time.Second) {
		if slot, err = s.bus.Hosts().Reserve(ctx, w.Host, delay); err != nil {
			return err
		}
	}
	wait := time.Until(slot)
	if wait > holdFor {
		return &waitError{at: slot, slot: true, reason: "host has other turns before"}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

// hop lets a redirect go on if its target may be fetched, and if that is another
// host, when that one has time.
func (s *service) hop(ctx context.Context, from, url string) error {
	delay, err := s.allowed(ctx, url)
	if err != nil || delay <= 0 {
		return err
	}
	target, err := Normalize(url)
	if err != nil || target.Host == from {
		return nil // the client itself says what is wrong with an address
	}
	slot, err := s.bus.Hosts().Reserve(ctx, target.Host, delay)
	if err != nil {
		return err
	}
	wait := time.Until(slot)
	if wait > holdFor {
		return &waitError{at: slot, reason: "the host behind the redirect has other turns before"}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

// giveUpOrRetry decides what a failed attempt means.
func (s *service) giveUpOrRetry(ctx context.Context, d *bus.Delivery, w *event.Work, err error) error {
	if wait, ok := errors.AsType[*waitError](err); ok {
		next := *w
		next.Slot = time.Time{}
		if wait.slot {
			next.Slot = wait.at
		}
		return s.later(d, next, wait.at, wait.reason)
	}
	var bad *FetchError
	if !errors.As(err, &bad) {
		return err // ours, not the host's: NATS, or the service is stopping
	}
	if ctx.Err() != nil {
		return ctx.Err() // the attempt was cut short by us
	}
	if bad.RetryAfter > 0 || bad.Reason == ReasonRateLimited {
		until := time.Now().Add(min(max(bad.RetryAfter, firstRetry), time.Hour))
		if err := s.bus.Hosts().Close(ctx, w.Host, until); err != nil {
			return err
		}
	}
	if !bad.Retry || w.Attempt+1 >= s.config.MaxAttempts {
		return bus.Permanent(bad.Reason, bad)
	}
	return s.retry(ctx, d, *w, bad)
}

func (s *service) retry(ctx context.Context, d *bus.Delivery, next event.Work, bad *FetchError) error {
	wait := retryWait(next.Attempt)
	wait = max(wait/2+rand.N(wait/2+1), min(bad.RetryAfter, lastRetry))
	at := time.Now().Add(wait)
	next.Attempt++
	next.Slot = time.Time{}
	next.LastError = bad.Error()
	err := s.bus.State().Update(ctx, next.ID, func(st *event.State) {
		st.URL, st.Outcome, st.Reason, st.Error = next.URL, event.Scheduled, bad.Reason, bad.Error()
		st.At, st.NextAttempt, st.Attempts = time.Now().UTC(), at.UTC(), next.Attempt
	})
	if err != nil {
		return err
	}
	return s.later(d, next, at, bad.Reason)
}

// retryWait is the longest wait after an attempt, counted from 0.
func retryWait(attempt int) time.Duration { return min(firstRetry<<min(2*attempt, 11), lastRetry) }

func (s *service) later(d *bus.Delivery, next event.Work, at time.Time, reason string) error {
	data, err := json.Marshal(next)
	if err != nil {
		return bus.Permanent("encode", err)
	}
	// The key keeps the works of one URL apart: one may carry tags or force.
	return bus.Later(at, reason, fmt.Sprintf("%s-%d", next.ID, d.Seq), event.Message{
		Subject: event.SubjectFetch + event.HostToken(next.Host), Type: event.TypeWork, About: next.ID,
		Source: source, Time: time.Now(), Data: data, Trace: d.Trace,
	})
}
