package embedded

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"“We won’t accept it,” she said": "we won't accept it she said",
		"Seán O’Müller, 42":              "sean o'muller 42",
		"re-use—ever":                    "re use ever",
		"3,000.50 or 1;2 or 5,":          "3,000.50 or 1;2 or 5",
		"U.S. and e.g. example.org.":     "u.s and e.g example.org",
		"STRASSE Straße ŁÓDŹ Æon Þór":    "strasse strasse lodz aeon thor",
		"cafe\u0301 café":                "cafe cafe",
		"snake_case a.1 1.a":             "snake_case a 1 1 a",
		"йод и 東京":                       "йод и 東 京",
		"'quoted' ’tis rock ’n’ roll":    "quoted tis rock n roll",
		"“—…”":                           "",
	} {
		if diff := cmp.Diff(strings.Fields(want), words(text)); diff != "" && want+strings.Join(words(text), "") != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("“We won’t accept it,” 3,000 U.S. cafe\u0301 \xff 東京")
	f.Fuzz(func(t *testing.T, text string) {
		list := words(text)
		for _, word := range list {
			if word == "" || strings.ContainsAny(word, " \n\t") {
				t.Fatalf("%q holds the word %q", text, word)
			}
		}
		if again := words(strings.Join(list, " ")); !slices.Equal(list, again) {
			t.Errorf("words of %q are %q, and theirs %q", text, list, again)
		}
	})
}
