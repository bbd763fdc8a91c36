package article

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/inquit/inquit/article/block"
)

// image sets the lead image: the first one after the headline that is no
// decoration. What the head names is often cut for previews, or only a logo.
func (p *page) image(a *Article) {
	if len(p.h1) > 0 {
		for _, n := range p.images[p.afterH1:] {
			if u := p.imageAddress(n); u != "" {
				a.Image, a.From["image"] = u, "img"
				return
			}
		}
	}
	og, _ := p.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full")
	ld := p.schema.text(p.schema.article["image"], "url", "contentUrl", "@id")
	v, from := firstOf([]string{og, ld}, "og", "json-ld")
	if u := p.resolve(v); u != nil {
		a.Image, a.From["image"] = u.String(), from
	}
}

// imageAddress is the address of an img or of a picture's source that may be
// the lead image, else empty.
func (p *page) imageAddress(n *html.Node) string {
	if n.DataAtom == atom.Source && (n.Parent == nil || n.Parent.DataAtom != atom.Picture) {
		return ""
	}
	if small(n) || among(n, atom.Nav, atom.Aside, atom.Footer, atom.Button) || decorates(n) || outside(n) {
		return ""
	}
	for _, key := range []string{"src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset", "data-lazy-srcset"} {
		v := strings.TrimSpace(block.Attr(n, key))
		if strings.HasSuffix(key, "srcset") {
			v, _, _ = strings.Cut(v, " ")
		}
		if v == "" || strings.HasPrefix(v, "data:") || decoration(v) {
			continue
		}
		if u := p.resolve(v); u != nil {
			return u.String()
		}
	}
	return ""
}

func small(n *html.Node) bool {
	const least = 100
	for _, key := range []string{"width", "height"} {
		if v, err := strconv.Atoi(strings.TrimSuffix(block.Attr(n, key), "px")); err == nil && v < least {
			return true
		}
	}
	return false
}

// decorates looks at the names of the image and of what holds it.
func decorates(n *html.Node) bool {
	for range 4 {
		if n == nil {
			break
		}
		if decoration(block.Attr(n, "class") + " " + block.Attr(n, "id") + " " + block.Attr(n, "alt")) {
			return true
		}
		n = n.Parent
	}
	return false
}

func decoration(s string) bool {
	s = strings.ToLower(s)
	for _, w := range []string{"logo", "icon", "avatar", ".svg", "author", "byline", "placeholder", "spacer", "pixel", "1x1", "blank.", "sprite", "badge", "emoji", "gravatar", "profile", "autor", "share", "advert", "tracking", "loading", "flag"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
