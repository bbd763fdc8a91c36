// Package indexer is the service that makes documents of statements, writes
// them to an index, and finds them again. The index is Elasticsearch, in package
// elastic, or a file, in package embedded.
package indexer

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

// Config of the service.
type Config struct {
	// Workers is how many batches are written at once. Default 2.
	Workers int
	// BatchMessages and BatchBytes bound a batch. Default 100 messages, 4 MiB.
	BatchMessages, BatchBytes int
	// RetryMin and RetryMax bound the wait before a write is tried again, which
	// doubles each time and is cut by chance. Default 500 ms and 60 s.
	RetryMin, RetryMax time.Duration
	// BlockedRetry is the wait when only an operator can help. Default 30 s.
	BlockedRetry time.Duration
}

// Validate sets the defaults and names the field that can't be used.
func (c *Config) Validate() error {
	for _, n := range []struct {
		name       string
		value      *int
		otherwise  int
		upperBound int
	}{{"Workers", &c.Workers, 2, 64}, {"BatchMessages", &c.BatchMessages, 100, 10_000}, {"BatchBytes", &c.BatchBytes, 4 << 20, 1 << 30}} {
		if *n.value == 0 {
			*n.value = n.otherwise
		}
		if *n.value < 1 || *n.value > n.upperBound {
			return fmt.Errorf("indexer: %s: %d is not between 1 and %d", n.name, *n.value, n.upperBound)
		}
	}
	for _, d := range []struct {
		value     *time.Duration
		otherwise time.Duration
	}{{&c.RetryMin, 500 * time.Millisecond}, {&c.RetryMax, time.Minute}, {&c.BlockedRetry, 30 * time.Second}} {
		if *d.value <= 0 {
			*d.value = d.otherwise
		}
	}
	if c.RetryMin > c.RetryMax {
		return fmt.Errorf("indexer: RetryMin: %v is above RetryMax, %v", c.RetryMin, c.RetryMax)
	}
	return nil
}

// Run sets the index up and writes what arrives until the context ends, then
// finishes what it has begun. ready, if not nil, is given the check "index".
func Run(ctx context.Context, config Config, conn *bus.Conn, index Index, log *zap.Logger, reg prometheus.Registerer,
	ready func(name string, check func(context.Context) error),
) error {
	w, err := NewWriter(config, index, log, reg)
	if err != nil {
		return err
	}
	if ready != nil {
		ready("index", w.Ready)
	}
	if err := w.SetUp(ctx); err != nil {
		return err
	}
	s := &service{bus: conn, log: log, writer: w}
	return conn.Batches(ctx, event.StreamStatements, event.ConsumerIndexers, bus.Options{
		Stage: event.StageIndex, Workers: w.config.Workers, MaxMessages: w.config.BatchMessages, MaxBytes: w.config.BatchBytes,
	}, s.handle)
}

type service struct {
	bus    *bus.Conn
	log    *zap.Logger
	writer *Writer
}

// handle writes a batch. A message is acknowledged after its documents are on
// the disk and the state of its URL says so.
func (s *service) handle(ctx context.Context, batch []*bus.Delivery) []error {
	errs := make([]error, len(batch))
	var messages []Message
	var from []int // index of the delivery
	for i, d := range batch {
		m := &event.Statements{}
		if err := d.Decode(event.TypeStatements, m); err != nil {
			errs[i] = bus.Permanent("schema", err)
			continue
		}
		d.WorkID, d.URL = m.Article.Submission.WorkID, m.Article.URL.Original
		messages = append(messages, Message{m, d.Trace.ID()})
		from = append(from, i)
	}
	for i, result := range s.writer.Write(ctx, messages) {
		err := result.Err
		if err == nil {
			err = s.note(ctx, messages[i].Statements, result)
		}
		if err == nil {
			s.tell(result.Written)
		}
		errs[from[i]] = err
	}
	return errs
}

// note writes down that the URL has come to its end.
func (s *service) note(ctx context.Context, m *event.Statements, result Result) error {
	a := &m.Article
	if a.Submission.WorkID == "" {
		return nil
	}
	return s.bus.State().Update(ctx, a.Submission.WorkID, func(st *event.State) {
		if result.Superseded && st.Outcome == event.Indexed {
			return // by the newer version, which knows better
		}
		st.URL, st.Outcome, st.At = a.URL.Original, event.Indexed, time.Now().UTC()
		st.Reason, st.Error, st.NextAttempt = "", "", time.Time{}
		st.ArticleID, st.Title, st.Extractor = a.ID, a.Title, m.Extractor
		if !result.Superseded {
			st.Statements, st.Speakers = result.Article.Article.Statements, result.Article.Article.Speakers
			st.IndexedSHA256 = a.ContentSHA256()
		}
	})
}

// tell sends each new statement to those who listen to its speakers now. Nobody
// may, so nothing waits for it.
func (s *service) tell(statements []*Statement) {
	for _, st := range statements {
		for _, name := range st.Speaker.Name {
			slug := strings.ReplaceAll(event.Fold(name), " ", "-")
			data, err := json.Marshal(st)
			if err != nil || slug == "" {
				continue
			}
			if err := s.bus.Tell(event.SubjectSaid+slug, data); err != nil {
				s.log.Debug("statement not told", zap.String("speaker", slug), zap.Error(err))
			}
		}
	}
}
