package indexer

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	documents *prometheus.CounterVec
	seconds   prometheus.Histogram
	retries   prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		documents: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "inquit_index_documents_total",
			Help: "Documents sent to the index, by outcome: applied, stale, rejected, busy, blocked."}, []string{"outcome"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "inquit_index_seconds",
			Help: "Time of a bulk request.", Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 12)}),
		retries: prometheus.NewCounter(prometheus.CounterOpts{Name: "inquit_index_retries_total",
			Help: "Requests to the index that had to be tried again."}),
	}
	if reg != nil {
		reg.MustRegister(m.documents, m.seconds, m.retries)
	}
	return m
}
