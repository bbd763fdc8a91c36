package robots

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	file := usualFile()
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		Parse(file, Token)
	}
}

func BenchmarkCheck(b *testing.B) {
	f := Parse(usualFile(), Token)
	for b.Loop() {
		f.Check("https://example.org/news/2026/11/24/bridge-closed.html?page=2")
	}
}

// BenchmarkCheckHostile has the most stars that a file can hold, and a long URL
// on which most of them can be tried in vain.
func BenchmarkCheckHostile(b *testing.B) {
	line := "Disallow: /" + strings.Repeat("*a", maxLine/2-20) + "b\n"
	f := Parse([]byte("User-agent: *\n"+strings.Repeat(line, MaxSize/len(line))), Token)
	url := "https://example.org/" + strings.Repeat("a", 8000)
	for b.Loop() {
		f.Check(url)
	}
}

// usualFile is like that of a news site: many crawlers named, some paths each.
func usualFile() []byte {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "User-agent: crawler%d\n", i)
		for j := range 5 {
			fmt.Fprintf(&b, "Disallow: /path/%d/%d/*.html$\n", i, j)
		}
	}
	b.WriteString("User-agent: *\n")
	for i := range 50 {
		fmt.Fprintf(&b, "Disallow: /section-%d/*?print=\n", i)
	}
	return []byte(b.String())
}
