package said

import (
	"strconv"
	"strings"
	"testing"
)

// Work that grows with the square of the text would take hours here, not seconds.
func TestHugeTexts(t *testing.T) {
	const size = 1 << 17
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	tests := []struct{ name, text string }{
		{"nothing but double marks", fill(`"`)},
		{"nothing but curly marks", fill("“")},
		{"nothing but single marks", fill("'")},
		{"marks that may open", fill(" 'a")},
		{"one word", fill("a")},
		{"one word with apostrophes", fill("a'")},
		{"words without spaces between sentences", fill("He said.“No”")},
		{"one paragraph of quotes", fill("“We will go,” Smith said. ")},
		{"one sentence of cues", fill("he said ")},
		{"one sentence of cues and commas", fill("he said, ")},
		{"one sentence of names", fill("Smith ")},
		{"lines of names with colons", fill("Ann: yes it is\n")},
		{"lines with ever new names", strings.Join(newNames(size/20), ": yes it is\n")},
		{"a quote that runs on over paragraphs", fill("“We will go.\n")},
		{"a quote in a quote in a quote", fill("“He said, ‘")},
		{"broken bytes", fill("\xff\xfe")},
		{"empty lines", fill("\n")},
	}
	engine := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := Article{Text: tt.text, Language: "en"}
			checkSound(t, a, engine.Analyze(a))
		})
	}
}

// newNames spells numbers as names of two words.
func newNames(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "Ana B" + strings.Map(func(digit rune) rune { return digit - '0' + 'a' }, strconv.Itoa(i))
	}
	return out
}
