package kibana

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write inquit.ndjson")

func TestFileIsWhatTheGeneratorMakes(t *testing.T) {
	generated, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("inquit.ndjson", generated, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(Objects()), string(generated)); diff != "" {
		t.Errorf("inquit.ndjson is not up to date (-file +generated), run go test ./deploy/kibana -update:\n%s", diff)
	}
}

func TestFileIsMadeTheSameTwice(t *testing.T) {
	first, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	second, err := Generate()
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the second differs, error %v", err)
	}
}

func TestShippedFilePassesTheLinter(t *testing.T) {
	for _, problem := range lint(Objects(), readMappings(t)) {
		t.Error(problem)
	}
}
