// Package extractor is the service that finds who said what: it takes clean
// articles, runs the engine of package said, and publishes the statements.
package extractor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/said"
)

// Config of the service.
type Config struct {
	// Workers is how many articles are read at once. Default: one for each CPU.
	Workers int
	// HighWater is how many bundles of statements may wait for the indexer before
	// the extractor pauses. Default 5000.
	HighWater uint64
}

// Run handles articles until the context ends, then finishes those it has begun.
func Run(ctx context.Context, config Config, conn *bus.Conn, log *zap.Logger, reg prometheus.Registerer) error {
	if config.Workers <= 0 {
		config.Workers = runtime.GOMAXPROCS(0)
	}
	if config.HighWater == 0 {
		config.HighWater = 5000
	}
	s := &service{bus: conn, log: log, engine: said.New(), metrics: newMetrics(reg)}
	return conn.Each(ctx, event.StreamArticles, event.ConsumerExtractors, bus.Options{
		Stage: event.StageExtract, Workers: config.Workers,
		Downstream: &bus.Downstream{
			Stream: event.StreamStatements, Consumer: event.ConsumerIndexers,
			High: config.HighWater, Low: config.HighWater / 2,
		},
	}, s.handle)
}

type service struct {
	bus     *bus.Conn
	log     *zap.Logger
	engine  *said.Engine
	metrics *metrics
}

func (s *service) handle(ctx context.Context, d *bus.Delivery) error {
	var a event.Article
	if err := d.Decode(event.TypeArticle, &a); err != nil {
		return bus.Permanent("schema", err)
	}
	d.WorkID, d.URL = a.Submission.WorkID, a.URL.Original

	begun := time.Now()
	bundle := Bundle(a, s.engine)
	s.metrics.count(&bundle, time.Since(begun))

	data, err := json.Marshal(bundle)
	if err != nil {
		return bus.Permanent("encode", err)
	}
	_, err = s.bus.Publish(ctx, event.Message{
		Subject: event.SubjectStatements + event.HostToken(a.URL.Domain),
		ID:      fmt.Sprintf("x/%s/%d", a.ID, bundle.Version),
		Type:    event.TypeStatements, About: a.ID, Source: "extractor/" + said.Version, Time: time.Now(),
		Trace: d.Trace.Child(), Data: data,
	})
	if errors.Is(err, bus.ErrTooLarge) {
		return bus.Permanent("too_large", err)
	}
	return err
}

type metrics struct {
	seconds    prometheus.Histogram
	articles   *prometheus.CounterVec
	statements *prometheus.CounterVec
	marks      prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "inquit_extract_seconds",
			Help: "Time to analyse an article.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14),
		}),
		articles: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_articles_extracted_total",
			Help: "Articles analysed, with statements or without.",
		}, []string{"statements"}),
		statements: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_statements_total",
			Help: "Statements found, by type and kind of speaker.",
		}, []string{"type", "speaker"}),
		marks: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "inquit_unpaired_marks_total",
			Help: "Quotation marks without a partner.",
		}),
	}
	if reg != nil {
		reg.MustRegister(m.seconds, m.articles, m.statements, m.marks)
	}
	return m
}

func (m *metrics) count(b *event.Statements, took time.Duration) {
	m.seconds.Observe(took.Seconds())
	with := "none"
	if len(b.Statements) > 0 {
		with = "some"
	}
	m.articles.WithLabelValues(with).Inc()
	for _, s := range b.Statements {
		m.statements.WithLabelValues(s.Type, s.Speakers[0].Kind).Inc()
	}
	m.marks.Add(float64(b.Marks.Unpaired))
}
