package speaker

import (
	"strings"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// heads finds the names that are the source itself: not the owner in "Trump's
// lawyer", not the campaign's candidate, not what stands behind a preposition. A
// capitalised source that is no known name is given back as it is printed.
func (r *resolver) heads(x token.Range) (heads []int32, free string) {
	for i := x.First; i < x.Last; {
		w := r.word(i)
		m := r.mention(i)
		if m == nil {
			next, more := r.between(x, i, w, len(heads) > 0)
			if !more {
				break
			}
			i = next
			continue
		}
		last := min(m.Last, x.Last)
		if r.modifies(x, last, m) {
			i = last
			if possessives[r.word(last)] {
				i++
			}
			continue
		}
		heads = append(heads, r.at[i]-1)
		i = last
	}
	if len(heads) == 0 {
		return nil, r.unknownName(x)
	}
	return r.oneKind(heads), ""
}

// between moves over a word that is no name, or says that no name can follow.
func (r *resolver) between(x token.Range, i int32, w string, found bool) (int32, bool) {
	switch {
	case w == "," && found:
		return i + 1, r.listGoesOn(x, i+1)
	case ands[w] && w != "as" && found:
		if k := r.nextPerson(x, i+1); k > 0 {
			return k, true
		}
		if determiners[r.word(i+1)] {
			i++
		}
		return i + 1, true
	case ands[w] && w != "as" || w == ",":
		return i + 1, true
	case stops[w] && w != ",":
		return r.behindComma(x, i)
	case prepositions[w]:
		if found {
			return 0, false
		}
		if k := r.titled(x, i); k > i {
			return k, true
		}
		return r.behindComma(x, i)
	case found && !r.Stream.Tokens[i].Cap && !r.listGoesOn(x, i):
		return 0, false
	}
	return i + 1, true
}

// nextPerson finds the person behind an "and" and an apposition: "Keir Starmer and his
// Spanish counterpart, Pedro Sanchez". It is -1 if the source does not end with one.
func (r *resolver) nextPerson(x token.Range, i int32) int32 {
	for k := i; k < x.Last && k < i+8; k++ {
		w := r.word(k)
		if m := r.mention(k); m != nil && m.Kind == entity.Person && m.Last >= x.Last {
			if k == i || !prepositions[r.word(k-1)] && !possessives[r.word(m.Last)] {
				return k
			}
		}
		if prepositions[w] || stops[w] && w != "," || ands[w] {
			return -1
		}
	}
	return -1
}

// listGoesOn reports whether a name and an "and" with a further name follow.
func (r *resolver) listGoesOn(x token.Range, i int32) bool {
	if determiners[r.word(i)] {
		return false
	}
	for k := i; k < x.Last && k < i+12; k++ {
		w := r.word(k)
		if prepositions[w] || stops[w] && w != "," {
			return false
		}
		if ands[w] && k > x.First {
			for j := k + 1; j < x.Last && j < k+8; j++ {
				if r.mention(j) != nil {
					return r.mention(i) != nil || ands[r.word(i)]
				}
			}
		}
	}
	return false
}

// behindComma skips to a person named in apposition: "the head of the centre, Ana Ruiz".
func (r *resolver) behindComma(x token.Range, i int32) (int32, bool) {
	for k := i; k+1 < x.Last; k++ {
		if r.word(k) == "," {
			if m := r.mention(k + 1); m != nil && (m.Kind == entity.Person || m.Kind == entity.Organization && m.Last >= x.Last-1) {
				return k + 1, true
			}
		}
	}
	return 0, false
}

// titled finds the person whose title holds a preposition: "Secretary of State Mike
// Pompeo", but not the one that the preposition governs: "adviser to President Obama".
func (r *resolver) titled(x token.Range, i int32) int32 {
	if !entity.IsTitle(r.word(i - 1)) {
		return -1
	}
	for k := i + 1; k < x.Last && k < i+10; k++ {
		w := r.word(k)
		if w == "," || prepositions[w] || possessives[w] {
			return -1
		}
		m := r.mention(k)
		if m == nil || m.Kind != entity.Person {
			continue
		}
		for j := k - 1; j > i; j-- {
			if !entity.IsTitle(r.word(j)) && !determiners[r.word(j)] {
				return k
			}
		}
		return -1
	}
	return -1
}

// modifies reports whether a mention that ends before token next only modifies the
// noun that follows it.
func (r *resolver) modifies(x token.Range, next int32, m *entity.Mention) bool {
	if next >= x.Last {
		return false
	}
	w := r.word(next)
	switch {
	case possessives[w]:
		return next+1 < x.Last
	case ands[w] || prepositions[w] || stops[w] || r.Stream.Tokens[next].Kind != token.Word:
		return m.Kind == entity.Group && ands[w] // "Russian and Syrian ministries"
	}
	return true
}

// oneKind keeps persons if there are any besides other names: "Microsoft and Bill
// Gates" is rare, "US envoy Smith" with a wrong border is not.
func (r *resolver) oneKind(heads []int32) []int32 {
	persons := 0
	for _, h := range heads {
		if r.Entities.Mentions[h].Kind == entity.Person {
			persons++
		}
	}
	if persons == 0 || persons == len(heads) {
		return heads
	}
	if r.Entities.Mentions[heads[0]].Kind != entity.Person && len(heads)-persons == 1 {
		return heads[1:]
	}
	return heads
}

// unknownName reads a source of capitalised words that the tagger did not mark.
func (r *resolver) unknownName(x token.Range) string {
	first := x.First
	if determiners[r.word(first)] && x.Last-first > 1 {
		first++
	}
	for x.Last-first > 1 && (entity.IsTitle(r.word(first)) || nounKinds()[r.word(first)] == Role) {
		first++ // "Developer Valve"
	}
	last := first
	for last < x.Last && (r.Stream.Tokens[last].Cap || last > first && last+1 < x.Last && (r.word(last) == "of" || r.word(last) == "and" || r.word(last) == "&") && r.Stream.Tokens[last+1].Cap) {
		last++
	}
	if last == first {
		return ""
	}
	if last < x.Last {
		if w := r.word(last); !prepositions[w] && !stops[w] && r.Stream.Tokens[last].Kind == token.Word {
			return "" // "Israeli settlers", "Analysts say"
		}
	}
	for i := first; i < last; i++ {
		if r.mention(i) != nil {
			return ""
		}
	}
	name := r.print(token.Range{First: first, Last: last})
	low := strings.ToLower(name)
	if last-first == 1 {
		if k, known := nounKinds()[strings.TrimSuffix(low, ".")]; known && k != "" || determiners[low] || pronounLike[low] || strings.HasSuffix(low, "s") && first == x.First && r.startsSentence(first) && !r.known(low) {
			return ""
		}
	}
	return name
}

var pronounLike = words("one two three four five six seven eight nine ten dozens hundreds thousands another i we you they it he she who others many some several most both all nobody everyone everybody somebody someone neither either none few here there what")

func (r *resolver) known(low string) bool { _, ok := r.byName[low]; return ok }

func (r *resolver) startsSentence(i int32) bool {
	return i == 0 || r.Stream.Tokens[i-1].Sent != r.Stream.Tokens[i].Sent || r.Stream.Tokens[i-1].Kind != token.Word
}

// named makes the attribution of the names found.
func (r *resolver) named(x token.Range, heads []int32, free string) Attribution {
	a := Attribution{Method: ByName, Probability: 0.98}
	if len(heads) == 0 {
		return r.freeName(a, free)
	}
	seen := map[int]bool{}
	for _, h := range heads {
		e := r.Entities.Mentions[h].Entity
		if !seen[e] && len(a.Speakers) < 12 {
			seen[e] = true
			a.Speakers = append(a.Speakers, r.speakerOf(e))
		}
	}
	printed := r.print(x)
	if a.Evidence = a.Speakers[0].Name + ": named in the source"; len(a.Speakers) > 1 {
		a.Evidence = r.brief(x) + ": " + count(len(a.Speakers)) + " names in one source"
		a.Probability = 0.9
	} else if !strings.Contains(printed, a.Speakers[0].Name) {
		a.Evidence = r.brief(x) + " → " + a.Speakers[0].Name + ": the fullest form in the article"
		a.Probability = 0.97
	}
	return a
}

func count(n int) string {
	if n < 10 {
		return [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}[n]
	}
	return "many"
}

// freeName is a printed name that the tagger did not mark; it may still be the
// surname of somebody named elsewhere.
func (r *resolver) freeName(a Attribution, name string) Attribution {
	low := strings.ToLower(name)
	fields := strings.Fields(low)
	for _, key := range []string{low, fields[len(fields)-1]} {
		if e, ok := r.byName[key]; ok && (key == low || len(fields) < 4) {
			a.Speakers = []Speaker{r.speakerOf(e)}
			a.Probability = 0.9
			a.Evidence = name + " → " + a.Speakers[0].Name + ": the same name elsewhere in the article"
			return a
		}
	}
	kind := Kind(entity.Guess(name).String())
	a.Speakers = []Speaker{{Name: name, Kind: kind, Entity: -1}}
	a.Probability = 0.8
	a.Evidence = name + ": as printed in the source"
	return a
}
