package entity

import (
	"unicode"
	"unicode/utf8"

	"github.com/inquit/inquit/said/internal/token"
)

// piece is what the tagger labels: a token, or a part of one that is joined by
// hyphens. "Russian-speaking" holds a name, and so do the parts of "Paris-Dakar".
type piece struct {
	start, end   int32
	tok          int32 // token of the stream
	sent         int32
	exact, lower uint64
	shape        uint64 // pattern of characters, repeated ones once
	prefix       [4]uint64
	suffix       [4]uint64
	tree         [3]uint16 // classes of the word, from fine to coarse
	class        [3]uint16
	lists        uint32 // lists that hold the word
	begins       uint32 // lists that hold a phrase which begins here
	inside       uint32 // lists that hold a phrase which goes on here
	kind         pieceKind
	upper        bool // all capitals
	near         bool // a feature may look at it
}

type pieceKind uint8

const (
	small   pieceKind = iota // lower-case word
	capital                  // word that begins with a capital
	number                   // begins with a digit or is the sign of a currency
	sign
)

// sentencesOf numbers the sentence of every token. An abbreviation ends none: the
// stream parts "the U.S. | Senate", which would cut names in two.
func sentencesOf(s *token.Stream) []int32 {
	out := make([]int32, len(s.Tokens))
	n := int32(0)
	for i := range s.Tokens {
		if i > 0 && s.Tokens[i].Sent != s.Tokens[i-1].Sent {
			before := &s.Tokens[i-1]
			if before.Kind != token.Word || s.Text[before.End-1] != '.' || before.Par != s.Tokens[i].Par {
				n++
			}
		}
		out[i] = n
	}
	return out
}

// mostPieces bounds the memory that a text may take: what stands behind them is not
// searched for names. An article of 200 pages has fewer.
const mostPieces = 1 << 18

// cut makes the pieces of a text.
func cut(s *token.Stream, out []piece) []piece {
	sents := sentencesOf(s)
	for i := range s.Tokens {
		from := len(out)
		if from >= mostPieces {
			break
		}
		out = cutToken(out, s, i)
		for k := from; k < len(out); k++ {
			out[k].sent = sents[i]
		}
	}
	return out
}

func cutToken(out []piece, s *token.Stream, i int) []piece {
	t := &s.Tokens[i]
	w := s.Text[t.Start:t.End]
	if t.Kind != token.Word {
		p := piece{start: t.Start, end: t.End, tok: int32(i), exact: t.Lower, lower: t.Lower, shape: t.Lower, kind: sign}
		if t.First == '$' || t.First == '€' || t.First == '£' {
			p.kind = number
		}
		return append(out, p)
	}
	from := 0
	for j := 0; j < len(w); j++ {
		if w[j] == '-' && len(out) < mostPieces {
			out = appendPiece(out, s, i, from, j)
			out = appendPiece(out, s, i, j, j+1)
			from = j + 1
		}
	}
	return appendPiece(out, s, i, from, len(w))
}

func appendPiece(out []piece, s *token.Stream, i, from, to int) []piece {
	if from == to {
		return out
	}
	t := &s.Tokens[i]
	start, end := t.Start+int32(from), t.Start+int32(to)
	w := s.Text[start:end]
	p := piece{start: start, end: end, tok: int32(i), exact: t.Exact, lower: t.Lower}
	if start != t.Start || end != t.End {
		p.exact, p.lower = token.Hash(w), token.LowerHash(w)
	}
	first, _ := utf8.DecodeRuneInString(w)
	switch {
	case unicode.IsUpper(first):
		p.kind = capital
	case unicode.IsDigit(first):
		p.kind = number
	case w == "-":
		p.kind = sign
	}
	return append(out, p)
}

// describe fills in shapes and affixes.
func (p *piece) describe(w string) {
	const offset, prime = 14695981039346656037, 1099511628211
	shape := uint64(offset)
	var last byte
	letters, capitals := 0, 0
	for _, r := range w {
		c := byte('u')
		switch {
		case 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r):
			c = 'x'
			letters++
		case 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsUpper(r):
			c = 'X'
			letters++
			capitals++
		case '0' <= r && r <= '9':
			c = 'd'
		case r < utf8.RuneSelf:
			c = byte(r)
		}
		if c != last {
			shape = (shape ^ uint64(c)) * prime
		}
		last = c
	}
	p.shape = shape
	p.upper = capitals > 1 && capitals == letters
	h := uint64(offset)
	at := 0
	for k := 0; k < 4 && at < len(w); k++ {
		_, n := utf8.DecodeRuneInString(w[at:])
		at += n
		p.prefix[k] = token.LowerHash(w[:at])
	}
	at = len(w)
	for k := 0; k < 4 && at > 0; k++ {
		_, n := utf8.DecodeLastRuneInString(w[:at])
		at -= n
		h = (h ^ foldHash(w[at:at+n])) * prime
		p.suffix[k] = h ^ h>>31
	}
}

func foldHash(c string) uint64 {
	if len(c) == 1 {
		b := c[0]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		return uint64(b)
	}
	return token.LowerHash(c)
}

// sight is how far from what it is about a feature sees more of a piece than the word.
const sight = 2

// attend marks pieces that features look at. Most stand far from any name.
func attend(ps []piece) {
	for i := range ps {
		ps[i].near = true
	}
}

// consult describes those pieces and looks them up in the lists and the word classes.
func consult(text string, ps []piece) {
	names, words := lists(), wordClasses()
	for i := range ps {
		p := &ps[i]
		if !p.near {
			continue
		}
		if p.shape == 0 {
			p.describe(text[p.start:p.end])
		}
		if p.kind == sign {
			continue
		}
		p.tree, p.class = words.of(p.exact, p.lower)
		p.lists = names.get(extend(0, p.lower))
	}
	for i := range ps {
		if ps[i].kind != capital {
			continue
		}
		h, v := extend(0, ps[i].lower), ps[i].lists
		best, found := 0, uint32(0)
		for j := i + 1; j < len(ps) && j < i+6 && v&isPrefix != 0 && ps[j].sent == ps[i].sent; j++ {
			h = extend(h, ps[j].lower)
			v = names.get(h)
			if v&^isPrefix != 0 {
				best, found = j, v&^isPrefix
			}
		}
		if best > 0 {
			ps[i].begins |= found
			for j := i + 1; j <= best; j++ {
				ps[j].inside |= found
			}
		}
	}
}
