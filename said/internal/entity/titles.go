package entity

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/inquit/inquit/said/internal/token"
)

// titler reads the titles, affiliations and relations that stand around the names
// of persons. No training data exists for them; the grammar is small and gives up
// where it is not sure.
type titler struct {
	s *token.Stream
	r *Result
	v *vocabulary
	// at holds the mention that covers a token, plus one.
	at    []int32
	sents []int32 // sentence of a token
	// printed are the titles by entity, in the order of the text.
	printed [][]Title
}

// longestTitle is the number of tokens that a title may take.
const longestTitle = 14

func readTitles(s *token.Stream, r *Result) {
	t := &titler{s: s, r: r, v: vocab(), at: make([]int32, len(s.Tokens)), sents: sentencesOf(s), printed: make([][]Title, len(r.Entities))}
	for i, m := range r.Mentions {
		for k := m.First; k < m.Last; k++ {
			t.at[k] = int32(i) + 1
		}
	}
	plural := Title{}
	for i, m := range r.Mentions {
		if m.Kind != Person {
			continue
		}
		title, ok := t.before(&m)
		if !ok && plural.Text != "" && t.coordinated(i) {
			title, ok = plural, true
		}
		plural = Title{}
		if ok {
			if head, is := t.v.pluralTitle(lastWord(title.Text)); is {
				title.Text = strings.TrimSuffix(title.Text, lastWord(title.Text)) + head
				plural = title
			}
			t.print(m.Entity, title)
		}
		if after, ok := t.after(&m); ok {
			t.print(m.Entity, after)
		}
		t.relate(&m)
	}
	for e := range r.Entities {
		r.Entities[e].Titles = ranked(t.printed[e])
		t.genderByTitle(&r.Entities[e])
	}
	t.genderByPronouns()
}

func (t *titler) print(entity int, title Title) {
	if t.r.Entities[entity].Kind == Person && len(t.printed[entity]) < 100 {
		t.printed[entity] = append(t.printed[entity], title)
	}
}

// ranked counts equal titles and puts the most frequent first, those without words last.
func ranked(printed []Title) []Title {
	at := map[string]int{}
	var out []Title
	for _, p := range printed {
		key := strings.ToLower(p.Text) + "\t" + p.AffiliationName
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, p)
		}
		out[k].Count++
	}
	sort.SliceStable(out, func(a, b int) bool {
		if (out[a].Text == "") != (out[b].Text == "") {
			return out[b].Text == ""
		}
		return out[a].Count > out[b].Count
	})
	return out
}

func (t *titler) genderByTitle(e *Entity) {
	if e.Kind != Person || e.Gender != Unknown {
		return
	}
	for _, x := range e.Titles {
		if g, _ := t.v.title(strings.ToLower(lastWord(x.Text))); g != Unknown {
			e.Gender = g
			return
		}
	}
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// word returns token i in lower case, or nothing outside of the paragraph of token near.
func (t *titler) word(i, near int32) string {
	if i < 0 || int(i) >= len(t.s.Tokens) || t.s.Tokens[i].Par != t.s.Tokens[near].Par {
		return ""
	}
	return strings.ToLower(t.s.Word(int(i)))
}

func (t *titler) mention(i int32) *Mention {
	if i < 0 || int(i) >= len(t.at) || t.at[i] == 0 {
		return nil
	}
	return &t.r.Mentions[t.at[i]-1]
}

// phrase is a title on its way: the tokens of its own words, and its affiliation.
type phrase struct {
	words       []int32
	affiliation *Mention
	first       int32 // its first token
}

// before reads the title in front of a name: "former U.S. Ambassador to the UN".
func (t *titler) before(m *Mention) (Title, bool) {
	p := phrase{first: m.First}
	sent := t.sents[m.First]
	headless := true
	from := m.First - 1
	apposed := t.word(from, m.First) == ","
	if apposed {
		from-- // "Apple's chief executive, Tim Cook"
	}
	for i := from; i >= 0 && t.sents[i] == sent && m.First-i <= longestTitle; {
		if headless {
			low := t.word(i, m.First)
			if possessive(low) && !apposed {
				return t.possessed(m, i)
			}
			if o := t.mention(i); o != nil && o.Kind != Person && t.inTitle(&p, o) {
				i, headless = t.governed(&p, o), false // "Ambassador to the UN"
				continue
			}
			_, isTitle := t.v.title(low)
			if _, isPlural := t.v.pluralTitle(low); !isTitle && !isPlural || t.at[i] != 0 && !t.ownTitle(i) {
				return Title{}, false
			}
			headless = false
			p.words, p.first = append(p.words, i), i
			i--
			continue
		}
		next, more := t.leftwards(&p, i, sent)
		if !more {
			break
		}
		i = next
	}
	if headless || apposed && !t.introduced(&p) || len(p.words) == 1 && honorifics[t.word(p.words[0], m.First)] {
		return Title{}, false
	}
	return t.title(&p, from), true
}

// honorifics tell a gender and are no titles.
var honorifics = map[string]bool{"mr": true, "mr.": true, "mrs": true, "mrs.": true, "ms": true, "ms.": true, "miss": true, "messrs": true, "messrs.": true, "mx": true, "madam": true, "madame": true}

// introduced reports whether a title that a comma parts from the name belongs to it:
// only behind a determiner or an owner, "its chief, Ana Ruiz".
func (t *titler) introduced(p *phrase) bool {
	w := t.word(p.first-1, p.first)
	return determiner(w) || p.affiliation != nil && (possessive(w) || possessive(t.word(p.affiliation.Last, p.first)))
}

// ownTitle reports whether token i is a title word that the tagger put in a name:
// "Party leader" and the like are left alone, "Pope" is not.
func (t *titler) ownTitle(i int32) bool { return t.mention(i).Kind == Person }

// leftwards takes token i into the title if it belongs there, and gives the next.
func (t *titler) leftwards(p *phrase, i, sent int32) (int32, bool) {
	low := t.word(i, p.first)
	if m := t.mention(i); m != nil {
		if m.Kind == Person || p.affiliation != nil && !t.inTitle(p, m) {
			return 0, false
		}
		if t.inTitle(p, m) {
			for k := m.Last - 1; k >= m.First; k-- {
				p.words = append(p.words, k)
			}
		} else {
			p.affiliation = m
		}
		p.first = m.First
		return m.First - 1, true
	}
	if possessive(low) {
		if m := t.mention(i - 1); m != nil && m.Kind != Person && p.affiliation == nil {
			p.affiliation, p.first = m, m.First
		}
		return 0, false
	}
	if !t.belongs(p, i, low, sent) {
		return 0, false
	}
	p.words, p.first = append(p.words, i), i
	return i - 1, true
}

// governed takes "Ambassador to the UN" into the title and gives the token before.
func (t *titler) governed(p *phrase, o *Mention) int32 {
	head := o.First - 1
	for !preposition(t.word(head, o.First)) {
		head--
	}
	head--
	for k := o.Last - 1; k >= head; k-- {
		p.words = append(p.words, k)
	}
	p.first = head
	return head - 1
}

// inTitle reports whether a mention is governed by a preposition to the left of it,
// and thus stands inside the title: "Ambassador to the UN".
func (t *titler) inTitle(p *phrase, m *Mention) bool {
	i := m.First - 1
	if t.word(i, p.first) == "the" {
		i--
	}
	if !preposition(t.word(i, p.first)) {
		return false
	}
	_, head := t.v.title(t.word(i-1, p.first))
	return head
}

func preposition(low string) bool {
	return low == "of" || low == "for" || low == "to" || low == "at" || low == "in" || low == "with"
}

func possessive(low string) bool { return low == "'s" || low == "’s" || low == "'" || low == "’" }

// belongs reports whether a plain word may stand inside a title.
func (t *titler) belongs(p *phrase, i int32, low string, sent int32) bool {
	tok := &t.s.Tokens[i]
	if tok.Kind == token.Double || tok.Kind == token.Single {
		return false
	}
	_, isTitle := t.v.title(low)
	if isTitle || t.v.may[low] || t.v.past[low] || t.v.past[strings.TrimSuffix(low, "-")] {
		return true
	}
	last := p.words[len(p.words)-1]
	switch low {
	case "and", "&":
		// "Foreign and Commonwealth Secretary", but not "X and President Y"
		return i > 0 && t.s.Tokens[last].Cap && t.v.may[t.word(i-1, i)]
	case "of", "for", "to", "at":
		_, head := t.v.title(t.word(i-1, i))
		return head
	case "the":
		prep := preposition(t.word(i-1, i))
		_, head := t.v.title(t.word(i-2, i))
		return prep && head
	case "-":
		return true
	}
	starts := i == 0 || t.sents[i-1] != sent
	return tok.Cap && !tok.Upper && tok.Kind == token.Word && !starts && len(low) > 2
}

// title builds a Title from a phrase whose words were gathered from right to left.
func (t *titler) title(p *phrase, last int32) Title {
	slices.Sort(p.words)
	for len(p.words) > 1 && trimmed(t.word(p.words[0], p.words[0])) {
		p.words = p.words[1:]
	}
	if p.affiliation == nil {
		p.first = p.words[0]
	} else {
		p.first = min(p.words[0], p.affiliation.First)
	}
	out := Title{Start: t.s.Tokens[p.first].Start, End: t.s.Tokens[last].End}
	var b strings.Builder
	for k, i := range p.words {
		low := t.word(i, i)
		out.Past = out.Past || t.v.past[low]
		if k > 0 && !(t.s.Tokens[i].Glued && i == p.words[k-1]+1) {
			b.WriteByte(' ')
		}
		b.WriteString(t.s.Word(int(i)))
	}
	out.Text = b.String()
	if p.affiliation != nil {
		out.Affiliation, out.AffiliationName = t.affiliation(p.affiliation)
	}
	return out
}

func trimmed(low string) bool {
	return low == "the" || low == "and" || low == "of" || low == "to" || low == "-" || low == "for" || low == "at" || low == "a" || low == "an" || low == "its" || low == "his" || low == "her" || low == "their"
}

// affiliation gives the printed form and the main form: the country of a
// nationality, and else the entity's name.
func (t *titler) affiliation(m *Mention) (printed, name string) {
	e := &t.r.Entities[m.Entity]
	printed = t.s.Text[m.Start:m.End]
	if e.Country != "" {
		return printed, e.Country
	}
	if e.Kind == Group {
		if c := t.v.demonymOf(normal(printed)); c != "" {
			return printed, c
		}
		return printed, printed
	}
	return printed, e.Name
}

// possessed reads "Ukraine's Umerov": an affiliation without a title.
func (t *titler) possessed(m *Mention, i int32) (Title, bool) {
	o := t.mention(i - 1)
	if o == nil || o.Kind != Place && o.Kind != Organization {
		return Title{}, false
	}
	out := Title{Start: o.Start, End: t.s.Tokens[i].End}
	out.Affiliation, out.AffiliationName = t.affiliation(o)
	return out, true
}

// coordinated reports whether mention i follows the one before it with nothing but
// a comma or "and" between.
func (t *titler) coordinated(i int) bool {
	if i == 0 || t.r.Mentions[i-1].Kind != Person {
		return false
	}
	between := t.s.Text[t.r.Mentions[i-1].End:t.r.Mentions[i].Start]
	between = strings.TrimFunc(between, unicode.IsSpace)
	return between == "and" || between == "," || between == ", and" || between == "&"
}
