package entity

import (
	"strings"

	"github.com/inquit/inquit/said/internal/token"
)

// mendAll sets borders and types right that the tagger often gets wrong.
func mendAll(s *token.Stream, spans []Span) {
	for i := range spans {
		n := &spans[i]
		if n.cutBracket(s) && i > 0 && spans[i-1].Last == n.First-1 {
			n.Type = spans[i-1].Type
		}
		switch n.Type {
		case TypePerson:
			n.mend(s)
			n.relist(s)
		case TypeOrganization, TypeMisc, TypeProduct, TypeFacility:
			end := int32(0)
			if i > 0 {
				end = spans[i-1].Last
			}
			n.extend(s, end)
		}
	}
}

// cutBracket ends a name at the bracket that was opened right before it, and reports
// whether it went on: "Bank of Ghana (BoG|) Press Release".
func (n *Span) cutBracket(s *token.Stream) bool {
	if n.First == 0 || s.Text[s.Tokens[n.First-1].Start] != '(' {
		return false
	}
	for i := n.First + 1; i < n.Last; i++ {
		if s.Text[s.Tokens[i].Start] == ')' {
			n.Last, n.End = i, s.Tokens[i-1].End
			return true
		}
	}
	return false
}

// joinParticles makes one name of "Erik |ten| Hag", of which the tagger makes two.
func joinParticles(s *token.Stream, spans []Span) []Span {
	out := spans[:0]
	var printed map[[2]uint64]bool
	for _, n := range spans {
		if k := len(out) - 1; k >= 0 && n.Type == TypePerson && out[k].Type == TypePerson && onlyParticles(s, out[k].Last, n.First) {
			out[k].End, out[k].Last = n.End, n.Last
			out[k].Confidence = min(out[k].Confidence, n.Confidence)
			continue
		}
		if n.Type == TypePerson && n.Last-n.First == 1 && n.First > 0 && capitalParticle(s, n.First) {
			if printed == nil {
				printed = smallParticles(s)
			}
			if printed[[2]uint64{s.Tokens[n.First-1].Lower, s.Tokens[n.First].Exact}] {
				n.First--
				n.Start = s.Tokens[n.First].Start
			}
		}
		out = append(out, n)
	}
	return out
}

func onlyParticles(s *token.Stream, from, to int32) bool {
	if to <= from || to-from > 2 || s.Tokens[from].Sent != s.Tokens[to].Sent {
		return false
	}
	for i := from; i < to; i++ {
		if !particles[s.Word(int(i))] {
			return false
		}
	}
	return true
}

// capitalParticle reports whether "Ten" stands before the word at token i.
func capitalParticle(s *token.Stream, i int32) bool {
	t := &s.Tokens[i-1]
	return t.Cap && t.Sent == s.Tokens[i].Sent && particles[strings.ToLower(s.Word(int(i-1)))]
}

// smallParticles are the pairs of a small particle and a word that the text prints:
// only after "ten Hag" is "Ten Hag" a name.
func smallParticles(s *token.Stream) map[[2]uint64]bool {
	out := map[[2]uint64]bool{}
	for k := 1; k < len(s.Tokens); k++ {
		if s.Tokens[k].Cap && !s.Tokens[k-1].Cap && particles[s.Word(k-1)] {
			out[[2]uint64{s.Tokens[k-1].Lower, s.Tokens[k].Exact}] = true
		}
	}
	return out
}

// Bits of further lists, in the order of data/lists.txt.gz.
const (
	inCountry = 1 << 4
	inBigCity = 1 << 8
	inRegion  = 1 << 11
	inActor   = 1 << 12
)

// relist takes single names that are no person's in any list for what the lists say:
// "Kremlin spokesman".
func (n *Span) relist(s *token.Stream) {
	if n.Type != TypePerson || n.Last-n.First > 1 || n.Confidence >= certain {
		return
	}
	in := lists().get(extend(0, token.LowerHash(s.Text[n.Start:n.End])))
	switch {
	case in&(inFirst|inLast|inUSFirst|inUSLast) != 0:
	case in&inActor != 0:
		n.Type = TypeOrganization
	case in&(inCountry|inBigCity|inRegion) != 0:
		n.Type = TypePlace
	}
}

// extend takes the head of an organization in that the tagger left out: "Institute
// for the| Study of War". Nothing before token end is taken.
func (n *Span) extend(s *token.Stream, end int32) {
	sent := s.Tokens[n.First].Sent
	i := n.First - 1
	if i >= end && s.Word(int(i)) == "the" {
		i--
	}
	if i <= end || s.Tokens[i].Sent != sent {
		return
	}
	if w := s.Word(int(i)); w != "of" && w != "for" && w != "on" {
		return
	}
	i--
	if t := &s.Tokens[i]; !t.Cap || t.Sent != sent || vocab().heads[strings.ToLower(s.Word(int(i)))] != Organization {
		return
	}
	for i-1 >= end && s.Tokens[i-1].Cap && s.Tokens[i-1].Sent == sent && !strings.EqualFold(s.Word(int(i-1)), "the") {
		i--
	}
	n.First, n.Start, n.Type = i, s.Tokens[i].Start, TypeOrganization
}
