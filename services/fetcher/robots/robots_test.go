package robots

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The classes of cases are those that RFC 9309 and Google's open-source matcher
// tell apart.
func TestCheckFollowsTheRFC(t *testing.T) {
	tests := []struct {
		name, robots, path string
		want               bool
	}{
		{"an empty file allows", "", "/x", true},
		{"a file of nonsense allows", "<html><body>404</body></html>", "/x", true},
		{"rules before any user-agent do not count", "Disallow: /\nUser-agent: other\nAllow: /", "/x", true},

		{"our name is meant", "User-agent: inquit\nDisallow: /", "/x", false},
		{"the case of the name does not matter", "User-Agent: InQuit\nDisallow: /", "/x", false},
		{"a version after the name does not matter", "User-agent: inquit/1.0\nDisallow: /", "/x", false},
		{"a longer name is not ours", "User-agent: inquitbot\nDisallow: /", "/x", true},
		{"a shorter name is not ours", "User-agent: inq\nDisallow: /", "/x", true},
		{"a star means everyone", "User-agent: *\nDisallow: /", "/x", false},
		{"a star with words behind means everyone", "User-agent: * all\nDisallow: /", "/x", false},
		{"a star glued to a name means no one", "User-agent: *bot\nDisallow: /", "/x", true},
		{"our group silences that of everyone", "User-agent: *\nDisallow: /\nUser-agent: inquit\nDisallow: /private", "/x", true},
		{"our group silences that of everyone before it too", "User-agent: inquit\nDisallow: /private\nUser-agent: *\nDisallow: /", "/x", true},
		{"an empty group of ours silences everyone's", "User-agent: *\nDisallow: /\nUser-agent: inquit\n", "/x", true},
		{"our groups are merged", "User-agent: inquit\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: inquit\nDisallow: /c", "/c", false},
		{"another's group between ours is not ours", "User-agent: inquit\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: inquit\nDisallow: /c", "/b", true},
		{"several names share a group", "User-agent: other\nUser-agent: inquit\nDisallow: /", "/x", false},
		{"blank lines do not end a group", "User-agent: inquit\n\n\nDisallow: /", "/x", false},
		{"a sitemap does not end the list of names", "User-agent: inquit\nSitemap: https://example.org/s.xml\nUser-agent: other\nDisallow: /", "/x", false},
		{"a rule ends the list of names", "User-agent: inquit\nDisallow: /a\nUser-agent: other\nDisallow: /", "/x", true},

		{"the longest pattern wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"the order does not matter", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true},
		{"a longer disallow wins", "User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b", false},
		{"allow wins a draw", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"stars count for the length", "User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false},
		{"an empty disallow allows", "User-agent: *\nDisallow:", "/x", true},
		{"an empty allow does not", "User-agent: *\nDisallow: /\nAllow:", "/x", false},
		{"no pattern matches, so allowed", "User-agent: *\nDisallow: /y", "/x", true},
		{"patterns are prefixes", "User-agent: *\nDisallow: /fish", "/fish.html", false},
		{"a trailing slash counts", "User-agent: *\nDisallow: /fish/", "/fish", true},
		{"case counts in paths", "User-agent: *\nDisallow: /Fish", "/fish", true},
		{"the query counts", "User-agent: *\nDisallow: /*?print=1", "/a?print=1", false},
		{"a pattern without a slash matches nothing", "User-agent: *\nDisallow: x", "/x", true},

		{"a star matches nothing too", "User-agent: *\nDisallow: /a*b", "/ab", false},
		{"a star matches anything", "User-agent: *\nDisallow: /*.php", "/dir/index.php?x", false},
		{"a star at the start", "User-agent: *\nDisallow: *.gif", "/a.gif", false},
		{"many stars", "User-agent: *\nDisallow: /a**b*c", "/axxbyyc", false},
		{"many stars that do not fit", "User-agent: *\nDisallow: /a*b*c*d", "/axxbyyc", true},
		{"a dollar ends the path", "User-agent: *\nDisallow: /*.php$", "/a.php", false},
		{"a dollar with more behind", "User-agent: *\nDisallow: /*.php$", "/a.php?x", true},
		{"a dollar after a repeated part takes the last", "User-agent: *\nDisallow: /*ab$", "/ab/ab", false},
		{"a dollar without a star is the whole path", "User-agent: *\nDisallow: /a$", "/ab", true},
		{"a dollar inside is a letter", "User-agent: *\nDisallow: /a$b", "/a$b", false},
		{"a star before the dollar", "User-agent: *\nDisallow: /a*$", "/abc", false},
		{"only the root", "User-agent: *\nDisallow: /\nAllow: /$", "/", true},
		{"the part before and behind a star may not overlap", "User-agent: *\nDisallow: /aba*ba$", "/aba", true},

		{"letters outside of ASCII are compared encoded", "User-agent: *\nDisallow: /ü", "/%C3%BC", false},
		{"the case of hexadecimal digits does not matter", "User-agent: *\nDisallow: /%c3%bc", "/%C3%BC", false},
		{"nor does it in the URL", "User-agent: *\nDisallow: /ü", "/%c3%bc", false},
		{"an encoded ASCII letter is another letter", "User-agent: *\nDisallow: /\nAllow: /%62", "/b", false},

		{"allowing an index page allows its folder", "User-agent: *\nAllow: /a/index.html\nDisallow: /a", "/a/", true},
		{"but nothing below", "User-agent: *\nAllow: /a/index.html\nDisallow: /a", "/a/b", false},

		{"a byte order mark is skipped", "\xef\xbb\xbfUser-agent: inquit\nDisallow: /", "/x", false},
		{"a cut byte order mark too", "\xef\xbbUser-agent: inquit\nDisallow: /", "/x", false},
		{"old Mac line ends", "User-agent: inquit\rDisallow: /", "/x", false},
		{"DOS line ends", "User-agent: inquit\r\nDisallow: /\r\n", "/x", false},
		{"comments are cut", "User-agent: inquit # us\nDisallow: / # all", "/x", false},
		{"spaces and tabs around all", " \tUser-agent \t: \tinquit \t\n\tDisallow\t:\t/\t", "/x", false},
		{"forgotten colons", "User-agent inquit\nDisallow /", "/x", false},
		{"too many words without a colon", "User-agent inquit\nDisallow / please", "/x", true},
		{"usual misspellings", "Useragent: inquit\nDissalow: /", "/x", false},
		{"a key with an unknown name is skipped", "User-agent: inquit\nNoindex: /\nDisallow: /a", "/x", true},
		{"invalid UTF-8 does not matter", "User-agent: inquit\n\xff\xfe: /\nDisallow: /", "/x", false},
		{"what is behind 500 KiB does not count", "User-agent: inquit\n" + strings.Repeat("#\n", MaxSize/2) + "Disallow: /", "/x", true},
		{"a line is cut at 16 KB", "User-agent: inquit\nDisallow: /" + strings.Repeat("a", maxLine) + "b", "/" + strings.Repeat("a", maxLine), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Parse([]byte(tt.robots), Token).Check("https://example.org" + tt.path)
			if got.Allowed != tt.want {
				t.Errorf("Check(%.80q) = %+v, want allowed = %t", tt.path, got, tt.want)
			}
		})
	}
}

func TestCheckTakesThePathOfAnyURL(t *testing.T) {
	tests := []struct{ name, url, pattern string }{
		{"a host alone is the root", "https://example.org", "/$"},
		{"a query behind the host", "https://example.org?a=//b", "/?a=//b$"},
		{"the fragment does not count", "https://example.org/a#b", "/a$"},
		{"a URL inside of the query stays", "https://example.org/a?u=http://b/c", "/a?u=http://b/c$"},
		{"a port is no path", "https://example.org:80/a", "/a$"},
		{"two slashes in the path", "https://example.org//a", "//a$"},
		{"a path alone", "/a//b", "/a//b$"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Parse([]byte("User-agent: *\nDisallow: "+tt.pattern), Token)
			if f.Check(tt.url).Allowed {
				t.Errorf("%q does not match %q; its path is %q", tt.pattern, tt.url, pathOf(tt.url))
			}
		})
	}
}

func TestANameWrittenOftenDoesNotMultiplyTheRules(t *testing.T) {
	const names, rules = MaxSize / 2 / 14, MaxSize / 2 / 13
	f := Parse([]byte(strings.Repeat("User-agent: *\n", names)+strings.Repeat("Disallow: /a\n", rules)), Token)
	if got := len(f.group.rules); got != rules {
		t.Errorf("%d rules are kept of %d lines", got, rules)
	}
}

func TestVerdictNamesTheLine(t *testing.T) {
	const file = "# ours\r\nUser-agent: *\r\nCrawl-delay: 2.5\r\nDisallow: /private # no\r\nSitemap: https://example.org/news.xml\r\n"
	f := Parse([]byte(file), Token)
	want := Verdict{Rule: "robots.txt line 4: Disallow: /private", CrawlDelay: 2500 * time.Millisecond}
	if diff := cmp.Diff(want, f.Check("https://example.org/private/x")); diff != "" {
		t.Errorf("verdict differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"https://example.org/news.xml"}, f.Sitemaps); diff != "" {
		t.Errorf("sitemaps differ (-want +got):\n%s", diff)
	}
}

func TestCrawlDelayIsReasonable(t *testing.T) {
	tests := []struct {
		name, lines string
		want        time.Duration
	}{
		{"seconds", "User-agent: *\nCrawl-delay: 10", 10 * time.Second},
		{"the longest of several", "User-agent: *\nCrawl-delay: 1\nCrawl-delay: 3", 3 * time.Second},
		{"a day is cut to 30 s", "User-agent: *\nCrawl-delay: 86400", maxDelay},
		{"infinity too", "User-agent: *\nCrawl-delay: inf", maxDelay},
		{"a negative one is none", "User-agent: *\nCrawl-delay: -5", 0},
		{"words are none", "User-agent: *\nCrawl-delay: NaN", 0},
		{"that of others is not ours", "User-agent: other\nCrawl-delay: 9\nDisallow:\nUser-agent: *\nDisallow: /a", 0},
		{"everyone's does not hold once we are named", "User-agent: *\nCrawl-delay: 9\nDisallow:\nUser-agent: inquit\nDisallow: /a", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Parse([]byte(tt.lines), Token).Check("/x").CrawlDelay; got != tt.want {
				t.Errorf("delay = %v, want %v", got, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /index.html\nCrawl-delay: 1"), "https://example.org/a?b")
	f.Add([]byte("\xef\xbbuser-agent inquit\r\rdisallow /%zz%4\xff*"), "?")
	f.Fuzz(func(t *testing.T, body []byte, url string) {
		file := Parse(body, Token)
		got := file.Check(url)
		if !got.Allowed && got.Rule == "" {
			t.Errorf("refused without a rule: %+v", got)
		}
		if got.CrawlDelay < 0 || got.CrawlDelay > maxDelay {
			t.Errorf("delay %v", got.CrawlDelay)
		}
		// Longest match by trying all, against the linear one.
		for _, r := range file.group.rules {
			if len(r.pattern) > 60 || len(url) > 200 {
				continue
			}
			path := pathOf(url)
			if want := slowMatch(r.pattern, path); matches(r.pattern, path) != want {
				t.Errorf("matches(%q, %q) = %t, want %t", r.pattern, path, !want, want)
			}
		}
	})
}

// slowMatch is the definition of a match: it keeps the set of all places that
// the pattern may have come to.
func slowMatch(pattern, path string) bool {
	at := map[int]bool{0: true}
	for i, c := range []byte(pattern) {
		if c == '$' && i == len(pattern)-1 {
			return at[len(path)]
		}
		next := map[int]bool{}
		for p := range at {
			if c == '*' {
				for q := p; q <= len(path); q++ {
					next[q] = true
				}
			} else if p < len(path) && path[p] == c {
				next[p+1] = true
			}
		}
		at = next
	}
	return len(at) > 0
}
