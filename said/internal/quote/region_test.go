package quote

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/internal/token"
)

func TestRegions(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"curly marks", "“Yes,” she said.", []string{"Yes,"}},
		{"straight marks", `She said "yes" and "no".`, []string{"yes", "no"}},
		{"a curly mark that a straight one closes", `“Yes," she said.`, []string{"Yes,"}},
		{"two single marks for a double one", "''Yes,'' she said.", []string{"Yes,"}},
		{"a quote that goes on in the next paragraph", "“One.\n“Two.”", []string{"One.", "Two."}},
		{"a lost closing mark before a new attribution", "He said, “We go. Merz is quoted as saying, “They stay.”", []string{"We go.", "They stay."}},
		{"marks inside marks without an attribution are nested", "“The word “yes” is short.", []string{"The word “yes"}},
		{"single marks outside of double ones", "A ‘so-called’ plan, “a ‘good’ plan”", []string{"so-called", "a ‘good’ plan"}},
		{"apostrophes", "The ’90s, rock 'n' roll, the dogs' dinner", nil},
		{"inches", `A 6" pipe and a 4" pipe`, nil},
		{"German marks", "„Ja“, sagte sie. »Nein«, sagte er.", []string{"Ja", "Nein"}},
		{"French marks", "« Oui », dit-elle.", []string{" Oui "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Regions(token.Split(tt.text)) {
				got = append(got, tt.text[r.Start:r.End])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("stretches (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBreakMarksCarriesSpans(t *testing.T) {
	const text = "“We will go,” Ann said. “Now.”\n“No,” Bob said. “Not “yet”,” he said."
	at := func(s, e int32) []Range { return []Range{{s, e}} }
	e := Example{Text: text, Gold: []Gold{{Content: at(0, 17), Source: at(18, 21), Cue: at(22, 26)}}}
	if got := text[18:21]; got != "Ann" {
		t.Fatalf("the source is %q", got)
	}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		e.ID = id
		m := breakMarks(e, 0)
		g := m.Gold[0]
		if got := m.Text[g.Source[0].Start:g.Source[0].End]; got != "Ann" {
			t.Errorf("%s: the source became %q", id, got)
		}
		if got := m.Text[g.Cue[0].Start:g.Cue[0].End]; got != "said" {
			t.Errorf("%s: the cue became %q", id, got)
		}
		for _, r := range m.Regions {
			if r.Start < 0 || r.End < r.Start || int(r.End) > len(m.Text) {
				t.Errorf("%s: a stretch became [%d, %d)", id, r.Start, r.End)
			}
		}
	}
}

func TestLexiconFile(t *testing.T) {
	want := newLexicon(map[uint32]wordInfo{7: {1, 2, 3, 4}, 1 << 31: {6, 5, 255, 47}})
	b, err := want.encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := readLexicon(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.slots, got.slots, cmp.AllowUnexported(lexiconSlot{})); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	if _, err := readLexicon(b[:len(b)-2]); err == nil {
		t.Error("half a file was accepted")
	}
}
