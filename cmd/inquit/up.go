package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/internal/daemon"
	"github.com/inquit/inquit/internal/embednats"
	"github.com/inquit/inquit/services/extractor"
	"github.com/inquit/inquit/services/fetcher"
)

var upCommand = command{
	name: "up", short: "run everything in one process",
	long: `
Runs a NATS server, an index and the three services in this process, until
Ctrl-C. Data is kept in one folder and is there at the next start. The services
are the same as the separate ones: what works here works in a cluster.

Examples:
  inquit up
  inquit up --data /var/lib/inquit --nats-port 4222
  inquit up --index elasticsearch --elasticsearch http://127.0.0.1:9200

Then, from another terminal or any NATS client:
  inquit add https://example.org/article
  nats pub inquit.urls https://example.org/article --server nats://127.0.0.1:4380`,
	run: runUp,
}

func runUp(ctx context.Context, c *call) error {
	port := c.flags.Int("nats-port", 4380, "`port` of the embedded NATS server, on loopback")
	addr := c.flags.String("admin", "127.0.0.1:8381", "`address` of /livez, /readyz and /metrics; empty for none")
	level, format := c.flags.String("log-level", "warn", "debug, info, warn or error"), c.flags.String("log-format", "auto", "json, console or auto")
	fetch, index := fetcherFlags(c), indexFlags(c, "sqlite")
	if rest, err := c.parse(); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("unexpected argument %q", rest[0])
	}
	log, atomicLevel, err := daemon.NewLogger(*level, *format)
	if err != nil {
		return usagef("%v", err)
	}
	if *port < 1 || *port > 65535 {
		return usagef("--nats-port %d: choose 1 to 65535", *port)
	}
	begun := time.Now()
	data := c.flags.Lookup("data").Value.String()
	release, err := lockFolder(data)
	if err != nil {
		return err
	}
	defer release()
	server, err := embednats.Start(embednats.Config{Dir: filepath.Join(data, "nats"), Port: *port}, log)
	if err != nil {
		return err
	}
	defer server.Close()
	admin := daemon.NewAdmin()
	conn, err := bus.Connect(ctx, bus.Config{InProcess: server.Provider(), Name: "inquit-up"}, log, admin.Registry)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.Setup(ctx); err != nil {
		return err
	}
	admin.Ready("nats", conn.Ready)
	admin.Ready("intake", daemon.Starting)
	admin.Ready("index", daemon.Starting)

	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return admin.Run(ctx, *addr, atomicLevel, log) })
	g.Go(func() error {
		return fetcher.Run(ctx, fetch(), conn, log.Named("fetcher"), admin.Registry, admin.Ready)
	})
	g.Go(func() error {
		return extractor.Run(ctx, extractor.Config{}, conn, log.Named("extractor"), admin.Registry)
	})
	g.Go(func() error { return runIndexer(ctx, conn, index, 0, log.Named("indexer"), admin) })
	g.Go(func() error {
		if waitReady(ctx, admin) {
			fmt.Fprintf(c.stdout, "ready in %.1f s   nats %s   admin http://%s   data %s   stop: Ctrl-C\n", time.Since(begun).Seconds(), server.URL(), *addr, data)
		}
		return nil
	})
	err = g.Wait()
	if err != nil && ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = nil
	}
	log.Info("stopped", zap.Error(err))
	return err
}

// waitReady waits until all parts say that they can work.
func waitReady(ctx context.Context, admin *daemon.Admin) bool {
	for !admin.AllReady(ctx) {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

// lockFolder keeps a second `inquit up` off the same data.
func lockFolder(dir string) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := tryLock(file); err != nil {
		file.Close()
		return nil, withHint(fmt.Errorf("another inquit works in %s", dir), "stop it, or choose another folder with --data and another port with --nats-port")
	}
	return func() { file.Close() }, nil
}
