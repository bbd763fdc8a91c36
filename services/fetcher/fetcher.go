// Package fetcher is the service that turns URLs into clean articles. Its intake
// checks what users publish and queues the work; its workers download pages
// politely, have package article read them, and publish the result.
package fetcher

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/services/fetcher/robots"
)

// Config of the service.
type Config struct {
	// Workers is how many pages are downloaded at once. Default 32: they mostly wait.
	Workers int
	// Delay between two requests to a host; a longer Crawl-delay in the host's
	// robots.txt wins. Zero is none, for sites of one's own.
	Delay time.Duration
	// UserAgent identifies us to publishers, with an address to complain to.
	UserAgent string
	// AllowPrivate lets loopback and private addresses and any port be fetched:
	// for tests and for intranets. Never on a server that strangers may submit to.
	AllowPrivate bool
	// IgnoreRobots is for sites of one's own.
	IgnoreRobots bool
	// MaxAttempts bounds the tries for a URL. Default 8, over 20 hours at most.
	MaxAttempts int
	// HighWaterArticles is how many articles may wait for the extractor before the
	// fetcher pauses, HighWaterWork how many URLs for the fetcher before the intake does.
	// Default 5000 and 200000.
	HighWaterArticles, HighWaterWork uint64
}

func (c Config) withDefaults() Config {
	if c.Workers <= 0 {
		c.Workers = 32
	}
	if c.Delay < 0 {
		c.Delay = 0
	}
	if c.MaxAttempts <= 0 {
		c.MaxAttempts = 8
	}
	if c.HighWaterArticles == 0 {
		c.HighWaterArticles = 5000
	}
	if c.HighWaterWork == 0 {
		c.HighWaterWork = 200_000
	}
	return c
}

// Run takes URLs and fetches them until the context ends, then finishes what it
// has begun. ready, if not nil, is given the check "intake" when requests on
// inquit.submit are answered.
func Run(ctx context.Context, config Config, conn *bus.Conn, log *zap.Logger, reg prometheus.Registerer,
	ready func(name string, check func(context.Context) error),
) error {
	config = config.withDefaults()
	client := NewClient(ClientConfig{UserAgent: config.UserAgent, AllowPrivate: config.AllowPrivate})
	defer client.Close()
	s := &service{
		config: config, bus: conn, log: log, metrics: newMetrics(reg),
		client: client, robots: robots.NewCache(client.Robots),
	}
	g, ctx := errgroup.WithContext(ctx)
	answer, err := conn.Answer(ctx, event.SubjectSubmit, "intake", s.submit)
	if err != nil {
		return err
	}
	if ready != nil {
		ready("intake", conn.Ready)
	}
	g.Go(answer)
	g.Go(func() error { return s.takeURLs(ctx) })
	g.Go(func() error { return conn.MoveStuck(ctx) })
	g.Go(func() error {
		return conn.Each(ctx, event.StreamWork, event.ConsumerFetchers, bus.Options{
			Stage: event.StageFetch, Workers: config.Workers,
			Downstream: &bus.Downstream{
				Stream: event.StreamArticles, Consumer: event.ConsumerExtractors,
				High: config.HighWaterArticles, Low: config.HighWaterArticles / 2,
			},
		}, s.fetch)
	})
	return g.Wait()
}

type service struct {
	config  Config
	bus     *bus.Conn
	log     *zap.Logger
	metrics *metrics
	client  *Client
	robots  *robots.Cache
}

// fetch is the way of one URL: wait for the host, download, read, publish.
func (s *service) fetch(ctx context.Context, d *bus.Delivery) error {
	var w event.Work
	if err := d.Decode(event.TypeWork, &w); err != nil {
		return bus.Permanent("schema", err)
	}
	d.WorkID, d.URL = w.ID, w.URL
	state, _, err := s.bus.State().Get(ctx, w.ID)
	if err != nil {
		return err
	}
	page, err := s.page(ctx, &w, state)
	if err != nil {
		return s.giveUpOrRetry(ctx, d, &w, err)
	}
	if page.NotModified {
		return s.unchanged(ctx, &w, page)
	}
	a, err := read(&w, page)
	if err != nil {
		return s.giveUpOrRetry(ctx, d, &w, err)
	}
	if !w.Force && state.IndexedSHA256 == a.ContentSHA256() {
		return s.unchanged(ctx, &w, page)
	}
	return s.publish(ctx, d, &w, a)
}

// GetOnce downloads one page outside of the pipeline, for a person who looks at
// it: robots.txt is asked, the host's turn is not waited for.
func GetOnce(ctx context.Context, config Config, url string) (*Page, error) {
	target, err := Normalize(url)
	if err != nil {
		return nil, err
	}
	client := NewClient(ClientConfig{UserAgent: config.UserAgent, AllowPrivate: config.AllowPrivate})
	defer client.Close()
	s := &service{config: config, client: client, robots: robots.NewCache(client.Robots)}
	if _, err := s.allowed(ctx, target.URL); err != nil {
		return nil, err
	}
	return client.Get(ctx, Request{URL: target.URL})
}
