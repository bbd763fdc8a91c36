package event

// Span is a half-open range of code points, written [start, end] in JSON.
type Span [2]int

// Piece is printed text, possibly with a gap; Text is the spans' texts joined
// by one space.
type Piece struct {
	Text  string `json:"text"`
	Spans []Span `json:"spans,omitempty"`
}

// Cue is the reporting word or phrase.
type Cue struct {
	Piece
	Lemma string `json:"lemma,omitempty"`
}

// Speaker is who made a statement.
type Speaker struct {
	ID          string `json:"id,omitempty"` // entity id; empty without a name
	Name        string `json:"name,omitempty"`
	Kind        string `json:"kind"`
	Title       string `json:"title,omitempty"`
	Affiliation string `json:"affiliation,omitempty"`
}

// Candidate is a speaker that was weighed.
type Candidate struct {
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

// Attribution tells how sure the speaker is and why.
type Attribution struct {
	Method     string      `json:"method"`
	Confidence float64     `json:"confidence"`
	Evidence   string      `json:"evidence,omitempty"`
	Candidates []Candidate `json:"candidates,omitempty"`
}

// Statement is something that the article attributes to a source. The words are
// those of package said, where they are explained.
type Statement struct {
	ID          string      `json:"id"`
	Type        string      `json:"type"` // direct, mixed or indirect
	Zone        string      `json:"zone"` // headline or body
	Content     Piece       `json:"content"`
	Quoted      []Span      `json:"quoted,omitempty"`
	Cue         Cue         `json:"cue"`
	Source      Piece       `json:"source"`
	Speakers    []Speaker   `json:"speakers"`
	Via         string      `json:"via,omitempty"`
	About       []int       `json:"about,omitempty"` // indices of Entities
	Flags       []string    `json:"flags,omitempty"`
	Parent      string      `json:"parent,omitempty"` // id of the enclosing statement
	Paragraph   int         `json:"paragraph"`
	Sentence    int         `json:"sentence"`
	Attribution Attribution `json:"attribution"`
}

// Mention is a printed form of an entity.
type Mention struct {
	Text string `json:"text"`
	Zone string `json:"zone"`
	Span Span   `json:"span"`
}

// Title is how the article introduces a person.
type Title struct {
	Text            string `json:"text"`
	Affiliation     string `json:"affiliation,omitempty"`
	AffiliationName string `json:"affiliation_name,omitempty"`
	Past            bool   `json:"past,omitempty"`
}

// Entity is a person, organization, place, group or event of the article.
type Entity struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Kind       string    `json:"kind"`
	Aliases    []string  `json:"aliases,omitempty"`
	Mentions   []Mention `json:"mentions"`
	Titles     []Title   `json:"titles,omitempty"`
	Relation   string    `json:"relation,omitempty"`
	Country    string    `json:"country,omitempty"`
	Confidence float64   `json:"confidence"`
}

// MarkCount measures how messy the quotation marks of an article are.
type MarkCount struct {
	Open     int `json:"open"`
	Close    int `json:"close"`
	Unpaired int `json:"unpaired"`
}

// Statements is all that was found in one article. It holds the article too: an
// indexer needs nothing else, and one message is one atomic change of the index.
type Statements struct {
	Article    Article     `json:"article"`
	Language   string      `json:"language"` // as the extractor took it
	Statements []Statement `json:"statements"`
	Entities   []Entity    `json:"entities"`
	Marks      MarkCount   `json:"marks"`
	Extractor  string      `json:"extractor"` // version of package said
	// Version is the external version of the documents made from this message.
	Version int64 `json:"version"`
}
