package fetcher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

// takeURLs moves what users publish on inquit.urls into the work stream.
func (s *service) takeURLs(ctx context.Context) error {
	return s.bus.Each(ctx, event.StreamURLs, event.ConsumerIntake, bus.Options{
		Stage: event.StageIntake, Workers: 8,
		Downstream: &bus.Downstream{
			Stream: event.StreamWork, Consumer: event.ConsumerFetchers,
			High: s.config.HighWaterWork, Low: s.config.HighWaterWork / 2,
		},
	}, s.take)
}

func (s *service) take(ctx context.Context, d *bus.Delivery) error {
	entries := event.ParseURLs(d.Data)
	for i, entry := range entries {
		d.WorkID, d.URL = "", excerpt(entry.Text)
		nonce := fmt.Sprintf("%d.%d", d.Seq, i)
		_, _, err := s.queue(ctx, entry, nonce, d.Stored, d.Trace)
		var bad *bus.PermanentError
		switch {
		case err == nil:
		case !errors.As(err, &bad):
			return err
		case len(entries) == 1:
			return bad
		default:
			part := *d // the record is about this entry, not about its neighbours
			part.Data = []byte(entry.Text)
			if err := s.bus.Fail(ctx, event.StageIntake, &part, strconv.Itoa(i), bad); err != nil {
				return err
			}
		}
	}
	return nil
}

// queue publishes the work for one entry. An entry that is no URL gives a
// permanent error; duplicate means that the URL is on its way already.
func (s *service) queue(ctx context.Context, entry event.Entry, nonce string, at time.Time, trace event.Trace) (w event.Work, duplicate bool, err error) {
	if entry.Err != nil {
		return w, false, bus.Permanent("bad_url", entry.Err)
	}
	w, err = newWork(entry.URL, at)
	if err != nil {
		return w, false, bus.Permanent("bad_url", err)
	}
	data, err := json.Marshal(w)
	if err != nil {
		return w, false, bus.Permanent("bad_url", err)
	}
	id, err := s.workMessageID(ctx, &w, nonce)
	if err != nil {
		return w, false, err
	}
	duplicate, err = s.bus.Publish(ctx, event.Message{
		Subject: event.SubjectFetch + event.HostToken(w.Host), ID: id, Type: event.TypeWork, About: w.ID,
		Source: source, Time: time.Now(), Trace: trace.Child(), Data: data,
	})
	if err == nil {
		s.metrics.accepted.WithLabelValues(strconv.FormatBool(duplicate)).Inc()
	}
	return w, duplicate, err
}

// workMessageID is the same for what is the same work within two minutes. A
// wish to do it again, a page handed in, and a URL that has failed meanwhile are
// new work.
func (s *service) workMessageID(ctx context.Context, w *event.Work, nonce string) (string, error) {
	id := "w/" + w.ID
	if w.Force {
		return id + "/" + nonce, nil
	}
	if w.Raw != "" {
		return id + "/" + w.Raw, nil
	}
	state, _, err := s.bus.State().Get(ctx, w.ID)
	if err == nil && state.Outcome == event.Error {
		id += fmt.Sprintf("/%d", state.At.UnixMilli())
	}
	return id, err
}

// newWork checks a URL as users write it.
func newWork(u event.URL, at time.Time) (event.Work, error) {
	w := event.Work{Raw: u.Raw, ContentType: u.ContentType, Force: u.Force, Tags: u.Tags, Labels: u.Labels, SubmittedAt: at.UTC()}
	if u.Raw != "" && u.URL == "" {
		w.URL, w.Host = urn+u.Raw, "file"
		w.ID = event.WorkID(w.URL)
		return w, nil
	}
	target, err := Normalize(u.URL)
	if err != nil {
		return w, err
	}
	w.ID, w.URL, w.Host = event.WorkID(target.URL), target.URL, target.Host
	return w, nil
}

// Receipt is the answer to a request on inquit.submit.
type Receipt struct {
	Accepted []Accepted `json:"accepted,omitempty"`
	Rejected []Rejected `json:"rejected,omitempty"`
	// Error is set when nothing was taken, and says what to do.
	Error string `json:"error,omitempty"`
}

// Accepted is a URL that was taken.
type Accepted struct {
	URL    string `json:"url"` // normalised
	WorkID string `json:"work_id"`
	// Duplicate means that the same URL was taken within the last two minutes.
	Duplicate bool `json:"duplicate,omitempty"`
}

// Rejected is an entry that was not taken.
type Rejected struct {
	Entry string `json:"entry"`
	Error string `json:"error"`
}

// submit answers a request: what was accepted, what was not, and why.
func (s *service) submit(ctx context.Context, body []byte, trace event.Trace) []byte {
	receipt := s.receive(ctx, body, trace)
	data, err := json.Marshal(receipt)
	if err != nil {
		s.log.Error("encode receipt", zap.Error(err))
	}
	return data
}

func (s *service) receive(ctx context.Context, body []byte, trace event.Trace) (r Receipt) {
	backlog, err := s.bus.Backlog(ctx, event.StreamWork, event.ConsumerFetchers)
	if err == nil && backlog > s.config.HighWaterWork {
		r.Error = fmt.Sprintf("busy: %d URLs wait; try again in a minute, or publish on %s, where they are kept", backlog, event.SubjectURLs)
		return r
	}
	for _, entry := range event.ParseURLs(body) {
		w, duplicate, err := s.queue(ctx, entry, event.NewTrace().ID(), time.Now(), trace)
		var bad *bus.PermanentError
		switch {
		case err == nil:
			r.Accepted = append(r.Accepted, Accepted{URL: w.URL, WorkID: w.ID, Duplicate: duplicate})
		case errors.As(err, &bad):
			r.Rejected = append(r.Rejected, Rejected{Entry: entry.Text, Error: bad.Err.Error()})
			s.noteRejected(ctx, entry, trace, bad)
		default:
			r.Rejected = append(r.Rejected, Rejected{Entry: entry.Text, Error: err.Error()})
		}
	}
	return r
}

// noteRejected puts a rejected entry into the failed stream too: the one who
// asked knows, but operators should see it as well.
func (s *service) noteRejected(ctx context.Context, entry event.Entry, trace event.Trace, bad *bus.PermanentError) {
	d := &bus.Delivery{Message: event.Message{Subject: event.SubjectSubmit, Data: []byte(entry.Text), Trace: trace}, Stream: event.SubjectSubmit, Attempt: 1, URL: excerpt(entry.Text)}
	if err := s.bus.Fail(ctx, event.StageIntake, d, event.SHA256(entry.Text)[:16], bad); err != nil {
		s.log.Warn("rejected entry is not in the failed stream", zap.String("entry", entry.Text), zap.Error(err))
	}
}
