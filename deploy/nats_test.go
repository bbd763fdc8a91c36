// Package deploy_test runs the shipped configuration files.
package deploy_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

// patience bounds every wait; a test that runs into it has failed. It is longer
// than a message that a halting machine lost takes to come again.
const patience = 2 * time.Minute

var natsUsers = []string{"setup", "fetcher", "extractor", "indexer", "submit"}

func passwordOf(user string) string { return "p-of-" + user }

// natsOptions reads a configuration file as nats-server does.
func natsOptions(t *testing.T, file string) *server.Options {
	t.Helper()
	t.Setenv("NATS_NAME", "nats-1")
	t.Setenv("NATS_STORE_DIR", t.TempDir())
	t.Setenv("NATS_CLUSTER_PASSWORD", "p-of-cluster")
	for _, user := range natsUsers {
		t.Setenv("NATS_"+strings.ToUpper(user)+"_PASSWORD", passwordOf(user))
	}
	options, err := server.ProcessConfigFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return options
}

// startNATS runs a server with the shipped file on a free port.
func startNATS(t *testing.T) *server.Server {
	t.Helper()
	options := natsOptions(t, "nats.conf")
	options.Host, options.Port = "127.0.0.1", server.RANDOM_PORT
	options.HTTPPort = server.RANDOM_PORT
	options.NoSigs, options.NoLog = true, true
	options.AuthTimeout = patience.Seconds()
	ns, err := server.NewServer(options)
	if err != nil {
		t.Fatal(err)
	}
	ns.Start()
	t.Cleanup(func() { ns.Shutdown(); ns.WaitForShutdown() })
	if !ns.ReadyForConnections(patience) {
		t.Fatal("the server takes no connections")
	}
	return ns
}

func TestShippedServersKeepWhatTheyAcknowledge(t *testing.T) {
	for _, file := range []string{"nats.conf", "nats-cluster.conf"} {
		t.Run(file, func(t *testing.T) {
			options := natsOptions(t, file)
			if !options.JetStream || !options.SyncAlways {
				t.Errorf("jetstream %v, sync_interval always %v, want both", options.JetStream, options.SyncAlways)
			}
			if got, want := options.StoreDir, os.Getenv("NATS_STORE_DIR"); got != want {
				t.Errorf("store_dir %q, want %q", got, want)
			}
			if options.MaxPayload < 8_000_000 {
				t.Errorf("max_payload %d, want room for an article of 8 MB", options.MaxPayload)
			}
			if options.HTTPHost != "127.0.0.1" {
				t.Errorf("monitoring listens on %q, want loopback: it asks no password", options.HTTPHost)
			}
			for _, user := range options.Users {
				if user.Permissions == nil || user.Permissions.Publish == nil || user.Permissions.Subscribe == nil {
					t.Errorf("user %s may do everything", user.Username)
				}
			}
			if got, want := len(options.Users), len(natsUsers); got != want {
				t.Errorf("%d users, want %d", got, want)
			}
		})
	}
}

func TestRunningServerSyncsAlwaysAndWritesToItsStore(t *testing.T) {
	ns := startNATS(t)
	connectAs(t, ns, "setup").setup(t)
	config := ns.JetStreamConfig()
	if config == nil || !config.SyncAlways {
		t.Fatalf("running server: %+v, want SyncAlways", config)
	}
	entries, err := os.ReadDir(config.StoreDir)
	if err != nil || len(entries) == 0 {
		t.Errorf("%s holds %d entries, error %v, want the streams", config.StoreDir, len(entries), err)
	}
}

func TestServerWithoutPasswordsDoesNotStart(t *testing.T) {
	t.Setenv("NATS_STORE_DIR", t.TempDir())
	for _, user := range natsUsers {
		name := "NATS_" + strings.ToUpper(user) + "_PASSWORD"
		t.Setenv(name, "") // restores it afterwards
		os.Unsetenv(name)
	}
	_, err := server.ProcessConfigFile("nats.conf")
	if err == nil || !strings.Contains(err.Error(), "NATS_SETUP_PASSWORD") {
		t.Errorf("error %v, want one that names NATS_SETUP_PASSWORD", err)
	}
}

// user is a signed-in connection, seen raw and through the bus.
type user struct {
	name string
	bus  *bus.Conn
	nc   *nats.Conn
	js   jetstream.JetStream
	log  *observer.ObservedLogs
	// refused receives the server's word that a permission is missing.
	refused chan error
}

func connectAs(t *testing.T, ns *server.Server, name string) *user {
	t.Helper()
	core, log := observer.New(zap.WarnLevel)
	u := &user{name: name, log: log, refused: make(chan error, 16)}
	conn, err := bus.Connect(t.Context(), bus.Config{URL: ns.ClientURL(), User: name, Password: passwordOf(name)}, zap.New(core), nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(conn.Close)
	u.bus = conn
	u.nc, err = nats.Connect(ns.ClientURL(), nats.UserInfo(name, passwordOf(name)), nats.Timeout(patience),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { u.refused <- err }))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(u.nc.Close)
	if u.js, err = jetstream.New(u.nc, jetstream.WithDefaultTimeout(patience)); err != nil {
		t.Fatal(err)
	}
	return u
}

func (u *user) setup(t *testing.T) *user {
	t.Helper()
	if _, err := u.bus.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return u
}

// take runs the worker loop of a service until it has handled one message.
func (u *user) take(t *testing.T, stream, consumer string, o bus.Options, handle bus.Handler) *bus.Delivery {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var got *bus.Delivery
	o.Workers = 1
	err := u.bus.Each(ctx, stream, consumer, o, func(ctx context.Context, d *bus.Delivery) error {
		defer cancel()
		got = d
		return handle(ctx, d)
	})
	if err != nil {
		t.Fatalf("%s takes from %s: %v", u.name, stream, err)
	}
	if got == nil {
		t.Fatalf("%s got nothing from %s", u.name, stream)
	}
	return got
}

func publish(t *testing.T, u *user, m event.Message) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := u.bus.Publish(ctx, m); err != nil {
		t.Fatalf("%s: %v", u.name, err)
	}
}

// settled fails the test if a stream's consumer goes on waiting for an
// acknowledgement, which is how a refused one shows.
func settled(t *testing.T, operator *user, stream, consumer string) {
	t.Helper()
	var waiting, unacknowledged int
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		c, err := operator.js.Consumer(t.Context(), stream, consumer)
		if err != nil {
			t.Fatal(err)
		}
		waiting, unacknowledged = int(c.CachedInfo().NumPending), c.CachedInfo().NumAckPending
		if waiting+unacknowledged == 0 {
			return
		}
	}
	t.Errorf("%s of %s: %d waiting, %d without acknowledgement, want none", consumer, stream, waiting, unacknowledged)
}
