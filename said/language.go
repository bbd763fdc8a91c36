package said

import (
	_ "embed"
	"math/bits"
	"strings"
	"unicode"

	"github.com/inquit/inquit/said/internal/token"
)

//go:embed languages.txt
var languageList string

// languages are those of the list, and frequent has for each word the set of them in
// which it is frequent, one bit for each.
var languages, frequent = readLanguages(languageList)

func readLanguages(list string) (tags []string, words map[uint64]uint64) {
	words = map[uint64]uint64{}
	for line := range strings.Lines(list) {
		tag, frequent, _ := strings.Cut(line, ":")
		if strings.HasPrefix(tag, "#") {
			continue
		}
		for w := range strings.FieldsSeq(frequent) {
			words[token.LowerHash(w)] |= 1 << len(tags)
		}
		tags = append(tags, tag)
	}
	return tags, words
}

// scripts are writing systems and the language that a news text in them is taken
// to be in. Where several share one it is the most frequent.
var scripts = []struct {
	tag   string
	table *unicode.RangeTable
}{
	{"ja", unicode.Hiragana},
	{"ja", unicode.Katakana},
	{"ko", unicode.Hangul},
	{"zh", unicode.Han},
	{"ru", unicode.Cyrillic},
	{"ar", unicode.Arabic},
	{"el", unicode.Greek},
	{"he", unicode.Hebrew},
	{"hi", unicode.Devanagari},
	{"th", unicode.Thai},
}

// detectLanguage reads the first two thousand tokens.
func detectLanguage(s *token.Stream) string {
	const enough = 2000
	words, latin := 0, 0
	var known [64]int // words frequent in each language
	other := map[string]int{}
	for i := range s.Tokens[:min(len(s.Tokens), enough)] {
		t := &s.Tokens[i]
		if t.Kind != token.Word || t.Digit {
			continue
		}
		words++
		if unicode.Is(unicode.Latin, t.First) {
			latin++
			for set := frequent[t.Lower]; set != 0; set &= set - 1 {
				known[bits.TrailingZeros64(set)]++
			}
			continue
		}
		countScripts(s.Word(i), other)
	}
	if 2*latin < words {
		if other["ja"] > 0 && other["ja"]*10 > other["zh"] {
			return "ja"
		}
		return most(other, "und")
	}
	hits := map[string]int{}
	for i, tag := range languages {
		hits[tag] += known[i]
	}
	tag := most(hits, "und")
	if hits[tag]*20 < words { // a tenth of any text is such words
		return "und"
	}
	return tag
}

// countScripts counts the letters of a word by script: where words are not divided
// by spaces, a token may be a whole clause.
func countScripts(word string, counts map[string]int) {
	const enough = 100
	n := 0
	for _, r := range word {
		for _, sc := range scripts {
			if unicode.Is(sc.table, r) {
				counts[sc.tag]++
				break
			}
		}
		if n++; n == enough {
			return
		}
	}
}

// most returns the key with the highest count, English before others and then by
// the alphabet.
func most(counts map[string]int, none string) string {
	best := none
	for tag, n := range counts {
		m := counts[best]
		if n > m || n == m && n > 0 && (tag == "en" || best != "en" && tag < best) {
			best = tag
		}
	}
	return best
}
