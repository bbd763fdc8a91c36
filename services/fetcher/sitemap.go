package fetcher

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
)

// maxSitemaps is how many sitemaps of an index are read. Large sites have one
// for each month since they began.
const maxSitemaps = 10

// place is an entry of a sitemap or of an index. Names go without their
// namespace, as many sites get those wrong.
type place struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Title     string `xml:"title"`
		Published string `xml:"publication_date"`
	} `xml:"news"`
}

// sitemap reads a list of pages, and what Google News wants to know of them.
func sitemap(page *Page) ([]Item, error) {
	places, err := placesOf(page, "url")
	if err != nil {
		return nil, err
	}
	items := make([]Item, 0, len(places))
	for _, p := range places {
		item := Item{URL: absolute(page.URL, p.Loc), Title: p.News.Title, Published: day(p.News.Published)}
		if item.Published.IsZero() {
			item.Published = day(p.LastMod)
		}
		items = append(items, item)
	}
	return items, nil
}

// sitemaps reads the newest sitemaps of an index. One that fails is left out, as
// the others may be what is wanted; if all fail the first error is returned.
func (c *Client) sitemaps(ctx context.Context, index *Page) ([]Item, error) {
	places, err := placesOf(index, "sitemap")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(places, func(a, b place) int { return day(b.LastMod).Compare(day(a.LastMod)) })
	var items []Item
	var failed error
	read := 0
	for i, p := range places[:min(len(places), maxSitemaps)] {
		if i > 0 {
			if err := pause(ctx, c.config.SitemapDelay); err != nil {
				return nil, err
			}
		}
		more, err := c.oneSitemap(ctx, absolute(index.URL, p.Loc))
		var bad *FetchError
		switch {
		case err == nil:
			items, read = append(items, more...), read+1
		case !errors.As(err, &bad):
			return nil, err // the context ended
		case failed == nil:
			failed = err
		}
	}
	if read > 0 {
		failed = nil
	}
	return items, failed
}

func (c *Client) oneSitemap(ctx context.Context, url string) ([]Item, error) {
	page, err := c.list(ctx, url)
	if err != nil {
		return nil, err
	}
	return sitemap(page)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// placesOf reads the elements of that name. A file that breaks off counts as far
// as it goes.
func placesOf(page *Page, name string) (places []place, err error) {
	d := newDecoder(bytes.NewReader(page.Body))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) || err != nil && len(places) > 0 {
			return places, nil
		}
		if err != nil {
			return nil, noFeed(page, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != name {
			continue
		}
		var p place
		if err := d.DecodeElement(&p, &start); err == nil {
			places = append(places, p)
		}
	}
}

// day reads the forms of date that sitemaps use; zero if it is none of them.
func day(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", time.DateTime, time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
