package entity

import (
	"strings"

	"github.com/inquit/inquit/said/internal/token"
)

// after reads what follows a name: ", chief executive of Apple,", ", who is a
// spokesman for the ministry", " of the Civic Party", " (R-Texas)".
func (t *titler) after(m *Mention) (Title, bool) {
	i := m.Last
	switch t.word(i, m.First) {
	case ",":
		if w := t.word(i+1, m.First); w == "of" || w == "from" {
			return t.member(i + 1)
		}
		return t.apposition(m, i+1)
	case "of":
		return t.member(i)
	case "(":
		return t.bracketed(m, i+1)
	}
	return Title{}, false
}

// member reads "of the Civic Party" at token i.
func (t *titler) member(i int32) (Title, bool) {
	start := t.s.Tokens[i].Start
	if t.word(i+1, i) == "the" {
		i++
	}
	o := t.mention(i + 1)
	if o == nil || o.Kind != Organization {
		return Title{}, false
	}
	out := Title{Start: start, End: o.End}
	out.Affiliation, out.AffiliationName = t.affiliation(o)
	return out, true
}

// bracketed reads the party and state of US politicians.
func (t *titler) bracketed(m *Mention, i int32) (Title, bool) {
	for k := i; k < i+4; k++ {
		if t.word(k, m.First) != ")" {
			continue
		}
		from, to := t.s.Tokens[i].Start, t.s.Tokens[k].Start
		text := t.s.Text[from:to]
		if len(text) > 2 && len(text) < 14 && (text[1] == '-' || strings.HasPrefix(text[1:], "–")) && strings.IndexByte("RDI", text[0]) >= 0 {
			return Title{Affiliation: text, AffiliationName: text, Start: from, End: to}, true
		}
	}
	return Title{}, false
}

// apposition reads a noun phrase with a title as its head, behind the comma.
func (t *titler) apposition(m *Mention, i int32) (Title, bool) {
	if i >= int32(len(t.s.Tokens)) {
		return Title{}, false
	}
	sent := t.sents[m.First]
	if w := t.word(i, m.First); w == "who" {
		if be := t.word(i+1, m.First); be != "is" && be != "was" {
			return Title{}, false
		}
		i += 2
	}
	p := phrase{first: i}
	head := int32(-1)
	unknown := 0
	for k := i; k < i+longestTitle && k < int32(len(t.s.Tokens)) && t.sents[k] == sent; k++ {
		low := t.word(k, m.First)
		if o := t.mention(k); o != nil {
			if o.Kind == Person || p.affiliation != nil || head >= 0 {
				break
			}
			p.affiliation = o
			k = o.Last - 1
			if possessive(t.word(k+1, m.First)) {
				k++
			}
			continue
		}
		_, is := t.v.title(low)
		tok := &t.s.Tokens[k]
		switch {
		case is:
			head = k
		case head >= 0 || tok.Kind != token.Word || low == "and" || low == "but" || low == "as":
			k = 1 << 30
			continue
		case determiner(low) && k == i || t.v.may[low] || t.v.past[low]:
		default:
			if unknown++; unknown > 3 {
				return Title{}, false
			}
		}
		p.words = append(p.words, k)
	}
	return t.endApposition(m, &p, head)
}

func determiner(low string) bool {
	switch low {
	case "the", "a", "an", "its", "his", "her", "their", "one":
		return true
	}
	return false
}

// endApposition takes "of Apple" into the phrase and checks that it ends there.
func (t *titler) endApposition(m *Mention, p *phrase, head int32) (Title, bool) {
	if head < 0 {
		return Title{}, false
	}
	for k, i := range p.words {
		if i > head {
			p.words = p.words[:k]
			break
		}
	}
	end := head + 1
	if preposition(t.word(end, m.First)) {
		k := end + 1
		if t.word(k, m.First) == "the" {
			k++
		}
		if o := t.mention(k); o != nil && o.Kind != Person {
			if p.affiliation == nil {
				p.affiliation = o
			}
			end = o.Last
		} else if p.affiliation == nil {
			return Title{}, false
		}
	}
	if w := t.word(end, m.First); w != "" && w != "," && w != "." && w != ";" && w != "and" && w != "who" && w != "-" && w != "–" && w != "—" && !preposition(w) {
		return Title{}, false
	}
	out := t.title(p, end-1)
	if a := p.affiliation; a != nil {
		out.Start = min(out.Start, a.Start)
	}
	return out, true
}

// relate reads "Trump's son-in-law, Jared Kushner" and "Lavrov's spokeswoman Maria
// Zakharova": what the one is to the other. The title of the first is not the second's.
func (t *titler) relate(m *Mention) {
	i := m.First - 1
	if t.word(i, m.First) == "," {
		i--
	}
	low := t.word(i, m.First)
	_, kin := t.v.kin[low]
	_, title := t.v.title(low)
	if !kin && !title {
		return
	}
	first := i
	for k := i - 1; k >= 0 && i-k < 6; k-- {
		w := t.word(k, m.First)
		if possessive(w) {
			o := t.mention(k - 1)
			if o == nil || o.Kind != Person || o.Entity == m.Entity {
				return
			}
			e := &t.r.Entities[m.Entity]
			e.Relation = t.s.Text[t.s.Tokens[first].Start:t.s.Tokens[i].End] + " of " + t.r.Entities[o.Entity].Name
			if g := t.v.kin[low]; e.Gender == Unknown {
				e.Gender = g
			}
			return
		}
		if t.s.Tokens[k].Kind != token.Word || t.at[k] != 0 {
			return
		}
		first = k
	}
}
