// Package said finds who said what in news text.
//
// An [Engine] reads one article and returns its statements: direct, mixed and
// indirect speech, each with its content, cue and source, and with the speaker
// resolved to the fullest name that the article gives. It needs no network, no
// files and no other program: what it has learnt is part of the package.
//
//	engine := said.New()
//	doc := engine.Analyze(said.Article{Title: title, Text: text})
//	for _, s := range doc.Statements {
//		fmt.Println(s.Speaker().Name, s.Cue.Text, s.Content.Text)
//		fmt.Println(s.Explain())
//	}
//
// The terms are those of the literature (PARC 3.0, PolNeAR): a source says a
// content, and a cue marks it. "Putin said the talks were complex" has the
// source "Putin", the cue "said" and the content "the talks were complex".
//
// Every [Span] counts bytes of the UTF-8 text handed in, half-open, also where
// quotation marks had to be mended. The same input and the same [Version] give
// the same output, byte for byte; any bytes are accepted.
package said

import (
	"slices"
	"time"
)

// Version names the engine and the weights inside it. Documents carry it, so
// that what an older engine found can be told apart.
const Version = "0.1.0"

// Revision grows by one with every change of what the engine finds. It orders
// two readings of the same page: the later revision's replaces the earlier's.
const Revision = 5

// Article is what the engine reads.
type Article struct {
	// Title is the headline, empty if Text begins with it. Statements in the
	// title have ZoneHeadline, and their spans count from the title's own start.
	Title string
	// Text is the body. A line is a paragraph; blank lines do not matter.
	Text string
	// Language is a BCP 47 tag. Empty means that the engine detects it.
	Language string
	// Published dates the article. Zero is allowed.
	Published time.Time
}

// Span is a half-open range of bytes, [Start, End).
type Span struct{ Start, End int }

// Piece is text that an article prints, possibly with a gap in it:
// “A,” she said, “B” has a content of two spans.
type Piece struct {
	// Text is the spans' texts, joined by one space.
	Text string
	// Spans are in the order of the text and do not overlap. None means that
	// the article does not print the piece: a quote without a cue.
	Spans []Span
}

// Empty reports whether the article does not print the piece.
func (p Piece) Empty() bool { return len(p.Spans) == 0 }

// Envelope is the range from the first span's start to the last one's end.
func (p Piece) Envelope() Span {
	if p.Empty() {
		return Span{}
	}
	return Span{p.Spans[0].Start, p.Spans[len(p.Spans)-1].End}
}

// Type tells how much of a statement is verbatim.
type Type string

// The types of statement.
const (
	Direct   Type = "direct"   // every word stands in quotation marks
	Mixed    Type = "mixed"    // some words do
	Indirect Type = "indirect" // none does
)

// Kind says what an entity or a speaker is.
type Kind string

// The kinds of entities and speakers.
const (
	Person       Kind = "person"
	Organization Kind = "organization"
	Group        Kind = "group"     // Ukrainians, the negotiators, Republicans
	Place        Kind = "place"     // also as an actor: Moscow said
	Event        Kind = "event"     // entities only
	Role         Kind = "role"      // the spokeswoman: one person, not named
	Anonymous    Kind = "anonymous" // a senior official who asked not to be named
	DocumentKind Kind = "document"  // the report, a poll, the indictment
	Other        Kind = "other"     // entities only
	Unknown      Kind = "unknown"   // no source is printed or none could be told
)

// Flag marks what a reader of a statement should know.
type Flag string

// The flags of a statement.
const (
	UnbalancedMarks Flag = "unbalanced_marks" // a quotation mark is missing or odd; the stretch was repaired
	CrossParagraph  Flag = "cross_paragraph"  // the content runs over a paragraph break
	Orphan          Flag = "orphan"           // a quote with no cue near it
	Nested          Flag = "nested"           // stands inside another statement's content
	HeadlineOnly    Flag = "headline_only"    // stands in the headline and not in the body
	Truncated       Flag = "truncated"        // the text ends inside the content
	Transcript      Flag = "transcript"       // NAME: text, or question and answer
	Joint           Flag = "joint"            // several speakers at once
	Negated         Flag = "negated"          // did not say
	Declined        Flag = "declined"         // declined to say, refused to comment
	Planned         Flag = "planned"          // will say, is expected to announce
	Hypothetical    Flag = "hypothetical"     // would say, might say
	MarksOnly       Flag = "marks_only"       // found by quotation marks alone: the language has no model
)

// Zone is the part of the article in which a statement stands.
type Zone string

// The zones.
const (
	ZoneHeadline Zone = "headline"
	ZoneBody     Zone = "body"
)

// Method says how a speaker was found.
type Method string

// The methods of attribution.
const (
	ByName         Method = "name"         // the source holds the name
	ByPronoun      Method = "pronoun"      // he, she, they, I, who
	ByNominal      Method = "nominal"      // the minister, the company
	ByContinuation Method = "continuation" // runs on from the statement before
	ByLine         Method = "line"         // a name line before or after the quote
	ByTurn         Method = "turn"         // turns of a dialogue or an interview
	ByNone         Method = "none"
)

// Speaker is who made a statement, as far as the article tells.
type Speaker struct {
	// Name is the fullest form in the article, or empty where it gives none.
	Name string
	Kind Kind
	// Entity is the index in Document.Entities, or -1.
	Entity int
	// Title and Affiliation are as printed in this article.
	Title       string
	Affiliation string
}

// Candidate is a speaker that was weighed.
type Candidate struct {
	Name  string
	Score float64 // probability in [0, 1]
}

// Attribution tells how sure the engine is of the speaker and why.
type Attribution struct {
	Method Method
	// Confidence is the calibrated probability, in [0, 1], that the quoted
	// words and the speaker are both right.
	Confidence float64
	// Evidence is one line for people: "she → Anna Maric: subject of the
	// previous sentence".
	Evidence string
	// Candidates are the runners-up, best first, three at the most.
	Candidates []Candidate
}

// Statement is something that the article attributes to a source.
type Statement struct {
	Type    Type
	Zone    Zone
	Content Piece
	// Quoted are the stretches inside quotation marks, without the marks: what
	// may be quoted as verbatim.
	Quoted []Span
	Cue    Piece
	// Lemma is the dictionary form of the cue: "say" for "was quoted as saying".
	Lemma  string
	Source Piece
	// Speakers is never empty. More than one are joint speakers; a statement
	// that nobody could be found for has one of kind Unknown.
	Speakers    []Speaker
	Via         string // "on X", "told Reuters": the medium, as a name
	About       []int  // indices in Document.Entities: named inside the content
	Flags       []Flag
	Parent      int // index of the enclosing statement when nested, else -1
	Paragraph   int // 0 is the first paragraph of the body
	Sentence    int // 0 is the first sentence of the body
	Attribution Attribution
}

// Speaker returns the first speaker.
func (s *Statement) Speaker() Speaker { return s.Speakers[0] }

// Has reports whether the statement carries the flag.
func (s *Statement) Has(f Flag) bool {
	return slices.Contains(s.Flags, f)
}

// Explain says in one line who is taken to have spoken, and why.
func (s *Statement) Explain() string { return s.Attribution.Evidence }

// Mention is one printed form of an entity.
type Mention struct {
	Text string
	Zone Zone
	Span
}

// Title is how an article introduces a person.
type Title struct {
	Text        string // "Special Envoy"
	Affiliation string // as printed: "US"
	// AffiliationName is the affiliation's main form: "United States".
	AffiliationName string
	// Past is set for former, late and then-.
	Past bool
	Zone Zone
	Span // of the whole introduction, name left out
}

// Entity is a person, organization, place, group or event of the article,
// under its fullest name, with all its mentions.
type Entity struct {
	Name       string
	Kind       Kind
	Aliases    []string // other printed forms, the most frequent first
	Mentions   []Mention
	Titles     []Title // persons only, the most frequent first
	Relation   string  // "son-in-law of Donald Trump"
	Country    string  // groups only: the country of a demonym
	Confidence float64 // in [0, 1]
}

// Mark is a quotation mark of the text and how it was read.
type Mark struct {
	Zone Zone
	Span
	// Reading is "open", "close", "apostrophe" or "unpaired".
	Reading string
	// Partner is the index in Document.Marks of the other mark, or -1.
	Partner int
}

// Document is what the engine found in an article.
type Document struct {
	// Language is the tag given, or the one detected; "und" if neither tells.
	Language string
	// Statements are in the order of the text, the headline's first.
	Statements []Statement
	// Entities are in the order of their first mention.
	Entities []Entity
	// Marks are all quotation marks in the order of the text.
	Marks   []Mark
	Version string
}
