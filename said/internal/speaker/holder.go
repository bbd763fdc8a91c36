package speaker

import (
	"strings"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// possessed reports whether the owner stands in the possessive: "Trump's lawyer" is
// somebody of Trump's, "the Illinois senator" may be named elsewhere.
func (r *resolver) possessed(p *phrase) bool {
	m := r.mention(p.ownerAt)
	return m.Kind == entity.Person || possessives[r.word(m.Last)]
}

// held is a title that the article gives to a person, by one of its words.
type held struct {
	entity      int
	lesser      bool // vice, deputy, assistant
	past        bool
	affiliation string
}

// mostHolders of one title are kept.
const mostHolders = 64

// holders lists the titles of the article by their words, abbreviations in full.
func holders(entities []entity.Entity) map[string][]held {
	out := map[string][]held{}
	for i := range entities {
		for _, t := range entities[i].Titles {
			text := strings.FieldsFunc(strings.ToLower(t.Text), func(c rune) bool { return c == ' ' || c == '-' })
			h := held{entity: i, past: t.Past, affiliation: t.AffiliationName}
			for _, w := range text {
				h.lesser = h.lesser || lesser[w]
			}
			for _, w := range text {
				w = strings.TrimSuffix(w, ".")
				for _, key := range []string{w, long[w]} {
					if key != "" && len(out[key]) < mostHolders {
						out[key] = append(out[key], h)
					}
				}
			}
		}
	}
	return out
}

// lesser words make another office of a title.
var lesser = words("vice deputy assistant")

// officeOf finds the holder of "Salesforce's CEO": who has the title there, or -1.
func (r *resolver) officeOf(p *phrase) int {
	owner := r.Entities.Entities[p.owner].Name
	for _, h := range r.holders[p.noun] {
		if h.affiliation == owner && !h.past && h.lesser == r.isLesser(p) {
			return h.entity
		}
	}
	return -1
}

// isLesser reports whether a source is that of a deputy: "the vice president".
func (r *resolver) isLesser(p *phrase) bool {
	for k := p.x.First; k < p.head; k++ {
		if lesser[r.word(k)] {
			return true
		}
	}
	return strings.HasPrefix(p.noun, "vice-") || strings.HasPrefix(p.noun, "deputy-")
}

// person finds who "the senator" is: who has that title, or else the ranker's choice.
func (r *resolver) person(i int, p *phrase) Attribution {
	cs := r.candidates(p.x.First, r.Statements[i].Content)
	titled := cs[:0:0]
	for _, c := range cs {
		if r.holds(c.entity, p) {
			titled = append(titled, c)
		}
	}
	if len(titled) == 0 {
		if e := r.onlyHolder(p); e >= 0 {
			titled = append(titled, candidate{entity: e})
		}
	}
	if len(titled) > 0 {
		best := titled[0]
		a := Attribution{Speakers: []Speaker{r.speakerOf(best.entity)}, Method: ByNominal, Probability: 0.8}
		if len(titled) > 1 {
			a.Probability = 0.6
		}
		a.Evidence = r.brief(p.x) + " → " + a.Speakers[0].Name + ": has that title in the article"
		return a
	}
	if offices[p.noun] || len(cs) == 0 {
		return Attribution{Speakers: nobody(Role), Method: ByNominal, Probability: 0.6, Evidence: r.brief(p.x) + ": no name is given"}
	}
	for k := range cs {
		cs[k].fitRank = cs[k].rank
	}
	a := r.rank(i, p.x, cs, entity.Unknown, ByNominal)
	if anybody[p.noun] && a.Probability < likely {
		a.Speakers, a.Evidence = nobody(Role), r.brief(p.x)+": not clear who"
	}
	return a
}

// anybody are nouns so general that they name somebody only where that is likely.
var anybody = words("man woman boy girl person patient victim suspect teenager resident mother father student driver")

// likely is the probability from which they do.
const likely = 0.6

// offices are held by somebody else than the person last named, unless the article
// gives the title to that person.
var offices = words("spokesman spokeswoman spokesperson official officer judge prosecutor lawyer attorney doctor witness aide adviser analyst expert reporter journalist source minister king queen pope editor")

// holds reports whether the article gives a person the title that the source uses.
func (r *resolver) holds(e int, p *phrase) bool {
	for _, h := range r.holders[p.noun] {
		if h.entity == e && h.lesser == r.isLesser(p) {
			return true
		}
	}
	return false
}

// hasTitle reports whether a word of a person's titles is the noun.
func (r *resolver) hasTitle(e int, noun string) bool {
	for _, h := range r.holders[noun] {
		if h.entity == e {
			return true
		}
	}
	return false
}

// long gives the words behind abbreviated titles.
var long = map[string]string{"sen": "senator", "rep": "congressman", "gov": "governor", "gen": "general", "prof": "professor", "dr": "doctor", "lt": "lieutenant", "col": "colonel", "capt": "captain", "sgt": "sergeant", "representative": "congressman", "congresswoman": "representative"}

// onlyHolder is the only person of the whole article with the title, or -1.
func (r *resolver) onlyHolder(p *phrase) int {
	found := -1
	for _, h := range r.holders[p.noun] {
		if h.lesser != r.isLesser(p) || h.entity == found {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = h.entity
	}
	return found
}

// oneOfPeople reports whether a source is a person by nationality: "the Spaniard".
func (r *resolver) oneOfPeople(x token.Range, head int32) bool {
	m := &r.Entities.Mentions[head]
	if m.Kind != entity.Group || r.word(x.First) != "the" || m.Last != x.Last || x.Last-x.First > 3 || r.Entities.Entities[m.Entity].Country == "" {
		return false
	}
	w := r.word(m.Last - 1)
	return single[w] || strings.HasSuffix(w, "an") || strings.HasSuffix(w, "woman")
}

// single are nationalities that stand for one person.
var single = words("spaniard briton brit swede dane finn pole scot turk serb croat slovene slovak czech greek thai filipino filipina argentine israeli pakistani iraqi saudi qatari kuwaiti emirati swiss kiwi")
