package block

import (
	"unicode"
	"unicode/utf8"
)

// maxTokens bounds what is looked at of one block's words; longer blocks are
// judged by their length and place.
const maxTokens = 80

// describe counts words and finds the phrases of every block.
func (p *Page) describe() {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		b.words = countWords(b.Text)
		b.tokens = lowerTokens(b.Text, maxTokens)
		if len(b.Text) < 600 {
			b.phrases = phraseMask(b.Text, b.tokens) | signs(b.Text)
		}
	}
}

// signs are the phrase groups given away by punctuation.
func signs(s string) mask {
	var m mask
	for i, r := range s {
		switch r {
		case '©':
			m |= 1<<phraseCredit | 1<<phraseLegal
		case '@':
			m |= 1 << phraseSocial
		case '$', '€', '£', '¥', '%':
			m |= 1 << phraseShop
		case ':':
			if i > 0 && i+1 < len(s) && digit(s[i-1]) && digit(s[i+1]) {
				m |= 1 << phraseDate
			}
		case '2':
			if year(s[i:]) && (i == 0 || !digit(s[i-1])) {
				m |= 1 << phraseDate
			}
		}
	}
	return m
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func year(s string) bool {
	return len(s) >= 4 && s[1] == '0' && digit(s[2]) && digit(s[3]) && (len(s) == 4 || !digit(s[4]))
}

// countWords counts runs of letters and digits; of scripts without spaces two
// characters make a word.
func countWords(s string) int {
	words, wides := 0, 0
	in := false
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		i += n
		if wide(r) {
			wides++
			in = false
			continue
		}
		w := wordRune(r)
		if w && !in {
			words++
		}
		in = w
	}
	return words + (wides+1)/2
}

// shape is what the letters of a block look like.
type shape struct {
	upper, digits, capitals, short float64 // shares
	commas, quotes, bars, ends     int
	lowerStart, closed, colon      bool
}

func shapeOf(b *Block) shape {
	var s shape
	var letters, uppers, digits, words, caps, shorts, length int
	var last rune
	in := false
	for i, r := range b.Text {
		if i > 1200 {
			break
		}
		switch {
		case unicode.IsLetter(r):
			letters++
			up := unicode.IsUpper(r)
			if up {
				uppers++
			}
			if !in {
				words++
				if up {
					caps++
				}
				if length > 0 && length <= 3 {
					shorts++
				}
				length = 0
			}
			length++
			if i == 0 {
				s.lowerStart = unicode.IsLower(r)
			}
		case unicode.IsDigit(r):
			digits++
		}
		in = unicode.IsLetter(r) || r == '\'' || r == '’'
		s.count(r)
		last = r
	}
	if len(b.Text) > 1200 {
		last, _ = utf8.DecodeLastRuneInString(b.Text)
	}
	s.upper = float64(uppers) / float64(letters+1)
	s.digits = float64(digits) / float64(letters+digits+1)
	s.capitals = float64(caps) / float64(words+1)
	s.short = float64(shorts) / float64(words+1)
	s.closed, s.colon = closes(last), last == ':' || last == '：'
	return s
}

func (s *shape) count(r rune) {
	switch r {
	case ',', '、', '，', ';':
		s.commas++
	case '"', '“', '”', '„', '«', '»', '「', '」':
		s.quotes++
	case '|', '•', '›', '·', '→', '/', '▶':
		s.bars++
	case '.', '!', '?', '。':
		s.ends++
	}
}

// closes reports whether a sentence may end with r.
func closes(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '"', '”', '»', '\'', '’', ')', '“', '」', '«':
		return true
	}
	return false
}
