package main

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/internal/daemon"
	"github.com/inquit/inquit/services/extractor"
	"github.com/inquit/inquit/services/fetcher"
	"github.com/inquit/inquit/services/indexer"
)

var fetcherCommand = command{
	name: "fetcher", short: "run the service that downloads pages",
	long: `
Runs one service: takes URLs from NATS, downloads the pages politely, and
publishes the clean articles. Any number of them may run; they share the work
and the time of each host.

Example:
  inquit fetcher --nats nats://nats.example.org:4222 --contact desk@example.org`,
	run: func(ctx context.Context, c *call) error {
		role := newRole(c, "127.0.0.1:8381")
		settings := fetcherFlags(c)
		return role.run(ctx, func(ctx context.Context, conn *bus.Conn) error {
			return fetcher.Run(ctx, settings(), conn, role.log, role.admin.Registry, role.admin.Ready)
		})
	},
}

var extractorCommand = command{
	name: "extractor", short: "run the service that finds who said what",
	long: `
Runs one service: takes clean articles from NATS, finds statements, speakers and
entities, and publishes them. It needs nothing but NATS; run as many as you have
CPUs for.

Example:
  inquit extractor --nats nats://nats.example.org:4222 --workers 4`,
	run: func(ctx context.Context, c *call) error {
		role := newRole(c, "127.0.0.1:8382")
		workers := c.flags.Int("workers", 0, "articles read at once; 0 is one for each CPU")
		return role.run(ctx, func(ctx context.Context, conn *bus.Conn) error {
			return extractor.Run(ctx, extractor.Config{Workers: *workers}, conn, role.log, role.admin.Registry)
		})
	},
}

var indexerCommand = command{
	name: "indexer", short: "run the service that writes the index",
	long: `
Runs one service: takes statements from NATS and writes them to Elasticsearch,
or to a file with --index sqlite. The templates and aliases are made if missing.

Example:
  inquit indexer --nats nats://nats.example.org:4222 --elasticsearch https://es.example.org:9200 --elasticsearch-api-key …`,
	run: func(ctx context.Context, c *call) error {
		role := newRole(c, "127.0.0.1:8383")
		index := indexFlags(c, "elasticsearch")
		workers := c.flags.Int("workers", 0, "bulk requests at once; 0 is 2")
		return role.run(ctx, func(ctx context.Context, conn *bus.Conn) error {
			return runIndexer(ctx, conn, index, *workers, role.log, role.admin)
		})
	},
}

// role is what the three services have in common.
type role struct {
	call  *call
	nats  func() bus.Config
	addr  *string
	level *string
	form  *string
	admin *daemon.Admin
	log   *zap.Logger
}

func newRole(c *call, admin string) *role {
	r := &role{call: c, nats: natsFlags(c, "nats://127.0.0.1:4222"), admin: daemon.NewAdmin()}
	r.addr = c.flags.String("admin", admin, "`address` of /livez, /readyz and /metrics; empty for none")
	r.level, r.form = logFlags(c)
	return r
}

// run connects, waits for the streams, and runs the service beside the admin server.
func (r *role) run(ctx context.Context, service func(context.Context, *bus.Conn) error) error {
	if rest, err := r.call.parse(); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("unexpected argument %q", rest[0])
	}
	log, level, err := daemon.NewLogger(*r.level, *r.form)
	if err != nil {
		return usagef("%v", err)
	}
	r.log = log.With(zap.String("service", r.call.name))
	r.admin.Ready("nats", daemon.Starting)
	switch r.call.name {
	case "fetcher":
		r.admin.Ready("intake", daemon.Starting)
	case "indexer":
		r.admin.Ready("index", daemon.Starting)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return r.admin.Run(ctx, *r.addr, level, r.log) })
	g.Go(func() error {
		conn, err := connect(ctx, r.nats(), "inquit-"+r.call.name, r.log, r.admin.Registry)
		if err != nil {
			return err
		}
		defer conn.Close()
		if err := conn.WaitForStreams(ctx); err != nil {
			return ignoreStop(ctx, err)
		}
		r.admin.Ready("nats", conn.Ready)
		r.log.Info("ready", zap.String("version", version))
		if err := service(ctx, conn); err != nil {
			return ignoreStop(ctx, err)
		}
		r.log.Info("stopped, all work in hand was finished")
		return nil
	})
	return g.Wait()
}

// connect tries until NATS is there: in a cluster services start in any order.
func connect(ctx context.Context, config bus.Config, name string, log *zap.Logger, reg prometheus.Registerer) (*bus.Conn, error) {
	config.Name = name
	for wait := time.Second; ; wait = min(2*wait, 15*time.Second) {
		conn, err := bus.Connect(ctx, config, log, reg)
		if err == nil {
			return conn, nil
		}
		log.Warn("NATS is not there, trying again", zap.Error(err), zap.Duration("in", wait))
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("stopped while waiting for NATS: %w", err)
		case <-time.After(wait):
		}
	}
}

// ignoreStop drops the error of a service that was asked to stop.
func ignoreStop(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func runIndexer(ctx context.Context, conn *bus.Conn, open indexOpener, workers int, log *zap.Logger, admin *daemon.Admin) error {
	index, err := open(ctx)
	if err != nil {
		return err
	}
	defer index.Close()
	return indexer.Run(ctx, indexer.Config{Workers: workers}, conn, index, log, admin.Registry, admin.Ready)
}
