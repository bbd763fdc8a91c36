package token

import (
	"unicode"
	"unicode/utf8"
)

const (
	offset = 14695981039346656037 // FNV-1a, 64 bits
	prime  = 1099511628211
)

// Hash returns the hash of a word as printed; it is what Token.Exact holds.
func Hash(w string) uint64 {
	h := uint64(offset)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint64(w[i])) * prime
	}
	return finish(h)
}

// LowerHash returns the hash of a word in lower case, ’ read as '; it is what
// Token.Lower holds.
func LowerHash(w string) uint64 { return lowerHash(w) }

func lowerHash(w string) uint64 {
	h := uint64(offset)
	for i := 0; i < len(w); {
		r, n := rune(w[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(w[i:])
		}
		h = hashRune(h, lowerOf(r))
		i += n
	}
	return finish(h)
}

// lowerOf returns the small letter of a capital, and ' for ’.
func lowerOf(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	case r == '’':
		return '\''
	}
	return unicode.ToLower(r)
}

func hashRune(h uint64, r rune) uint64 {
	if r < utf8.RuneSelf {
		return (h ^ uint64(r)) * prime
	}
	return hashWide(h, r)
}

func hashWide(h uint64, r rune) uint64 {
	var b [utf8.UTFMax]byte
	for _, c := range b[:utf8.EncodeRune(b[:], r)] {
		h = (h ^ uint64(c)) * prime
	}
	return h
}

// finish spreads the last characters over all bits: tables use the low ones.
func finish(h uint64) uint64 {
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return h ^ h>>32
}

// describe fills in what features need to know of the word.
func (t *Token) describe(w string) {
	t.First, _ = utf8.DecodeRuneInString(w)
	if t.Kind != Word {
		t.Lower = lowerHash(w)
		t.Exact, t.Shape, t.Suffix2, t.Suffix3 = t.Lower, t.Lower, t.Lower, t.Lower
		return
	}
	t.Cap = unicode.IsUpper(t.First)
	t.Digit = unicode.IsDigit(t.First)
	t.Exact = Hash(w)
	lower, pattern := uint64(offset), shaper{hash: offset}
	var last [3]int // where the last three characters begin
	for i := 0; i < len(w); {
		last[2], last[1], last[0] = last[1], last[0], i
		r := rune(w[i])
		if r < utf8.RuneSelf {
			i++
		} else {
			var n int
			r, n = utf8.DecodeRuneInString(w[i:])
			i += n
		}
		lower = hashRune(lower, lowerOf(r))
		pattern.add(r)
	}
	t.Lower, t.Shape = finish(lower), finish(pattern.hash)
	t.Upper = pattern.capitals > 1 && pattern.small == 0
	t.Suffix2, t.Suffix3 = lowerHash(w[last[1]:]), lowerHash(w[last[2]:])
}

// shaper hashes the pattern of capitals, small letters and digits, at most two of a
// kind in a row.
type shaper struct {
	hash                 uint64
	last                 rune
	run, capitals, small int
}

func (s *shaper) add(r rune) {
	switch {
	case 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r):
		r = 'x'
		s.small++
	case 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsUpper(r):
		r = 'X'
		s.capitals++
	case unicode.IsDigit(r):
		r = 'd'
	}
	if r == s.last {
		s.run++
	} else {
		s.run = 1
	}
	s.last = r
	if s.run <= 2 {
		s.hash = hashRune(s.hash, r)
	}
}
