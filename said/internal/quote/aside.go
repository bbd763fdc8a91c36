package quote

import "github.com/inquit/inquit/said/internal/token"

// aside is the part of a sentence that says whose words the rest is: “, Ruiz said on
// Friday”. The zero value is none. To a tagger that sees a few words at a time, the
// beginning of such a sentence looks like any other.
type aside struct {
	kind        asideKind
	cue         int32 // item
	first, last int32 // items between the commas, half-open
}

type asideKind uint8

const (
	noAside        asideKind = iota
	asideSaid                // , Ruiz said
	asideInverted            // , said Ruiz
	asideAccording           // , according to Ruiz
	asideAs                  // , as Ruiz said
)

// longestAside is how many items may stand on either side of an aside's cue.
const longestAside = 14

var hashAs = token.LowerHash("as")

func (d *document) findAsides() {
	for k := range d.sentences {
		d.sentences[k].aside = d.asideOf(&d.sentences[k])
	}
}

// asideOf finds the last aside of a sentence.
func (d *document) asideOf(s *sentence) aside {
	for c := s.last; c > s.first; c-- {
		t := &d.items[c]
		if t.Cue < goodCue && t.lower != hashAccording || t.quote != nil {
			continue
		}
		last, ok := d.asideEnd(c, s.last)
		if !ok {
			continue
		}
		if first, ok := d.asideStart(c, s.first); ok {
			return aside{d.kindOfAside(first, c), c, first, last}
		}
	}
	return aside{}
}

// asideEnd looks for the sign that closes an aside with a cue at item c.
func (d *document) asideEnd(c, last int32) (int32, bool) {
	for i := c + 1; i <= last && i <= c+longestAside; i++ {
		t := &d.items[i]
		switch {
		case t.quote != nil || t.lower == hashThat || t.Cue >= goodCue || t.class == ':':
			return 0, false
		case d.isBoundary(i) || t.class == ';' || t.isBreak():
			return i, true
		}
	}
	if last <= c+longestAside {
		return last, true
	}
	return 0, false
}

// asideStart looks for the comma before it.
func (d *document) asideStart(c, first int32) (int32, bool) {
	for i := c - 1; i >= first && i >= c-longestAside; i-- {
		t := &d.items[i]
		switch {
		case t.quote != nil && i == c-1, d.isBoundary(i):
			return i + 1, true
		case t.quote != nil || t.Cue >= goodCue || t.class == ':' || t.class == ';':
			return 0, false
		}
	}
	if c-first > longestAside {
		return 0, false
	}
	return first, d.items[first].lower == hashAs // it begins the sentence: As Ruiz said, …
}

// isBoundary reports whether item i is a dash, or a comma that is not part of a number.
func (d *document) isBoundary(i int32) bool {
	t, next := &d.items[i], d.at(int(i)+1)
	return t.class == classDash || t.class == ',' && !(next.class == classDigit && next.start == t.end)
}

func (d *document) kindOfAside(first, c int32) asideKind {
	switch {
	case d.items[c].lower == hashAccording:
		return asideAccording
	case first == c:
		return asideInverted
	case d.items[first].lower == hashAs:
		return asideAs
	}
	return asideSaid
}

// side codes how an item of the sentence stands to its aside, and what aside that is.
func (a *aside) side(i int32) uint64 {
	side := uint64(4) // behind it
	switch {
	case i < a.first:
		side = 1
	case i < a.cue:
		side = 2
	case i < a.last:
		side = 3
	}
	return uint64(a.kind)<<3 | side
}
