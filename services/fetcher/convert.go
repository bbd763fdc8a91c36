package fetcher

import (
	"fmt"
	"strings"
	"time"

	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/event"
)

// source names this service in messages.
const source = "fetcher/" + article.Version

// urn begins the address of a file that has none: behind it is the SHA-256 of
// its bytes.
const urn = "urn:sha256:"

// Read reads a page that comes from no server: a file.
func Read(page article.Page) (*event.Article, error) {
	w := event.Work{URL: page.URL}
	if w.URL == "" {
		w.URL = urn + event.SHA256(string(page.Body))
	}
	return read(&w, &Page{Body: page.Body, URL: w.URL, ContentType: page.ContentType})
}

// read has the page read and turns the result into a message. A page that is no
// article is a FetchError with the page's own reason.
func read(w *event.Work, page *Page) (*event.Article, error) {
	a := article.Parse(article.Page{Body: page.Body, URL: page.URL, ContentType: page.ContentType})
	if a.Verdict == article.NotArticle {
		reason := article.ReasonNoText
		if len(a.Reasons) > 0 {
			reason = a.Reasons[0]
		}
		return nil, &FetchError{Reason: string(reason), Status: page.Status, Err: notArticle(reason, w)}
	}
	address := event.Address{Full: page.URL, Original: w.URL, Fetched: page.URL}
	for _, candidate := range []string{a.CanonicalURL, page.URL} {
		if target, err := Normalize(candidate); err == nil {
			address.Full, address.Domain = target.URL, target.Host
			break
		}
	}
	if address.Domain == "" {
		address.Domain = "file" // handed in without an address
	}
	out := &event.Article{
		ID: event.ArticleID(address.Full), URL: address, Parser: article.Version,
		Title: a.Title, HeadTitle: a.HeadTitle, Outlet: a.Outlet, Language: a.Language, Section: a.Section,
		Image: a.Image, Wire: a.Wire, Text: a.Text, TextSHA256: event.SHA256(a.Text),
		Published: date(a.Published), Modified: date(a.Modified),
		Verdict: string(a.Verdict), Confidence: a.Confidence, From: a.From,
		Rights:     event.Rights{TDMReservation: a.Rights.TDMReservation, TDMPolicy: a.Rights.TDMPolicy, Robots: a.Rights.Robots, Paid: a.Rights.Paid},
		Fetch:      fetchOf(page),
		Submission: event.Submission{WorkID: w.ID, At: w.SubmittedAt, Tags: w.Tags, Labels: w.Labels},
	}
	for _, r := range a.Reasons {
		out.Reasons = append(out.Reasons, string(r))
	}
	for _, author := range a.Authors {
		out.Authors = append(out.Authors, event.Author{Name: author.Name, Kind: author.Kind})
	}
	return out, nil
}

func fetchOf(page *Page) event.Fetch {
	f := event.Fetch{
		At: time.Now().UTC(), Via: "file", Status: page.Status, DurationMS: page.Duration.Milliseconds(),
		Bytes: len(page.Body), ETag: page.ETag, LastModified: page.LastModified,
	}
	if page.Status != 0 {
		f.Via = "http"
	}
	return f
}

func date(d *article.Date) *event.Date {
	if d == nil {
		return nil
	}
	return &event.Date{Time: d.Time, Day: d.Day, Precision: d.Precision}
}

// notArticle says what to do about a page that could not be read.
func notArticle(reason article.Reason, w *event.Work) error {
	url, arg := w.URL, w.URL
	if strings.HasPrefix(url, urn) {
		url, arg = "the file", "FILE"
	}
	switch reason {
	case article.ReasonNeedsJavaScript:
		return fmt.Errorf("%s shows its text only to a browser: save the page there and run: inquit add page.html --url %s", url, arg)
	case article.ReasonBlockedChallenge, article.ReasonConsentWall:
		return fmt.Errorf("%s is a wall instead of the article: save the page in a browser and run: inquit add page.html --url %s", url, arg)
	case article.ReasonIndexPage:
		return fmt.Errorf("%s lists articles and is none: add the articles, or its feed with: inquit add feed:URL", url)
	case article.ReasonUnsupportedType:
		return fmt.Errorf("%s is not an HTML page or plain text", url)
	}
	return fmt.Errorf("%s holds no article (%s); see what was read with: inquit page %s", url, reason, arg)
}
