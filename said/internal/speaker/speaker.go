// Package speaker decides who made the statements of an article.
//
// [Resolve] takes the article's tokens, its entities, and for every statement the
// tokens of its source, cue and content. It goes through the statements in the
// order of the text and keeps in mind who spoke before:
//
//   - a source with names gives the entities, also several ("Macron and Merz");
//     the owner in "Trump's lawyer" and "the Clinton campaign" is not the speaker
//   - he and she are decided by a learnt ranker over the persons named before
//   - "the senator" and "the company" go to the person with that title and to the
//     organization with that head word
//   - a statement without a source goes on from the one before
//
// Where the text does not tell, the speaker is a role, a group, anonymous or
// unknown and has no name. The ranker is trained by bench/cmd/trainspeakers.
package speaker

import (
	"sort"

	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// Kind says what a speaker is; the values are those of said.Kind.
type Kind string

// The kinds of speakers.
const (
	Person       Kind = "person"
	Organization Kind = "organization"
	Group        Kind = "group"
	Place        Kind = "place"
	Role         Kind = "role"
	Anonymous    Kind = "anonymous"
	Document     Kind = "document"
	Unknown      Kind = "unknown"
)

// Method says how a speaker was found; the values are those of said.Method.
type Method string

// The methods.
const (
	ByName         Method = "name"
	ByPronoun      Method = "pronoun"
	ByNominal      Method = "nominal"
	ByContinuation Method = "continuation"
	ByLine         Method = "line"
	ByTurn         Method = "turn"
	ByNone         Method = "none"
)

// Statement is what Resolve needs to know of a statement. Ranges of tokens are
// empty where the article prints nothing.
type Statement struct {
	Source, Cue token.Range
	Content     []token.Range
	// Turn is set for the turns of a dialogue: NAME: text.
	Turn bool
	// Line is set if the source is a line of its own.
	Line bool
}

// Stretch is text between quotation marks, in bytes.
type Stretch struct{ Start, End int32 }

// Input is an article.
type Input struct {
	Stream     *token.Stream
	Entities   *entity.Result
	Quoted     []Stretch // in the order of the text
	Statements []Statement
	// Off are parts that are left out, to measure them.
	Off ablate.Parts
}

// Speaker is who made a statement.
type Speaker struct {
	Name        string // empty where the text gives none
	Kind        Kind
	Entity      int // index in Input.Entities.Entities, or -1
	Title       string
	Affiliation string
}

// Candidate is a speaker that was weighed, with its probability.
type Candidate struct {
	Name  string
	Score float64
}

// Attribution is the decision on one statement.
type Attribution struct {
	Speakers    []Speaker // never empty
	Method      Method
	Probability float64 // that the speakers are right, given a right source
	Evidence    string  // one line for people
	Candidates  []Candidate
	// Meant are the entities that he and she stand for inside the content, where
	// that is sure: indices in Input.Entities.Entities.
	Meant []int
}

// Resolve decides on the statements, in their order.
func Resolve(in Input) []Attribution {
	r := newResolver(in, embeddedRanker())
	return r.all()
}

// resolver goes through an article's statements.
type resolver struct {
	Input
	at      []int32 // mention that covers a token, plus one
	quoted  []bool  // tokens inside quotation marks
	byName  map[string]int
	holders map[string][]held // titles by their words
	ranker  ranker
	past    []spoken // decisions, in the order of the text
	buffer  []uint64 // the last features
	lesson  *lesson  // in training
}

// spoken is who was found to have made an earlier statement.
type spoken struct {
	entity int // or -1
	par    int32
	sent   int32
	who    Attribution
}

func newResolver(in Input, k ranker) *resolver {
	r := &resolver{Input: in, ranker: k, at: make([]int32, len(in.Stream.Tokens)), quoted: make([]bool, len(in.Stream.Tokens))}
	for i, m := range in.Entities.Mentions {
		for k := m.First; k < m.Last; k++ {
			r.at[k] = int32(i) + 1
		}
	}
	k2 := 0
	for i := range in.Stream.Tokens {
		t := &in.Stream.Tokens[i]
		for k2 < len(in.Quoted) && in.Quoted[k2].End <= t.Start {
			k2++
		}
		r.quoted[i] = k2 < len(in.Quoted) && t.Start >= in.Quoted[k2].Start
	}
	r.indexNames()
	r.holders = holders(in.Entities.Entities)
	return r
}

// all decides on the statements in the order in which the text prints their sources.
func (r *resolver) all() []Attribution {
	order := make([]int, len(r.Statements))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return r.Statements[order[a]].place() < r.Statements[order[b]].place() })
	out := make([]Attribution, len(r.Statements))
	for _, i := range order {
		out[i] = r.decide(i)
		r.remember(i, out[i])
		if r.lesson == nil {
			out[i].Meant = r.meant(&r.Statements[i])
		}
	}
	return out
}

// place is the token by which a statement is put in order.
func (s *Statement) place() int32 {
	switch {
	case !empty(s.Source):
		return s.Source.First
	case len(s.Content) > 0:
		return s.Content[0].First
	}
	return s.Cue.First
}

func empty(r token.Range) bool { return r.Last <= r.First }

func (r *resolver) remember(i int, a Attribution) {
	at := r.Statements[i].place()
	if int(at) >= len(r.Stream.Tokens) {
		return
	}
	t := &r.Stream.Tokens[at]
	r.past = append(r.past, spoken{entity: a.Speakers[0].Entity, par: t.Par, sent: t.Sent, who: a})
}

// decide chooses the way by the form of the source.
func (r *resolver) decide(i int) Attribution {
	s := &r.Statements[i]
	rng := r.trim(s.Source)
	if empty(rng) {
		return r.sourceless(i)
	}
	var a Attribution
	w := r.word(rng.First)
	if r.Stream.Tokens[rng.First].Upper && rng.Last-rng.First == 1 {
		w = "" // WHO is no pronoun
	}
	switch {
	case personal(w) && rng.Last-rng.First <= 2 || (w == "he" || w == "she"):
		a = r.pronoun(i, rng)
	case w == "they" || w == "it" || w == "we" || w == "i" || w == "you" || w == "who" || w == "which" || w == "that" && rng.Last-rng.First == 1:
		a = r.otherPronoun(i, rng, w)
	default:
		if heads, free := r.heads(rng); len(heads) == 1 && r.oneOfPeople(rng, heads[0]) {
			a = r.rank(i, rng, r.candidates(rng.First, s.Content), entity.Unknown, ByNominal)
		} else if len(heads) > 0 || free != "" {
			a = r.named(rng, heads, free)
		} else if r.Off.Has(ablate.Titles) {
			a = Attribution{Speakers: nobody(Role), Method: ByNominal}
		} else {
			a = r.nominal(i, rng)
		}
	}
	switch {
	case s.Turn && a.Speakers[0].Name != "":
		a.Method = ByTurn
	case s.Line && a.Method == ByName:
		a.Method = ByLine
	}
	return a
}

func personal(w string) bool {
	return w == "he" || w == "she" || w == "him" || w == "her" || w == "his" || w == "hers" || w == "himself" || w == "herself"
}

// trim takes signs off both ends of a source.
func (r *resolver) trim(x token.Range) token.Range {
	x.First, x.Last = max(x.First, 0), min(x.Last, int32(len(r.Stream.Tokens)))
	for k := x.First; k+1 < x.Last && k < x.First+8; k++ {
		if w := r.word(k); w == "—" || w == "–" || w == "--" {
			x.First = k + 1 // a dateline
			break
		}
	}
	for x.First < x.Last && r.Stream.Tokens[x.First].Kind != token.Word {
		x.First++
	}
	for x.First < x.Last && r.Stream.Tokens[x.Last-1].Kind != token.Word {
		x.Last--
	}
	if x.Last-x.First > 1 && possessives[r.word(x.Last-1)] {
		x.Last--
	}
	return x
}
