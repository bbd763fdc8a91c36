package entity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// names finds clusters of organizations, places, groups and events by the forms of
// their names. Every form is entered once, so the work is linear in the text.
type names struct {
	exact    map[string]int // normal form, or the alias's main form
	parts    map[string]int // beginnings and ends that may stand for the whole
	initials map[string]int // acronyms that longer names would have
}

// things gathers all mentions that are not persons.
func (g *gatherer) things() {
	n := &names{exact: map[string]int{}, parts: map[string]int{}, initials: map[string]int{}}
	for i := range g.ms {
		if g.ms[i].Kind == Person {
			continue
		}
		if g.ms[i].Kind == Group {
			g.group(n, i)
		} else {
			g.thing(n, i)
		}
	}
}

// group gathers peoples by their country, so that "Ukrainian" and "Ukrainians"
// are one, and other groups by singular and plural.
func (g *gatherer) group(n *names, i int) {
	m := &g.ms[i]
	country := vocab().demonymOf(m.low)
	key := "group:" + strings.TrimSuffix(m.low, "s")
	if country != "" {
		key = "people:" + country
	}
	c := g.put(i, n.find(key))
	g.cs[c].country = country
	n.exact[key] = c
}

func (n *names) find(key string) int {
	if c, ok := n.exact[key]; ok {
		return c
	}
	return noCluster
}

// thing gathers organizations, places, events and others.
func (g *gatherer) thing(n *names, i int) {
	m := &g.ms[i]
	key := m.low
	a, known := vocab().alias[key]
	if !known && m.Kind == Place {
		if city, _, more := strings.Cut(key, ","); more {
			key = strings.TrimSpace(city)
		}
	}
	if known {
		key = "main:" + strings.ToLower(a.main)
	}
	c := n.find(key)
	if c == noCluster && i > 0 && g.inBrackets(i) {
		c = g.ms[i-1].cluster // "Full Name (ACR)"
	}
	if c == noCluster && m.Kind == Organization && !known {
		c = n.shortened(m)
	}
	if c == noCluster && m.Kind == Organization {
		c = g.lengthened(n, m)
	}
	c = g.put(i, c)
	n.exact[key] = c
	if x := &g.cs[c]; known && !x.fixed {
		x.kind, x.fixed = a.kind, true
		if a.always {
			x.alias = a.main
		}
	}
	if m.Kind == Organization {
		n.enter(m.text, c)
	}
}

// inBrackets reports whether mention i stands in brackets right behind the one
// before it and may be its acronym.
func (g *gatherer) inBrackets(i int) bool {
	a, b := &g.ms[i-1], &g.ms[i]
	if a.Kind == Person || a.Kind == Group || a.Kind == Place && b.Kind == Place || a.End > b.Start {
		return false
	}
	if main, known := vocab().alias[b.low]; known && main != vocab().alias[a.low] && !strings.EqualFold(main.main, a.low) || shouted(a.text) {
		return false // "WASHINGTON (AP)"
	}
	between := strings.TrimSpace(g.s.Text[a.End:b.Start])
	rest := g.s.Text[b.End:]
	short := !strings.Contains(b.text, " ") && len(b.text) < len(a.text)
	return short && (between == "(" || between == "," && shouted(b.text)) && (strings.HasPrefix(rest, ")") || strings.HasPrefix(rest, ","))
}

// shortened finds the longer name that m is an acronym or a part of.
func (n *names) shortened(m *mention) int {
	if a := acronym(m.text); a != "" {
		if c, ok := n.initials[a]; ok {
			return c
		}
	}
	if c, ok := n.parts[core(m.low)]; ok {
		return c
	}
	return noCluster
}

// lengthened finds the shorter name, printed before, that m is the long form of.
func (g *gatherer) lengthened(n *names, m *mention) int {
	if len(strings.Fields(m.text)) < 2 {
		return noCluster
	}
	try := func(key string) int {
		c := n.find(key)
		if c != noCluster && (g.cs[c].weight[Organization] > 0 || g.cs[c].weight[Other] > 0) && !g.cs[c].fixed {
			return c
		}
		return noCluster
	}
	for _, a := range initialsOf(m.text) {
		if c := try(strings.ToLower(a)); c != noCluster {
			return c
		}
	}
	for _, p := range partsOf(m.low) {
		if c := try(p); c != noCluster {
			return c
		}
	}
	return noCluster
}

// enter makes a name known to later, shorter ones.
func (n *names) enter(text string, c int) {
	low := core(normal(text))
	n.parts[low] = c
	if !strings.Contains(low, " ") {
		return
	}
	for _, a := range initialsOf(text) {
		n.initials[a] = c
		if len(a) < 4 || !ascii(a) {
			continue
		}
		// The CDC of the Chinese Center for Disease Control and Prevention.
		for _, part := range []string{a[1:], a[:len(a)-1], a[1 : len(a)-1]} {
			if _, ok := n.initials[part]; !ok && len(part) > 2 {
				n.initials[part] = c
			}
		}
	}
	for _, p := range partsOf(low) {
		if _, ok := n.parts[p]; !ok {
			n.parts[p] = c
		}
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// core leaves out what companies and parties carry behind their names.
func core(low string) string {
	for _, end := range []string{" inc.", " inc", " ltd.", " ltd", " corp.", " corp", " plc", " llc", " co.", " co", " limited", " corporation", " company", " party", " group", " s.a.", " ag", " gmbh"} {
		if x, ok := strings.CutSuffix(low, end); ok && x != "" {
			return strings.TrimSuffix(x, ",")
		}
	}
	return low
}

// generic first words do not stand for the whole name.
var generic = map[string]bool{
	"university": true, "ministry": true, "department": true, "national": true, "international": true, "new": true, "united": true, "european": true, "american": true,
	"bank": true, "house": true, "house of": true, "college": true, "school": true, "court": true, "supreme": true, "high": true, "federal": true, "state": true, "royal": true, "central": true, "democratic": true,
	"world": true, "global": true, "african": true, "asian": true, "british": true, "chinese": true, "indian": true, "russian": true, "north": true, "south": true, "west": true, "east": true, "southern": true, "northern": true, "western": true, "eastern": true,
	"committee": true, "council": true, "office": true, "institute": true, "center": true, "centre": true, "association": true, "federation": true, "republic": true, "general": true, "public": true, "social": true, "human": true, "green": true, "free": true,
	"first": true, "great": true, "black": true, "white": true, "red": true, "people's": true, "health": true, "foreign": true, "defence": true, "defense": true, "justice": true, "interior": true, "education": true, "board": true, "commission": true, "ministry of": true, "department of": true, "bank of": true, "university of": true,
	"san": true, "los": true, "real": true, "st": true, "st.": true, "saint": true, "kenya": true, "nigeria": true, "china": true, "india": true, "uganda": true, "daily": true, "city": true, "police": true, "army": true, "air": true, "catholic": true,
}

// partsOf gives the beginnings of a name and the ends of two words and more that
// may stand for it. A place at the front is left to be the place.
func partsOf(low string) []string {
	w := strings.Fields(low)
	var out []string
	for k := len(w) - 1; k > 0 && k < 8; k-- {
		p := strings.Join(w[:k], " ")
		if generic[p] || isSmall(w[k-1]) || k == 1 && (isPlaceName(p) || utf8.RuneCountInString(p) < 4 || vocab().heads[p] == Organization) {
			continue
		}
		out = append(out, p)
	}
	for k := len(w) - 2; k > 0 && len(w)-k < 8; k-- {
		end := w[k:]
		if isSmall(end[0]) || contains(end, "of") {
			continue
		}
		out = append(out, strings.Join(end, " "))
	}
	return out
}

// isPlaceName reports whether one lower-case word is a country or a nationality.
func isPlaceName(w string) bool {
	v := vocab()
	return v.alias[w].main != "" || v.country[w] != ""
}

func isSmall(w string) bool {
	switch w {
	case "of", "the", "and", "for", "de", "in", "on", "&", "to", "a", "'s", "at":
		return true
	}
	return false
}

func contains(words []string, w string) bool {
	return slices.Contains(words, w)
}

// acronym gives the capitals of "U.N." or "PKKs", or nothing if it is none.
func acronym(text string) string {
	if strings.Contains(text, " ") {
		return ""
	}
	t := strings.TrimSuffix(strings.ReplaceAll(text, ".", ""), "s")
	if len(t) < 2 || len(t) > 8 {
		return ""
	}
	for _, r := range t {
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return ""
		}
	}
	return t
}

// initialsOf gives the acronyms that a name may have, with and without its small words.
func initialsOf(text string) []string {
	var capitals, all strings.Builder
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' || r == '\n' || r == '\t' }) {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(r) || unicode.IsDigit(r) {
			capitals.WriteRune(r)
		}
		if unicode.IsLetter(r) && !strings.EqualFold(w, "the") {
			all.WriteRune(unicode.ToUpper(r))
		}
	}
	if capitals.Len() < 2 {
		return nil
	}
	return []string{capitals.String(), all.String()}
}
