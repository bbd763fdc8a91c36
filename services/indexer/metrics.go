package indexer

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	documents *prometheus.CounterVec
	seconds   prometheus.Histogram
	retries   *prometheus.CounterVec
	poison    prometheus.Counter
	blocked   prometheus.Gauge
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		documents: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_indexer_documents_total",
			Help: "Answers of the index to single writes and deletes: applied, stale (was there before), rejected, busy, blocked.",
		}, []string{"collection", "outcome"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "inquit_indexer_bulk_seconds",
			Help: "Time to write the documents of a batch once.", Buckets: prometheus.ExponentialBuckets(0.002, 2, 15),
		}),
		retries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_indexer_retries_total",
			Help: "Writes that had to be repeated, because the index was busy or blocked.",
		}, []string{"why"}),
		poison: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "inquit_indexer_poison_total",
			Help: "Messages that can never be written, whole or in part.",
		}),
		blocked: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "inquit_indexer_blocked",
			Help: "1 while nothing can be written until an operator acts.",
		}),
	}
	if reg != nil {
		reg.MustRegister(m.documents, m.seconds, m.retries, m.poison, m.blocked)
	}
	return m
}
