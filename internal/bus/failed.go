package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

// FailedRecord is a record of the failed stream under its number there.
type FailedRecord struct {
	Seq uint64 `json:"seq"`
	event.Failed
	trace event.Trace
}

// FailedFilter chooses records. Zero fields choose all.
type FailedFilter struct {
	Stage  event.Stage
	Reason string
	Since  time.Time
}

func (f FailedFilter) subject() string {
	part := func(s string) string {
		if s == "" {
			return "*"
		}
		return reasonToken(s)
	}
	return event.SubjectFailed + part(string(f.Stage)) + "." + part(f.Reason)
}

// EachFailed calls fn for the records, the oldest first, until it returns an error.
func (c *Conn) EachFailed(ctx context.Context, filter FailedFilter, fn func(FailedRecord) error) error {
	config := jetstream.OrderedConsumerConfig{FilterSubjects: []string{filter.subject()}}
	if !filter.Since.IsZero() {
		config.DeliverPolicy, config.OptStartTime = jetstream.DeliverByStartTimePolicy, &filter.Since
	}
	cons, err := c.js.OrderedConsumer(ctx, event.StreamFailed, config)
	if err != nil {
		return fmt.Errorf("failed stream: %w", err)
	}
	left := cons.CachedInfo().NumPending
	for left > 0 && ctx.Err() == nil {
		batch, err := cons.Fetch(int(min(left, 200)), jetstream.FetchMaxWait(10*time.Second))
		if err != nil {
			return fmt.Errorf("failed stream: %w", err)
		}
		n := 0
		for msg := range batch.Messages() {
			n++
			if left, err = eachFailed(msg, fn); err != nil {
				return err
			}
		}
		if n > 0 {
			continue
		}
		info, err := cons.Info(ctx) // some may have come to their age meanwhile
		if err != nil {
			return fmt.Errorf("failed stream: %w", err)
		}
		if left = info.NumPending; left > 0 {
			return fmt.Errorf("failed stream: %d records do not come", left)
		}
	}
	return ctx.Err()
}

// eachFailed hands one record on and returns how many are behind it.
func eachFailed(msg jetstream.Msg, fn func(FailedRecord) error) (left uint64, err error) {
	meta, err := msg.Metadata()
	if err != nil {
		return 0, fmt.Errorf("failed stream: %w", err)
	}
	record := FailedRecord{Seq: meta.Sequence.Stream, trace: traceOf(msg.Headers())}
	if err := json.Unmarshal(msg.Data(), &record.Failed); err != nil {
		return 0, fmt.Errorf("record %d: %w", record.Seq, err)
	}
	return meta.NumPending, fn(record)
}

// OneFailed returns a record by its number.
func (c *Conn) OneFailed(ctx context.Context, seq uint64) (record FailedRecord, err error) {
	stream, err := c.js.Stream(ctx, event.StreamFailed)
	if err != nil {
		return record, fmt.Errorf("failed stream: %w", err)
	}
	msg, err := stream.GetMsg(ctx, seq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return record, fmt.Errorf("no failed record %d", seq)
	}
	if err != nil {
		return record, fmt.Errorf("failed record %d: %w", seq, err)
	}
	record = FailedRecord{Seq: seq, trace: traceOf(msg.Header)}
	if err := json.Unmarshal(msg.Data, &record.Failed); err != nil {
		return record, fmt.Errorf("failed record %d: %w", seq, err)
	}
	return record, nil
}

// RetryFailed publishes the original message again, with a fresh count of
// attempts, and drops the record.
func (c *Conn) RetryFailed(ctx context.Context, r FailedRecord) error {
	data := []byte(r.Original)
	if r.OriginalBytes != nil {
		data = r.OriginalBytes
	}
	if data == nil {
		return fmt.Errorf("record %d does not hold its message: it was too large; add the URL again", r.Seq)
	}
	if r.OriginalType == event.TypeWork {
		var w event.Work
		if err := json.Unmarshal(data, &w); err != nil {
			return fmt.Errorf("record %d: %w", r.Seq, err)
		}
		w.Attempt, w.Slot, w.LastError = 0, time.Time{}, ""
		fresh, err := json.Marshal(w)
		if err != nil {
			return fmt.Errorf("record %d: %w", r.Seq, err)
		}
		data = fresh
	}
	subject := r.OriginalSubject
	if subject == event.SubjectSubmit {
		subject = event.SubjectURLs // the request is long over; the queue is not
	}
	_, err := c.Publish(ctx, event.Message{
		Subject: subject, ID: fmt.Sprintf("r/%d", r.Seq), Type: r.OriginalType, About: r.WorkID,
		Source: c.config.Name, Time: time.Now(), Trace: r.trace, Data: data,
	})
	if err != nil {
		return err
	}
	return c.DropFailed(ctx, r.Seq)
}

// DropFailed deletes a record.
func (c *Conn) DropFailed(ctx context.Context, seq uint64) error {
	stream, err := c.js.Stream(ctx, event.StreamFailed)
	if err != nil {
		return fmt.Errorf("failed stream: %w", err)
	}
	if err := stream.DeleteMsg(ctx, seq); err != nil {
		return fmt.Errorf("drop failed record %d: %w", seq, err)
	}
	return nil
}
