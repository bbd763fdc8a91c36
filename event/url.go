package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// URL is what users publish on inquit.urls.
type URL struct {
	URL string `json:"url"`
	// Raw names an object in BucketRaw that holds the page, with its media type
	// in ContentType; URL may then be empty.
	Raw         string            `json:"raw,omitempty"`
	ContentType string            `json:"content_type,omitempty"`
	Force       bool              `json:"force,omitempty"`
	Tags        []string          `json:"tags,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
}

const (
	// MaxURL is the longest URL taken, in bytes.
	MaxURL = 8 << 10
	// MaxEntries is how many URLs one message may hold.
	MaxEntries = 2000
)

// Entry is one URL of a message, or the reason why it is none.
type Entry struct {
	URL URL
	// Text is the entry as it was written.
	Text string
	Err  error
}

// ParseURLs reads the body of a message on inquit.urls: a bare URL, several of
// them by line, a JSON object, a JSON array of objects or strings, or JSON
// objects by line. Blank lines and lines that begin with # are skipped. There
// is always one entry at least; a bad one does not spoil the others.
func ParseURLs(body []byte) []Entry {
	entries := parseURLs(body)
	if len(entries) > MaxEntries {
		return []Entry{{Text: string(body), Err: fmt.Errorf("%d URLs in one message, at most %d are taken: publish them in parts", len(entries), MaxEntries)}}
	}
	return entries
}

func parseURLs(body []byte) []Entry {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if len(body) == 0 {
		return []Entry{{Err: errors.New(`empty message: publish a URL, several by line, or {"url": "https://…"}`)}}
	}
	switch {
	case body[0] == '[':
		return parseArray(body)
	case body[0] == '{' && json.Valid(body):
		return []Entry{parseObject(body)} // may stretch over several lines
	}
	var entries []Entry
	for line := range strings.Lines(string(body)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '{':
			entries = append(entries, parseObject([]byte(line)))
		default:
			entries = append(entries, Entry{URL: URL{URL: line}, Text: line})
		}
	}
	if len(entries) == 0 {
		return []Entry{{Text: string(body), Err: errors.New("no URL in the message, only comments")}}
	}
	return entries
}

func parseObject(data []byte) Entry {
	e := Entry{Text: string(data)}
	if err := json.Unmarshal(data, &e.URL); err != nil {
		e.Err = fmt.Errorf(`not a JSON object with "url": %w`, err)
	} else if e.URL.URL == "" && e.URL.Raw == "" {
		e.Err = errors.New(`JSON object without "url"`)
	}
	return e
}

func parseArray(data []byte) []Entry {
	var items []json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return []Entry{{Text: string(data), Err: fmt.Errorf("not a JSON array: %w", err)}}
	}
	if len(items) == 0 {
		return []Entry{{Text: string(data), Err: errors.New("empty JSON array")}}
	}
	entries := make([]Entry, len(items))
	for i, item := range items {
		if item[0] != '"' {
			entries[i] = parseObject(item)
			continue
		}
		entries[i].Text = string(item)
		entries[i].Err = json.Unmarshal(item, &entries[i].URL.URL)
	}
	return entries
}
