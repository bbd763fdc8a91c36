package indexer

import (
	"context"
	"errors"
	"time"
)

// Index keeps the documents and finds them again. Both kinds, package elastic
// and package embedded, pass the suite of package sinktest: the same writes give
// the same answers. What is not promised is equal scores; how soon a write can
// be searched differs too, see Refresh.
//
// Methods may be called concurrently.
type Index interface {
	// Setup makes what is missing: templates, aliases, tables. It may be called
	// any number of times and reports what it did, nothing if nothing was to do.
	// It refuses to change what can't be changed in place.
	Setup(ctx context.Context) (did []string, err error)

	// Apply writes, and what it reports as written is on the disk. There is an
	// outcome for each operation, in order, unless the error says that nothing is
	// known of any: then all may be tried again, for a write repeated changes nothing.
	Apply(ctx context.Context, ops []Op) ([]Outcome, error)

	// Stored says what is kept of articles, as of the last Apply. Articles that are
	// not there are missing from the result.
	Stored(ctx context.Context, articleIDs []string) (map[string]Stored, error)

	// Article returns an article as of the last Apply, nil if there is none.
	Article(ctx context.Context, id string) (*Article, error)

	// Statement returns a statement as of the last Apply, nil if there is none.
	Statement(ctx context.Context, id string) (*Statement, error)

	// Search finds statements.
	Search(ctx context.Context, q Query) (*Page, error)

	// Count counts the statements of a query by a field, the most frequent values
	// first, those of the same count by the alphabet. Sort, Size and Cursor of the
	// query do not matter.
	Count(ctx context.Context, q Query, by Field, size int) ([]Bucket, error)

	// Refresh makes all that was applied before visible to Search and Count, which
	// otherwise takes some seconds in Elasticsearch.
	Refresh(ctx context.Context) error

	// Health says why the index can't answer now, or nil.
	Health(ctx context.Context) error

	Close() error
}

// Op writes a document, or deletes it if Document is nil. It takes effect only
// if Version is above that of the document that is there, or of one that was
// deleted a short while ago.
type Op struct {
	Collection Collection
	ID         string
	Version    int64
	Document   Document
}

// Put writes a document.
func Put(d Document, version int64) Op {
	return Op{Collection: d.Collection(), ID: d.Key(), Version: version, Document: d}
}

// Delete removes a document.
func Delete(from Collection, id string, version int64) Op {
	return Op{Collection: from, ID: id, Version: version}
}

// Status is what became of an operation.
type Status int

// The statuses.
const (
	Applied  Status = iota // it is as asked, also if there was nothing to delete
	Stale                  // the same or a newer version was there before
	Rejected               // this document can't be written, ever
	Busy                   // not now: the index has too much to do
	Blocked                // not until an operator acts: no rights, no alias
)

func (s Status) String() string {
	return [...]string{"applied", "stale", "rejected", "busy", "blocked"}[s]
}

// Outcome is what became of an operation, with the reason if it was not done.
type Outcome struct {
	Status Status
	Reason string
}

// Stored is what is kept of an article.
type Stored struct {
	Version      int64
	StatementIDs []string
}

// Sort is an order of statements. Equal ones are ordered by their ids.
type Sort string

// The orders.
const (
	Newest    Sort = "newest" // the default
	Oldest    Sort = "oldest"
	Relevance Sort = "relevance" // best match of the words first
	Position  Sort = "position"  // as in the article: for queries of one article
)

// Query selects statements: those that meet every field that is set. The zero
// value selects all. Words match without regard to case, accents and the form of
// quotation marks and dashes.
type Query struct {
	// Speaker is all or some words of a speaker's name, whole ones: "macron"
	// finds Emmanuel Macron.
	Speaker string
	// SpeakerID is a speaker's entity id.
	SpeakerID string
	// About is words that all stand in names of the entities inside the content,
	// or all in the content itself, there in any inflection.
	About string
	// AboutID is the id of an entity inside the content.
	AboutID string
	// Text is words that all stand in the content, in any order and inflection.
	Text string
	// Phrases are words that stand in the content as they are, side by side.
	Phrases []string
	// Since and Until bound the time of publication; Until is not included.
	Since, Until time.Time
	// Outlet is an outlet's name, or a domain with all of its subdomains.
	Outlet string
	// ArticleID is the id of an article.
	ArticleID string
	// Type, Kind and Flag are values of statement.type, speaker.kind and statement.flags.
	Type, Kind, Flag string
	// MinConfidence is the least attribution.confidence.
	MinConfidence float64

	Sort Sort
	// Size is how many statements to return. Default 20, at most MaxSize.
	Size int
	// Cursor is Page.Next of the page before, which has to be of the same query.
	Cursor string
}

// MaxSize is the largest page.
const MaxSize = 1000

// ErrBlocked is what errors are that only an operator can do something about: no
// rights, no alias, an address that is not the index's.
var ErrBlocked = errors.New("the index is closed to this service")

// ErrIncompatible is the error for an index that was made by a version of this
// program whose form can't be changed in place.
var ErrIncompatible = errors.New("the index has another form, which can't be changed in place")

// ErrCursor is the error for a cursor that no page of this query gave.
var ErrCursor = errors.New("cursor is not of this query")

// Normalize sets the defaults of Sort and Size and keeps Size within its bounds.
// Without words there is no relevance to order by.
func (q Query) Normalize() Query {
	if q.Sort == "" || q.Sort == Relevance && q.Text == "" && len(q.Phrases) == 0 {
		q.Sort = Newest
	}
	if q.Size <= 0 {
		q.Size = 20
	}
	q.Size = min(q.Size, MaxSize)
	return q
}

// Page is a part of what was found.
type Page struct {
	Statements []*Statement
	// Total is how many there are in all; if Exact is false there are more.
	Total int
	Exact bool
	// Next continues after this page; empty if nothing follows. Each statement
	// that was there at the first page comes exactly once, whatever is written
	// meanwhile; in order of relevance only if nothing is.
	Next string
}

// Field is a field to count by.
type Field string

// The fields that can be counted by.
const (
	BySpeaker Field = "speaker.name"
	ByAbout   Field = "about.name"
	ByOutlet  Field = "article.outlet"
	ByType    Field = "statement.type"
	ByKind    Field = "speaker.kind"
	ByFlag    Field = "statement.flags"
)

// Bucket is a value of a field and how many statements have it.
type Bucket struct {
	Value string
	Count int
}
