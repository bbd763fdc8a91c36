package quote

import (
	"slices"

	"github.com/inquit/inquit/said/internal/token"
)

var hashAccording = token.LowerHash("according")

// longestAccording is how many items the source after "according to" may have.
const longestAccording = 14

// accordingTo makes the phrase after "according to" a source, up to the next sign,
// and takes it off contents that begin with it: “According to a survey, most
// people stay.”
func (d *document) accordingTo(t tags, c *candidates) {
	for i := range c.cues {
		k := &c.cues[i]
		if d.items[k.first].lower != hashAccording || k.last-k.first < 2 {
			continue
		}
		end := k.last
		for end < len(d.items) && end-k.last < longestAccording && d.items[end].isWord() {
			end++
		}
		if end == k.last || !d.endsPhrase(end) {
			continue
		}
		if !slices.ContainsFunc(c.sources, func(s candidate) bool { return s.first < end && s.last > k.last }) {
			c.put(t, candidate{first: k.last, last: end, part: source})
		}
		for n := range c.contents {
			x := &c.contents[n]
			if x.first >= k.last && x.first < end && x.last > end+1 && d.items[end].class == ',' {
				x.first = end + 1
				x.rate(t)
			}
		}
	}
}

// endsPhrase reports whether item i closes the phrase before it.
func (d *document) endsPhrase(i int) bool {
	t := d.at(i)
	return t.isBreak() || t.class == ',' || t.class == '.' || t.class == ';' || t.class == classDash
}
