package entity

import (
	"slices"
	"sort"

	"github.com/inquit/inquit/said/internal/token"
)

// people finds clusters of persons by the words of their names.
type people struct {
	bySurname, byFirst map[string][]int
	last               map[int][]int // positions (mentions) of each cluster, in order
}

// tooMany is where a list of namesakes is cut: texts with more are no articles.
const tooMany = 40

// persons gathers the mentions of persons: full names first, over the whole
// article, because headlines print the surname before the name.
func (g *gatherer) persons() {
	p := &people{bySurname: map[string][]int{}, byFirst: map[string][]int{}, last: map[int][]int{}}
	for i := range g.ms {
		if m := &g.ms[i]; m.Kind == Person && len(m.name.words) > 1 {
			g.fullNamed(p, i)
		}
	}
	for i := range g.ms {
		if m := &g.ms[i]; m.Kind == Person && m.cluster == noCluster {
			g.bareNamed(p, i)
		}
	}
	for c := range g.cs {
		g.bindGender(&g.cs[c])
	}
}

func (g *gatherer) fullNamed(p *people, i int) {
	m := &g.ms[i]
	c := noCluster
	for _, k := range p.bySurname[m.name.surname()] {
		for _, n := range g.cs[k].names {
			if n.same(m.name) && g.agree(k, m) {
				c = k
			}
		}
	}
	isNew := c == noCluster
	c = g.put(i, c)
	x := &g.cs[c]
	if x.gender == Unknown {
		x.gender = m.gender
	}
	if len(x.names) < tooMany {
		x.names = append(x.names, m.name)
	}
	p.last[c] = append(p.last[c], i)
	p.know(m.name, c, isNew)
}

// know enters a name under its surnames and its first name.
func (p *people) know(n fullName, c int, isNew bool) {
	enter := func(m map[string][]int, key string) {
		list := m[key]
		if len(list) > tooMany {
			return
		}
		if !isNew {
			if slices.Contains(list, c) {
				return
			}
		}
		m[key] = append(list, c)
	}
	for _, s := range n.surnames() {
		enter(p.bySurname, s)
	}
	if len(n.words) > 1 {
		enter(p.byFirst, n.words[0])
	}
}

func (g *gatherer) agree(c int, m *mention) bool {
	return m.gender == Unknown || g.cs[c].gender == Unknown || g.cs[c].gender == m.gender
}

// bareNamed finds who is meant by a surname or a first name.
func (g *gatherer) bareNamed(p *people, i int) {
	m := &g.ms[i]
	if len(m.name.words) == 0 {
		g.put(i, noCluster)
		return
	}
	w := m.name.words[0]
	c := g.choose(p, p.bySurname[w], m, i)
	if c == noCluster {
		if first := p.byFirst[w]; len(first) == 1 && g.agree(first[0], m) {
			c = first[0]
		}
	}
	isNew := c == noCluster
	c = g.put(i, c)
	p.last[c] = append(p.last[c], i)
	if isNew {
		g.cs[c].gender = m.gender
		p.know(m.name, c, true)
	}
}

// choose picks among namesakes: by the gender of an honorific, by suffix, then the
// one last named, then the first to come.
func (g *gatherer) choose(p *people, from []int, m *mention, i int) int {
	var fits []int
	for _, c := range from {
		if g.agree(c, m) && g.suffixFits(c, m) {
			fits = append(fits, c)
		}
	}
	if m.gender != Unknown && len(fits) > 1 {
		fits = g.prefer(fits, func(c int) bool { return g.genderOf(c) == m.gender })
	}
	if m.name.suffix == "" {
		fits = g.prefer(fits, func(c int) bool { return !g.suffixed(c) })
	}
	fits = g.prefer(fits, g.wellNamed)
	best, bestAt := noCluster, -1
	for _, c := range fits {
		if k := sort.SearchInts(p.last[c], i); k > 0 && p.last[c][k-1] > bestAt {
			best, bestAt = c, p.last[c][k-1]
		}
	}
	if best != noCluster || len(fits) == 0 {
		return best
	}
	best = fits[0]
	for _, c := range fits {
		if p.last[c][0] < p.last[best][0] {
			best = c
		}
	}
	return best
}

// prefer keeps those of which keep is true, or all if it is true of none.
func (g *gatherer) prefer(list []int, keep func(int) bool) []int {
	var out []int
	for _, c := range list {
		if keep(c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return list
	}
	return out
}

// wellNamed reports whether one of a cluster's first names is known to be one:
// headlines give "Hosting Cook" beside "Tim Cook".
func (g *gatherer) wellNamed(c int) bool {
	for _, n := range g.cs[c].names {
		if len(n.words) > 1 && lists().get(extend(0, token.LowerHash(n.words[0])))&(inFirst|inUSFirst) != 0 {
			return true
		}
	}
	return false
}

func (g *gatherer) suffixed(c int) bool {
	for _, n := range g.cs[c].names {
		if n.suffix != "" {
			return true
		}
	}
	return false
}

func (g *gatherer) suffixFits(c int, m *mention) bool {
	if m.name.suffix == "" {
		return true
	}
	for _, n := range g.cs[c].names {
		if n.suffix == m.name.suffix {
			return true
		}
	}
	return false
}

// genderOf is the gender bound by a title, or else that of the first name.
func (g *gatherer) genderOf(c int) Gender {
	x := &g.cs[c]
	if x.gender == Unknown && len(x.names) > 0 {
		return vocab().gender[x.names[0].words[0]]
	}
	return x.gender
}

// bindGender takes over the gender of honorifics before bare names.
func (g *gatherer) bindGender(x *cluster) {
	votes := 0
	for _, i := range x.mentions {
		votes += int(g.ms[i].gender)
	}
	switch {
	case votes > 0:
		x.gender = Male
	case votes < 0:
		x.gender = Female
	}
}
