package fetcher

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/event"
)

func TestNormalizeGivesOneFormToAllSpellings(t *testing.T) {
	tests := []struct {
		name, raw string
		want      Target
	}{
		{"a plain URL stays", "https://example.org/a/b.html?id=7", Target{"https://example.org/a/b.html?id=7", "example.org", "example.org"}},
		{"scheme and host become lower case, the path does not", "HTTPS://WWW.Example.ORG/News", Target{"https://www.example.org/News", "www.example.org", "example.org"}},
		{"an empty path is the root", "http://example.org", Target{"http://example.org/", "example.org", "example.org"}},
		{"the default port goes", "https://example.org:443/a", Target{"https://example.org/a", "example.org", "example.org"}},
		{"another port stays out of the host", "http://example.org:8080/a", Target{"http://example.org:8080/a", "example.org", "example.org"}},
		{"the fragment goes", "https://example.org/a#comments", Target{"https://example.org/a", "example.org", "example.org"}},
		{"tracking goes, the order of the rest stays", "https://example.org/a?z=1&utm_source=x&fbclid=1&a=2&UTM_Medium=y", Target{"https://example.org/a?z=1&a=2", "example.org", "example.org"}},
		{"nothing but tracking leaves no question mark", "https://example.org/a?gclid=1&mc_cid=2", Target{"https://example.org/a", "example.org", "example.org"}},
		{"an empty query leaves no question mark", "https://example.org/a?", Target{"https://example.org/a", "example.org", "example.org"}},
		{"a name that only resembles tracking stays", "https://example.org/a?utm=1&q=utm_x", Target{"https://example.org/a?utm=1&q=utm_x", "example.org", "example.org"}},
		{"dots in the path are resolved", "https://example.org/a/../b/./c", Target{"https://example.org/b/c", "example.org", "example.org"}},
		{"backslashes are slashes, as in browsers", `https:\\example.org\a`, Target{"https://example.org/a", "example.org", "example.org"}},
		{"letters outside of ASCII are encoded", "https://example.org/ü?q=é", Target{"https://example.org/%C3%BC?q=%C3%A9", "example.org", "example.org"}},
		{"an international name becomes ASCII", "https://bücher.example/", Target{"https://xn--bcher-kva.example/", "xn--bcher-kva.example", "xn--bcher-kva.example"}},
		{"the registrable domain knows public suffixes", "https://www.news.example.co.uk/", Target{"https://www.news.example.co.uk/", "www.news.example.co.uk", "example.co.uk"}},
		{"a fully qualified name loses its dot", "https://example.org./a", Target{"https://example.org/a", "example.org", "example.org"}},
		{"a number is an IPv4 address", "http://2130706433/", Target{"http://127.0.0.1/", "127.0.0.1", "127.0.0.1"}},
		{"a short hexadecimal address too", "http://0x7f.1/", Target{"http://127.0.0.1/", "127.0.0.1", "127.0.0.1"}},
		{"IPv6 keeps its brackets", "http://[::1]:80/", Target{"http://[::1]/", "[::1]", "[::1]"}},
		{"spaces around it are dropped", "  https://example.org/a\n", Target{"https://example.org/a", "example.org", "example.org"}},
		{"a space inside is encoded", "https://example.org/a b", Target{"https://example.org/a%20b", "example.org", "example.org"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Normalize(tt.raw)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("Normalize(%q) differs (-want +got):\n%s", tt.raw, diff)
			}
		})
	}
}

func TestNormalizeSaysWhatToDo(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"nothing", " ", "empty URL: write it in full"},
		{"no scheme", "example.org/x", "missing scheme: did you mean https://example.org/x?"},
		{"no scheme but a port", "example.org:8080/x", "missing scheme: did you mean https://example.org:8080/x?"},
		{"a local host with a port", "localhost:8080/x", "missing scheme: did you mean https://localhost:8080/x?"},
		{"relative to a scheme", "//example.org/x", "missing scheme: did you mean https://example.org/x?"},
		{"a word", "hello", "hello is not a URL: write it in full"},
		{"a sentence", "see example.org", "is not a URL"},
		{"angle brackets around it", "<https://example.org/x>", "is not a"},
		{"javascript", "javascript:alert(1)", "only http and https can, not javascript"},
		{"a file", "file:///etc/passwd", "only http and https can, not file"},
		{"a long one, repeated in part and not within a letter", "file:///a" + strings.Repeat("ü", 200), "ü… cannot be fetched"},
		{"mail", "mailto:a@example.org", "only http and https can, not mailto"},
		{"credentials", "https://user:secret@example.org/", "holds a user name or a password"},
		{"no host", "https:///", "not a valid URL"},
		{"an empty label", "https://a..example.org/", `"a..example.org" is not a host name`},
		{"a forbidden letter in the host", "https://exa mple.org/", "not a valid URL"},
		{"two URLs in one", "https://example.org/a\nhttps://example.org/b", "one URL a line"},
		{"a zero byte", "https://example.org/\x00", "control character"},
		{"not UTF-8", "https://example.org/\xff", "not UTF-8"},
		{"too long", "https://example.org/" + strings.Repeat("a", event.MaxURL), "bytes, 8192 are allowed"},
		{"too long once encoded", "https://example.org/" + strings.Repeat("ü", event.MaxURL/3), "bytes, 8192 are allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Normalize(tt.raw)
			if err == nil {
				t.Fatalf("Normalize(%.80q) = %+v, want an error", tt.raw, got)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %q, want it to hold %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("error %q repeats the password", err)
			}
		})
	}
}

func FuzzNormalize(f *testing.F) {
	for _, seed := range []string{
		"https://example.org/a?utm_source=x&b=1#c", "example.org:80/x", "http://0x7f.1/", "http://[::ffff:1.2.3.4]/", "https://bücher.example/ü",
		`http:\\a@b:1/`, "https://example.org./?&&", "http://a%2eb/", "http://xn--/", "http:/\\x", "https://example.org/?utm_a=#?x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		first, err := Normalize(raw)
		if err != nil {
			return
		}
		again, err := Normalize(first.URL)
		if err != nil {
			t.Fatalf("Normalize(%q) = %q, which it refuses: %v", raw, first.URL, err)
		}
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("Normalize(%q) is not idempotent (-first +again):\n%s", raw, diff)
		}
		if !strings.HasPrefix(first.URL, "http://") && !strings.HasPrefix(first.URL, "https://") || strings.Contains(first.URL, "#") {
			t.Errorf("Normalize(%q) = %q", raw, first.URL)
		}
		if !strings.HasSuffix(first.Host, first.Domain) {
			t.Errorf("domain %q does not end host %q", first.Domain, first.Host)
		}
	})
}
