package speaker

import (
	"sort"
	"strings"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// owned names an organization by its owner: "Russia's foreign ministry", "the Clinton
// campaign", "his office".
func (r *resolver) owned(i int, p *phrase) Attribution {
	a := Attribution{Method: ByNominal, Probability: 0.75}
	first := p.x.First
	if determiners[r.word(first)] {
		first++
	}
	name := r.print(token.Range{First: first, Last: p.head + 1})
	if p.his {
		owner := r.pronounOwner(i, p)
		if owner == "" {
			a.Speakers = nobody(Organization)
			a.Evidence = r.brief(p.x) + ": not clear whose"
			return a
		}
		name = owner + "'s " + name
		a.Probability = 0.6
	} else if e, ok := r.byName[strings.ToLower(name)]; ok {
		a.Speakers = []Speaker{r.speakerOf(e)}
		a.Evidence = r.brief(p.x) + " → " + a.Speakers[0].Name + ": named in the source"
		return a
	}
	a.Speakers = []Speaker{{Name: name, Kind: Organization, Entity: -1}}
	a.Evidence = name + ": as printed in the source"
	return a
}

// pronounOwner resolves the "his" of "his office".
func (r *resolver) pronounOwner(i int, p *phrase) string {
	one := token.Range{First: p.x.First, Last: p.x.First + 1}
	var a Attribution
	if w := r.word(p.x.First); w == "his" || w == "her" {
		a = r.pronoun(i, one)
	} else {
		a = r.thing(one)
	}
	return a.Speakers[0].Name
}

// organization finds what "the company" or "the commission" was called before: the
// last name with that head word, or else the organization last named.
func (r *resolver) organization(p *phrase) Attribution {
	a := Attribution{Method: ByNominal, Probability: 0.7}
	if e := r.lastOrganization(p.x.First, func(name string) bool { return strings.Contains(name, p.noun) }); e >= 0 {
		a.Speakers = []Speaker{r.speakerOf(e)}
		a.Evidence = r.brief(p.x) + " → " + a.Speakers[0].Name + ": the last name with that word"
		return a
	}
	if e := r.spokenOrganization(); e >= 0 && !governs[p.noun] {
		a.Speakers, a.Probability = []Speaker{r.speakerOf(e)}, 0.6
		a.Evidence = r.brief(p.x) + " → " + a.Speakers[0].Name + ": the organization that spoke before"
		return a
	}
	if e := r.lastOrganization(p.x.First, nil); e >= 0 && p.x.Last-p.x.First <= 3 && !governs[p.noun] {
		a.Speakers, a.Probability = []Speaker{r.speakerOf(e)}, 0.55
		a.Evidence = r.brief(p.x) + " → " + a.Speakers[0].Name + ": the organization last named"
		return a
	}
	a.Speakers = nobody(Organization)
	a.Evidence = r.brief(p.x) + ": no name is given"
	return a
}

// spokenOrganization is the organization among the last few that spoke, or -1.
func (r *resolver) spokenOrganization() int {
	for k := len(r.past) - 1; k >= 0 && k > len(r.past)-6; k-- {
		if s := r.past[k].who.Speakers[0]; s.Kind == Organization && s.Entity >= 0 {
			return s.Entity
		}
	}
	return -1
}

// governs are nouns that stand by themselves: "the government" is rarely the
// organization last named.
var governs = words("government administration police court army military state country nation church house")

// lastOrganization returns the organization last named before a token, the one that
// spoke last being preferred, and of which accept is true if it is given.
func (r *resolver) lastOrganization(at int32, accept func(low string) bool) int {
	ms := r.Entities.Mentions
	start := r.Stream.Tokens[at].Start
	n := sort.Search(len(ms), func(i int) bool { return ms[i].Start >= start })
	for i := n - 1; i >= 0 && i >= n-farthest; i-- {
		m := &ms[i]
		if m.Kind != entity.Organization || accept == nil && r.quoted[m.First] {
			continue
		}
		if accept == nil || accept(strings.ToLower(r.Entities.Entities[m.Entity].Name)) {
			return m.Entity
		}
	}
	return -1
}
