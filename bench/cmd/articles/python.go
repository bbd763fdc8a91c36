package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/inquit/inquit/bench/articles"
)

const notInstalled = 3 // peers.py's exit status

// python measures the Python extractors that are installed.
func python(o options, score func(string) (articles.Scores, error)) ([]row, error) {
	var rows []row
	for _, name := range []string{"trafilatura", "trafilatura-precision", "resiliparse"} {
		out := filepath.Join(o.keep, name+".jsonl")
		cmd := exec.Command(o.python, "bench/articles/peers.py", name, o.data, out)
		cmd.Stderr = os.Stderr
		printed, err := cmd.Output()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == notInstalled {
			continue
		}
		if err != nil {
			return nil, err
		}
		ms, err := strconv.ParseFloat(strings.TrimSpace(string(printed)), 64)
		if err != nil {
			return nil, err
		}
		scores, err := score(out)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{name + " (Python)", scores, ms})
	}
	return rows, nil
}
