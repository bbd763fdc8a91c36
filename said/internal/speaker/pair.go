package speaker

import (
	"sort"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// pairs are sources that stand for two persons named together.
var pairs = words("couple pair duo men women brothers sisters parents")

// coupled finds the two persons last named together, "Ana Ruiz and Tom Hale", not
// more than a few sentences before a token.
func (r *resolver) coupled(at int32) []int {
	const far = 4 // sentences
	ms := r.Entities.Mentions
	sent, _ := r.sentence(at)
	n := sort.Search(len(ms), func(i int) bool { return ms[i].First >= at })
	var b *entity.Mention // the person after a
	for i := n - 1; i >= 0 && i > n-40; i-- {
		a := &ms[i]
		if s, _ := r.sentence(a.First); sent-s > far {
			break
		}
		if a.Kind != entity.Person {
			continue
		}
		if b != nil && a.Entity != b.Entity && !r.quoted[a.First] && r.joined(a.Last, b.First) {
			return []int{a.Entity, b.Entity}
		}
		b = a
	}
	return nil
}

// joined reports whether nothing but "and" and a title stands between two tokens.
func (r *resolver) joined(from, to int32) bool {
	if to-from > 6 || to <= from || r.word(from) != "and" {
		return false
	}
	for k := from + 1; k < to; k++ {
		if w := r.word(k); !r.Stream.Tokens[k].Cap && !entity.IsTitle(w) && !determiners[w] && w != "counterpart" && w != "colleague" && w != "," {
			return false
		}
	}
	return true
}

// both makes an attribution of two persons.
func (r *resolver) both(x token.Range, two []int, m Method) Attribution {
	a := Attribution{Speakers: []Speaker{r.speakerOf(two[0]), r.speakerOf(two[1])}, Method: m, Probability: 0.6}
	a.Evidence = r.brief(x) + " → " + a.Speakers[0].Name + " and " + a.Speakers[1].Name + ": named together before"
	return a
}
