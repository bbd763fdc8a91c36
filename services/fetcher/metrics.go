package fetcher

import (
	"errors"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	accepted  *prometheus.CounterVec
	requests  *prometheus.CounterVec
	seconds   prometheus.Histogram
	bytes     prometheus.Counter
	unchanged prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		accepted: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_urls_accepted_total",
			Help: "URLs taken in; a duplicate was on its way already.",
		}, []string{"duplicate"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_fetches_total",
			Help: "Pages asked for, by HTTP status and by reason of failure.",
		}, []string{"status", "reason"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "inquit_fetch_seconds",
			Help: "Time to download a page.", Buckets: prometheus.ExponentialBuckets(0.005, 2.5, 10),
		}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "inquit_fetched_bytes_total",
			Help: "Bytes of pages, decompressed.",
		}),
		unchanged: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "inquit_unchanged_total",
			Help: "Pages that say what is indexed already.",
		}),
	}
	if reg != nil {
		reg.MustRegister(m.accepted, m.requests, m.seconds, m.bytes, m.unchanged)
	}
	return m
}

func (m *metrics) fetched(page *Page, err error) {
	var bad *FetchError
	switch {
	case err == nil:
		m.requests.WithLabelValues(strconv.Itoa(page.Status), "").Inc()
		m.seconds.Observe(page.Duration.Seconds())
		m.bytes.Add(float64(len(page.Body)))
	case errors.As(err, &bad):
		m.requests.WithLabelValues(strconv.Itoa(bad.Status), bad.Reason).Inc()
	}
}
