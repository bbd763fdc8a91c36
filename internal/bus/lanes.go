package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
)

// Lane is how a stage stands.
type Lane struct {
	Stage    event.Stage `json:"stage"`
	Waiting  uint64      `json:"waiting"`
	InFlight int         `json:"in_flight"`
	// Scheduled counts URLs that wait for a time, at the fetch stage.
	Scheduled uint64 `json:"scheduled"`
	// Redelivered messages are those in flight for the second time or later.
	Redelivered int `json:"redelivered"`
	// Oldest is how long the oldest message of a work queue has been there.
	Oldest time.Duration `json:"oldest_ns"`
	Failed uint64        `json:"failed"`
}

// Lanes returns all stages in the order of a URL's way.
func (c *Conn) Lanes(ctx context.Context) ([]Lane, error) {
	failed, err := c.failedByStage(ctx)
	if err != nil {
		return nil, err
	}
	var lanes []Lane
	for _, s := range stages[:4] {
		lane, err := c.lane(ctx, s)
		if err != nil {
			return nil, err
		}
		lane.Failed = failed[lane.Stage]
		lanes = append(lanes, lane)
	}
	return lanes, nil
}

func (c *Conn) lane(ctx context.Context, s stage) (Lane, error) {
	lane := Lane{Stage: stageOf(s.consumer)}
	stream, err := c.js.Stream(ctx, s.stream)
	if err != nil {
		return lane, fmt.Errorf("stream %s: %w (run: inquit setup)", s.stream, err)
	}
	cons, err := stream.Consumer(ctx, s.consumer)
	if err != nil {
		return lane, fmt.Errorf("consumer %s: %w (run: inquit setup)", s.consumer, err)
	}
	info, state := cons.CachedInfo(), stream.CachedInfo().State
	lane.Waiting, lane.InFlight, lane.Redelivered = info.NumPending, info.NumAckPending, info.NumRedelivered
	if s.stream == event.StreamWork {
		lane.Scheduled = state.Msgs - min(state.Msgs, info.NumPending+uint64(info.NumAckPending))
	}
	if lane.Waiting > 0 && (s.stream == event.StreamWork || s.stream == event.StreamURLs) {
		lane.Oldest = time.Since(state.FirstTime)
	}
	return lane, nil
}

func (c *Conn) failedByStage(ctx context.Context) (map[event.Stage]uint64, error) {
	stream, err := c.js.Stream(ctx, event.StreamFailed)
	if err != nil {
		return nil, fmt.Errorf("stream %s: %w (run: inquit setup)", event.StreamFailed, err)
	}
	counts := map[event.Stage]uint64{}
	for _, stage := range []event.Stage{event.StageIntake, event.StageFetch, event.StageExtract, event.StageIndex} {
		info, err := stream.Info(ctx, jetstream.WithSubjectFilter(event.SubjectFailed+string(stage)+".*"))
		if err != nil {
			return nil, fmt.Errorf("stream %s: %w", event.StreamFailed, err)
		}
		for _, n := range info.State.Subjects {
			counts[stage] += n
		}
	}
	return counts, nil
}
