package speaker

import (
	"github.com/inquit/inquit/said/internal/entity"
)

// document names who issued it: the owner, "by X", "from X", or for "the
// statement" who was named last.
func (r *resolver) document(p *phrase, definite bool) Attribution {
	a := Attribution{Method: ByNominal, Probability: 0.6, Speakers: nobody(Document)}
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
	if !issued[p.noun] {
		return -1
	}
	return r.lastOrganization(p.x.First, nil)
}

// issued are documents of whoever the text speaks of; a study is somebody else's.
var issued = words("statement release press-release communique communiqué tweet post declaration notice announcement")

// besideNoun finds the noun of "the statement" in an earlier sentence, and the
// organization or person named first there: "Apple issued a statement".
func (r *resolver) besideNoun(p *phrase) int {
	const back = 400 // tokens
	lower := r.Stream.Tokens[p.head].Lower
	for k := p.x.First - 1; k >= 0 && k > p.x.First-back; k-- {
		if r.Stream.Tokens[k].Lower != lower || r.quoted[k] {
			continue
		}
		for i := max(k-longSentence, r.Stream.Sentences[r.Stream.Tokens[k].Sent].First); i < k; i++ {
			if m := r.mention(i); m != nil && !r.quoted[i] && (m.Kind == entity.Organization || m.Kind == entity.Person) {
				return m.Entity
			}
		}
	}
	return -1
}
