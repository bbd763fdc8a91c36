package indexer

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/inquit/inquit/event"
)

// contextRunes is how much of the text around a content is kept: enough to find
// the place again in a page that has changed elsewhere.
const contextRunes = 160

// surroundings are the words before and after the content and its paragraph.
func surroundings(s *event.Statement, z zone) ContextPart {
	spans := s.Content.Spans
	start, end := spans[0][0], spans[len(spans)-1][1]
	before := z.points.Slice(event.Span{max(start-contextRunes, 0), start})
	after := z.points.Slice(event.Span{end, min(end+contextRunes, z.length)})
	if start > contextRunes {
		before = before[afterSpace(before):]
	}
	if end+contextRunes < z.length {
		if i := strings.LastIndexFunc(after, unicode.IsSpace); i > 0 {
			after = after[:i]
		}
	}
	return ContextPart{Before: strings.TrimSpace(before), After: strings.TrimSpace(after), Paragraph: paragraphAt(z.text, z.points.Byte(start))}
}

func afterSpace(s string) int {
	i := strings.IndexFunc(s, unicode.IsSpace)
	return max(i, 0)
}

func paragraphAt(text string, at int) string {
	from := strings.LastIndexByte(text[:at], '\n') + 1
	to := len(text)
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		to = at + i
	}
	return strings.TrimSpace(text[from:to])
}

const (
	// wholeRunes is the longest text that a link spells out; longer ones are
	// given by their first and last words.
	wholeRunes = 100
	edgeWords  = 5
)

// fragmentLink is the page's address with a text fragment, so that browsers
// scroll to the words and mark them. The words are the page's own characters,
// and never quotation marks: pages often print others than the text has.
func fragmentLink(page string, z zone, s *event.Statement) string {
	if !strings.HasPrefix(page, "http://") && !strings.HasPrefix(page, "https://") {
		return ""
	}
	text := longestRun(z, s.Content.Spans)
	if text == "" {
		return ""
	}
	page, _, _ = strings.Cut(page, "#")
	return page + "#:~:text=" + directive(text)
}

// longestRun is the longest stretch of the content without a quotation mark or
// the end of a paragraph in it: a text fragment can't match across those.
func longestRun(z zone, spans []event.Span) (best string) {
	for _, span := range spans {
		for _, run := range runs([]rune(z.points.Slice(span))) {
			run = strings.Trim(strings.TrimSpace(run), ",;:")
			if len(run) > len(best) && strings.ContainsFunc(run, isWord) {
				best = run
			}
		}
	}
	return best
}

// runs cuts at quotation marks and line ends, but not at the apostrophe inside a
// word: half a word is none, and browsers match whole words only.
func runs(text []rune) (list []string) {
	start := 0
	for i, r := range text {
		inside := i > start && i+1 < len(text) && isWord(text[i-1]) && isWord(text[i+1])
		if r == '\n' || isMark(r) && !inside {
			list = append(list, string(text[start:i]))
			start = i + 1
		}
	}
	return append(list, string(text[start:]))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isMark(r rune) bool {
	return strings.ContainsRune("\"“”„‟«»‹›‘’‚‛'`「」『』＂", r)
}

func directive(text string) string {
	words := strings.Fields(text)
	if utf8.RuneCountInString(text) <= wholeRunes || len(words) <= 2*edgeWords {
		return escape(text)
	}
	return escape(strings.Join(words[:edgeWords], " ")) + "," + escape(strings.Join(words[len(words)-edgeWords:], " "))
}

// escape writes a term of a text directive: '-', ',' and '&' have a meaning there.
func escape(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(s), "+", "%20"), "-", "%2D")
}
