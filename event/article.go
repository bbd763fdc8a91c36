package event

import "time"

// Author is a byline's person or agency.
type Author struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // person or organization
}

// Date is an instant and what the page said about it.
type Date struct {
	Time      time.Time `json:"time"`
	Day       string    `json:"day"`       // local day as printed, YYYY-MM-DD
	Precision string    `json:"precision"` // instant, naive or day
}

// Address is where an article stands.
type Address struct {
	Full     string `json:"full"`     // canonical URL
	Original string `json:"original"` // as submitted
	Fetched  string `json:"fetched"`  // after redirects
	Domain   string `json:"domain"`   // host name of Full
}

// Fetch tells how the page was got.
type Fetch struct {
	At           time.Time `json:"at"`
	Via          string    `json:"via"`              // http or file
	Status       int       `json:"status,omitempty"` // HTTP status
	DurationMS   int64     `json:"duration_ms"`
	Bytes        int       `json:"bytes"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
}

// Submission is what the user asked for; it travels with the article.
type Submission struct {
	WorkID string            `json:"work_id"`
	At     time.Time         `json:"at"`
	Tags   []string          `json:"tags,omitempty"`
	Labels map[string]string `json:"labels,omitempty"`
}

// Rights are a page's machine-readable reservations.
type Rights struct {
	TDMReservation *bool  `json:"tdm_reservation,omitempty"`
	TDMPolicy      string `json:"tdm_policy,omitempty"`
	Robots         string `json:"robots,omitempty"`
	Paid           bool   `json:"paid,omitempty"`
}

// Article is a fetched page, read.
type Article struct {
	ID         string            `json:"id"`
	URL        Address           `json:"url"`
	Title      string            `json:"title"`
	HeadTitle  string            `json:"head_title,omitempty"`
	Authors    []Author          `json:"authors,omitempty"`
	Published  *Date             `json:"published,omitempty"`
	Modified   *Date             `json:"modified,omitempty"`
	Outlet     string            `json:"outlet,omitempty"`
	Language   string            `json:"language,omitempty"`
	Section    string            `json:"section,omitempty"`
	Image      string            `json:"image,omitempty"`
	Wire       string            `json:"wire,omitempty"`
	Text       string            `json:"text"`
	TextSHA256 string            `json:"text_sha256"`
	Verdict    string            `json:"verdict"` // ok or partial
	Reasons    []string          `json:"reasons,omitempty"`
	Confidence float64           `json:"confidence"`
	From       map[string]string `json:"from,omitempty"`
	Rights     Rights            `json:"rights"`
	Fetch      Fetch             `json:"fetch"`
	Submission Submission        `json:"submission"`
	Parser     string            `json:"parser"` // version of package article
}

// ContentSHA256 is the hash of what a reader sees, title and text, and of which
// article it is: State keeps it, to tell a page that has changed.
func (a *Article) ContentSHA256() string { return SHA256(a.ID + "\n" + a.Title + "\n" + a.Text) }
