package entity

import "github.com/inquit/inquit/said/internal/token"

// pronouns by gender, in hashes of lower-case words.
var (
	maleWords   = token.NewSet("he him his himself")
	femaleWords = token.NewSet("she her hers herself")
)

// genderByPronouns tells the gender of persons whose first name does not, by the
// pronouns that follow their names before another person is named.
func (t *titler) genderByPronouns() {
	votes := make([][2]int, len(t.r.Entities))
	for i := range t.r.Mentions {
		m := &t.r.Mentions[i]
		if m.Kind != Person || t.r.Entities[m.Entity].Gender != Unknown {
			continue
		}
		for k := m.Last; k < m.Last+20 && int(k) < len(t.s.Tokens) && t.sents[k] <= t.sents[m.First]+1; k++ {
			if o := t.mention(k); o != nil && o.Kind == Person {
				break
			}
			tok := &t.s.Tokens[k]
			if tok.Kind == token.Double {
				break
			}
			if maleWords.Has(tok.Lower) {
				votes[m.Entity][0]++
			} else if femaleWords.Has(tok.Lower) {
				votes[m.Entity][1]++
			}
		}
	}
	for e, v := range votes {
		switch {
		case v[0] > 2*v[1]:
			t.r.Entities[e].Gender = Male
		case v[1] > 2*v[0]:
			t.r.Entities[e].Gender = Female
		}
	}
}
