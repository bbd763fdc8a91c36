package quote

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/internal/token"
)

// likely tags items by hand: a capital letter is in the best reading, a small one is
// likely, a dot is neither; c is a cue, q a content.
func likely(d *document, marks string) tags {
	t := tags{make([]uint8, len(d.items)), make([]chance, len(d.items))}
	for i, m := range marks {
		switch m {
		case 'C':
			t.labels[i], t.chances[i].part[cue] = cueLabel, 0.9
		case 'c':
			t.chances[i].part[cue] = 0.3
		case 'Q':
			t.labels[i], t.chances[i].part[content] = contentLeft, 0.9
			if i > 0 && marks[i-1] == 'Q' {
				t.labels[i]++
			}
		}
	}
	return t
}

func TestCueCandidates(t *testing.T) {
	tests := []struct {
		name, text, marks string
		want              []string
	}{
		{"what is left of a cue is no cue of its own", "Ruiz wrote in a letter they left", "..Ccc....", []string{"wrote"}},
		{"a likely cue by itself is one", "Ruiz wrote he would say so", "..C.c....", []string{"wrote", "would"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := fold(token.Split(tt.text), &markReader{})
			d.annotate(&Lexicon{})
			var got []string
			for _, c := range d.candidates(likely(d, tt.marks)).cues {
				got = append(got, d.stream.Text[d.items[c.first].start:d.items[c.last-1].end])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("cues (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAContentIsCutWhereTheNextSentenceHasACue(t *testing.T) {
	lex := newLexicon(map[uint32]wordInfo{wordKey(token.LowerHash("added")): {Cue: strongCue}})
	d := fold(token.Split("Ruiz said it rains. He added it snows. It does."), &markReader{})
	d.annotate(lex)
	var got []string
	for _, c := range d.candidates(likely(d, "...QQQQQQQQQQQQ")).contents {
		got = append(got, d.stream.Text[d.items[c.first].start:d.items[c.last-1].end])
	}
	if diff := cmp.Diff([]string{"it rains.", "He added it snows. It does."}, got); diff != "" {
		t.Errorf("contents (-want +got):\n%s", diff)
	}
}
