package quote

import (
	"math"
	"math/rand/v2"
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

func TestFitChance(t *testing.T) {
	var signals [][]float64
	var right []bool
	for i := range 400 { // three in four of the linked ones are right, one in four of the others
		x := make([]float64, len(signalNames))
		x[0] = 1
		if i%2 == 0 {
			x[1] = 1
		}
		signals = append(signals, x)
		right = append(right, (i%2 == 0) == (i/2%4 > 0))
	}
	w := FitChance(signals, right)
	for i, want := range map[int]float64{0: 0.75, 1: 0.25} {
		if got := Chance(w, signals[i]); got < want-0.03 || got > want+0.03 {
			t.Errorf("chance %.2f, want %.2f", got, want)
		}
	}
	if _, err := readChance(encodeChance(w)); err != nil {
		t.Error(err)
	}
	if _, err := readChance([]byte("1 always\n")); err == nil {
		t.Error("a file with one weight was accepted")
	}
}

func TestFitChanceOfWideSignals(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	truth := make([]float64, len(signalNames))
	truth[0], truth[1], truth[2], truth[3], truth[5], truth[8] = -1, 0.1, 0.1, 0.1, -0.7, -1.4
	var signals [][]float64
	var right []bool
	share := 0.0
	for range 2000 {
		x := make([]float64, len(signalNames))
		x[0] = 1
		for k := 1; k <= 3; k++ {
			x[k] = min(6.9, 12*rnd.Float64()-2)
		}
		x[5], x[8] = float64(rnd.IntN(2)), float64(bit(rnd.IntN(9) == 0))
		signals, right = append(signals, x), append(right, rnd.Float64() < Chance(truth, x))
		if right[len(right)-1] {
			share += 1.0 / 2000
		}
	}
	w, mean := FitChance(signals, right), 0.0
	for _, x := range signals {
		mean += Chance(w, x) / 2000
	}
	if math.Abs(mean-share) > 0.001 {
		t.Errorf("mean chance %.4f, but %.4f are right", mean, share)
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
