package indexer

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	// MaxMessages and MaxBytes bound a batch. Default 100 articles and 4 MiB.
	MaxMessages, MaxBytes int
}

// Run writes statements to the index until the context ends, then finishes what
// it has begun. ready, if not nil, is called once with the check of the index.
func Run(ctx context.Context, config Config, conn *bus.Conn, index Index, log *zap.Logger, reg prometheus.Registerer, ready func(name string, check func(context.Context) error)) error {
	if config.Workers <= 0 {
		config.Workers = 2
	}
	s := &service{bus: conn, log: log, writer: &writer{index: index, log: log, metrics: newMetrics(reg)}}
	if err := s.writer.setup(ctx); err != nil {
		return err
	}
	if ready != nil {
		ready("index", s.writer.healthy)
	}
	return conn.Batches(ctx, event.StreamStatements, event.ConsumerIndexers, bus.Options{
		Stage: event.StageIndex, Workers: config.Workers, MaxMessages: config.MaxMessages, MaxBytes: config.MaxBytes,
	}, s.handle)
}

type service struct {
	bus    *bus.Conn
	log    *zap.Logger
	writer *writer
}

// article is one message on its way into the index.
type article struct {
	at      int // in the batch
	bundle  event.Statements
	docs    *Documents
	ops     []Op
	applied bool // the article document was written by us, or was there in this version
}

// handle writes a batch: what each article said before is read first, so that
// statements that are gone are deleted with the same request.
func (s *service) handle(ctx context.Context, batch []*bus.Delivery) []error {
	errs := make([]error, len(batch))
	articles := s.decode(batch, errs)
	stored, err := s.writer.stored(ctx, articles)
	if err != nil {
		return fill(errs, articles, err)
	}
	for _, a := range articles {
		a.ops = operations(a, stored[a.bundle.Article.ID])
	}
	s.writer.write(ctx, articles, errs)
	if err := s.tidy(ctx, articles, errs); err != nil {
		return fill(errs, articles, err)
	}
	for _, a := range articles {
		if errs[a.at] == nil {
			errs[a.at] = s.note(ctx, a)
		}
	}
	return errs
}

// decode reads the messages. Of two readings of one article in a batch only the
// newest is written; the other one is done with.
func (s *service) decode(batch []*bus.Delivery, errs []error) (articles []*article) {
	newest := map[string]*article{}
	for i, d := range batch {
		a := &article{at: i}
		if err := d.Decode(event.TypeStatements, &a.bundle); err != nil {
			errs[i] = bus.Permanent("schema", err)
			continue
		}
		d.WorkID, d.URL = a.bundle.Article.Submission.WorkID, a.bundle.Article.URL.Original
		docs, err := NewDocuments(&a.bundle, Stamp{Ingested: time.Now(), TraceID: d.Trace.ID()})
		if err != nil {
			errs[i] = bus.Permanent(refusal(err), err)
			continue
		}
		a.docs = docs
		id := a.bundle.Article.ID
		if other := newest[id]; other == nil || other.bundle.Version < a.bundle.Version {
			newest[id] = a
		}
		articles = append(articles, a)
	}
	return slices.DeleteFunc(articles, func(a *article) bool { return newest[a.bundle.Article.ID] != a })
}

func refusal(err error) string {
	if errors.Is(err, ErrOffsets) {
		return "offsets"
	}
	return "document"
}

// operations are the writes for an article, its own document last: as long as
// that one is missing, the next delivery finds the same difference again.
func operations(a *article, before Stored) (ops []Op) {
	version := a.bundle.Version
	if before.Version > version {
		return nil // a newer reading is there
	}
	for _, doc := range a.docs.Statements {
		ops = append(ops, Put(doc, version))
	}
	for _, id := range before.StatementIDs {
		if !slices.Contains(a.docs.Article.Article.StatementIDs, id) {
			ops = append(ops, Delete(Statements, id, version))
		}
	}
	return append(ops, Put(a.docs.Article, version))
}

// tidy removes what an older reading wrote while a newer one was written
// elsewhere: statements that the newer one does not have.
func (s *service) tidy(ctx context.Context, articles []*article, errs []error) error {
	var overtaken []*article
	for _, a := range articles {
		if errs[a.at] == nil && len(a.ops) > 0 && !a.applied {
			overtaken = append(overtaken, a)
		}
	}
	if len(overtaken) == 0 {
		return nil
	}
	stored, err := s.writer.stored(ctx, overtaken)
	if err != nil {
		return err
	}
	for _, a := range overtaken {
		now := stored[a.bundle.Article.ID]
		a.ops = nil
		for _, id := range a.docs.Article.Article.StatementIDs {
			if now.Version > a.bundle.Version && !slices.Contains(now.StatementIDs, id) {
				a.ops = append(a.ops, Delete(Statements, id, now.Version))
			}
		}
	}
	s.writer.write(ctx, overtaken, errs)
	return nil
}

// note writes down that the URL has come to its end.
func (s *service) note(ctx context.Context, a *article) error {
	b := &a.bundle
	if b.Article.Submission.WorkID == "" {
		return nil
	}
	return s.bus.State().Update(ctx, b.Article.Submission.WorkID, func(st *event.State) {
		st.URL, st.Outcome, st.At = b.Article.URL.Original, event.Indexed, time.Now().UTC()
		st.Reason, st.Error, st.NextAttempt = "", "", time.Time{}
		st.ArticleID, st.Title, st.Extractor = b.Article.ID, b.Article.Title, b.Extractor
		st.Statements, st.Speakers = a.docs.Article.Article.Statements, a.docs.Article.Article.Speakers
		st.IndexedSHA256 = b.Article.ContentSHA256()
	})
}

// fill gives all articles of a batch that have no error yet the same one.
func fill(errs []error, articles []*article, err error) []error {
	for _, a := range articles {
		if errs[a.at] == nil {
			errs[a.at] = err
		}
	}
	return errs
}

// permanent is the error for a message with a document that the index will never take.
func permanent(reason string) error {
	return bus.Permanent("rejected", fmt.Errorf("the index refuses a document: %s", reason))
}
