package article

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/inquit/inquit/article/block"
)

// dates sets when the article was published and last changed. Each source is
// asked only when the ones before it are silent.
func (p *page) dates(a *Article) {
	pub := p.publishedSources()
	a.Published, a.From["published"] = pick(pub)
	if a.Published == nil {
		delete(a.From, "published")
	}
	mod := []dated{
		{"json-ld", p.schema.get("dateModified")},
		{"og", p.firstMeta("article:modified_time", "og:updated_time", "article:updated")},
		{"itemprop", p.propDate("datemodified")},
		{"meta", p.firstMeta("last-modified", "dcterms.modified", "dc.date.modified", "modified", "lastmod", "date.modified", "revision_date")},
	}
	a.Modified, a.From["modified"] = pick(mod)
	if a.Modified == nil {
		delete(a.From, "modified")
	}
	if a.Published != nil {
		a.Published.zone(pub)
	}
	if a.Modified != nil {
		a.Modified.zone(append(mod, pub...))
	}
}

// dated is what one source says.
type dated struct{ from, value string }

func (p *page) publishedSources() []dated {
	return []dated{
		{"json-ld", p.schema.get("datePublished")},
		{"og", p.firstMeta("article:published_time", "og:article:published_time", "article:published", "og:published_time")},
		{"meta", p.firstMeta("parsely-pub-date", "cxenseparse:recs:publishtime", "cxense:recs:publishtime", "cxenseparse:publishtime")},
		{"itemprop", p.propDate("datepublished")},
		{"meta", p.firstMeta("sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.issued", "dcterms.date", "dc.date", "dcsext.articlefirstpublished", "article.published", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "date", "article:date", "originalpublicationdate", "pdate", "date.created", "published_date", "last-modified-date", "released", "displaydate", "datecreated", "created", "pub_date", "ptime", "published-date", "bt:pubdate", "rnews:datepublished", "vr:published_time", "eomportal-lastupdate", "citation_publication_date")},
		{"json-ld", p.schema.get("dateCreated")},
		{"json-ld", p.schema.get("uploadDate")},
		{"time", p.timeElement()},
		{"url", urlDate(p.url.Path)},
		{"text", p.markedDate()},
		{"text", p.printedDate()},
		{"json-ld", p.otherNode("datePublished")},
		{"script", p.scriptDate()},
		{"url", urlDigits(p.url.Path)},
		{"json-ld", p.schema.get("dateModified")},
		{"og", p.firstMeta("article:modified_time", "og:updated_time")},
	}
}

func (p *page) firstMeta(keys ...string) string {
	for _, k := range keys {
		for _, v := range p.meta[k] {
			if _, ok := parseDate(v); ok {
				return v
			}
		}
	}
	return ""
}

// otherNode asks nodes besides the article's own, such as the page's.
func (p *page) otherNode(key string) string {
	for _, n := range p.schema.nodes {
		if v, ok := n[key].(string); ok && v != "" {
			return v
		}
	}
	return ""
}

func pick(sources []dated) (*Date, string) {
	for _, s := range sources {
		if d, ok := parseDate(s.value); ok {
			return &d, s.from
		}
	}
	return nil, ""
}

// zone gives a time without one the zone of another source that shows the same
// time on the clock.
func (d *Date) zone(sources []dated) {
	if d.Precision != "naive" {
		return
	}
	const wall = "2006-01-02T15:04"
	for _, s := range sources {
		o, ok := parseDate(s.value)
		if ok && o.Precision == "instant" && o.Time.Format(wall) == d.Time.Format(wall) {
			d.Time, d.Precision = time.Date(d.Time.Year(), d.Time.Month(), d.Time.Day(), d.Time.Hour(), d.Time.Minute(), d.Time.Second(), 0, o.Time.Location()), "instant"
			return
		}
	}
}

func (p *page) propDate(prop string) string {
	for _, n := range p.props[prop] {
		for _, v := range []string{block.Attr(n, "content"), block.Attr(n, "datetime"), inlineText(n)} {
			if _, ok := parseDate(v); ok {
				return v
			}
		}
	}
	return ""
}

// timeElement is the first time element of the article: those of teasers stand
// in links, lists or beside.
func (p *page) timeElement() string {
	pubdate, first := "", ""
	for _, n := range p.times {
		v := block.Attr(n, "datetime")
		if _, ok := parseDate(v); !ok {
			v = inlineText(n)
		}
		if _, ok := parseDate(v); !ok || outside(n) || among(n, atom.A, atom.Li, atom.Aside, atom.Nav, atom.Footer) {
			continue
		}
		if pubdate == "" && (hasAttr(n, "pubdate") || strings.Contains(strings.ToLower(block.Attr(n, "class")), "publi")) {
			pubdate = v
		}
		if first == "" {
			first = v
		}
	}
	v, _ := firstOf([]string{pubdate, first}, "", "")
	return v
}

func among(n *html.Node, tags ...atom.Atom) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if slices.Contains(tags, n.DataAtom) {
			return true
		}
	}
	return false
}

// hiddenNode reports an element that its own markup hides.
func hiddenNode(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if hasAttr(n, "hidden") || strings.Contains(strings.ReplaceAll(block.Attr(n, "style"), " ", ""), "display:none") {
			return true
		}
	}
	return false
}

// markedDate is the first short line whose class calls it a date.
func (p *page) markedDate() string {
	const longest = 80
	for _, n := range p.dated {
		t := inlineText(n)
		if t == "" || len(t) > longest || outside(n) || among(n, atom.A, atom.Li, atom.Aside, atom.Nav, atom.Footer) {
			continue
		}
		if _, ok := parseDate(t); ok {
			return t
		}
		if d := dateWithin(t); d != "" {
			return d
		}
	}
	return ""
}

// printedDate finds a short line with a date near the headline.
func (p *page) printedDate() string {
	const reach = 40
	n, steps := p.headlineNode(), 0
	if n == nil {
		return ""
	}
	for at := next(n); at != nil && steps < reach; at = next(at) {
		if at.Type != html.TextNode {
			continue
		}
		t := collapse(at.Data)
		if t == "" {
			continue
		}
		steps++
		if len(t) <= 80 {
			if _, ok := parseDate(t); ok {
				return t
			}
			if d := dateWithin(t); d != "" {
				return d
			}
		}
	}
	return ""
}

// headlineNode is the first h1, or another heading that repeats the title.
func (p *page) headlineNode() *html.Node {
	if len(p.h1) > 0 {
		return p.h1[0]
	}
	const alike = 0.6
	title, _ := p.first("og:title")
	left := maxTitles
	return find(p.body, func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.H2, atom.H3, atom.H4:
			if left--; left < 0 {
				return false
			}
			t := inlineText(n)
			return similarity(t, title) > alike || similarity(t, p.title) > alike
		}
		return false
	})
}

// dateKeys are what data layers call the day of publication, without marks.
var dateKeys = []string{"datepublished", "publishedfirst", "firstpublication", "firstpublished", "publicationdate", "publishedat", "publishdate", "publisheddate", "pubdate", "publishtime", "createdat"}

// scriptDate reads the data layer that many pages keep in a script.
func (p *page) scriptDate() string {
	found := ""
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.DataAtom == atom.Script && n.FirstChild != nil && found == "" {
			found = keyedDate(n.FirstChild.Data)
		}
		for k := n.FirstChild; k != nil && found == ""; k = k.NextSibling {
			walk(k)
		}
	}
	walk(p.doc)
	return found
}

var keyMarks = strings.NewReplacer("-", "", "_", "", ".", "")

// keyedDate finds "key": "date" for one of the keys.
func keyedDate(script string) string {
	lower := strings.ToLower(script)
	if len(lower) != len(script) {
		return ""
	}
	for at := 0; ; {
		i := strings.Index(lower[at:], "publi")
		if i < 0 {
			return ""
		}
		at += i + len("publi")
		back := max(0, at-40)
		start := back + strings.LastIndexAny(lower[back:at], "\"'{, \n") + 1
		ahead := lower[at:min(len(lower), at+40)] + "\""
		end := at + min(len(ahead)-1, strings.IndexAny(ahead, "\"':= "))
		key := keyMarks.Replace(lower[start:min(end, start+40)])
		if !slices.Contains(dateKeys, key) {
			continue
		}
		value := strings.TrimLeft(script[end:min(len(script), end+60)], "\"':= \\")
		value = value[:strings.IndexAny(value+"\"", "\"'\\,}")]
		if _, ok := parseDate(value); ok {
			return value
		}
	}
}

// next is the node after n in the order of the document.
func next(n *html.Node) *html.Node {
	if n.FirstChild != nil && n.DataAtom != atom.Script && n.DataAtom != atom.Style {
		return n.FirstChild
	}
	for ; n != nil; n = n.Parent {
		if n.NextSibling != nil {
			return n.NextSibling
		}
	}
	return nil
}
