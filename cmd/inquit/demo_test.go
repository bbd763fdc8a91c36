package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestTheREADMEShowsWhatDemoPrints(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "$ inquit demo")
	_, rest, _ = strings.Cut(rest, "\n")
	shown, _, found := strings.Cut(rest, "\n\n")
	if !found || shown == "" {
		t.Fatal("the README shows nothing of inquit demo")
	}
	var out bytes.Buffer
	p := &program{commands: commands(), getenv: func(string) string { return "" }, stdin: strings.NewReader(""), stdout: &out, stderr: os.Stderr}
	if code := p.run(t.Context(), []string{"demo"}); code != exitOK {
		t.Fatalf("demo ended with %d", code)
	}
	if !strings.Contains(out.String(), shown) {
		t.Errorf("the README shows\n%s\ndemo printed\n%s", shown, &out)
	}
	confidence := regexp.MustCompile(`0\.\d\d`)
	_, search, _ := strings.Cut(rest, "$ inquit search")
	if got, want := confidence.FindString(search), confidence.FindString(shown); got != want {
		t.Errorf("the README's search shows a confidence of %s, its demo one of %s", got, want)
	}
}
