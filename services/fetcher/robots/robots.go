// Package robots reads robots.txt as RFC 9309 and Google's crawler do, for one
// crawler's name, and remembers it for each host.
package robots

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Token is the name by which a robots.txt addresses us.
const Token = "inquit"

const (
	// MaxSize is how much of a robots.txt counts, as in RFC 9309 section 2.5.
	MaxSize = 500 << 10
	// maxLine is where Google cuts a line.
	maxLine = 16664
	// maxDelay is the longest Crawl-delay honoured; some sites write days.
	maxDelay = 30 * time.Second
)

// Verdict is what a robots.txt says about one URL.
type Verdict struct {
	Allowed bool
	// Rule is the line that decided, for messages; empty if none applies.
	Rule string
	// CrawlDelay is the wait between two requests that the site asks for, at
	// most 30 s; 0 if it does not.
	CrawlDelay time.Duration
}

// File holds the rules of a robots.txt for one crawler. The zero File allows all.
type File struct {
	// Sitemaps are the addresses that the file names, for any crawler.
	Sitemaps []string

	group group
}

type rule struct {
	allow   bool
	pattern string
	line    int
	text    string
}

// group is what the file says to one name, merged from all places that do.
type group struct {
	named bool
	rules []rule
	delay time.Duration
}

// Parse reads a robots.txt for the crawler of that name. Any bytes will do:
// lines that make no sense are skipped, as the RFC asks.
func Parse(body []byte, token string) *File {
	var (
		f        File
		ours     group // lines for token
		everyone group // lines for *
		at       []*group
		inRules  bool
	)
	for n, line := range lines(body) {
		key, value := field(line)
		switch key {
		case "user-agent":
			if inRules {
				at, inRules = nil, false
			}
			var g *group
			if isStar(value) {
				g = &everyone
			} else if strings.EqualFold(product(value), token) {
				g = &ours
			}
			if g != nil && !slices.Contains(at, g) { // or a name written often would multiply the rules
				g.named = true
				at = append(at, g)
			}
		case "allow", "disallow":
			// Only rules end the list of names, so that one may stand between
			// a name and its Crawl-delay.
			inRules = true
			for _, g := range at {
				g.add(rule{key == "allow", encode(value), n + 1, line})
			}
		case "crawl-delay":
			for _, g := range at {
				g.slowDown(value)
			}
		case "sitemap":
			f.Sitemaps = append(f.Sitemaps, value)
		}
	}
	f.group = everyone
	if ours.named {
		f.group = ours
	}
	return &f
}

func (g *group) add(r rule) {
	if r.pattern != "" {
		g.rules = append(g.rules, r)
	}
}

func (g *group) slowDown(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return
	}
	delay := time.Duration(min(seconds, maxDelay.Seconds()) * float64(time.Second))
	g.delay = max(g.delay, delay)
}

// Check decides about a URL: the longest pattern that matches wins, and allow
// wins a draw.
func (f *File) Check(url string) Verdict {
	path := pathOf(url)
	best := rule{allow: true}
	length := 0
	for _, r := range f.group.rules {
		n := r.match(path)
		if n > length || n == length && n > 0 && r.allow && !best.allow {
			best, length = r, n
		}
	}
	v := Verdict{Allowed: best.allow, CrawlDelay: f.group.delay}
	if length > 0 {
		v.Rule = fmt.Sprintf("robots.txt line %d: %s", best.line, clip(best.text))
	}
	return v
}

// match returns how much of a pattern speaks for the path, 0 if it does not
// match. Allowing an index page allows its folder, a habit of Google's.
func (r rule) match(path string) int {
	if matches(r.pattern, path) {
		return len(r.pattern)
	}
	if slash := strings.LastIndexByte(r.pattern, '/'); r.allow && slash >= 0 && strings.HasPrefix(r.pattern[slash:], "/index.htm") {
		if folder := r.pattern[:slash+1] + "$"; matches(folder, path) {
			return len(folder)
		}
	}
	return 0
}

// matches takes each literal part between stars at its first place after the
// one before, which is enough as stars match anything. So the time is linear.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	part, pattern, star := strings.Cut(pattern, "*")
	path, found := strings.CutPrefix(path, part)
	if !found {
		return false
	}
	for star {
		part, pattern, star = strings.Cut(pattern, "*")
		if !star && anchored {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !anchored || path == ""
}

// lines yields the lines without comments and outer space. A byte order mark may
// be whole or cut.
func lines(body []byte) func(yield func(int, string) bool) {
	body = body[:min(len(body), MaxSize)]
	for _, b := range []byte("\xef\xbb\xbf") {
		if len(body) > 0 && body[0] == b {
			body = body[1:]
		} else {
			break
		}
	}
	return func(yield func(int, string) bool) {
		for n := 0; len(body) > 0; n++ {
			line := body
			if end := bytes.IndexAny(body, "\r\n"); end >= 0 {
				line = body[:end]
				if bytes.HasPrefix(body[end:], []byte("\r\n")) {
					end++
				}
				body = body[end+1:]
			} else {
				body = nil
			}
			line = line[:min(len(line), maxLine)]
			line, _, _ = bytes.Cut(line, []byte("#"))
			if !yield(n, strings.Trim(string(line), " \t\v\f\x00")) {
				return
			}
		}
	}
}

// field splits a line into its key, in the one right spelling, and its value.
// A forgotten colon is forgiven if there are just two words.
func field(line string) (key, value string) {
	key, value, found := strings.Cut(line, ":")
	if !found {
		words := strings.Fields(line)
		if len(words) != 2 {
			return "", ""
		}
		key, value = words[0], words[1]
	}
	return spelling(strings.ToLower(strings.TrimSpace(key))), strings.TrimSpace(value)
}

// spelling forgives what Google forgives: the site's wish is clear.
func spelling(key string) string {
	for _, known := range [...][]string{
		{"user-agent", "useragent", "user agent"},
		{"allow"},
		{"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"},
		{"sitemap", "site-map"},
		{"crawl-delay", "crawldelay"},
	} {
		for _, spelled := range known {
			if strings.HasPrefix(key, spelled) {
				return known[0]
			}
		}
	}
	return ""
}

func isStar(agent string) bool {
	return agent == "*" || strings.HasPrefix(agent, "* ") || strings.HasPrefix(agent, "*\t")
}

// product is the name in a user-agent line, "inquit" of "inquit/1.0".
func product(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '-' && r != '_' && (r < 'a' || 'z' < r) && (r < 'A' || 'Z' < r)
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

// pathOf is the part of a URL that patterns match: path and query.
func pathOf(url string) string {
	url, _, _ = strings.Cut(url, "#")
	start := 0
	if at := strings.Index(url, "//"); at >= 0 && !strings.ContainsAny(url[:at], "/?") {
		start = at + 2
	} else if strings.HasPrefix(url, "/") {
		return upperHex(url)
	}
	at := strings.IndexAny(url[start:], "/?")
	if at < 0 {
		return "/"
	}
	path := url[start+at:]
	if path[0] == '?' {
		path = "/" + path
	}
	return upperHex(path)
}

// encode writes a pattern as URLs are written: bytes outside of ASCII as %XX.
func encode(pattern string) string {
	ascii := true
	for i := range len(pattern) {
		ascii = ascii && pattern[i] < 0x80
	}
	if ascii {
		return upperHex(pattern)
	}
	var b strings.Builder
	for i := range len(pattern) {
		if c := pattern[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return upperHex(b.String())
}

func upperHex(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' && isHex(b[i+1]) && isHex(b[i+2]) {
			copy(b[i+1:], bytes.ToUpper(b[i+1:i+3]))
			i += 2
		}
	}
	return string(b)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// clip keeps messages readable; a line may have 16 KB.
func clip(text string) string {
	const most = 200
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return strings.ToValidUTF8(text, "�")
}
