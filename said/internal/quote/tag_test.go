package quote

import (
	"testing"

	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

func TestLimitsOfReading(t *testing.T) {
	const text = "It was a cold day in the town. It was a wet day in the town. It was a dark day in the town. “We are ready for more of it,” Ana Ruiz said."
	tests := []struct {
		name string
		off  ablate.Parts
		want bool // the first sentence is tagged
	}{
		{"a sentence far from quotes and cues is not read", 0, false},
		{"without limits it is", ablate.Limits, true},
	}
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := fold(token.Split(text), &markReader{})
			d.annotate(m.lex)
			g := &tagger{chain: crf.Chain{Model: m.tagger}, off: tt.off}
			if got := g.tag(d).chances[3] != (chance{}); got != tt.want {
				t.Errorf("the first sentence is tagged: %v, want %v", got, tt.want)
			}
		})
	}
}
