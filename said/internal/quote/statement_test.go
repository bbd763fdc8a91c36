package quote

import (
	"testing"

	"github.com/inquit/inquit/said/internal/token"
)

func TestTrim(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"signs at the ends go", ", Rep. Moore ,", "Rep. Moore"},
		{"a bracket that it opens is closed", "Rep. Moore (D-Wis.) said", "Rep. Moore (D-Wis.)"},
		{"one that it does not open is none of it", "Rep. Moore, of Wisconsin) said", "Rep. Moore, of Wisconsin"},
		{"nor is one after it was closed", "Moore (D) and Ray) said", "Moore (D) and Ray"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := fold(token.Split(tt.text), &markReader{})
			d.annotate(&Lexicon{})
			last := len(d.items) - 1
			if d.items[last-1].isWord() {
				last-- // said
			}
			if d.items[last-1].class == ')' {
				last-- // as the tagger leaves it
			}
			p := d.part(d.trim(&candidate{first: 1, last: last, part: source}))
			if got := tt.text[p.Start:p.End]; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestADraftOfWhichNoContentIsLeftIsNoStatement(t *testing.T) {
	d := fold(token.Split("It is Ruiz who spoke."), &markReader{})
	d.annotate(&Lexicon{})
	it := &candidate{first: 1, last: 2, part: content}
	name := &candidate{first: 3, last: 4, part: content}
	ruiz := &candidate{first: 3, last: 4, part: source}
	if got := d.statements([]*draft{{contents: []*candidate{it, name}, source: ruiz}}); len(got) != 0 {
		t.Errorf("got %+v of an empty subject and the source itself", got)
	}
}
