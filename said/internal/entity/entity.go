// Package entity finds the persons, organizations, places, groups and events
// that a text names, and gathers the mentions of each under its fullest name.
//
// [Find] reads a token stream in three steps: a learnt tagger marks names
// ([Tagger]), rules gather them in entities (persons by full names first, then
// surnames; organizations by acronyms and parts; places by a table of aliases),
// and a small grammar reads titles, affiliations and relations around the names of
// persons: "US Special Envoy Steve Witkoff". [About] gives the entities inside a
// stretch of text.
//
// Offsets are bytes of the stream's text. The tagger is trained by
// bench/cmd/trainentities; data/SOURCES.md says where the lists come from.
package entity

import "github.com/inquit/inquit/said/internal/token"

// Kind says what an entity is.
type Kind uint8

// The kinds of entities.
const (
	Person Kind = iota
	Organization
	Group // Ukrainians, Republicans
	Place
	Event
	Other
	kindCount
)

// String gives the name of the kind, which is also that of said.Kind.
func (k Kind) String() string {
	return [...]string{"person", "organization", "group", "place", "event", "other"}[k]
}

// Gender is what the text tells of a person by titles and first names.
type Gender int8

// The genders. Unknown is the zero value.
const (
	Female  Gender = -1
	Unknown Gender = 0
	Male    Gender = 1
)

// Mention is one printed name, titles left out.
type Mention struct {
	Start, End  int32 // bytes of the text
	First, Last int32 // tokens that it touches, half-open
	Kind        Kind
	Confidence  float32
	Entity      int // index in Result.Entities
}

// Title is how the text introduces a person.
type Title struct {
	Text            string // "Special Envoy"; empty for an affiliation alone
	Affiliation     string // as printed: "US"
	AffiliationName string // its main form: "United States"
	Past            bool   // former, late, then-
	Start, End      int32  // of the whole introduction, the name left out
	Count           int    // how often the text prints it
}

// Entity is all mentions of one person, organization, place, group or event.
type Entity struct {
	Name       string
	Kind       Kind
	Gender     Gender   // persons only
	Aliases    []string // other printed forms, the most frequent first
	Mentions   []int    // indices in Result.Mentions, in order
	Titles     []Title  // persons only, the most frequent first
	Relation   string   // "son-in-law of Donald Trump"
	Country    string   // groups only: the country of a demonym
	Confidence float32  // of its surest mention
}

// Result is what Find found: mentions in the order of the text, entities in the
// order of their first mention.
type Result struct {
	Mentions []Mention
	Entities []Entity
}

// Find reads a text, of very long ones the first quarter of a million words. It may be called by several goroutines at once.
func Find(s *token.Stream) *Result { return Gather(s, Embedded().Tag(s)) }

// Gather makes entities of names that were found already.
func Gather(s *token.Stream, names []Span) *Result {
	g := &gatherer{s: s}
	g.mentions(names)
	g.persons()
	g.things()
	r := g.result()
	readTitles(s, r)
	return r
}

// About returns the entities named between two bytes of the text, each once, in
// the order of the text.
func (r *Result) About(start, end int) []int {
	var out []int
	for i := r.firstFrom(start); i < len(r.Mentions) && int(r.Mentions[i].End) <= end; i++ {
		e := r.Mentions[i].Entity
		seen := false
		for _, x := range out {
			seen = seen || x == e
		}
		if !seen && len(out) < 64 {
			out = append(out, e)
		}
	}
	return out
}

// firstFrom returns the first mention that starts at or after a byte.
func (r *Result) firstFrom(start int) int {
	lo, hi := 0, len(r.Mentions)
	for lo < hi {
		if mid := (lo + hi) / 2; int(r.Mentions[mid].Start) < start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
