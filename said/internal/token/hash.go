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
		c := w[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			h = (h ^ uint64(c)) * prime
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(w[i:])
		h = hashRune(h, lower(r))
		i += n
	}
	return finish(h)
}

func lower(r rune) rune {
	if r == '’' {
		return '\''
	}
	return unicode.ToLower(r)
}

func hashRune(h uint64, r rune) uint64 {
	if r < utf8.RuneSelf {
		return (h ^ uint64(r)) * prime
	}
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
	t.Lower = lowerHash(w)
	if t.Kind != Word {
		t.Exact, t.Shape, t.Suffix2, t.Suffix3 = t.Lower, t.Lower, t.Lower, t.Lower
		return
	}
	t.Cap = unicode.IsUpper(t.First)
	t.Digit = unicode.IsDigit(t.First)
	t.Exact = Hash(w)
	t.Shape, t.Upper = shape(w)
	t.Suffix2 = lowerHash(lastRunes(w, 2))
	t.Suffix3 = lowerHash(lastRunes(w, 3))
}

func lastRunes(w string, n int) string {
	i := len(w)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(w[:i])
		i -= size
	}
	return w[i:]
}

// shape hashes the pattern of capitals, small letters and digits, at most two
// of a kind in a row, and reports whether all letters are capitals.
func shape(w string) (uint64, bool) {
	h := uint64(offset)
	var last rune
	run, capitals, small := 0, 0, 0
	for _, r := range w {
		c := r
		switch {
		case 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r):
			c = 'x'
			small++
		case 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsUpper(r):
			c = 'X'
			capitals++
		case unicode.IsDigit(r):
			c = 'd'
		}
		if c == last {
			run++
		} else {
			run = 1
		}
		last = c
		if run <= 2 {
			h = hashRune(h, c)
		}
	}
	return finish(h), capitals > 1 && small == 0
}
