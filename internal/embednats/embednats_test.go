package embednats

import (
	"net"
	"strings"
	"testing"

	"go.uber.org/zap"
)

func TestEveryWriteIsSyncedToTheDisk(t *testing.T) {
	server, err := Start(Config{Dir: t.TempDir(), Port: -1}, zap.NewNop())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if !server.SyncAlways() {
		t.Error("the running server does not sync each write: a power cut would lose what was acknowledged")
	}
}

func TestATakenPortIsNamedWithWhatToDo(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	server, err := Start(Config{Dir: t.TempDir(), Port: listener.Addr().(*net.TCPAddr).Port}, zap.NewNop())
	if err == nil {
		server.Close()
		t.Fatal("started on a taken port")
	}
	if !strings.Contains(err.Error(), "--nats-port") {
		t.Errorf("error %v, want one that says what to do", err)
	}
}

func TestStartNeedsAFolder(t *testing.T) {
	if _, err := Start(Config{}, zap.NewNop()); err == nil {
		t.Error("started without a folder")
	}
}
