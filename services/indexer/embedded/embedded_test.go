package embedded_test

import (
	"path/filepath"
	"testing"

	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/embedded"
	"github.com/inquit/inquit/services/indexer/sinktest"
)

func open(t testing.TB) indexer.Index {
	t.Helper()
	x, err := embedded.Open(t.Context(), embedded.Config{Path: filepath.Join(t.TempDir(), "a folder", "index?.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	did, err := x.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(did) == 0 {
		t.Fatal("the first setup reports nothing")
	}
	return x
}

func TestIndex(t *testing.T) {
	sinktest.Run(t, func(t *testing.T) indexer.Index { return open(t) })
}

// The first write is the measured one: -benchtime 1x gives its documents a second.
func BenchmarkIndex(b *testing.B) {
	sinktest.Bench(b, 50_000, func(b *testing.B) indexer.Index { return open(b) })
}
