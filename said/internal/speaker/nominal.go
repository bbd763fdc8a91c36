package speaker

import (
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
	case determiner == "" || !entity.MaybePerson(noun):
		return Unknown
	}
	return Role
}

// unnamedOnPurpose reports whether a source, or the clause behind it, says that
// whoever speaks did not want to be named.
func (r *resolver) unnamedOnPurpose(x token.Range) bool {
	const behind = 14 // tokens
	last := min(x.Last+behind, r.Stream.Sentences[r.Stream.Tokens[x.Last-1].Sent].Last)
	low := strings.ToLower(r.print(token.Range{First: max(x.First, x.Last-60), Last: max(last, x.Last)}))
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
	if one := strings.TrimSuffix(p.noun, "s"); one != p.noun && definite && p.owner < 0 && entity.IsTitle(one) {
		if two := r.coupled(x.First); two != nil && (r.hasTitle(two[0], one) || r.hasTitle(two[1], one)) {
			return r.both(x, two, ByNominal) // "the ministers"
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
	a.Speakers = nobody(p.kind)
	a.Evidence = r.brief(x) + ": no name is given"
	return a
}
