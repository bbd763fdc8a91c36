package fetcher

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkGet downloads a page of 100 KB over loopback; the server's time is in it.
func BenchmarkGet(b *testing.B) {
	page := pageHTML
	for i := 0; len(page) < 100_000; i++ {
		page += fmt.Sprintf("<p class=%x>Paragraph %d says %x.</p>\n", i*7919, i, i*i*104729)
	}
	for _, encoding := range []string{"identity", "gzip", "br", "zstd"} {
		b.Run(encoding, func(b *testing.B) {
			body := []byte(page)
			if encoding != "identity" {
				body = packed(b, encoding, strings.NewReader(page))
			}
			s := httptest.NewServer(serve(encoding, body))
			defer s.Close()
			c := NewClient(ClientConfig{AllowPrivate: true})
			defer c.Close()
			b.ReportAllocs()
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				got, err := c.Get(b.Context(), Request{URL: s.URL})
				if err != nil || len(got.Body) != len(page) {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNormalize(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Normalize("https://www.Example.co.uk:443/news/2026/11/24/bridge-closed.html?utm_source=x&id=7#top"); err != nil {
			b.Fatal(err)
		}
	}
}
