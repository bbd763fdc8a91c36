package indexer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

// Writer turns messages into documents and brings them into an index. It holds
// on to what the index can't take now, and gives up only what it never can.
// Its methods may be called concurrently, and several writers may share an index.
type Writer struct {
	index   Index
	config  Config
	log     *zap.Logger
	metrics *metrics

	mu      sync.Mutex
	blocked error // why nothing can be written
	poison  poison
}

// NewWriter does not touch the index yet. A nil registerer counts nothing.
func NewWriter(config Config, index Index, log *zap.Logger, reg prometheus.Registerer) (*Writer, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	return &Writer{index: index, config: config, log: log, metrics: newMetrics(reg)}, nil
}

// Message is what to write.
type Message struct {
	Statements *event.Statements
	TraceID    string
}

// Result is what became of a message. An error that is bus.Permanent says that
// it, or a part of it, can never be written; with another one it may be written
// again.
type Result struct {
	Err error
	// Superseded is set if a newer version of the article was there.
	Superseded bool
	// Article and Written are the documents; Written lacks those statements that
	// the index had before.
	Article *Article
	Written []*Statement
}

// entry is a message on its way.
type entry struct {
	m      *event.Statements
	docs   *Documents
	had    Stored
	result Result
	stale  map[string]bool // documents that were there before
	// interrupted is set if the context ended before all was written.
	interrupted bool
}

// Write returns when each message is in the index, is refused, or the context
// has ended. Statements come before their article, whose list of them is how the
// next version finds what has vanished: should the process end in between, the
// message comes again and finds the old list.
func (w *Writer) Write(ctx context.Context, messages []Message) []Result {
	entries := w.prepare(messages)
	open := pick(entries, func(e *entry) bool { return e.result.Err == nil && !e.result.Superseded })
	if len(open) > 0 && w.lookUp(ctx, open) {
		open = pick(open, func(e *entry) bool { return !e.result.Superseded })
		w.apply(ctx, statementWrites(open))
		// An article is written with all its statements, refused ones too: deleting
		// what is not there does no harm, forgetting what is does.
		open = pick(open, func(e *entry) bool { return !e.interrupted })
		w.apply(ctx, articleWrites(open))
		w.sweep(ctx, pick(open, func(e *entry) bool { return e.stale[e.docs.Article.Key()] }))
	}
	results := make([]Result, len(entries))
	for i, e := range entries {
		w.finish(e)
		results[i] = e.result
	}
	return results
}

func pick(entries []*entry, which func(*entry) bool) (some []*entry) {
	for _, e := range entries {
		if which(e) {
			some = append(some, e)
		}
	}
	return some
}

// prepare makes the documents. Of several versions of an article in one batch
// only the newest is written.
func (w *Writer) prepare(messages []Message) []*entry {
	entries := make([]*entry, len(messages))
	newest := map[string]*entry{}
	now := time.Now()
	for i, m := range messages {
		e := &entry{m: m.Statements, stale: map[string]bool{}}
		entries[i] = e
		docs, err := NewDocuments(m.Statements, Stamp{Ingested: now, TraceID: m.TraceID})
		if err != nil {
			e.result.Err = bus.Permanent("offsets", err)
			w.metrics.poison.Inc()
			continue
		}
		e.docs, e.result.Article = docs, docs.Article
		if other := newest[e.m.Article.ID]; other != nil {
			if other.m.Version >= e.m.Version {
				e.result.Superseded = true
				continue
			}
			other.result.Superseded = true
		}
		newest[e.m.Article.ID] = e
	}
	return entries
}

// lookUp reads what the index has of the articles. It returns false if the
// context ended before.
func (w *Writer) lookUp(ctx context.Context, entries []*entry) bool {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.m.Article.ID
	}
	var stored map[string]Stored
	err := w.persist(ctx, func() (err error) {
		stored, err = w.index.Stored(ctx, ids)
		return err
	})
	for _, e := range entries {
		e.had = stored[e.m.Article.ID]
		// The same version is written again: what came first may have been half of it.
		e.result.Superseded = e.had.Version > e.m.Version
		if err != nil {
			e.result.Err, e.interrupted = err, true
		}
	}
	return err == nil
}

// write is an operation of an entry.
type write struct {
	op Op
	e  *entry
}

func statementWrites(entries []*entry) (writes []write) {
	for _, e := range entries {
		for _, s := range e.docs.Statements {
			writes = append(writes, write{Put(s, e.m.Version), e})
		}
		writes = append(writes, vanished(e, e.had.StatementIDs, e.docs.Article.Article.StatementIDs, e.m.Version)...)
	}
	return writes
}

func articleWrites(entries []*entry) (writes []write) {
	for _, e := range entries {
		writes = append(writes, write{Put(e.docs.Article, e.m.Version), e})
	}
	return writes
}

// vanished deletes the statements that were there and are not any more.
func vanished(e *entry, before, now []string, version int64) (writes []write) {
	for _, id := range before {
		if !slices.Contains(now, id) {
			writes = append(writes, write{Delete(Statements, id, version), e})
		}
	}
	return writes
}

// apply repeats the writes until each has an outcome that lasts or the context
// ends. What is refused is noted in its entry.
func (w *Writer) apply(ctx context.Context, writes []write) {
	poisoned := false
	for attempt := 0; len(writes) > 0; attempt++ {
		left := w.try(ctx, writes)
		if len(left.writes) < len(writes) {
			attempt = 0 // it gets on
		}
		writes = left.writes
		if len(writes) == 0 {
			break
		}
		poisoned = poisoned || left.poisoned
		if err := w.wait(ctx, attempt, left.err); err != nil {
			for _, wr := range writes {
				wr.e.result.Err, wr.e.interrupted = err, true
			}
			return
		}
	}
	w.unblock(poisoned)
}

// rest is what has to be written again and why.
type rest struct {
	writes []write
	err    error
	// poisoned is set if refused documents are among them.
	poisoned bool
}

func (r *rest) add(wr write, o Outcome) {
	r.writes = append(r.writes, wr)
	if o.Status == Blocked {
		r.err = fmt.Errorf("%w: %s", ErrBlocked, o.Reason)
	} else if r.err == nil {
		r.err = errors.New(o.Reason)
	}
}

// try writes once.
func (w *Writer) try(ctx context.Context, writes []write) (left rest) {
	ops := make([]Op, len(writes))
	for i, wr := range writes {
		ops[i] = wr.op
	}
	begun := time.Now()
	outcomes, err := w.index.Apply(ctx, ops)
	w.metrics.seconds.Observe(time.Since(begun).Seconds())
	if err != nil {
		return rest{writes: writes, err: err}
	}
	for i, o := range outcomes {
		wr := writes[i]
		w.metrics.documents.WithLabelValues(string(wr.op.Collection), o.Status.String()).Inc()
		switch o.Status {
		case Stale:
			wr.e.stale[wr.op.ID] = true
		case Rejected:
			if w.reject(wr, o.Reason) {
				break
			}
			left.poisoned = true
			left.add(wr, Outcome{Blocked, "so many documents are refused that the index must be at fault, last " + wr.op.ID + ": " + o.Reason})
		case Busy, Blocked:
			left.add(wr, o)
		}
	}
	return left
}

// sweep is for articles of which a newer version was written in between: what
// it does not know of must not stay.
func (w *Writer) sweep(ctx context.Context, entries []*entry) {
	if len(entries) == 0 {
		return
	}
	if !w.lookUp(ctx, entries) {
		return
	}
	var writes []write
	for _, e := range pick(entries, func(e *entry) bool { return e.result.Superseded }) {
		writes = append(writes, vanished(e, e.docs.Article.Article.StatementIDs, e.had.StatementIDs, e.had.Version)...)
	}
	w.apply(ctx, writes)
}

// finish settles a result.
func (w *Writer) finish(e *entry) {
	if e.docs == nil || e.result.Superseded || e.result.Err != nil {
		return
	}
	w.notePure()
	for _, s := range e.docs.Statements {
		if !e.stale[s.Key()] {
			e.result.Written = append(e.result.Written, s)
		}
	}
}
