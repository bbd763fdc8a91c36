package article

import (
	"encoding/json"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// schema is what a page embeds for machines by schema.org in JSON-LD.
type schema struct {
	nodes   []map[string]any
	byID    map[string]map[string]any
	article map[string]any // the node that describes the article, or nil
	typed   bool           // the page has a node of an article's type

	lines []string // what body found
	read  bool     // body has looked
}

const (
	maxSchemaNodes = 5000
	maxSchemaDepth = 40
)

// add reads one script. Many pages break JSON in the same few ways, so a
// script that does not parse is mended and tried once more.
func (s *schema) add(script string) {
	var v any
	if json.Unmarshal([]byte(script), &v) != nil {
		if json.Unmarshal([]byte(mendJSON(script)), &v) != nil {
			return
		}
	}
	s.collect(v, 0)
}

func (s *schema) collect(v any, depth int) {
	if depth > maxSchemaDepth || len(s.nodes) >= maxSchemaNodes {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			s.collect(e, depth+1)
		}
	case map[string]any:
		s.node(v, depth)
	}
}

func (s *schema) node(v map[string]any, depth int) {
	s.nodes = append(s.nodes, v)
	if id, ok := v["@id"].(string); ok && len(v) > 1 {
		if s.byID == nil {
			s.byID = map[string]map[string]any{}
		}
		if len(s.byID[id]) < len(v) {
			s.byID[id] = v
		}
	}
	// Only the keys that lead to articles, so that a list of teasers stays out.
	for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "author", "publisher", "isPartOf", "hasPart", "image"} {
		if child, ok := v[key]; ok {
			s.collect(child, depth+1)
		}
	}
}

// choose picks the node that says most about an article, with a preference for
// one that gives the page's own address.
func (s *schema) choose(address *url.URL) {
	best := 0
	for _, n := range s.nodes {
		w := articleType(n)
		if w > 0 {
			s.typed = true
		}
		for key, weight := range map[string]int{"articleBody": 4, "datePublished": 4, "author": 2, "headline": 3, "dateModified": 1, "publisher": 1, "liveBlogUpdate": 3} {
			if _, ok := n[key]; ok {
				w += weight
			}
		}
		if w > 0 && s.about(n, address) {
			w += 6
		}
		if w > best && w >= 6 {
			best, s.article = w, n
		}
	}
}

func (s *schema) about(n map[string]any, address *url.URL) bool {
	path := strings.TrimSuffix(address.Path, "/")
	if path == "" {
		return false
	}
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		if strings.HasSuffix(strings.TrimSuffix(s.text(n[key], "@id", "url"), "/"), path) {
			return true
		}
	}
	return false
}

func articleType(n map[string]any) int {
	for _, t := range texts(n["@type"]) {
		t = strings.TrimPrefix(strings.TrimPrefix(t, "http://schema.org/"), "https://schema.org/")
		switch {
		case strings.HasSuffix(t, "Article"), t == "LiveBlogPosting", t == "BlogPosting", t == "Report", t == "SocialMediaPosting":
			return 6
		}
	}
	return 0
}

// is reports whether the chosen node has the type.
func (s *schema) is(name string) bool {
	for _, t := range texts(s.article["@type"]) {
		if strings.HasSuffix(t, name) {
			return true
		}
	}
	return false
}

// get is a field of the chosen node as text.
func (s *schema) get(key string) string {
	return clean(s.text(s.article[key], "name", "@value", "url", "@id"))
}

// text reads a string, the first of a list, or of an object the first of the
// keys that it has. References are followed.
func (s *schema) text(v any, keys ...string) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		b, _ := json.Marshal(v)
		return string(b)
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		for _, e := range v {
			if t := s.text(e, keys...); t != "" {
				return t
			}
		}
	case map[string]any:
		v = s.resolve(v)
		for _, k := range keys {
			if t, ok := v[k].(string); ok && t != "" {
				return t
			}
		}
	}
	return ""
}

// resolve follows a reference that holds nothing but an @id.
func (s *schema) resolve(v map[string]any) map[string]any {
	if id, ok := v["@id"].(string); ok {
		if full := s.byID[id]; len(full) > len(v) {
			return full
		}
	}
	return v
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if t, ok := e.(string); ok {
				out = append(out, t)
			}
		}
		return out
	}
	return nil
}

// clean takes the HTML out of a short text that was embedded as HTML.
func clean(s string) string {
	s = s[:runeStart(s, maxLine)]
	if strings.Contains(s, "&") {
		s = html.UnescapeString(html.UnescapeString(s))
	}
	return collapse(stripTags(s, ' '))
}

// stripTags replaces everything that looks like a tag.
func stripTags(s string, by byte) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 >= len(s) {
			b.WriteString(s)
			break
		}
		c := s[i+1] | 0x20
		if c != '/'|0x20 && (c < 'a' || c > 'z') && s[i+1] != '!' {
			b.WriteString(s[:i+1])
			s = s[i+1:]
			continue
		}
		end := strings.IndexByte(s[i:], '>')
		if end < 0 { // here and for all that follow
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		if !inlineTag(s[i+1 : i+end]) {
			b.WriteByte(by)
		}
		s = s[i+end+1:]
	}
	return b.String()
}

func inlineTag(tag string) bool {
	name, _, _ := strings.Cut(strings.Trim(strings.ToLower(tag), "/ "), " ")
	switch name {
	case "a", "b", "i", "em", "strong", "span", "u", "sup", "sub", "mark", "q", "font", "cite", "small", "abbr":
		return true
	}
	return false
}

// mendJSON repairs what pages commonly get wrong: comments and CDATA around
// the text, line breaks inside strings, commas before a closing bracket, a
// semicolon at the end.
func mendJSON(s string) string {
	s = strings.TrimSpace(s)
	for _, w := range []string{"<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>", "/*", "*/"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, w))
		s = strings.TrimSpace(strings.TrimSuffix(s, w))
	}
	s = strings.TrimRight(s, "; \n\t")
	var b strings.Builder
	b.Grow(len(s))
	quoted := false
	ahead := 0 // what comes behind white space and commas
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && quoted && i+1 < len(s):
			if strings.IndexByte(`"\/bfnrtu`, s[i+1]) >= 0 {
				b.WriteByte(c)
			}
			i++
			c = s[i]
		case c == '"':
			quoted = !quoted
		case quoted && c < ' ':
			c = ' '
		case !quoted && c == ',':
			for ahead = max(ahead, i+1); ahead < len(s) && strings.IndexByte(" \t\r\n,", s[ahead]) >= 0; {
				ahead++
			}
			if ahead < len(s) && (s[ahead] == ']' || s[ahead] == '}') {
				continue
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}
