package main

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/eval"
)

func TestCoreNLP(t *testing.T) {
	const text = "😀 “A,” he said, “B.” “C.”"
	const in = `{"sentences": [
		{"tokens": [{"characterOffsetBegin": 0, "characterOffsetEnd": 2}, {"characterOffsetBegin": 8, "characterOffsetEnd": 10}]}],
		"quotes": [
			{"beginIndex": 3, "endIndex": 7, "mentionBegin": 1, "mentionEnd": 1, "canonicalSpeaker": "Tom Berg"},
			{"beginIndex": 17, "endIndex": 21, "mentionBegin": 1, "mentionEnd": 1, "canonicalSpeaker": "Tom Berg"},
			{"beginIndex": 22, "endIndex": 26, "mentionBegin": 1, "mentionEnd": 1, "mentionSieve": "loose", "canonicalSpeaker": "Tom Berg"},
			{"beginIndex": 22, "endIndex": 26, "canonicalSpeaker": "Unknown"}]}`
	var d corenlpDocument
	if err := json.Unmarshal([]byte(in), &d); err != nil {
		t.Fatal(err)
	}
	got := d.statements(codePoints(text))
	want := []eval.Statement{{Content: []eval.Span{{2, 6}, {16, 20}}, Source: []eval.Span{{7, 9}}, Cue: []eval.Span{}, Speaker: "Tom Berg"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
}
