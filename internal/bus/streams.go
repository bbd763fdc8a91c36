package bus

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
)

const (
	day = 24 * time.Hour
	// ackWait is how long a worker may be silent before its message goes to
	// another one; a living worker reports three times in it.
	ackWait = 30 * time.Second
	// maxDeliver ends crashes in a loop. Waits and retries are scheduled as new
	// messages and do not count, but a clean stop in the middle of a handler does.
	maxDeliver = 10
	// maxDeliverIndex is more, since an indexer holds its messages while the index
	// is away, and may be stopped and started meanwhile.
	maxDeliverIndex = 100
	// maxAckPending bounds what all replicas of a service hold together.
	maxAckPending = 4096
)

// streams are the decisions of docs/messages.md. Intake refuses new messages
// when it is full, which is how users learn to wait; a stream with schedules
// can't do that, so the work has a stream of its own.
func streams(replicas int) []jetstream.StreamConfig {
	list := []jetstream.StreamConfig{
		{
			Name: event.StreamURLs, Subjects: []string{event.SubjectURLs, event.SubjectURLs + ".>"},
			Description: "URLs that users publish",
			Retention:   jetstream.WorkQueuePolicy, Discard: jetstream.DiscardNew,
			MaxMsgs: 1_000_000, MaxBytes: 1 << 30, MaxMsgSize: 64 << 10,
		},
		{
			Name: event.StreamWork, Subjects: []string{event.SubjectFetch + ">", event.SubjectLater + ">"},
			Description: "URLs to fetch, now or at a scheduled time",
			Retention:   jetstream.WorkQueuePolicy, AllowMsgSchedules: true, AllowMsgTTL: true,
		},
		{
			Name: event.StreamArticles, Subjects: []string{event.SubjectArticles + ">"},
			Description: "clean articles, replayable",
			MaxAge:      14 * day, Compression: jetstream.S2Compression,
		},
		{
			Name: event.StreamStatements, Subjects: []string{event.SubjectStatements + ">"},
			Description: "statements and entities by article, replayable",
			MaxAge:      14 * day, Compression: jetstream.S2Compression,
		},
		{
			Name: event.StreamFailed, Subjects: []string{event.SubjectFailed + ">"},
			Description: "what could not go on, with the reason",
			MaxAge:      30 * day, MaxBytes: 2 << 30, Compression: jetstream.S2Compression,
		},
		{
			Name: event.StreamAdvisory, Subjects: []string{
				event.SubjectMaxDeliver + event.StreamWork + ".>",
				event.SubjectMaxDeliver + event.StreamURLs + ".>", event.SubjectMaxDeliver + event.StreamArticles + ".>",
				event.SubjectMaxDeliver + event.StreamStatements + ".>",
			},
			Description: "the server's word that a message was delivered too often",
			Retention:   jetstream.WorkQueuePolicy, MaxAge: 7 * day,
		},
	}
	for i := range list {
		list[i].Storage = jetstream.FileStorage
		list[i].Replicas = replicas
		list[i].Duplicates = 2 * time.Minute
		list[i].AllowDirect = true
	}
	return list
}

// stage ties a consumer to its stream.
type stage struct {
	stream, consumer, filter string
	maxDeliver               int
}

var stages = []stage{
	{event.StreamURLs, event.ConsumerIntake, "", maxDeliver},
	{event.StreamWork, event.ConsumerFetchers, event.SubjectFetch + ">", maxDeliver},
	{event.StreamArticles, event.ConsumerExtractors, "", maxDeliver},
	{event.StreamStatements, event.ConsumerIndexers, "", maxDeliverIndex},
	{event.StreamAdvisory, event.ConsumerStuck, "", maxDeliver},
}

// Setup creates the streams, consumers and buckets that are missing and says
// what it did. What exists is left as it is: an operator may have changed it.
func (c *Conn) Setup(ctx context.Context) (done []string, err error) {
	for _, config := range streams(c.config.Replicas) {
		if _, err := c.js.Stream(ctx, config.Name); err == nil {
			continue
		}
		if _, err := c.js.CreateStream(ctx, config); err != nil {
			return done, fmt.Errorf("stream %s: %w%s", config.Name, err, hint(err))
		}
		done = append(done, "created stream "+config.Name)
	}
	for _, s := range stages {
		if _, err := c.js.Consumer(ctx, s.stream, s.consumer); err == nil {
			continue
		}
		_, err := c.js.CreateOrUpdateConsumer(ctx, s.stream, jetstream.ConsumerConfig{
			Durable: s.consumer, FilterSubject: s.filter, AckPolicy: jetstream.AckExplicitPolicy,
			AckWait: ackWait, MaxDeliver: s.maxDeliver, MaxAckPending: maxAckPending,
		})
		if err != nil {
			return done, fmt.Errorf("consumer %s of %s: %w", s.consumer, s.stream, err)
		}
		done = append(done, "created consumer "+s.consumer)
	}
	more, err := c.setupBuckets(ctx)
	return append(done, more...), err
}

// buckets of keys. Losing the slots costs nothing, so they need no disk.
func buckets(replicas int) []jetstream.KeyValueConfig {
	return []jetstream.KeyValueConfig{
		{Bucket: event.BucketHosts, Storage: jetstream.MemoryStorage, TTL: time.Hour, Replicas: replicas},
		{Bucket: event.BucketState, Storage: jetstream.FileStorage, TTL: 90 * day, Replicas: replicas, Compression: true},
	}
}

func (c *Conn) setupBuckets(ctx context.Context) (done []string, err error) {
	for _, config := range buckets(c.config.Replicas) {
		did, err := c.setupBucket(ctx, config.Bucket)
		if err != nil {
			return done, err
		}
		done = append(done, did...)
	}
	if _, err := c.js.ObjectStore(ctx, event.BucketRaw); err == nil {
		return done, nil
	}
	_, err = c.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{
		Bucket: event.BucketRaw, TTL: 14 * day, Storage: jetstream.FileStorage, Replicas: c.config.Replicas, Compression: true,
	})
	if err != nil {
		return done, fmt.Errorf("object store %s: %w", event.BucketRaw, err)
	}
	return append(done, "created object store "+event.BucketRaw), nil
}

// setupBucket makes one bucket if it is missing.
func (c *Conn) setupBucket(ctx context.Context, name string) (done []string, err error) {
	if _, err := c.js.KeyValue(ctx, name); err == nil {
		return nil, nil
	}
	for _, config := range buckets(c.config.Replicas) {
		if config.Bucket != name {
			continue
		}
		if _, err := c.js.CreateKeyValue(ctx, config); err != nil {
			return nil, fmt.Errorf("bucket %s: %w", name, err)
		}
	}
	return []string{"created bucket " + name}, nil
}

// WaitForStreams creates what is missing if this user may, and else waits for
// whoever may: `inquit setup`.
func (c *Conn) WaitForStreams(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, 15*time.Second) {
		_, err := c.Setup(ctx)
		if err == nil {
			return nil
		}
		if c.bound(ctx) {
			return nil
		}
		c.log.Warn("the streams are not there yet, waiting; run `inquit setup` if nobody did", zap.Error(err), zap.Duration("again_in", wait))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// bound reports whether all streams and buckets can be used, whoever made them.
func (c *Conn) bound(ctx context.Context) bool {
	for _, s := range stages {
		if _, err := c.js.Consumer(ctx, s.stream, s.consumer); err != nil {
			return false
		}
	}
	for _, config := range buckets(1) {
		if _, err := c.js.KeyValue(ctx, config.Bucket); err != nil {
			return false
		}
	}
	return true
}

func hint(err error) string {
	if strings.Contains(err.Error(), "schedule") {
		return " (inquit needs nats-server 2.12 or later)"
	}
	return ""
}
