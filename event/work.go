package event

import (
	"encoding/json"
	"time"
)

// Work is one URL to fetch.
type Work struct {
	ID   string `json:"id"`
	URL  string `json:"url"`
	Host string `json:"host"`
	// Raw names an object in BucketRaw that holds the page, for pages that were
	// handed in as files. Empty: fetch URL.
	Raw         string            `json:"raw,omitempty"`
	ContentType string            `json:"content_type,omitempty"` // of Raw
	Force       bool              `json:"force,omitempty"`        // fetch and extract again even if unchanged
	Tags        []string          `json:"tags,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	SubmittedAt time.Time         `json:"submitted_at"`
	// Attempt counts the tries before this one.
	Attempt int `json:"attempt,omitempty"`
	// Slot is the time that was reserved at the host, if one was.
	Slot time.Time `json:"slot,omitzero"`
	// LastError is why the last attempt failed.
	LastError string `json:"last_error,omitempty"`
}

// Failed is a message that could not go on, with the reason. Retrying it means
// publishing Original on OriginalSubject again.
type Failed struct {
	Stage           Stage           `json:"stage"`
	Reason          string          `json:"reason"`
	Error           string          `json:"error"`
	Attempts        int             `json:"attempts"`
	At              time.Time       `json:"at"`
	WorkID          string          `json:"work_id,omitempty"`
	URL             string          `json:"url,omitempty"`
	OriginalStream  string          `json:"original_stream"`
	OriginalSubject string          `json:"original_subject"`
	OriginalSeq     uint64          `json:"original_seq"`
	OriginalType    Type            `json:"original_type,omitempty"`
	Original        json.RawMessage `json:"original,omitempty"`       // if it is JSON
	OriginalBytes   []byte          `json:"original_bytes,omitempty"` // if it is not
}

// Outcome is where a URL has come to.
type Outcome string

// The outcomes. Each accepted URL ends exactly once, as one of the last three;
// until then it is never lost from sight.
const (
	Queued    Outcome = "queued"
	Scheduled Outcome = "scheduled" // waits for its next attempt
	Fetched   Outcome = "fetched"
	Indexed   Outcome = "indexed"
	Unchanged Outcome = "unchanged" // fetched again, same text as indexed
	Error     Outcome = "failed"    // with a reason, in the failed stream
)

// State is what is known of a URL, in BucketState under its work id.
type State struct {
	URL          string    `json:"url"`
	Outcome      Outcome   `json:"outcome"`
	Reason       string    `json:"reason,omitempty"`
	Error        string    `json:"error,omitempty"`
	At           time.Time `json:"at"`
	NextAttempt  time.Time `json:"next_attempt,omitzero"`
	Attempts     int       `json:"attempts,omitempty"`
	ArticleID    string    `json:"article_id,omitempty"`
	Title        string    `json:"title,omitempty"`
	Statements   int       `json:"statements,omitempty"`
	Speakers     int       `json:"speakers,omitempty"`
	FetchMS      int64     `json:"fetch_ms,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	// ContentSHA256 is of what was last fetched: title and text.
	ContentSHA256 string `json:"content_sha256,omitempty"`
	// IndexedSHA256 is of what was last indexed.
	IndexedSHA256 string `json:"indexed_sha256,omitempty"`
	Extractor     string `json:"extractor,omitempty"`
}
