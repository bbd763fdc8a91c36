package embedded

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// words cuts text into folded words, as the analyzer inquit_exact of the
// Elasticsearch index does: marks and dashes of all forms alike, lower case, no
// accents; an apostrophe or a dot inside a word, and a comma inside a number,
// belong to it. Emoji are no words here, and scripts with rules of their own, such
// as Hebrew, may be cut elsewhere.
func words(text string) []string {
	runes := []rune(strings.Map(plain, text))
	var list []string
	var b strings.Builder
	flush := func() {
		if strings.Trim(b.String(), "_") != "" {
			list = append(list, b.String())
		}
		b.Reset()
	}
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r):
			flush()
			b.WriteRune(r)
			flush()
		case isWordRune(r):
			b.WriteString(foldRune(r))
		case b.Len() > 0 && i+1 < len(runes) && joins(runes[i-1], r, runes[i+1]):
			b.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	return list
}

// stemmable is words without the possessive ending, for the table with stems.
func stemmable(list []string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strings.TrimSuffix(w, "'s")
	}
	return out
}

// foldName folds a name as a whole: the normalizer inquit_name.
func foldName(s string) string {
	var b strings.Builder
	for _, r := range strings.Map(plain, s) {
		b.WriteString(foldRune(r))
	}
	return b.String()
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '\u200c' || r == '\u200d'
}

// joins reports whether mark stands inside a word or number: Unicode's word
// boundary rules 6, 7, 11 and 12.
func joins(before, mark, after rune) bool {
	letters := isAlphabetic(before) && isAlphabetic(after)
	digits := unicode.IsDigit(before) && unicode.IsDigit(after)
	switch mark {
	case '.', '\'':
		return letters || digits
	case ':', '·', '‧':
		return letters
	case ',', ';':
		return digits
	}
	return false
}

func isAlphabetic(r rune) bool {
	return unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// plain makes all apostrophes one, and drops accents that are written after
// their letter and what a page may hide inside a word: a soft hyphen, a word
// joiner, a byte order mark.
func plain(r rune) rune {
	switch r {
	case '‘', '’', '‚', '‛', 'ʼ', '′', '＇':
		return '\''
	case '\u00ad', '\u2060', '\ufeff':
		return -1
	}
	if 0x300 <= r && r <= 0x36F {
		return -1
	}
	return r
}

// letters are those that fold to ASCII but do not decompose.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th",
	'ł': "l", 'ħ': "h", 'ı': "i", 'ĸ': "q", 'ŋ': "n", 'ŧ': "t", 'ſ': "s",
}

// foldRune lowers a letter and takes the accent off it if what remains is ASCII.
// Other scripts keep their marks: й is not и.
func foldRune(r rune) string {
	r = unicode.ToLower(r)
	if r < utf8.RuneSelf {
		return string(r)
	}
	if ascii, ok := letters[r]; ok {
		return ascii
	}
	base := norm.NFKD.String(string(r))
	if base[0] >= utf8.RuneSelf {
		return string(r)
	}
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return -1 // the accent
		}
		return unicode.ToLower(r)
	}, base)
}
