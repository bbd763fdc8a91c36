package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
)

// settle decides what becomes of a message. It is the only place that does.
func (c *Conn) settle(ctx context.Context, consumer string, stage event.Stage, d *Delivery, err error) {
	outcome, reason := "ok", ""
	var permanent *PermanentError
	var later *LaterError
	switch {
	case err == nil:
		err = d.msg.Ack()
	case errors.As(err, &permanent):
		outcome, reason = "failed", permanent.Reason
		c.log.Warn("failed", c.fields(stage, d, zap.String("reason", reason), zap.NamedError("error", permanent.Err))...)
		err = c.fail(ctx, stage, d, permanent)
	case errors.As(err, &later):
		outcome, reason = "later", later.Reason
		c.log.Debug("scheduled", c.fields(stage, d, zap.String("reason", reason), zap.Time("at", later.At))...)
		err = c.postpone(ctx, d, later)
	default:
		outcome = "again"
	}
	if err != nil {
		c.log.Warn("delivered again", c.fields(stage, d, zap.Error(err))...)
		outcome = "again"
		err = d.msg.NakWithDelay(againAfter(ctx, d.Attempt))
		if err != nil {
			c.log.Debug("nak", zap.Error(err))
		}
	}
	c.metrics.settled.WithLabelValues(consumer, outcome, reason).Inc()
}

// againAfter spaces redeliveries out; at shutdown another replica may have the
// message at once.
func againAfter(ctx context.Context, attempt int) time.Duration {
	if ctx.Err() != nil {
		return 0
	}
	return min(time.Second<<min(attempt, 10), 30*time.Second)
}

func (c *Conn) fields(stage event.Stage, d *Delivery, more ...zap.Field) []zap.Field {
	return append(more, zap.String("stage", string(stage)), zap.String("url", d.URL), zap.String("subject", d.Subject),
		zap.Uint64("seq", d.Seq), zap.Int("attempt", d.Attempt), zap.String("trace_id", d.Trace.ID()))
}

// fail publishes the record first and acknowledges after: in between a crash
// makes the record twice, which its id prevents.
func (c *Conn) fail(ctx context.Context, stage event.Stage, d *Delivery, p *PermanentError) error {
	if err := c.Fail(ctx, stage, d, "", p); err != nil {
		return err
	}
	return d.msg.Ack()
}

// Fail publishes a record of a message, or of the part of it that is named,
// into the failed stream, and notes it in the state of the URL.
func (c *Conn) Fail(ctx context.Context, stage event.Stage, d *Delivery, part string, p *PermanentError) error {
	record := event.Failed{
		Stage: stage, Reason: p.Reason, Error: p.Err.Error(), Attempts: d.Attempt, At: time.Now().UTC(),
		WorkID: d.WorkID, URL: d.URL,
		OriginalStream: d.Stream, OriginalSubject: d.Subject, OriginalSeq: d.Seq, OriginalType: d.Type,
	}
	if json.Valid(d.Data) {
		record.Original = d.Data
	} else {
		record.OriginalBytes = d.Data
	}
	// The record has to fit where the message did. One that does not leaves the
	// original where it is: stream and sequence say where.
	if limit := c.nc.MaxPayload(); limit > 0 && int64(len(d.Data))*4/3+8192 > limit {
		record.Original, record.OriginalBytes = nil, nil
	}
	data, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("encode failed record: %w", err)
	}
	id := fmt.Sprintf("d/%s/%d", d.Stream, d.Seq)
	if part != "" {
		id += "/" + part
	}
	msg := encode(event.Message{
		Subject: event.SubjectFailed + string(stage) + "." + reasonToken(p.Reason), ID: id,
		Type: event.TypeFailed, About: d.WorkID, Source: c.config.Name, Time: record.At, Trace: d.Trace, Data: data,
	})
	msg.Header[event.HeaderStage] = []string{string(stage)}
	msg.Header[event.HeaderReason] = []string{p.Reason}
	msg.Header[event.HeaderError] = []string{oneLine(record.Error)}
	if _, err := c.publish(ctx, msg); err != nil {
		return err
	}
	if d.WorkID == "" {
		return nil
	}
	err = c.State().Update(ctx, d.WorkID, func(s *event.State) {
		s.URL, s.Outcome, s.Reason, s.Error, s.Attempts, s.At = d.URL, event.Error, p.Reason, record.Error, d.Attempt, record.At
	})
	if _, ok := errors.AsType[*PermanentError](err); ok {
		return nil // no state can be kept under such an id; the record says it all
	}
	return err
}

func (c *Conn) postpone(ctx context.Context, d *Delivery, l *LaterError) error {
	l.Next.Trace = d.Trace
	if err := c.PublishAt(ctx, l.Next, l.Key, l.At); err != nil {
		return err
	}
	return d.msg.Ack()
}

// reasonToken makes a reason fit for a subject.
func reasonToken(reason string) string {
	reason = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '_'
	}, reason)
	if reason == "" {
		return "unknown"
	}
	return reason
}

// oneLine makes a text fit for a header.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return s[:min(len(s), 512)]
}
