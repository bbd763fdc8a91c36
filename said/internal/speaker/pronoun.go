package speaker

import (
	"fmt"
	"sort"

	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

const (
	mostCandidates = 10
	farthest       = 200 // mentions to look back
	// Below tooUnsure no name is given.
	tooUnsure = 0.22
	// The ranker is surer than it is right: of what it gives 0.97, 0.89 is right on
	// hand-labelled pronouns. Its scores are scaled before they are probabilities.
	sobriety = 0.85
)

// candidate is a person named before a statement's source.
type candidate struct {
	entity    int
	rank      int // 0 is the person last named
	fitRank   int // the same among those of fitting gender
	last      *entity.Mention
	lastIn    *entity.Mention // last one inside quotation marks
	inPar     int             // mentions in the paragraph of the source
	before    int             // mentions before the source
	inHead    bool
	firstSent bool // the last mention is the first person of its sentence
}

// candidates lists the persons named before token at, the nearest first. What the
// statement itself says does not count, unless nothing else names the person.
func (r *resolver) candidates(at int32, content []token.Range) []candidate {
	ms := r.Entities.Mentions
	start := r.Stream.Tokens[at].Start
	_, par := r.sentence(at)
	n := sort.Search(len(ms), func(i int) bool { return ms[i].Start >= start })
	index := map[int]int{}
	var out []candidate
	for i := n - 1; i >= 0 && i >= n-farthest; i-- {
		m := &ms[i]
		if m.Kind != entity.Person {
			continue
		}
		k, ok := index[m.Entity]
		if !ok {
			if len(out) == mostCandidates {
				continue
			}
			k = len(out)
			index[m.Entity] = k
			out = append(out, candidate{entity: m.Entity, rank: k})
		}
		r.see(&out[k], m, par, content)
	}
	for i := range out {
		out[i].before = r.countBefore(out[i].entity, start)
		first := r.Entities.Mentions[r.Entities.Entities[out[i].entity].Mentions[0]]
		out[i].inHead = r.Stream.Tokens[first.First].Par == 0
	}
	return out
}

func (r *resolver) see(c *candidate, m *entity.Mention, par int32, content []token.Range) {
	for _, x := range content {
		if m.First >= x.First && m.Last <= x.Last {
			return
		}
	}
	if r.quoted[m.First] {
		if c.lastIn == nil {
			c.lastIn = m
		}
		return
	}
	if c.last == nil {
		c.last = m
		c.firstSent = r.firstPerson(m)
	}
	if r.Stream.Tokens[m.First].Par == par {
		c.inPar++
	}
}

func (r *resolver) countBefore(e int, start int32) int {
	all := r.Entities.Entities[e].Mentions
	return sort.Search(len(all), func(i int) bool { return r.Entities.Mentions[all[i]].Start >= start })
}

// firstPerson reports whether no other person stands before m in its sentence.
func (r *resolver) firstPerson(m *entity.Mention) bool {
	first := r.Stream.Sentences[r.Stream.Tokens[m.First].Sent].First
	for i := m.First - 1; i >= first && i > m.First-60; i-- {
		if o := r.mention(i); o != nil && o.Kind == entity.Person && !r.quoted[i] {
			return false
		}
	}
	return true
}

// pronoun decides who he or she is.
func (r *resolver) pronoun(i int, x token.Range) Attribution {
	st := &r.Statements[i]
	w := r.word(x.First)
	want := entity.Female
	if w == "he" || w == "him" || w == "his" || w == "himself" {
		want = entity.Male
	}
	if x.Last-x.First > 1 && (w == "his" || w == "her") {
		return r.nominal(i, x)
	}
	cs := r.candidates(x.First, st.Content)
	fit := 0
	for k := range cs {
		cs[k].fitRank = fit
		if g := r.Entities.Entities[cs[k].entity].Gender; g == entity.Unknown || g == want {
			fit++
		}
	}
	return r.rank(i, x, cs, want, ByPronoun)
}

// rank weighs candidates and takes the best, or nobody if none is likely.
func (r *resolver) rank(i int, x token.Range, cs []candidate, want entity.Gender, method Method) Attribution {
	printed := r.brief(x)
	if len(cs) == 0 {
		return Attribution{Speakers: nobody(unnamed(method)), Method: method, Probability: 0.3, Evidence: printed + ": nobody is named before"}
	}
	scores := make([]float32, len(cs))
	if right, ok := r.lesson.choose(r, i, x, cs, want); ok {
		return Attribution{Speakers: []Speaker{r.speakerOf(cs[right].entity)}, Method: method}
	}
	for k := range cs {
		if r.Off.Has(ablate.Ranker) {
			scores[k] = 99*float32(min(1, fits(r.Entities.Entities[cs[k].entity].Gender, want))) - 9*float32(k)
			continue
		}
		scores[k] = sobriety * r.ranker.Score(r.features(&cs[k], x.First, want))
	}
	crf.Softmax(scores)
	order := make([]int, len(cs))
	for k := range order {
		order[k] = k
	}
	sort.SliceStable(order, func(a, b int) bool { return scores[order[a]] > scores[order[b]] })
	best := order[0]
	a := Attribution{Method: method, Probability: float64(scores[best])}
	for _, k := range order[:min(3, len(order))] {
		a.Candidates = append(a.Candidates, Candidate{r.Entities.Entities[cs[k].entity].Name, float64(scores[k])})
	}
	if scores[best] < tooUnsure {
		a.Speakers = nobody(unnamed(method))
		a.Evidence = printed + ": not clear who"
		return a
	}
	a.Speakers = []Speaker{r.speakerOf(cs[best].entity)}
	a.Evidence = fmt.Sprintf("%s → %s: %s", printed, a.Speakers[0].Name, r.reason(&cs[best], x.First))
	return a
}

// unnamed is the kind of a speaker whose name could not be told.
func unnamed(m Method) Kind {
	if m == ByNominal {
		return Role
	}
	return Unknown
}

// reason tells a reader why a candidate was taken.
func (r *resolver) reason(c *candidate, at int32) string {
	if len(r.past) > 0 && r.past[len(r.past)-1].entity == c.entity {
		return "made the statement before"
	}
	if c.last == nil {
		return "named inside a quotation before"
	}
	sent, par := r.sentence(at)
	s, p := r.sentence(c.last.First)
	where := "of an earlier paragraph"
	switch {
	case s == sent:
		where = "of the same sentence"
	case s == sent-1:
		where = "of the previous sentence"
	case p == par:
		where = "of the same paragraph"
	case p == par-1:
		where = "of the paragraph before"
	}
	if c.firstSent {
		return "subject " + where
	}
	if c.rank == 0 {
		return "last person named, in a part " + where
	}
	return "named in a part " + where
}

// otherPronoun decides on they, it, we, I, who and which.
func (r *resolver) otherPronoun(i int, x token.Range, w string) Attribution {
	switch w {
	case "who", "which", "that":
		return r.relative(i, x)
	case "they":
		return r.plural(x)
	case "it":
		return r.thing(x)
	}
	return Attribution{Speakers: nobody(Unknown), Method: ByPronoun, Probability: 0.4, Evidence: r.brief(x) + ": not named"}
}

// relative looks at what stands before "who".
func (r *resolver) relative(i int, x token.Range) Attribution {
	at := x.First - 1
	for at >= 0 && (r.word(at) == "," || r.word(at) == "and") {
		at--
	}
	if r.word(at) == ")" {
		for k := 0; at >= 0 && k < 6 && r.word(at) != "("; k++ {
			at--
		}
		at--
	}
	at = r.beforePlace(at)
	if m := r.mention(at); m != nil {
		a := r.named(token.Range{First: m.First, Last: m.Last}, []int32{r.at[at] - 1}, "")
		a.Method, a.Probability = ByPronoun, 0.9
		a.Evidence = r.brief(x) + " → " + a.Speakers[0].Name + ": the name right before"
		return a
	}
	sent, _ := r.sentence(x.First)
	for k := at; k >= 0 && k > at-25; k-- {
		if s, _ := r.sentence(k); s != sent {
			break
		}
		if m := r.mention(k); m != nil && m.Kind == entity.Person && !r.quoted[k] {
			a := Attribution{Speakers: []Speaker{r.speakerOf(m.Entity)}, Method: ByPronoun, Probability: 0.6}
			a.Evidence = r.brief(x) + " → " + a.Speakers[0].Name + ": the person named before in the sentence"
			return a
		}
	}
	kind := Unknown
	if k, ok := nounKinds()[r.word(at)]; ok {
		kind = k
	}
	return Attribution{Speakers: nobody(kind), Method: ByPronoun, Probability: 0.5, Evidence: r.brief(x) + ": no name before it"}
}

// beforePlace passes over a place behind a preposition, which does not speak: "the
// Dialogue Group in Turkey, which said".
func (r *resolver) beforePlace(at int32) int32 {
	m := r.mention(at)
	if m == nil || m.Kind != entity.Place || !prepositions[r.word(m.First-1)] {
		return at
	}
	sent, _ := r.sentence(at)
	for k := m.First - 2; k >= 0 && k > m.First-12; k-- {
		if s, _ := r.sentence(k); s != sent {
			break
		}
		if o := r.mention(k); o != nil && o.Kind != entity.Place && o.Kind != entity.Group {
			return k
		}
	}
	return at
}

// plural goes back to who spoke last as several, as an organization or as a group.
func (r *resolver) plural(x token.Range) Attribution {
	_, par := r.sentence(x.First)
	for k := len(r.past) - 1; k >= 0 && k > len(r.past)-4; k-- {
		p := r.past[k]
		if s := p.who.Speakers[0]; par-p.par <= 2 && (len(p.who.Speakers) > 1 || s.Kind == Organization || s.Kind == Group || s.Kind == Place) {
			a := Attribution{Speakers: p.who.Speakers, Method: ByPronoun, Probability: 0.6}
			a.Evidence = "they → " + nameOr(s, "the group before") + ": made the statement before"
			return a
		}
	}
	if two := r.coupled(x.First); two != nil {
		return r.both(x, two, ByPronoun)
	}
	return Attribution{Speakers: nobody(Group), Method: ByPronoun, Probability: 0.5, Evidence: "they: a group that is not named"}
}

func nameOr(s Speaker, other string) string {
	if s.Name == "" {
		return other
	}
	return s.Name
}

// thing goes back to the organization or document that spoke or was named last.
func (r *resolver) thing(x token.Range) Attribution {
	_, par := r.sentence(x.First)
	if n := len(r.past); n > 0 {
		p := r.past[n-1]
		if s := p.who.Speakers[0]; par-p.par <= 2 && (s.Kind == Organization || s.Kind == Document || s.Kind == Place) {
			return Attribution{Speakers: p.who.Speakers, Method: ByPronoun, Probability: 0.65, Evidence: "it → " + nameOr(s, "the document before") + ": made the statement before"}
		}
	}
	if e := r.lastOrganization(x.First, nil); e >= 0 {
		a := Attribution{Speakers: []Speaker{r.speakerOf(e)}, Method: ByPronoun, Probability: 0.5}
		a.Evidence = "it → " + a.Speakers[0].Name + ": the organization last named"
		return a
	}
	return Attribution{Speakers: nobody(Organization), Method: ByPronoun, Probability: 0.4, Evidence: "it: not named"}
}
