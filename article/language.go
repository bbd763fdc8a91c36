package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// language sets what the page declares and what the text is written in. The
// text wins where it is long enough to be sure; between languages that are
// easily taken for each other the declaration does.
func (p *page) language(a *Article) {
	const sample, least = 2000, 200
	declared, from := firstOf([]string{p.lang, p.schema.get("inLanguage"), p.metaLanguage()}, "html", "json-ld", "meta")
	a.DeclaredLanguage = languageTag(declared)
	base, _, _ := strings.Cut(a.DeclaredLanguage, "-")
	a.Language = base
	if a.Language != "" {
		a.From["language"] = from
	}
	text := a.Text[:runeStart(a.Text, sample)]
	if len(text) < least {
		return
	}
	if base == "en" && english(text) {
		return
	}
	info := whatlanggo.Detect(text)
	seen := info.Lang.Iso6391()
	if seen == "zh" && strings.ContainsFunc(text, kana) {
		seen = "ja"
	}
	if seen == "" || seen == base || alike(seen, base) {
		return
	}
	if base == "" || info.IsReliable() && prose(a.Text) {
		a.Language, a.From["language"] = seen, "text"
	}
}

// english sees in passing what detection would find out: it compares with the
// profiles of all languages, which takes as long as the rest of a page.
func english(text string) bool {
	words, function := 0, 0
	for w := range strings.FieldsSeq(text) {
		words++
		switch w {
		case "the", "of", "and", "to", "that", "with", "from": // no words of its neighbours
			function++
		}
	}
	return 10*function >= words
}

func (p *page) metaLanguage() string {
	v, _ := p.first("content-language", "language", "og:locale", "dc.language", "dcterms.language")
	return v
}

// prose reports a text of sentences: lists of names and results mislead the
// statistics.
func prose(text string) bool {
	const figures = 0.05
	digits := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return float64(digits) < figures*float64(utf8.RuneCountInString(text))
}

// kana tells Japanese from Chinese, whatever the share of characters in common.
func kana(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }

// languageTag writes a tag as BCP 47 does: de_at becomes de-AT.
func languageTag(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
	parts := strings.Split(strings.ReplaceAll(strings.ToLower(s), "_", "-"), "-")
	if n := len(parts[0]); n < 2 || n > 3 {
		return ""
	}
	for i, t := range parts[1:] {
		switch len(t) {
		case 2:
			parts[i+1] = strings.ToUpper(t)
		case 4:
			parts[i+1] = strings.ToUpper(t[:1]) + t[1:]
		}
	}
	return strings.Join(parts, "-")
}

// alikes are languages that three-letter statistics confuse.
var alikes = []string{
	" no nb nn da sv ", " cs sk ", " hr sr bs sl mk bg ", " pt gl es ca ", " id ms jv su ", " uk ru be ", " nl af ", " hi mr ne ", " zu xh ", " az tr ", " de lb nds gsw als fy ", " ja zh ",
}

func alike(a, b string) bool {
	for _, g := range alikes {
		if strings.Contains(g, " "+a+" ") && strings.Contains(g, " "+b+" ") {
			return true
		}
	}
	return false
}

// runeStart is the largest boundary of a character up to n bytes into s.
func runeStart(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}
