package block

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// mask is a set of word groups, by their place in the group lists below.
type mask uint64

func (m mask) has(group int) bool { return m>>group&1 != 0 }

// The groups of data/classes.txt. The order is part of the learnt weights.
const (
	classBody = iota
	classNav
	classFoot
	classSide
	classRelated
	classNewsletter
	classShare
	classComments
	classAuthor
	classMedia
	classAd
	classTags
	classDate
	classPopup
	classTitle
	classSummary
	classQuote
	classHidden
	classNumbers
	classGroups
)

var classNames = [classGroups]string{
	"body", "nav", "foot", "side", "related", "newsletter", "share", "comments", "author", "media", "ad",
	"tags", "date", "popup", "title", "summary", "quote", "hidden", "numbers",
}

// The groups of data/phrases.txt, in the order that the weights expect.
const (
	phraseMore = iota
	phraseSignup
	phraseSocial
	phraseCredit
	phraseLegal
	phraseDate
	phraseByline
	phraseTalk
	phrasePress
	phraseBio
	phraseShop
	phraseLink
	phraseGroups
)

var phraseNames = [phraseGroups]string{
	"more", "signup", "social", "credit", "legal", "date", "byline", "talk", "press", "bio", "shop", "link",
}

//go:embed data/classes.txt
var classFile string

//go:embed data/phrases.txt
var phraseFile string

type classList struct{ exact, prefix, pair map[string]mask }

var classWords = sync.OnceValue(func() *classList {
	l := &classList{map[string]mask{}, map[string]mask{}, map[string]mask{}}
	readGroups(classFile, classNames[:], func(m mask, entries string) {
		for w := range strings.FieldsSeq(entries) {
			switch a, b, pair := strings.Cut(w, "+"); {
			case pair:
				l.pair[a+" "+b] |= m
			case strings.HasSuffix(w, "*"):
				l.prefix[strings.TrimSuffix(w, "*")] |= m
			default:
				l.exact[w] |= m
			}
		}
	})
	return l
})

// readGroups calls add for each line "group: entries". A group it does not
// know is a mistake in an embedded file, which every test would meet.
func readGroups(file string, names []string, add func(mask, string)) {
	for line := range strings.Lines(file) {
		name, entries, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		add(1<<groupOf(name, names), entries)
	}
}

func groupOf(name string, names []string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	panic("block: unknown word group " + name)
}

// classMask looks up the words of class names; letters of two cases and
// everything but letters and digits divide words.
func classMask(class string) mask {
	const longest, shortest = 12, 2
	l := classWords()
	var m mask
	last := ""
	for _, w := range classTokens(class) {
		m |= l.exact[w]
		if last != "" {
			m |= l.pair[last+" "+w]
		}
		for n := shortest; n <= min(longest, len(w)); n++ {
			m |= l.prefix[w[:n]]
		}
		last = w
	}
	return m
}

func classTokens(s string) []string {
	const most = 60 // some pages have kilobytes of utility classes
	var out []string
	start, lower := -1, false
	for i := 0; i <= len(s) && len(out) < most; i++ {
		var c byte
		if i < len(s) {
			c = s[i]
		}
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
		upper := c >= 'A' && c <= 'Z'
		if start >= 0 && (!letter || upper && lower) {
			out = append(out, strings.ToLower(s[start:i]))
			start = -1
		}
		if start < 0 && letter {
			start = i
		}
		lower = letter && !upper
	}
	return out
}

type phrase struct {
	words      []string
	start, end bool
	group      mask
}

// phraseWords finds phrases by their first word. Scripts without spaces are
// searched for as they stand.
type phraseList struct {
	first    map[string][]phrase
	unspaced []phrase
}

var phraseWords = sync.OnceValue(func() *phraseList {
	l := &phraseList{first: map[string][]phrase{}}
	readGroups(phraseFile, phraseNames[:], func(m mask, entries string) {
		for e := range strings.SplitSeq(entries, "|") {
			text := strings.Trim(e, "^$ ")
			p := phrase{words: lowerTokens(text, 8), start: strings.HasPrefix(e, "^"), end: strings.HasSuffix(e, "$"), group: m}
			if r, _ := utf8.DecodeRuneInString(text); wide(r) {
				p.words = []string{text}
				l.unspaced = append(l.unspaced, p)
			} else {
				l.first[p.words[0]] = append(l.first[p.words[0]], p)
			}
		}
	})
	return l
})

// phraseMask says which groups of phrases the block's words contain.
func phraseMask(text string, tokens []string) mask {
	l := phraseWords()
	var m mask
	for i, t := range tokens {
		for _, p := range l.first[t] {
			if p.at(tokens, i) {
				m |= p.group
			}
		}
	}
	if r, _ := utf8.DecodeRuneInString(text); r < utf8.RuneSelf {
		return m
	}
	for _, p := range l.unspaced {
		if p.start && strings.HasPrefix(text, p.words[0]) || !p.start && strings.Contains(text, p.words[0]) {
			m |= p.group
		}
	}
	return m
}

func (p *phrase) at(tokens []string, i int) bool {
	if p.start && i > 0 || i+len(p.words) > len(tokens) || p.end && i+len(p.words) < len(tokens) {
		return false
	}
	for k, w := range p.words {
		if tokens[i+k] != w {
			return false
		}
	}
	return true
}

// wide reports whether r belongs to a script that is written without spaces.
func wide(r rune) bool {
	return r >= 0x2e80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r))
}

// lowerTokens are the first words of a text, in lower case.
func lowerTokens(s string, most int) []string {
	var out []string
	for len(s) > 0 && len(out) < most {
		start, end := nextWord(s)
		if start == end {
			break
		}
		out = append(out, strings.ToLower(s[start:end]))
		s = s[end:]
	}
	return out
}

// nextWord finds the first word; a character of an unspaced script is one.
func nextWord(s string) (start, end int) {
	start = -1
	for i, r := range s {
		if wide(r) {
			if start >= 0 {
				return start, i
			}
			return i, i + utf8.RuneLen(r)
		}
		in := wordRune(r)
		if start < 0 && in {
			start = i
		}
		if start >= 0 && !in {
			return start, i
		}
	}
	if start < 0 {
		return len(s), len(s)
	}
	return start, len(s)
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}
