package article

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/net/html"

	"github.com/inquit/inquit/article/block"
)

// The kinds of author.
const (
	person       = "person"
	organization = "organization"
)

//go:embed data/bylines.txt
var bylineFile string

// bylineWords are what stands around names: prefixes, links between names,
// words that make a name an organization's, and the agencies.
type bylineWords struct{ prefix, joint, roles, org, agency, label, particle, title []string }

var bylines = sync.OnceValue(func() *bylineWords {
	w := &bylineWords{}
	for line := range strings.Lines(bylineFile) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Split(list, "|")
		switch name {
		case "prefix":
			w.prefix = words
		case "joint":
			w.joint = words
		case "roles":
			w.roles = words
		case "organization":
			w.org = words
		case "agency":
			w.agency = words
		case "particle":
			w.particle = words
		case "title":
			w.title = words
		case "label":
			w.label = words
		}
	}
	return w
})

// authors takes the first source that names people; organizations count only
// when no source names anybody else.
func (p *page) authors(a *Article) {
	type source struct {
		from  string
		names []Author
	}
	sources := []source{
		{"json-ld", p.schemaAuthors(a.Outlet)},
		{"meta", p.metaAuthors(a.Outlet)},
		{"rel", p.markedAuthors(a.Outlet, isRelAuthor)},
		{"itemprop", p.propAuthors(a.Outlet)},
		{"byline", p.markedAuthors(a.Outlet, func(n *html.Node) bool { return !isRelAuthor(n) })},
	}
	for _, kind := range []string{person, organization} {
		for _, s := range sources {
			if hasKind(s.names, kind) {
				a.Authors, a.From["authors"] = s.names, s.from
				return
			}
		}
	}
}

func hasKind(list []Author, kind string) bool {
	for _, a := range list {
		if a.Kind == kind {
			return true
		}
	}
	return false
}

func (p *page) schemaAuthors(outlet string) []Author {
	var out []Author
	left := 2 * maxAuthors
	for _, key := range []string{"author", "creator"} {
		p.schemaNames(p.schema.article[key], outlet, &out, 0, &left)
		if len(out) > 0 {
			break
		}
	}
	return out
}

func (p *page) schemaNames(v any, outlet string, out *[]Author, depth int, left *int) {
	if *left--; depth > 4 || *left < 0 {
		return
	}
	switch v := v.(type) {
	case string:
		addNames(out, v, "", outlet)
	case []any:
		for _, e := range v {
			p.schemaNames(e, outlet, out, depth+1, left)
		}
	case map[string]any:
		v = p.schema.resolve(v)
		kind := ""
		for _, t := range texts(v["@type"]) {
			if strings.HasSuffix(t, "Organization") {
				kind = organization
			}
		}
		for _, n := range append(texts(v["name"]), texts(v["@value"])...) {
			addNames(out, n, kind, outlet)
		}
		if given, family := clean(p.schema.text(v["givenName"])), clean(p.schema.text(v["familyName"])); v["name"] == nil && family != "" {
			addNames(out, collapse(given+" "+family), kind, outlet)
		}
		if v["name"] != nil && texts(v["name"]) == nil {
			p.schemaNames(v["name"], outlet, out, depth+1, left)
		}
	}
}

func (p *page) metaAuthors(outlet string) []Author {
	for _, key := range []string{"parsely-author", "cxenseparse:author", "sailthru.author", "author", "dc.creator", "dcterms.creator", "article:author", "byl", "twitter:misc:written by"} {
		var out []Author
		for _, v := range p.meta[key] {
			addNames(&out, v, "", outlet)
		}
		if len(out) > 0 {
			return out
		}
	}
	return p.cardAuthors(outlet)
}

// cardAuthors reads the card that WordPress plugins write: a label in the
// page's language, then the name. Only the first label names the author.
func (p *page) cardAuthors(outlet string) []Author {
	label, _ := p.first("twitter:label1")
	name, _ := p.first("twitter:data1")
	var out []Author
	if slices.Contains(bylines().label, strings.ToLower(label)) {
		addNames(&out, name, "", outlet)
	}
	return out
}

func isRelAuthor(n *html.Node) bool { return hasToken(block.Attr(n, "rel"), "author") }

// markedAuthors reads the elements that call themselves author or byline, the
// first place of them below the headline, else above.
func (p *page) markedAuthors(outlet string, want func(*html.Node) bool) []Author {
	if out := p.firstByline(p.bylines[p.bylinesH1:], outlet, want); len(out) > 0 {
		return out
	}
	return p.firstByline(p.bylines[:p.bylinesH1], outlet, want)
}

// firstByline takes the innermost elements only, and of those the first with
// names together with what stands close to it: further down are the authors of
// other articles.
func (p *page) firstByline(list []*html.Node, outlet string, want func(*html.Node) bool) []Author {
	const longest, most = 120, 12
	var out []Author
	var first *html.Node
	lines := make([]string, len(list)) // empty for those that are not wanted
	for i, n := range list {
		if want(n) {
			lines[i] = inlineText(n)
		}
	}
	for i, n := range list {
		if !want(n) || innerByline(list[i+1:], lines[i+1:], n) || outside(n) {
			continue
		}
		if first != nil && !nearby(first, n) || len(out) >= most {
			break
		}
		t := lines[i]
		if t == "" || len(t) > longest {
			continue
		}
		had := len(out)
		addNames(&out, t, "", outlet)
		if first == nil && len(out) > had {
			first = n
		}
	}
	return distinct(out)
}

// innerByline reports whether an element with text of its own follows inside n.
func innerByline(after []*html.Node, lines []string, n *html.Node) bool {
	for i, k := range after {
		if !contains(n, k) {
			return false
		}
		if lines[i] != "" {
			return true
		}
	}
	return false
}

// nearby reports whether two elements have a common box a few levels up.
func nearby(a, b *html.Node) bool {
	const levels = 3
	for range levels {
		if a = a.Parent; a == nil {
			return false
		}
		if contains(a, b) {
			return true
		}
	}
	return false
}

func (p *page) propAuthors(outlet string) []Author {
	var out []Author
	for _, n := range p.props["author"] {
		t := inlineText(n)
		if t == "" {
			t = block.Attr(n, "content")
		}
		if len(t) <= 120 && !outside(n) {
			addNames(&out, t, "", outlet)
		}
	}
	return out
}

// outside reports whether the element stands among comments or other articles.
func outside(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		class := strings.ToLower(block.Attr(n, "class") + " " + block.Attr(n, "id"))
		for _, w := range []string{"comment", "related", "recommend", "teaser", "sidebar", "footer", "popular"} {
			if strings.Contains(class, w) {
				return true
			}
		}
	}
	return false
}

func contains(n, inner *html.Node) bool {
	for ; inner != nil; inner = inner.Parent {
		if inner == n {
			return true
		}
	}
	return false
}

func distinct(list []Author) []Author {
	seen := map[string]bool{}
	out := list[:0]
	for _, a := range list {
		if f := fold(a.Name); !seen[f] {
			seen[f] = true
			out = append(out, a)
		}
	}
	return out
}

// letters counts the letters of s.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
