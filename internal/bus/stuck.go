package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

// MoveStuck takes messages that were delivered too often, because each worker
// that had them crashed or hung, into the failed stream. Without it they would
// stay in a work queue for ever, and nobody would see them.
func (c *Conn) MoveStuck(ctx context.Context) error {
	return c.Each(ctx, event.StreamAdvisory, event.ConsumerStuck, Options{Stage: event.StageIntake, Workers: 1}, c.moveStuck)
}

func (c *Conn) moveStuck(ctx context.Context, d *Delivery) error {
	var advisory struct {
		Stream     string `json:"stream"`
		Consumer   string `json:"consumer"`
		StreamSeq  uint64 `json:"stream_seq"`
		Deliveries int    `json:"deliveries"`
	}
	if err := json.Unmarshal(d.Data, &advisory); err != nil {
		return Permanent("schema", fmt.Errorf("advisory: %w", err))
	}
	stream, err := c.js.Stream(ctx, advisory.Stream)
	if err != nil {
		return fmt.Errorf("stream %s: %w", advisory.Stream, err)
	}
	msg, err := stream.GetMsg(ctx, advisory.StreamSeq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil // moved before
	}
	if err != nil {
		return fmt.Errorf("message %d of %s: %w", advisory.StreamSeq, advisory.Stream, err)
	}
	stuck := &Delivery{Message: decode(msg.Subject, msg.Header, msg.Data), Stream: advisory.Stream, Seq: msg.Sequence, Attempt: advisory.Deliveries}
	identify(stuck)
	reason := &PermanentError{Reason: "stuck", Err: fmt.Errorf("%d deliveries to %s, and none came to an end: its workers crashed, hung or were stopped", advisory.Deliveries, advisory.Consumer)}
	if err := c.Fail(ctx, stageOf(advisory.Consumer), stuck, "", reason); err != nil {
		return err
	}
	if stream.CachedInfo().Config.Retention != jetstream.WorkQueuePolicy {
		return nil
	}
	if err := stream.DeleteMsg(ctx, msg.Sequence); err != nil && !errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) {
		return fmt.Errorf("delete message %d of %s: %w", msg.Sequence, advisory.Stream, err)
	}
	return nil
}

// identify reads from a message of any stage which URL it is about.
func identify(d *Delivery) {
	var body struct {
		ID      string `json:"id"`
		URL     any    `json:"url"`
		Article *struct {
			URL        event.Address    `json:"url"`
			Submission event.Submission `json:"submission"`
		} `json:"article"`
		Submission event.Submission `json:"submission"`
	}
	if json.Unmarshal(d.Data, &body) != nil {
		return
	}
	switch {
	case body.Article != nil:
		d.WorkID, d.URL = body.Article.Submission.WorkID, body.Article.URL.Original
	case body.Submission.WorkID != "":
		d.WorkID = body.Submission.WorkID
		if url, ok := body.URL.(map[string]any); ok {
			d.URL, _ = url["original"].(string)
		}
	case strings.HasPrefix(body.ID, "u-"):
		d.WorkID = body.ID
		d.URL, _ = body.URL.(string)
	}
}

func stageOf(consumer string) event.Stage {
	switch consumer {
	case event.ConsumerFetchers:
		return event.StageFetch
	case event.ConsumerExtractors:
		return event.StageExtract
	case event.ConsumerIndexers:
		return event.StageIndex
	}
	return event.StageIntake
}
