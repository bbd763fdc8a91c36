package indexer

import (
	"strings"
	"testing"

	"github.com/inquit/inquit/event"
)

func link(page, text string, parts ...string) string {
	z := newZone(text)
	s := &event.Statement{}
	for _, p := range parts {
		start := z.points.FromByte(strings.Index(text, p))
		s.Content.Spans = append(s.Content.Spans, event.Span{start, start + len([]rune(p))})
	}
	return fragmentLink(page, z, s)
}

func TestLinksLandOnTheWords(t *testing.T) {
	const page = "https://example.org/a"
	long := "We will go on until every single one of the twelve points that were agreed in the spring has been put into practice"
	for _, test := range []struct {
		name, page, text string
		parts            []string
		want             string
	}{
		{"without the marks", page, "“We go home,” she said.", []string{"“We go home,”"}, page + "#:~:text=We%20go%20home"},
		{"with the apostrophe of the page", page, "“We won’t go,” she said.", []string{"“We won’t go,”"}, page + "#:~:text=We%20won%E2%80%99t%20go"},
		{"an inner quote is left out", page, "She said: “The ‘gang of four’ has lost all of it.”", []string{"“The ‘gang of four’ has lost all of it.”"}, page + "#:~:text=has%20lost%20all%20of%20it."},
		{"the longer part of a split content", page, "“No,” she said, “not before the summer.”", []string{"“No,”", "“not before the summer.”"}, page + "#:~:text=not%20before%20the%20summer."},
		{"one paragraph only", page, "“Short.\n“This is the longer paragraph.”", []string{"“Short.\n“This is the longer paragraph.”"}, page + "#:~:text=This%20is%20the%20longer%20paragraph."},
		{"long content by its first and last words", page, "“" + long + ",” he said.", []string{"“" + long + ",”"}, page + "#:~:text=We%20will%20go%20on%20until,has%20been%20put%20into%20practice"},
		{"what has a meaning in a link is escaped", page, "A & B, C-D", []string{"A & B, C-D"}, page + "#:~:text=A%20%26%20B%2C%20C%2DD"},
		{"a fragment of the page is replaced", page + "?x=1#top", "Go.", []string{"Go."}, page + "?x=1#:~:text=Go."},
		{"marks only have no link", page, "“…”", []string{"“…”"}, ""},
		{"a file has no link", "urn:sha256:00", "Go.", []string{"Go."}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := link(test.page, test.text, test.parts...); got != test.want {
				t.Errorf("link\n got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestSurroundingsEndAtWords(t *testing.T) {
	text := strings.Repeat("word ", 60) + "“here”" + strings.Repeat(" after", 60)
	z := newZone(text)
	start := 300
	got := surroundings(&event.Statement{Content: event.Piece{Spans: []event.Span{{start, start + 6}}}}, z)
	for part := range strings.FieldsSeq(got.Before) {
		if part != "word" {
			t.Errorf("before holds %q", part)
		}
	}
	for part := range strings.FieldsSeq(got.After) {
		if part != "after" {
			t.Errorf("after holds %q", part)
		}
	}
	if n := len(strings.Fields(got.Before)); n < 30 || n > 32 {
		t.Errorf("before holds %d words", n)
	}
}
