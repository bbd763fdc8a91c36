package articles

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
)

// Prediction is one page's result in the form that score.py reads.
type Prediction struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Title   string   `json:"title"`
	Authors []string `json:"authors"`
	Date    string   `json:"date"`
	Image   string   `json:"image"`
	// Verdict, Reasons and Confidence are inquit's own; score.py ignores them.
	Verdict    string   `json:"verdict,omitempty"`
	Reasons    []string `json:"reasons,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
}

// WritePredictions writes one JSON object a line.
func WritePredictions(name string, list []Prediction) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, p := range list {
		if err := enc.Encode(p); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// Scores are the figures that score.py gives for all pages.
type Scores map[string]float64

// Score runs score.py over a file of predictions.
func Score(python, script, gold, predictions string) (Scores, error) {
	cmd := exec.Command(python, script, gold, predictions, "--json")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("score %s: %w", predictions, err)
	}
	var res struct {
		All Scores `json:"all"`
	}
	return res.All, json.Unmarshal(out, &res)
}
