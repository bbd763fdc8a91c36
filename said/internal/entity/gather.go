package entity

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/inquit/inquit/said/internal/token"
)

// gatherer puts mentions together.
type gatherer struct {
	s  *token.Stream
	ms []mention
	cs []cluster
}

// mention is a Mention on its way into a cluster.
type mention struct {
	Mention
	text    string // as printed, titles left out
	low     string
	name    fullName // persons
	gender  Gender   // by an honorific before the name
	cluster int
}

// cluster is an Entity in the making.
type cluster struct {
	mentions []int
	names    []fullName
	gender   Gender
	alias    string // main form, if the table of aliases has one
	country  string
	weight   [kindCount]float32
	fixed    bool // the kind is that of the table of aliases
	kind     Kind
}

const noCluster = -1

// mentions takes over the tagger's names: dates and sums go, titles are cut off.
func (g *gatherer) mentions(names []Span) {
	names = withX(g.s, names)
	for i, n := range names {
		if n.Type == TypeDate || n.Type == TypeMoney {
			continue
		}
		next := int32(-1)
		if i+1 < len(names) && names[i+1].Type == TypePerson {
			next = names[i+1].First
		}
		g.add(n, next)
	}
	g.completeNames()
}

// add appends a mention; next is the first token of a person after it, or -1.
func (g *gatherer) add(n Span, next int32) {
	m := mention{cluster: noCluster}
	m.Start, m.End, m.First, m.Last, m.Confidence = n.Start, n.End, n.First, n.Last, n.Confidence
	m.Kind = kindOf(n.Type)
	switch m.Kind {
	case Person:
		m.gender = g.honorific(m.First)
	case Organization:
		if m.Last == next {
			g.cutHead(&m)
		}
		g.cutMajority(&m)
	}
	if m.Kind != Person && g.dateline(&m) {
		m.Kind = Place
	}
	if t := &g.s.Tokens[m.First]; m.Last-m.First > 1 && t.Start == m.Start && strings.EqualFold(g.s.Word(int(m.First)), "the") {
		m.First++
		m.Start = g.s.Tokens[m.First].Start
	}
	m.text = g.s.Text[m.Start:m.End]
	m.low = normal(m.text)
	if m.low == "" || partyAndState(m.text) {
		return
	}
	if m.Kind == Person {
		m.name = parseName(m.text)
	}
	if a, ok := vocab().alias[m.low]; ok && m.Kind == Group && m.low != "vatican" {
		m.Kind = a.kind // "US officials": the country, not a people
	}
	if m.Confidence < certain && m.Kind != Place && vocab().country[m.low] != "" && vocab().alias[m.low].main == "" {
		m.Kind = Group
	}
	if m.Kind == Other {
		m.Kind = g.eventOrOther(m.low)
	}
	g.ms = append(g.ms, m)
}

// partyAndState reports whether a mention is the "D-N.Y" behind a politician's name.
func partyAndState(text string) bool {
	return len(text) > 2 && len(text) < 9 && text[1] == '-' && strings.IndexByte("RDI", text[0]) >= 0 && unicode.IsUpper(rune(text[2]))
}

func kindOf(t Type) Kind {
	switch t {
	case TypePerson:
		return Person
	case TypeOrganization:
		return Organization
	case TypePlace, TypeFacility:
		return Place
	case TypeNorp:
		return Group
	}
	return Other
}

// cutHead takes a title off the end of an organization: "National Security
// Council Chief" before a name.
func (g *gatherer) cutHead(m *mention) {
	for m.Last-m.First > 1 {
		w := strings.ToLower(g.s.Word(int(m.Last - 1)))
		if _, is := vocab().title(w); !is {
			return
		}
		m.Last--
		m.End = g.s.Tokens[m.Last-1].End
	}
}

// cutMajority leaves the chamber of "Senate Majority Leader".
func (g *gatherer) cutMajority(m *mention) {
	if m.Last-m.First < 2 || int(m.Last) >= len(g.s.Tokens) {
		return
	}
	w := strings.ToLower(g.s.Word(int(m.Last - 1)))
	if _, title := vocab().title(strings.ToLower(g.s.Word(int(m.Last)))); title && (w == "majority" || w == "minority") {
		m.Last--
		m.End = g.s.Tokens[m.Last-1].End
	}
}

// dateline reports whether a name in capitals opens a paragraph: "WASHINGTON (AP) —".
func (g *gatherer) dateline(m *mention) bool {
	t := &g.s.Tokens[m.First]
	if !t.Upper || !shouted(g.s.Text[m.Start:m.End]) || m.First != g.s.Paragraphs[t.Par].First {
		return false
	}
	for i := m.Last; i < m.Last+8 && int(i) < len(g.s.Tokens) && g.s.Tokens[i].Par == t.Par; i++ {
		switch g.s.Word(int(i)) {
		case "—", "–", "-", "--":
			return !g.s.Tokens[i].Glued
		}
	}
	return false
}

func (g *gatherer) eventOrOther(low string) Kind {
	words := strings.Fields(low)
	for i, w := range words {
		if i > 0 || len(words) == 1 {
			if vocab().heads[w] == Event {
				return Event
			}
		}
	}
	if len(words) > 1 && (words[0] == "hurricane" || words[0] == "cyclone" || words[0] == "typhoon" || words[0] == "operation" || words[0] == "battle") {
		return Event
	}
	return Other
}

// normal is the form by which names are compared: lower case, straight marks, no
// article, no possessive, single spaces.
func normal(text string) string {
	low := strings.ToLower(strings.ReplaceAll(text, "’", "'"))
	low = strings.TrimSuffix(strings.TrimSuffix(low, "'s"), "'")
	f := strings.Fields(low)
	if len(f) > 1 && (f[0] == "the" || f[0] == "a" || f[0] == "an") {
		f = f[1:]
	}
	return strings.Join(f, " ")
}

// put adds a mention to a cluster, or to a new one.
func (g *gatherer) put(i, c int) int {
	if c == noCluster {
		c = len(g.cs)
		g.cs = append(g.cs, cluster{kind: g.ms[i].Kind})
	}
	g.ms[i].cluster = c
	x := &g.cs[c]
	x.mentions = append(x.mentions, i)
	x.weight[g.ms[i].Kind] += g.ms[i].Confidence
	return c
}

// result turns clusters into entities in the order of the text.
func (g *gatherer) result() *Result {
	r := &Result{Mentions: make([]Mention, len(g.ms))}
	order := make([]int, len(g.cs))
	for i := range g.cs {
		order[i] = i
		sort.Ints(g.cs[i].mentions)
	}
	sort.Slice(order, func(a, b int) bool { return g.cs[order[a]].mentions[0] < g.cs[order[b]].mentions[0] })
	for e, c := range order {
		x := &g.cs[c]
		r.Entities = append(r.Entities, g.entity(x))
		for _, i := range x.mentions {
			r.Mentions[i] = g.ms[i].Mention
			r.Mentions[i].Kind = r.Entities[e].Kind
			r.Mentions[i].Entity = e
		}
	}
	return r
}

func (g *gatherer) entity(x *cluster) Entity {
	e := Entity{Kind: x.kind, Mentions: x.mentions, Gender: x.gender, Country: x.country}
	if !x.fixed {
		for k, w := range x.weight {
			if w > x.weight[e.Kind] {
				e.Kind = Kind(k)
			}
		}
	}
	forms := g.forms(x)
	e.Name = forms[0].text
	if e.Kind == Person {
		e.Name = g.royal(x, g.fullest(x).text)
		if e.Gender == Unknown {
			e.Gender = firstNameGender(e.Name)
		}
	} else if x.alias != "" {
		e.Name = x.alias
	} else if e.Kind != Group {
		e.Name = longest(forms)
	}
	for _, f := range forms {
		if f.text != e.Name {
			e.Aliases = append(e.Aliases, f.text)
		}
	}
	for _, i := range x.mentions {
		e.Confidence = max(e.Confidence, g.ms[i].Confidence)
	}
	return e
}

type form struct {
	text  string
	count int
}

// forms lists the printed forms, the most frequent first.
func (g *gatherer) forms(x *cluster) []form {
	at := map[string]int{}
	var out []form
	for _, i := range x.mentions {
		t := strings.Join(strings.Fields(g.ms[i].text), " ")
		k, ok := at[t]
		if !ok {
			k = len(out)
			at[t] = k
			out = append(out, form{text: t})
		}
		out[k].count++
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].count > out[b].count })
	return out
}

// fullest is the form of a person's name with the most words; the most frequent of
// those, and a spelling in small letters before one in capitals. Headlines put words
// beside names that are none ("Lawmakers Rip Donald Trump"), so their forms count
// only where the body has no full name.
func (g *gatherer) fullest(x *cluster) form {
	body := map[string]bool{}
	named := false
	for _, i := range x.mentions {
		m := &g.ms[i]
		if g.s.Tokens[m.First].Par > 0 {
			body[strings.Join(strings.Fields(m.text), " ")] = true
			named = named || len(m.name.words) > 1
		}
	}
	best, bestWords := form{}, 0
	forms := g.forms(x)
	for _, f := range forms {
		if named && !body[f.text] || epithet(f, forms) {
			continue
		}
		n := parseName(f.text)
		words := len(n.words) + min(len(n.suffix), 1)
		if words > bestWords || words == bestWords && shouted(best.text) && !shouted(f.text) {
			best, bestWords = f, words
		}
	}
	return best
}

// epithet reports whether a form is another, no rarer one behind a word that is no
// first name: "Crooked Hillary Clinton".
func epithet(f form, forms []form) bool {
	first, rest, _ := strings.Cut(f.text, " ")
	if !strings.Contains(rest, " ") || knownFirstName(strings.ToLower(first)) || wordClasses().usedLike(token.Hash(first), token.LowerHash(first), "anna") {
		return false
	}
	for _, o := range forms {
		if o.text == rest && o.count >= f.count {
			return true
		}
	}
	return false
}

// longest prefers the long form over the acronym, and printed forms over shouted ones.
func longest(forms []form) string {
	best := forms[0].text
	for _, f := range forms[1:] {
		if len(strings.Fields(f.text)) > len(strings.Fields(best)) && !strings.Contains(f.text, ",") || shouted(best) && len(best) > 5 && !shouted(f.text) {
			best = f.text
		}
	}
	return best
}

func shouted(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}

func firstNameGender(name string) Gender {
	low := strings.ToLower(name)
	first, _, more := strings.Cut(low, " ")
	if !more && lists().get(extend(0, token.LowerHash(first)))&inUSLast != 0 {
		return Unknown // a surname as likely as not
	}
	if g := vocab().gender[first]; g != Unknown {
		return g
	}
	if k := strings.IndexByte(first, '-'); k > 0 {
		return vocab().gender[first[:k]]
	}
	if utf8.RuneCountInString(strings.Trim(first, ".")) == 1 {
		if second := strings.Fields(low); len(second) > 2 {
			return vocab().gender[second[1]]
		}
	}
	return Unknown
}
