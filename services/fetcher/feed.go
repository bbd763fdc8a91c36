package fetcher

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	neturl "net/url"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// Item is an article that a feed or a sitemap lists.
type Item struct {
	// URL is normalised, as by Normalize.
	URL string
	// Title may be empty; most sitemaps give none.
	Title string
	// Published is zero if the feed does not say. A plain sitemap gives the last
	// change instead.
	Published time.Time
}

const (
	// maxSitemapBytes is the limit of the sitemap protocol, unpacked.
	maxSitemapBytes = 50 << 20
	// maxTags bounds what gofeed has to parse: it goes one call deeper with each
	// level of nesting, and four million of them end the process. Feeds of whole
	// articles have some ten thousand tags.
	maxTags = 500_000
)

// Feed reads the articles listed by an RSS, Atom or JSON feed, a sitemap, an
// index of sitemaps (the newest ten), or a page that names its feed. Each article
// comes once, in the order of the feed. The error is as that of Client.Get.
func Feed(ctx context.Context, c *Client, url string) ([]Item, error) {
	target, err := Normalize(url)
	if err != nil {
		return nil, &FetchError{Reason: ReasonMalformed, Err: err}
	}
	page, err := c.list(ctx, target.URL)
	if err != nil {
		return nil, err
	}
	if root := rootOf(page.Body); root == "html" || root == "head" {
		feed := feedOf(page)
		if feed == "" {
			return nil, noFeed(page, errors.New("it is a page, and names no feed"))
		}
		if page, err = c.list(ctx, feed); err != nil {
			return nil, err
		}
	}
	var items []Item
	switch rootOf(page.Body) {
	case "sitemapindex":
		items, err = c.sitemaps(ctx, page)
	case "urlset":
		items, err = sitemap(page)
	default:
		items, err = feed(page)
	}
	return unique(items), err
}

// list downloads a feed or a sitemap. Content types say little about them.
func (c *Client) list(ctx context.Context, url string) (*Page, error) {
	page, err := c.get(ctx, Request{URL: url}, plan{
		accept: "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5",
		most:   maxSitemapBytes,
	})
	if err != nil {
		return nil, err
	}
	if page.Body, err = unpack(page); err != nil {
		return nil, err
	}
	return page, nil
}

// unpack opens sitemap.xml.gz, which is a file on its own rather than a page
// that was compressed on the way.
func unpack(page *Page) ([]byte, error) {
	if !bytes.HasPrefix(page.Body, []byte("\x1f\x8b")) {
		return page.Body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(page.Body))
	if err != nil {
		return nil, garbled(page, err)
	}
	body, err := io.ReadAll(io.LimitReader(z, maxSitemapBytes+1))
	if len(body) > maxSitemapBytes {
		return nil, tooLarge(page, maxSitemapBytes)
	}
	if err != nil {
		return nil, garbled(page, err)
	}
	return body, nil
}

// feed reads RSS, Atom and JSON feeds.
func feed(page *Page) ([]Item, error) {
	if bytes.Count(page.Body, []byte("<")) > maxTags {
		return nil, tooLarge(page, maxSitemapBytes)
	}
	p := gofeed.NewParser()
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	parsed, err := p.Parse(bytes.NewReader(page.Body))
	if err != nil {
		return nil, noFeed(page, err)
	}
	var items []Item
	for _, entry := range parsed.Items {
		item := Item{URL: absolute(page.URL, link(entry)), Title: entry.Title}
		for _, at := range []*time.Time{entry.UpdatedParsed, entry.PublishedParsed} {
			if at != nil {
				item.Published = *at
			}
		}
		items = append(items, item)
	}
	return items, nil
}

// link is the article's own address: some feeds link to a counter instead and
// have the address beside it, or only in the id.
func link(entry *gofeed.Item) string {
	for _, original := range entry.Extensions["feedburner"]["origLink"] {
		return original.Value
	}
	if entry.Link == "" && strings.HasPrefix(entry.GUID, "http") {
		return entry.GUID
	}
	return entry.Link
}

func noFeed(page *Page, err error) error {
	return &FetchError{
		Reason: ReasonUnsupportedType, Status: page.Status,
		Err: fmt.Errorf("%s is no feed and no sitemap that can be read (%w): look in the site's footer or robots.txt for one", page.URL, err),
	}
}

// rootOf is the name of the first element, in lower case, without prefix; empty
// if there is none, as in JSON.
func rootOf(body []byte) string {
	d := newDecoder(bytes.NewReader(body))
	for {
		token, err := d.RawToken()
		if err != nil {
			return ""
		}
		if start, ok := token.(xml.StartElement); ok {
			return strings.ToLower(start.Name.Local)
		}
	}
}

// newDecoder reads XML as it is found: in any charset, with bare ampersands.
func newDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// feedOf finds the first feed that a page's head names.
func feedOf(page *Page) string {
	z := html.NewTokenizer(bytes.NewReader(page.Body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if token.Data == "body" {
				return ""
			}
			attrs := map[string]string{}
			for _, a := range token.Attr {
				attrs[a.Key] = a.Val
			}
			rel := strings.Fields(strings.ToLower(attrs["rel"]))
			if token.Data == "link" && slices.Contains(rel, "alternate") && isFeedType(attrs["type"]) {
				return absolute(page.URL, attrs["href"])
			}
		}
	}
}

func isFeedType(kind string) bool {
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
		return true
	}
	return false
}

// absolute resolves a link; empty if it is none.
func absolute(base, ref string) string {
	ref = strings.TrimSpace(ref)
	b, err := neturl.Parse(base)
	if err != nil || ref == "" {
		return ""
	}
	u, err := b.Parse(ref)
	if err != nil {
		return ""
	}
	return u.String()
}

// unique normalises the URLs and drops what is none, and what came before.
func unique(items []Item) []Item {
	seen := map[string]bool{}
	kept := items[:0]
	for _, item := range items {
		target, err := Normalize(item.URL)
		if err != nil || seen[target.URL] {
			continue
		}
		seen[target.URL] = true
		item.URL, item.Title = target.URL, strings.Join(strings.Fields(item.Title), " ")
		kept = append(kept, item)
	}
	return kept
}
