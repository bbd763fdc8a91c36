package daemon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/pprof"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"
)

// Admin is the operators' server: /livez, /readyz, /metrics, /loglevel and
// /debug/pprof/. It belongs on an address that only operators reach.
type Admin struct {
	Registry *prometheus.Registry

	mu     sync.Mutex
	checks map[string]Check
}

// Check says why a part can't do its work now, or nil.
type Check = func(context.Context) error

// Starting is the check of a part that has not begun: a role adds it for each of
// its parts at the start, and the part replaces it by its own.
func Starting(context.Context) error { return errors.New("starting") }

// NewAdmin has no checks yet, and metrics of the process only.
func NewAdmin() *Admin {
	reg := prometheus.NewRegistry()
	reg.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return &Admin{Registry: reg, checks: map[string]Check{}}
}

// Ready adds a check to /readyz. A service adds its own when it has begun.
func (a *Admin) Ready(name string, check Check) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.checks[name] = check
}

// AllReady reports whether every check passes.
func (a *Admin) AllReady(ctx context.Context) bool {
	_, ok := a.run(ctx)
	return ok
}

// run asks all checks.
func (a *Admin) run(ctx context.Context) (answer map[string]string, ok bool) {
	a.mu.Lock()
	checks := maps.Clone(a.checks)
	a.mu.Unlock()
	answer, ok = map[string]string{}, len(checks) > 0
	for name, check := range checks {
		answer[name] = "ok"
		if err := check(ctx); err != nil {
			answer[name], ok = err.Error(), false
		}
	}
	return answer, ok
}

// Run serves on addr until the context ends. An empty addr serves nothing.
func (a *Admin) Run(ctx context.Context, addr string, level zap.AtomicLevel, log *zap.Logger) error {
	if addr == "" {
		<-ctx.Done()
		return nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("admin server: %w (choose another address with --admin, or none with --admin '')", err)
	}
	log.Info("admin server listens", zap.String("url", "http://"+listener.Addr().String()))
	server := &http.Server{Handler: a.handler(level), ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = server.Shutdown(closing)
	})
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("admin server: %w", err)
	}
	return nil
}

func (a *Admin) handler(level zap.AtomicLevel) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.Registry, promhttp.HandlerOpts{}))
	mux.Handle("/loglevel", level)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// readyz answers 200 when all checks pass, else 503, with a line of JSON for each.
func (a *Admin) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	answer, ok := a.run(ctx)
	status := http.StatusOK
	if !ok {
		status = http.StatusServiceUnavailable
	}
	if len(answer) == 0 {
		answer["service"] = "starting"
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // the client is gone if this fails
}
