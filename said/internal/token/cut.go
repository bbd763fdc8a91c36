package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut appends the tokens of one line.
func (s *Stream) cut(start, end int) {
	glued := false
	for i := start; i < end; {
		if s.Text[i] == ' ' {
			glued = false
			i++
			continue
		}
		r, n := s.rune(i, end)
		switch {
		case IsSpace(r):
			glued = false
			i += n
			continue
		case IsWord(r):
			stop := s.wordEnd(i, end)
			if k := s.clitic(i, stop); k > i {
				s.add(i, k, Word, glued)
				s.add(k, stop, Word, true)
			} else {
				s.add(i, stop, Word, glued)
			}
			i = stop
		default:
			stop, kind := s.sign(i, end, r, n)
			s.add(i, stop, kind, glued)
			i = stop
		}
		glued = true
	}
}

// rune decodes the character at i; beyond end there is a space.
func (s *Stream) rune(i, end int) (rune, int) {
	if i >= end {
		return ' ', 0
	}
	if c := s.Text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.Text[i:end])
}

// wordEnd finds the end of the word that begins at i. Apostrophes, dots,
// ampersands and hyphens join; a last dot belongs to abbreviations only.
func (s *Stream) wordEnd(i, end int) int {
	j := i
	for {
		r, n := s.rune(j, end)
		for n > 0 && IsWord(r) {
			j += n
			r, n = s.rune(j, end)
		}
		if n == 0 || !joins(r) {
			break
		}
		if next, m := s.rune(j+n, end); m == 0 || !IsWord(next) {
			break
		}
		j += n
	}
	if j < end && s.Text[j] == '.' && s.abbreviation(i, j, end) {
		j++
	}
	return j
}

func joins(r rune) bool {
	return r == '\'' || r == '’' || r == '.' || r == '&' || r == '-'
}

// abbreviation reports whether the word before the dot at j keeps that dot: a
// known abbreviation, an initial, or letters with dots between. Of words joined by
// hyphens the last one tells: R-Ky. is a party and a state.
func (s *Stream) abbreviation(i, j, end int) bool {
	r, n := s.rune(i, j)
	if i+n == j {
		return unicode.IsUpper(r) && r != 'I'
	}
	if j-i > 24 {
		return false
	}
	if k := strings.LastIndexByte(s.Text[i:j], '-'); k >= 0 {
		i += k + 1
		r, _ = s.rune(i, j)
	}
	switch abbreviations[lowerHash(s.Text[i:j])] {
	case always:
		return true
	case withCapital:
		return unicode.IsUpper(r)
	case beforeNumber:
		return s.numberAfter(j+1, end)
	}
	return acronym(s.Text[i:j])
}

// numberAfter reports whether a number follows, after a space perhaps.
func (s *Stream) numberAfter(i, end int) bool {
	r, n := s.rune(i, end)
	if IsSpace(r) {
		r, _ = s.rune(i+n, end)
	}
	return unicode.IsDigit(r)
}

// acronym reports whether w is single letters with dots between: U.S
func acronym(w string) bool {
	letter := true
	for _, r := range w {
		if letter && !unicode.IsLetter(r) || !letter && r != '.' {
			return false
		}
		letter = !letter
	}
	return !letter && len(w) > 1
}

// clitic returns where 's, n't, 're, 've, 'll, 'd or 'm begins at the end of
// the word, and i if it has none.
func (s *Stream) clitic(i, j int) int {
	const longest = len("’re")
	if tail := s.Text[max(i, j-longest):j]; strings.IndexByte(tail, '\'') < 0 && !strings.Contains(tail, "’") {
		return i
	}
	for _, c := range []string{"'s", "’s", "'S", "’S", "n't", "n’t", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m"} {
		if k := j - len(c); k > i && s.Text[k:j] == c {
			return k
		}
	}
	return i
}

// sign finds the end and kind of the sign at i.
func (s *Stream) sign(i, end int, r rune, n int) (int, Kind) {
	switch {
	case IsDouble(r):
		return i + n, Double
	case r == '\'' || r == '`':
		if i+1 < end && s.Text[i+1] == s.Text[i] {
			return i + 2, Double
		}
		return i + n, Single
	case r == '‘' || r == '’' || r == '‚' || r == '‹' || r == '›':
		return i + n, Single
	case r == '.' || r == '-':
		j := i + n
		for j < end && s.Text[j] == byte(r) {
			j++
		}
		return j, Punct
	}
	return i + n, Punct
}

// IsDouble reports whether r is a double quotation mark by itself.
func IsDouble(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '＂', '「', '」', '『', '』':
		return true
	}
	return false
}

// IsWord reports whether r is part of a word: a letter, a number, a combining
// mark or an underscore.
func IsWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// IsSpace reports whether r separates tokens without being one.
func IsSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r < ' '
}

func (s *Stream) add(start, end int, kind Kind, glued bool) {
	t := Token{Start: int32(start), End: int32(end), Kind: kind, Glued: glued}
	t.describe(s.Text[start:end])
	s.Tokens = append(s.Tokens, t)
}
