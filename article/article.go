// Package article turns the bytes of a web page into a clean news article:
// title, authors, dates, outlet, language, and the text by paragraphs.
//
// [Parse] makes no requests and keeps no state. A page that is no article, or
// only a part of one, is told apart by its [Verdict] and reasons; text is never
// empty when the verdict says OK.
package article

import (
	"slices"
	"time"
)

// Version names the rules and weights in this package.
const Version = "0.1.0"

// Page is what came over the wire.
type Page struct {
	// Body is the page as sent, decompressed, in any charset.
	Body []byte
	// URL is the address after redirects.
	URL string
	// ContentType is the HTTP header's value, empty if unknown.
	ContentType string
}

// Verdict says whether the page was read as an article.
type Verdict string

// The verdicts.
const (
	OK         Verdict = "ok"
	Partial    Verdict = "partial"     // a teaser or a paywalled beginning
	NotArticle Verdict = "not_article" // the reasons say what it is instead
)

// Reason is a code that explains a verdict or qualifies the text.
type Reason string

// The reasons that a page itself can show. Transport errors are the fetcher's.
const (
	ReasonBlockedChallenge Reason = "blocked_challenge"
	ReasonConsentWall      Reason = "consent_wall"
	ReasonPaywalled        Reason = "paywalled"
	ReasonNeedsJavaScript  Reason = "needs_javascript"
	ReasonLiveBlog         Reason = "live_blog"
	ReasonSoft404          Reason = "soft_404"
	ReasonIndexPage        Reason = "index_page" // a section front or a list of links
	ReasonNoText           Reason = "no_text"
	ReasonTooShort         Reason = "too_short"
	ReasonMalformed        Reason = "malformed"
	ReasonUnsupportedType  Reason = "unsupported_type"
	ReasonTooLarge         Reason = "too_large"
)

// Author is a byline's person or agency.
type Author struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // person or organization
}

// Date is an instant together with what the page said about it.
type Date struct {
	// Time keeps the page's own offset.
	Time time.Time `json:"time"`
	// Day is the local day as printed, YYYY-MM-DD; never shifted by a zone.
	Day string `json:"day"`
	// Precision is "instant", "naive" (a time without a zone, read as UTC) or "day".
	Precision string `json:"precision"`
}

// Article is a page as its reader sees it.
type Article struct {
	// Title is the displayed headline, HeadTitle the one of the page's metadata.
	Title     string   `json:"title"`
	HeadTitle string   `json:"head_title"`
	Authors   []Author `json:"authors,omitempty"`
	Published *Date    `json:"published,omitempty"`
	Modified  *Date    `json:"modified,omitempty"`
	Outlet    string   `json:"outlet"`
	// Language is a BCP 47 tag: what the text is written in.
	Language         string `json:"language"`
	DeclaredLanguage string `json:"declared_language"`
	Section          string `json:"section"`
	// CanonicalURL is the address under which the article is kept; the page's
	// own address if it names no better one.
	CanonicalURL string `json:"canonical_url"`
	Image        string `json:"image"`
	// Text has paragraphs divided by one blank line ("\n\n") and no title.
	Text string `json:"text"`
	// Wire is the agency whose copy the article carries, if it says so.
	Wire string `json:"wire"`
	// From tells for each field, by its name in lower case, where the value
	// came from: "json-ld", "og", "meta", "h1", "url" and so on.
	From map[string]string `json:"from,omitempty"`
	// Rights are the page's machine-readable reservations.
	Rights Rights `json:"rights"`

	Verdict    Verdict  `json:"verdict"`
	Reasons    []Reason `json:"reasons,omitempty"`
	Confidence float64  `json:"confidence"` // in [0, 1]
}

// Rights are the opt-outs that a page declares for itself.
type Rights struct {
	// TDMReservation is the TDMRep value: nil if the page says nothing.
	TDMReservation *bool  `json:"tdm_reservation,omitempty"`
	TDMPolicy      string `json:"tdm_policy"`
	// Robots is the content of the robots meta tag, lower-case.
	Robots string `json:"robots"`
	// Paid is set when the page declares that it is not free to read.
	Paid bool `json:"paid"`
}

// Paragraphs splits the text.
func (a *Article) Paragraphs() []string { return paragraphs(a.Text) }

// Has reports whether the article carries the reason.
func (a *Article) Has(r Reason) bool {
	return slices.Contains(a.Reasons, r)
}
