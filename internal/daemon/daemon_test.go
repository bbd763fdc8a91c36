package daemon

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/zap"
)

func TestSettingsComeFromFlagsThenTheEnvironmentThenDefaults(t *testing.T) {
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	flags.String("given", "a", "")
	flags.String("from-env", "a", "")
	flags.String("left-alone", "a", "")
	flags.String("nats-password", "", "")
	if err := flags.Parse([]string{"--given", "b"}); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"INQUIT_GIVEN": "c", "INQUIT_FROM_ENV": "d", "INQUIT_NATS_PASSWORD": "e"}
	got, err := FromEnv(flags, func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	want := []Setting{
		{Flag: "from-env", Env: "INQUIT_FROM_ENV", Value: "d", Origin: "environment"},
		{Flag: "given", Env: "INQUIT_GIVEN", Value: "b", Origin: "flag"},
		{Flag: "left-alone", Env: "INQUIT_LEFT_ALONE", Value: "a", Origin: "default"},
		{Flag: "nats-password", Env: "INQUIT_NATS_PASSWORD", Value: "e", Origin: "environment", Secret: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABadValueInTheEnvironmentNamesItsVariable(t *testing.T) {
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	flags.Int("workers", 1, "")
	_, err := FromEnv(flags, func(string) string { return "many" })
	if err == nil || !strings.Contains(err.Error(), `INQUIT_WORKERS="many"`) {
		t.Errorf("error %v", err)
	}
}

func TestReadyzIsReadyWhenEveryPartIs(t *testing.T) {
	admin := NewAdmin()
	server := httptest.NewServer(admin.handler(zap.NewAtomicLevel()))
	defer server.Close()
	broken := errors.New("index is away")
	steps := []struct {
		name   string
		do     func()
		status int
		want   map[string]string
	}{
		{"nothing has begun", func() {}, 503, map[string]string{"service": "starting"}},
		{"a part is starting", func() { admin.Ready("index", Starting) }, 503, map[string]string{"index": "starting"}},
		{"all work", func() { admin.Ready("index", func(context.Context) error { return nil }) }, 200, map[string]string{"index": "ok"}},
		{"one does not", func() { admin.Ready("nats", func(context.Context) error { return broken }) }, 503, map[string]string{"index": "ok", "nats": "index is away"}},
	}
	for _, step := range steps {
		step.do()
		response, err := server.Client().Get(server.URL + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]string
		if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if diff := cmp.Diff(step.want, got); response.StatusCode != step.status || diff != "" {
			t.Errorf("%s: status %d, want %d; %s", step.name, response.StatusCode, step.status, diff)
		}
	}
}

func TestTheAdminServerHasMetricsAndEndsWithItsContext(t *testing.T) {
	admin := NewAdmin()
	server := httptest.NewServer(admin.handler(zap.NewAtomicLevel()))
	defer server.Close()
	for path, part := range map[string]string{"/livez": "ok", "/metrics": "go_goroutines", "/loglevel": `"level":"info"`} {
		response, err := server.Client().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != http.StatusOK || !strings.Contains(string(body), part) {
			t.Errorf("%s: %d %.200s", path, response.StatusCode, body)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- admin.Run(ctx, "127.0.0.1:0", zap.NewAtomicLevel(), zap.NewNop()) }()
	stop()
	if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := admin.Run(t.Context(), "256.0.0.1:1", zap.NewAtomicLevel(), zap.NewNop()); err == nil || !strings.Contains(err.Error(), "--admin") {
		t.Errorf("a bad address: %v", err)
	}
}

func TestNewLoggerNamesTheChoices(t *testing.T) {
	for _, bad := range [][2]string{{"loud", "json"}, {"info", "xml"}} {
		if _, _, err := NewLogger(bad[0], bad[1]); err == nil || !strings.Contains(err.Error(), "choose") {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if _, level, err := NewLogger("warn", "auto"); err != nil || level.Level() != zap.WarnLevel {
		t.Errorf("%v, %v", level, err)
	}
}
