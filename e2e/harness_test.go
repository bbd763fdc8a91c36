// Package e2e runs the product as its users do: the built binary as child
// processes, a plain NATS client, real servers, a local news site.
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/e2e/site"
)

// patience bounds every wait; a test that runs into it has failed.
const patience = 5 * time.Minute

// binaries are built once for all tests.
var binaries = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "inquit-e2e-")
	if err != nil {
		return "", err
	}
	for name, pkg := range map[string]string{"inquit": "github.com/inquit/inquit/cmd/inquit", "nats-server": "github.com/nats-io/nats-server/v2"} {
		build := exec.Command("go", "build", "-o", filepath.Join(dir, name), pkg)
		if out, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
		}
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := binaries(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func binary(t *testing.T, name string) string {
	t.Helper()
	dir, err := binaries()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// process is a child that can be killed and started again.
type process struct {
	t    *testing.T
	name string
	args []string
	cmd  *exec.Cmd
	log  *lockedBuffer
	done chan error
}

func start(t *testing.T, name string, args ...string) *process {
	t.Helper()
	p := &process{t: t, name: name, args: args, log: &lockedBuffer{}}
	p.start()
	t.Cleanup(func() {
		p.stop(syscall.SIGKILL)
		if t.Failed() {
			t.Logf("output of %s %s:\n%s", name, strings.Join(args, " "), p.log.tail(1500))
		}
	})
	return p
}

func (p *process) start() {
	p.t.Helper()
	p.cmd = exec.Command(binary(p.t, p.name), p.args...)
	p.cmd.Env = append(os.Environ(), "INQUIT_LOG_FORMAT=json")
	p.cmd.Dir = p.t.TempDir()
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.done = make(chan error, 1)
	go func(cmd *exec.Cmd, done chan error) { done <- cmd.Wait() }(p.cmd, p.done)
}

// stop sends a signal and waits for the end; the error is the process's own.
func (p *process) stop(signal syscall.Signal) error {
	if p.cmd == nil {
		return nil
	}
	_ = p.cmd.Process.Signal(signal) // it may have ended by itself
	select {
	case err := <-p.done:
		p.cmd = nil
		return err
	case <-time.After(patience):
		p.t.Errorf("%s did not end within %s of %s", p.name, patience, signal)
		return errors.New("did not end")
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) tail(n int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.b.String()
	return s[max(0, len(s)-n):]
}

var lastPort atomic.Int32

// freePort returns a port that nobody else takes before it is listened on: it is
// below those that the kernel gives to connections and to listeners on port 0.
func freePort(t *testing.T) int {
	t.Helper()
	lastPort.CompareAndSwap(0, 20_000+rand.Int32N(8000))
	for {
		port := int(lastPort.Add(1))
		if l, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", port)); err == nil {
			l.Close()
			return port
		}
		if port > 32_000 {
			t.Fatal("no port is free")
		}
	}
}

// eventually waits until check returns no error.
func eventually(t *testing.T, what string, check func() error) {
	t.Helper()
	var err error
	for begun := time.Now(); time.Since(begun) < patience; <-time.After(50 * time.Millisecond) {
		if err = check(); err == nil {
			return
		}
	}
	t.Fatalf("%s: %v (after %s)", what, err, patience)
}

func waitReady(t *testing.T, admin string) {
	t.Helper()
	eventually(t, "ready at "+admin, func() error {
		response, err := http.Get("http://" + admin + "/readyz")
		if err != nil {
			return err
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("%d %s", response.StatusCode, body)
		}
		return nil
	})
}

// client is a NATS client that knows nothing of inquit.
func client(t *testing.T, url string, options ...nats.Option) *nats.Conn {
	t.Helper()
	options = append(options, nats.MaxReconnects(-1), nats.ReconnectWait(100*time.Millisecond), nats.Timeout(20*time.Second))
	var nc *nats.Conn
	eventually(t, "connect to "+url, func() (err error) {
		nc, err = nats.Connect(url, options...)
		return err
	})
	t.Cleanup(nc.Close)
	return nc
}

// hit is what the tests look at of a found statement.
type hit struct {
	Statement struct {
		ID     string
		Source struct{ Text string }
	}
	Speaker struct{ Name []string }
	Cue     struct{ Text string }
	Content struct {
		Text  string
		Start int
	}
	URL  struct{ Full string }
	Text struct{ SHA256 string }
}

func (h hit) said() site.Said {
	return site.Said{Speaker: strings.Join(h.Speaker.Name, " & "), Cue: h.Cue.Text, Content: h.Content.Text}
}

// inquit runs the command line and returns what it prints.
func inquit(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	cmd := exec.CommandContext(ctx, binary(t, "inquit"), args...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("inquit %s: %v", strings.Join(args, " "), err)
	}
	if errOut.Len() > 0 {
		t.Logf("inquit %s: %s", strings.Join(args, " "), errOut.String())
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// search returns all statements that a query finds, in the order of their articles.
func search(t *testing.T, index []string, query ...string) []hit {
	t.Helper()
	hits, err := trySearch(t, index, query...)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// trySearch is for waits: what is killed and started meanwhile may not answer.
func trySearch(t *testing.T, index []string, query ...string) ([]hit, error) {
	t.Helper()
	out, code := inquit(t, slices.Concat([]string{"search", "--json", "--all"}, index, query)...)
	if code != 0 {
		return nil, fmt.Errorf("search ended with %d", code)
	}
	var hits []hit
	lines := bufio.NewScanner(strings.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var h hit
		if err := json.Unmarshal(lines.Bytes(), &h); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b hit) int {
		if c := strings.Compare(a.URL.Full, b.URL.Full); c != 0 {
			return c
		}
		return a.Content.Start - b.Content.Start
	})
	return hits, nil
}

// searchable waits until a search finds so many statements, and no other number.
func searchable(t *testing.T, index []string, want int) {
	t.Helper()
	eventually(t, "statements in the index", func() error {
		hits, err := trySearch(t, index)
		if err == nil && len(hits) != want {
			err = fmt.Errorf("%d statements, want %d", len(hits), want)
		}
		return err
	})
}

// streamMessages asks NATS how many messages a stream holds.
func streamMessages(t *testing.T, nc *nats.Conn, stream string) uint64 {
	t.Helper()
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(patience))
	if err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	info, err := s.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return info.State.Msgs
}
