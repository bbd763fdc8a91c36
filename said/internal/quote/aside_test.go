package quote

import (
	"testing"

	"github.com/inquit/inquit/said/internal/token"
)

func TestAsides(t *testing.T) {
	tests := []struct {
		name, text string
		kind       asideKind
		want       string
	}{
		{"behind the sentence", "The old port will close in May, Ana Ruiz said on Friday.", asideSaid, "Ana Ruiz said on Friday"},
		{"cue first", "The old port will close in May, said Ana Ruiz.", asideInverted, "said Ana Ruiz"},
		{"in the middle", "The old port, Ruiz said, will close in May.", asideSaid, "Ruiz said"},
		{"according to", "The old port will close in May, according to a survey.", asideAccording, "according to a survey"},
		{"as she said", "As Ruiz said, the old port will close in May.", asideAs, "As Ruiz said"},
		{"a clause with “that” is no aside", "In the end, Ruiz said that the port will close.", noAside, ""},
		{"nor is what leads to a quote", "In the end, Ruiz said “no” to that.", noAside, ""},
		{"a comma in a number is none", "More than 850,000 people in the north said no.", noAside, ""},
		{"without a comma there is none", "Ana Ruiz said the port will close in May.", noAside, ""},
	}
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := fold(token.Split(tt.text), &markReader{})
			d.annotate(m.lex)
			a := d.sentences[d.items[1].sent].aside
			got := ""
			if a.kind != noAside {
				got = tt.text[d.items[a.first].start:d.items[a.last-1].end]
			}
			if a.kind != tt.kind || got != tt.want {
				t.Errorf("kind %d, %q, want %d, %q", a.kind, got, tt.kind, tt.want)
			}
		})
	}
}
