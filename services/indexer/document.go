package indexer

import "time"

// Collection is one of the indices. Its name ends that of the alias:
// inquit-statements.
type Collection string

// The collections.
const (
	Statements Collection = "statements"
	Articles   Collection = "articles"
)

// Document is what a collection holds: a [Statement] or an [Article].
type Document interface {
	Collection() Collection
	// Key is the document's id in its collection.
	Key() string
}

// ecsVersion is the version of the Elastic Common Schema whose names are used.
const ecsVersion = "8.17.0"

// Statement is the document for one statement of one article. It is flat, with
// what there is to know of the article copied in, because Kibana can't aggregate
// over nested objects. Positions are code points of the text that text.sha256
// names, or of the title where statement.zone is headline.
type Statement struct {
	Timestamp   time.Time         `json:"@timestamp"` // published, else fetched
	ECS         Versioned         `json:"ecs"`
	Event       Times             `json:"event"`
	Statement   StatementPart     `json:"statement"`
	Speaker     SpeakerPart       `json:"speaker"`
	Cue         CuePart           `json:"cue"`
	Content     ContentPart       `json:"content"`
	Context     ContextPart       `json:"context"`
	About       EntitiesPart      `json:"about"`    // entities inside the content
	Mentions    EntitiesPart      `json:"mentions"` // other entities of the article
	Via         *NamePart         `json:"via,omitempty"`
	Attribution AttributionPart   `json:"attribution"`
	Article     ArticleBrief      `json:"article"`
	URL         URLPart           `json:"url"`
	Text        TextPart          `json:"text"`
	Utterance   IDPart            `json:"utterance"`
	Extractor   Versioned         `json:"extractor"`
	Schema      Versioned         `json:"schema"`
	Rights      RightsPart        `json:"rights"`
	Labels      map[string]string `json:"labels,omitempty"`
	Tags        []string          `json:"tags,omitempty"`
	Trace       *IDPart           `json:"trace,omitempty"`
}

// Collection is Statements.
func (*Statement) Collection() Collection { return Statements }

// Key is the statement's id.
func (s *Statement) Key() string { return s.Statement.ID }

// Article is the document for one article. Its list of statement ids is how the
// next version of the article finds those that are gone.
type Article struct {
	Timestamp time.Time         `json:"@timestamp"`
	ECS       Versioned         `json:"ecs"`
	Event     Times             `json:"event"`
	Article   ArticlePart       `json:"article"`
	Speaker   EntitiesPart      `json:"speaker"`  // all speakers of the article
	Mentions  EntitiesPart      `json:"mentions"` // all entities of the article
	URL       URLPart           `json:"url"`
	HTTP      *HTTPPart         `json:"http,omitempty"`
	Fetch     FetchPart         `json:"fetch"`
	Extract   ExtractPart       `json:"extract"`
	Extractor Versioned         `json:"extractor"`
	Schema    Versioned         `json:"schema"`
	Rights    RightsPart        `json:"rights"`
	Labels    map[string]string `json:"labels,omitempty"`
	Tags      []string          `json:"tags,omitempty"`
	Trace     *IDPart           `json:"trace,omitempty"`
}

// Collection is Articles.
func (*Article) Collection() Collection { return Articles }

// Key is the article's id.
func (a *Article) Key() string { return a.Article.ID }

// Versioned names a version of something.
type Versioned struct {
	Version string `json:"version"`
}

// IDPart is an id alone.
type IDPart struct {
	ID string `json:"id"`
}

// NamePart is a name alone.
type NamePart struct {
	Name string `json:"name"`
}

// Times are when the page was fetched and when the document was written. Poll
// for what is new by the second one, with the id to break ties.
type Times struct {
	Created  time.Time `json:"created"`
	Ingested time.Time `json:"ingested"`
}

// StatementPart is about the statement as such.
type StatementPart struct {
	ID        string     `json:"id"`
	Type      string     `json:"type"`
	Flags     []string   `json:"flags,omitempty"`
	Zone      string     `json:"zone"`
	Paragraph int        `json:"paragraph"`
	Sentence  int        `json:"sentence"`
	Position  float64    `json:"position"` // of the content's start, 0 to 1 through the zone
	Polarity  string     `json:"polarity"` // asserted or negated
	Realis    string     `json:"realis"`   // said, declined, planned or hypothetical
	Parent    string     `json:"parent,omitempty"`
	Link      string     `json:"link,omitempty"` // lands on the words
	Source    SourcePart `json:"source"`
}

// SourcePart is the speaker as printed. Start and End are missing where the
// article prints none.
type SourcePart struct {
	Text  string `json:"text,omitempty"`
	Start *int   `json:"start,omitempty"`
	End   *int   `json:"end,omitempty"`
}

// SpeakerPart holds the resolved speakers, several where they speak together.
// What is not known is left out, so the lists may differ in length.
type SpeakerPart struct {
	ID          []string `json:"id,omitempty"`
	Name        []string `json:"name,omitempty"`
	Kind        []string `json:"kind"`
	Title       []string `json:"title,omitempty"`
	Affiliation []string `json:"affiliation,omitempty"`
	Joint       []string `json:"joint,omitempty"` // the ids, if there are several
}

// CuePart is the reporting word or phrase.
type CuePart struct {
	Text  string `json:"text,omitempty"`
	Lemma string `json:"lemma,omitempty"`
	Start *int   `json:"start,omitempty"`
	End   *int   `json:"end,omitempty"`
}

// ContentPart is what was said. Start and End are the envelope of Spans.
type ContentPart struct {
	Text   string   `json:"text"`
	Quoted []string `json:"quoted,omitempty"` // what stands in quotation marks
	Start  int      `json:"start"`
	End    int      `json:"end"`
	Spans  []Range  `json:"spans"`
	Words  int      `json:"words"`
	Hash   string   `json:"hash"` // the same for the same words, whatever the marks
}

// Range is a half-open range of code points in the form of Elasticsearch's
// range types.
type Range struct {
	Start int `json:"gte"`
	End   int `json:"lt"`
}

// ContextPart lets a statement be read in its place.
type ContextPart struct {
	Before    string `json:"before,omitempty"`
	After     string `json:"after,omitempty"`
	Paragraph string `json:"paragraph"`
}

// EntitiesPart lists entities; the same place in each list is the same entity.
// ID lacks those that have none.
type EntitiesPart struct {
	ID   []string `json:"id,omitempty"`
	Name []string `json:"name,omitempty"`
	Kind []string `json:"kind,omitempty"`
}

// AttributionPart tells how sure the speaker is and why.
type AttributionPart struct {
	Method     string   `json:"method"`
	Confidence float64  `json:"confidence"`
	Evidence   string   `json:"evidence,omitempty"`
	Candidates []string `json:"candidates,omitempty"`
}

// ArticleBrief is what a statement says of its article.
type ArticleBrief struct {
	ID            string   `json:"id"`
	Title         string   `json:"title"`
	Outlet        string   `json:"outlet"` // the domain where the page names none
	Authors       []string `json:"authors,omitempty"`
	Lang          string   `json:"lang,omitempty"`
	Section       string   `json:"section,omitempty"`
	PublishedFrom string   `json:"published_from"` // where the date stood; "fetch" if there was none
}

// ArticlePart is about the article as such.
type ArticlePart struct {
	ArticleBrief
	Published    *time.Time `json:"published,omitempty"`
	Modified     *time.Time `json:"modified,omitempty"`
	Text         string     `json:"text"`
	TextSHA256   string     `json:"text_sha256"`
	Image        string     `json:"image,omitempty"`
	Wire         string     `json:"wire,omitempty"`
	Words        int        `json:"words"`
	Paragraphs   int        `json:"paragraphs"`
	Statements   int        `json:"statements"`
	Speakers     int        `json:"speakers"` // different named ones
	Unattributed int        `json:"unattributed"`
	StatementIDs []string   `json:"statement_ids"`
}

// URLPart is where the article stands.
type URLPart struct {
	Full     string `json:"full"`
	Original string `json:"original,omitempty"`
	Domain   string `json:"domain"`
}

// TextPart says which text positions count in.
type TextPart struct {
	SHA256 string `json:"sha256"`
}

// HTTPPart is the server's answer, in ECS's words.
type HTTPPart struct {
	Response struct {
		StatusCode int `json:"status_code"`
	} `json:"response"`
}

// FetchPart tells how the page was got.
type FetchPart struct {
	DurationMS int64  `json:"duration_ms"`
	Via        string `json:"via"`
}

// ExtractPart tells how well the page could be read.
type ExtractPart struct {
	Quality float64   `json:"quality"`
	Verdict string    `json:"verdict"`
	Reasons []string  `json:"reasons,omitempty"`
	Parser  string    `json:"parser"`
	Marks   MarksPart `json:"marks"`
}

// MarksPart counts quotation marks; unpaired ones measure how messy a text is.
type MarksPart struct {
	Open     int `json:"open"`
	Close    int `json:"close"`
	Unpaired int `json:"unpaired"`
}

// RightsPart is what the page reserves. TDM is true if it opts out of text and
// data mining, missing if it does not say.
type RightsPart struct {
	TDM    *bool  `json:"tdm,omitempty"`
	Robots string `json:"robots,omitempty"`
}
