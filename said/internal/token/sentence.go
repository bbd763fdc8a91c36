package token

import (
	_ "embed"
	"strings"
)

//go:embed abbreviations.txt
var abbreviationList string

// condition says when a word is an abbreviation.
type condition uint8

const (
	always condition = iota + 1
	withCapital
	beforeNumber
)

var abbreviations, sentenceEnding = readAbbreviations(abbreviationList)

// readAbbreviations reads one abbreviation a line; the file says what the signs mean.
func readAbbreviations(list string) (all map[uint64]condition, ending Set) {
	all = map[uint64]condition{}
	var closing []uint64
	for line := range strings.Lines(list) {
		w := strings.TrimSpace(line)
		if w == "" || w[0] == '#' {
			continue
		}
		when := always
		var found bool
		if w, found = strings.CutPrefix(w, "^"); found {
			when = withCapital
		}
		if w, found = strings.CutSuffix(w, "#"); found {
			when = beforeNumber
		}
		if w, found = strings.CutSuffix(w, "+"); found {
			closing = append(closing, lowerHash(w+"."))
		}
		all[lowerHash(w)] = when
	}
	return all, SetOf(closing)
}

// sentences numbers the sentences. A sentence never runs over a line end.
func (s *Stream) sentences() {
	for _, p := range s.Paragraphs {
		first := p.First
		for i := p.First; i < p.Last; i++ {
			if i+1 == p.Last || s.endsAt(int(i), int(p.Last)) {
				s.close(first, i+1)
				first = i + 1
			}
		}
	}
}

func (s *Stream) close(first, last int32) {
	for i := first; i < last; i++ {
		s.Tokens[i].Sent = int32(len(s.Sentences))
	}
	s.Sentences = append(s.Sentences, Range{first, last})
}

// endsAt reports whether a sentence ends with token i, closing marks included.
func (s *Stream) endsAt(i, last int) bool {
	t, next := &s.Tokens[i], &s.Tokens[i+1]
	closing := t.Glued && (t.Kind == Double || t.Kind == Single || t.First == ')' || t.First == ']')
	if closing && next.Glued {
		return false
	}
	end := i
	for closing && end > 0 && s.Tokens[end].Glued && !s.Tokens[end].stops() && i-end < 3 {
		end--
	}
	e := &s.Tokens[end]
	if !e.stops() && !(e.Kind == Word && sentenceEnding.Has(e.Lower)) {
		return false
	}
	if next.Glued { // a closing mark follows, or it is no end at all
		return e.stops() && next.Cap && end == i
	}
	opens := next.Kind == Double || next.Kind == Single || next.First == '(' || next.First == '['
	if closing {
		return next.Cap || opens
	}
	return next.Cap || opens || next.Digit && e.stops() || i+2 < last && next.Kind == Punct && s.Tokens[i+2].Cap
}

func (t *Token) stops() bool {
	return t.Kind == Punct && (t.First == '.' || t.First == '?' || t.First == '!' || t.First == '…' || t.First == '。')
}

// EndsSentence reports whether a word with this lower-case hash is an
// abbreviation that may end a sentence: a.m., Inc.
func EndsSentence(lower uint64) bool { return sentenceEnding.Has(lower) }
