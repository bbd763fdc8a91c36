package article

import (
	"html"
	"strings"
)

// body is the text that the page embeds for machines, by paragraphs.
func (s *schema) body() []string {
	raw := s.text(s.article["articleBody"], "@value")
	if raw == "" {
		raw = s.text(s.article["text"], "@value")
	}
	return textLines(raw)
}

// textLines makes paragraphs of a text that may hold HTML, escaped or not.
func textLines(raw string) []string {
	if strings.Contains(raw, "&lt;") || strings.Contains(raw, "&amp;") {
		raw = html.UnescapeString(raw)
	}
	raw = html.UnescapeString(stripTags(raw, '\n'))
	var out []string
	for l := range strings.Lines(raw) {
		if l = collapse(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// paragraphs splits a text at its blank lines.
func paragraphs(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n\n")
}
