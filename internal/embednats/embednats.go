// Package embednats runs a NATS server with JetStream inside the process, for
// `inquit up` and for tests. It is the same server as a separate one.
package embednats

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"go.uber.org/zap"
)

// Config of the server.
type Config struct {
	// Dir is where the streams are kept. It is made if missing.
	Dir string
	// Host and Port to listen on. Port 0 stands for 4380, -1 for any free one.
	Host string
	Port int
	// MaxPayload is the largest message in bytes. Default 8 MiB.
	MaxPayload int32
}

// Server is a running server.
type Server struct{ ns *server.Server }

// Start starts a server and waits until it takes connections.
func Start(config Config, log *zap.Logger) (*Server, error) {
	if config.Dir == "" {
		return nil, errors.New("embedded NATS: no folder given")
	}
	if err := os.MkdirAll(config.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("embedded NATS: %w", err)
	}
	if config.Host == "" {
		config.Host = "127.0.0.1"
	}
	if config.Port == 0 {
		config.Port = 4380
	}
	if config.MaxPayload == 0 {
		config.MaxPayload = 8 << 20
	}
	if err := free(config); err != nil {
		return nil, err
	}
	ns, err := server.NewServer(&server.Options{
		ServerName: "inquit", Host: config.Host, Port: config.Port, MaxPayload: config.MaxPayload,
		JetStream: true, StoreDir: config.Dir,
		// What was acknowledged is on the disk, also after a power cut.
		SyncAlways: true,
		NoSigs:     true,
	})
	if err != nil {
		return nil, fmt.Errorf("embedded NATS: %w", err)
	}
	ns.SetLogger(&logger{log.Named("nats").Sugar()}, false, false)
	ns.Start()
	if !ns.ReadyForConnections(time.Minute) {
		ns.Shutdown()
		return nil, fmt.Errorf("embedded NATS does not listen on %s:%d", config.Host, config.Port)
	}
	return &Server{ns}, nil
}

// free asks for the port first: the server itself would only log that it is
// taken, and be waited for in vain.
func free(config Config) error {
	if config.Port < 0 {
		return nil
	}
	address := net.JoinHostPort(config.Host, strconv.Itoa(config.Port))
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", address)
	if err != nil {
		return fmt.Errorf("embedded NATS: %s is taken, perhaps by another inquit; choose a port with --nats-port: %w", address, err)
	}
	return listener.Close()
}

// URL is where clients connect.
func (s *Server) URL() string { return s.ns.ClientURL() }

// Provider gives in-process connections: see bus.Config.InProcess.
func (s *Server) Provider() *server.Server { return s.ns }

// SyncAlways asks the running server whether it syncs each write.
func (s *Server) SyncAlways() bool {
	config := s.ns.JetStreamConfig()
	return config != nil && config.SyncAlways
}

// Close stops the server and waits for it.
func (s *Server) Close() {
	s.ns.Shutdown()
	s.ns.WaitForShutdown()
}

// logger passes the server's lines on. Its notices are for people who run a
// server of their own.
type logger struct{ log *zap.SugaredLogger }

func (l *logger) Noticef(format string, v ...any) { l.log.Debugf(format, v...) }
func (l *logger) Warnf(format string, v ...any)   { l.log.Warnf(format, v...) }
func (l *logger) Fatalf(format string, v ...any)  { l.log.Errorf(format, v...) }
func (l *logger) Errorf(format string, v ...any)  { l.log.Errorf(format, v...) }
func (l *logger) Debugf(string, ...any)           {}
func (l *logger) Tracef(string, ...any)           {}
