package article

import (
	"html"
	"strings"
)

// body is the text that the page embeds for machines, by paragraphs.
func (s *schema) body() []string {
	if s.read {
		return s.lines
	}
	s.read = true
	raw := s.text(s.article["articleBody"], "@value")
	if raw == "" {
		raw = s.text(s.article["text"], "@value")
	}
	out := textLines(raw)
	if updates := s.updates(); len(updates) > 0 {
		out = append(out, updates...)
	}
	s.lines = out
	return out
}

// updates are the entries of a live blog, headline and text of each.
func (s *schema) updates() []string {
	list, ok := s.article["liveBlogUpdate"].([]any)
	if !ok {
		return nil
	}
	var out []string
	for _, e := range list {
		if u, ok := e.(map[string]any); ok {
			out = append(out, textLines(s.text(u["headline"]))...)
			out = append(out, textLines(s.text(u["articleBody"], "@value"))...)
		}
	}
	return out
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
