package entity

import (
	"strings"

	"github.com/inquit/inquit/said/internal/token"
)

// completeNames looks for the full names of persons whom the tagger knows by the
// surname alone: a first name before it that was not marked, or a longer name that
// was taken for something else.
func (g *gatherer) completeNames() {
	surnames := map[string]bool{}
	for i := range g.ms {
		if m := &g.ms[i]; m.Kind == Person {
			surnames[m.name.surname()] = surnames[m.name.surname()] || len(m.name.words) == 1
		}
	}
	companies := g.companies()
	end := int32(0)
	for i := range g.ms {
		m := &g.ms[i]
		if m.Kind == Person && len(m.name.words) == 1 && m.First > end && g.firstName(m.First-1, m.First) {
			m.First--
			m.Start = g.s.Tokens[m.First].Start
			g.rename(m)
		} else if m.Kind == Person && len(m.name.words) == 1 && m.gender == Unknown && companies[m.low] {
			m.Kind = Organization
		} else if m.Kind != Person && m.Kind != Group && m.Confidence < certain {
			words := strings.Fields(m.low)
			if len(words) == 2 && surnames[words[1]] && g.firstName(m.First, m.First) {
				m.Kind = Person
				g.rename(m)
			}
		}
		end = m.Last
	}
}

// companies are the names, without "Corp." and the like, of those that the article
// gives in full: "Acme" is then no person.
func (g *gatherer) companies() map[string]bool {
	out := map[string]bool{}
	for i := range g.ms {
		if m := &g.ms[i]; m.Kind == Organization {
			if c := core(m.low); c != m.low {
				out[c] = true
			}
		}
	}
	return out
}

func (g *gatherer) rename(m *mention) {
	m.text = g.s.Text[m.Start:m.End]
	m.low, m.name = normal(m.text), parseName(m.text)
}

// firstName reports whether token i may be the first name to the surname at token
// next: known as one, or no word at all.
func (g *gatherer) firstName(i, next int32) bool {
	t := &g.s.Tokens[i]
	if !t.Cap || t.Kind != token.Word || t.Par != g.s.Tokens[next].Par || t.Upper {
		return false
	}
	w := strings.ToLower(g.s.Word(int(i)))
	if _, title := vocab().title(w); title || isPlaceName(w) || strings.Contains(w, ".") || len(w) < 3 {
		return false
	}
	return knownFirstName(w) || wordClasses().usedLike(t.Exact, t.Lower, "anna")
}

func knownFirstName(low string) bool {
	return lists().get(extend(0, token.LowerHash(low)))&(inFirst|inUSFirst) != 0
}
