package bus

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	settled     *prometheus.CounterVec
	seconds     *prometheus.HistogramVec
	redelivered *prometheus.CounterVec
	inFlight    *prometheus.GaugeVec
	paused      *prometheus.GaugeVec
	retries     prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		settled: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_messages_total",
			Help: "Messages handled, by consumer and outcome: ok, later, failed or again.",
		}, []string{"consumer", "outcome", "reason"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "inquit_handle_seconds",
			Help: "Time to handle a message or a batch, by consumer.", Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 12),
		}, []string{"consumer"}),
		redelivered: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inquit_redelivered_total",
			Help: "Messages received for the second time or later.",
		}, []string{"consumer"}),
		inFlight: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "inquit_in_flight",
			Help: "Messages being handled now.",
		}, []string{"consumer"}),
		paused: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "inquit_paused",
			Help: "1 while the stage waits for the one behind it.",
		}, []string{"consumer"}),
		retries: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "inquit_nats_retries_total",
			Help: "Requests to NATS that had to be tried again.",
		}),
	}
	if reg != nil {
		reg.MustRegister(m.settled, m.seconds, m.redelivered, m.inFlight, m.paused, m.retries)
	}
	return m
}
