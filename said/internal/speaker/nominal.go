package speaker

import (
	"sort"
	"strings"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// phrase is a source without a name as its head.
type phrase struct {
	x          token.Range
	head       int32  // its head noun
	noun       string // in lower case
	determiner string
	owner      int // entity that owns or modifies it, or -1
	ownerAt    int32
	his        bool // owned by a pronoun
	kind       Kind // by the noun
}

// parse finds the head noun of a source.
func (r *resolver) parse(x token.Range) phrase {
	p := phrase{x: x, owner: -1, head: -1}
	first := r.word(x.First)
	if determiners[first] {
		p.determiner = first
	}
	p.his = first == "his" || first == "her" || first == "its" || first == "their"
	for i := x.First; i < x.Last; i++ {
		w := r.word(i)
		if i > x.First && (prepositions[w] || stops[w] || w == "and") {
			break
		}
		if m := r.mention(i); m != nil {
			p.owner, p.ownerAt = m.Entity, i
			i = min(m.Last, x.Last) - 1
			if p.head < 0 || m.Kind != entity.Person {
				p.noun, p.head = r.word(i), i
			}
			continue
		}
		if k, ok := nounKinds()[w]; ok {
			p.noun, p.head, p.kind = w, i, k
		} else if r.Stream.Tokens[i].Kind == token.Word && !possessives[w] && !determiners[w] {
			p.noun, p.head = w, i
			if p.kind == "" || i+1 < x.Last {
				p.kind = ""
			}
		}
	}
	if p.kind == "" {
		p.kind = r.kindOfNoun(p.noun, p.determiner)
	}
	if r.unnamedOnPurpose(x) {
		p.kind = Anonymous
	}
	return p
}

// kindOfNoun guesses for nouns that are in no list.
func (r *resolver) kindOfNoun(noun, determiner string) Kind {
	switch {
	case noun == "":
		return Unknown
	case strings.HasSuffix(noun, "s") && !strings.HasSuffix(noun, "ss") && determiner != "a" && determiner != "an":
		if k, ok := nounKinds()[strings.TrimSuffix(noun, "s")]; ok && k == Document {
			return Document
		}
		return Group
	case strings.HasSuffix(noun, "man") || strings.HasSuffix(noun, "woman") || strings.HasSuffix(noun, "ist") || strings.HasSuffix(noun, "er") || strings.HasSuffix(noun, "or"):
		return Role
	case determiner == "":
		return Unknown
	}
	return Role
}

func (r *resolver) unnamedOnPurpose(x token.Range) bool {
	low := strings.ToLower(r.print(x))
	for _, s := range []string{"anonym", "not to be named", "not be named", "not authorized", "not authorised", "familiar with", "close to the", "unnamed", "unidentified"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	return false
}

// nominal decides on "the senator", "the company", "his lawyer", "a report by X".
func (r *resolver) nominal(i int, x token.Range) Attribution {
	p := r.parse(x)
	definite := p.determiner == "the" || p.determiner == "this" || p.determiner == "that"
	a := Attribution{Method: ByNominal, Probability: 0.75}
	if pairs[p.noun] && p.owner < 0 && (definite || p.determiner == "both") || p.noun == "both" {
		if two := r.coupled(x.First); two != nil {
			return r.both(x, two, ByNominal)
		}
	}
	switch {
	case p.kind == Document:
		return r.document(&p, definite)
	case p.kind == Organization && (p.owner >= 0 || p.his):
		return r.owned(i, &p)
	case p.kind == Organization && definite:
		return r.organization(&p)
	case p.kind == Role && p.owner >= 0 && r.officeOf(&p) >= 0:
		e := r.officeOf(&p)
		a.Speakers, a.Evidence = []Speaker{r.speakerOf(e)}, r.brief(x)+" → "+r.Entities.Entities[e].Name+": has that title in the article"
		return a
	case p.kind == Role && definite && p.owner < 0 && !p.his:
		return r.person(i, &p)
	case p.kind == Role && definite && p.owner >= 0 && !r.possessed(&p):
		return r.person(i, &p)
	case p.kind == Unknown && p.determiner == "" && r.Stream.Tokens[x.First].Cap && p.noun != "":
		a.Probability = 0.5
	}
	if p.kind == Organization && p.determiner == "" {
		p.kind = Role
	}
	a.Speakers = nobody(p.kind)
	a.Evidence = r.brief(x) + ": no name is given"
	return a
}

// possessed reports whether the owner stands in the possessive: "Trump's lawyer" is
// somebody of Trump's, "the Illinois senator" may be named elsewhere.
func (r *resolver) possessed(p *phrase) bool {
	m := r.mention(p.ownerAt)
	return m.Kind == entity.Person || possessives[r.word(m.Last)]
}

// officeOf finds the holder of "Salesforce's CEO": who has the title there, or -1.
func (r *resolver) officeOf(p *phrase) int {
	owner := r.Entities.Entities[p.owner].Name
	for i := range r.Entities.Entities {
		e := &r.Entities.Entities[i]
		for _, t := range e.Titles {
			if t.AffiliationName == owner && !t.Past && r.hasTitle(i, p.noun) {
				return i
			}
		}
	}
	return -1
}

// document names who issued it: the owner, "by X", "from X", or for "the
// statement" who was named last.
func (r *resolver) document(p *phrase, definite bool) Attribution {
	a := Attribution{Method: ByNominal, Probability: 0.7, Speakers: nobody(Document)}
	a.Evidence = r.brief(p.x) + ": a document"
	issuer := p.owner
	for k := p.head; issuer < 0 && k >= 0 && k+1 < p.x.Last; k++ {
		if w := r.word(k); w == "by" || w == "from" {
			if m := r.mentionSoon(k+1, p.x.Last); m != nil {
				issuer = m.Entity
			}
		}
	}
	if bare := p.x.Last-p.x.First <= 2; issuer < 0 && definite && bare {
		issuer = r.issuer(p)
	}
	if issuer >= 0 {
		s := r.speakerOf(issuer)
		a.Speakers[0].Name, a.Speakers[0].Entity = s.Name, issuer
		a.Evidence = r.brief(p.x) + " → " + s.Name + ": who issued it"
	}
	return a
}

func (r *resolver) mentionSoon(from, last int32) *entity.Mention {
	for k := from; k < last && k < from+6; k++ {
		if m := r.mention(k); m != nil {
			return m
		}
	}
	return nil
}

// issuer tells whose "the statement" is: whoever made a document speak before, who
// stands beside the same noun in an earlier sentence, or who spoke or was named last.
func (r *resolver) issuer(p *phrase) int {
	for k := len(r.past) - 1; k >= 0 && k > len(r.past)-6; k-- {
		if s := r.past[k].who.Speakers[0]; s.Kind == Document && s.Entity >= 0 {
			return s.Entity
		}
	}
	if e := r.besideNoun(p); e >= 0 {
		return e
	}
	_, par := r.sentence(p.x.First)
	if n := len(r.past); n > 0 && r.past[n-1].entity >= 0 && par-r.past[n-1].par <= 1 {
		return r.past[n-1].entity
	}
	return r.lastOrganization(p.x.First, nil)
}

// besideNoun finds the noun of "the statement" in an earlier sentence, and the
// organization or person named first there: "Apple issued a statement".
func (r *resolver) besideNoun(p *phrase) int {
	const back = 400 // tokens
	lower := r.Stream.Tokens[p.head].Lower
	for k := p.x.First - 1; k >= 0 && k > p.x.First-back; k-- {
		if r.Stream.Tokens[k].Lower != lower || r.quoted[k] {
			continue
		}
		for i := r.Stream.Sentences[r.Stream.Tokens[k].Sent].First; i < k; i++ {
			if m := r.mention(i); m != nil && !r.quoted[i] && (m.Kind == entity.Organization || m.Kind == entity.Person) {
				return m.Entity
			}
		}
	}
	return -1
}

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

// person finds who "the senator" is: who has that title, or else the ranker's choice.
func (r *resolver) person(i int, p *phrase) Attribution {
	cs := r.candidates(p.x.First, r.Statements[i].Content)
	titled := cs[:0:0]
	for _, c := range cs {
		if r.hasTitle(c.entity, p.noun) {
			titled = append(titled, c)
		}
	}
	if len(titled) == 0 {
		if e := r.anyTitled(p.noun); e >= 0 {
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

// hasTitle reports whether the article introduces the person with the noun as title.
func (r *resolver) hasTitle(e int, noun string) bool {
	for _, t := range r.Entities.Entities[e].Titles {
		for _, w := range strings.FieldsFunc(strings.ToLower(t.Text), func(c rune) bool { return c == ' ' || c == '-' }) {
			w = strings.TrimSuffix(w, ".")
			if w == noun || long[w] == noun {
				return true
			}
		}
	}
	return false
}

// long gives the words behind abbreviated titles.
var long = map[string]string{"sen": "senator", "rep": "congressman", "gov": "governor", "gen": "general", "prof": "professor", "dr": "doctor", "lt": "lieutenant", "col": "colonel", "capt": "captain", "sgt": "sergeant", "representative": "congressman", "congresswoman": "representative"}

// anyTitled is the only person of the whole article with a title, or -1.
func (r *resolver) anyTitled(noun string) int {
	found := -1
	for e := range r.Entities.Entities {
		if len(r.Entities.Entities[e].Titles) > 0 && r.hasTitle(e, noun) {
			if found >= 0 {
				return -1
			}
			found = e
		}
	}
	return found
}
