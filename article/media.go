package article

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
)

// unsupported reports bytes that are no page: by the header's type, and by
// their own look, since servers send PDF and images as HTML too.
func unsupported(p Page) bool {
	t, _, _ := mime.ParseMediaType(p.ContentType)
	switch t {
	case "", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "application/octet-stream":
	default:
		return true
	}
	sniffed, _, _ := mime.ParseMediaType(http.DetectContentType(p.Body))
	switch {
	case strings.HasPrefix(sniffed, "image/"), strings.HasPrefix(sniffed, "video/"), strings.HasPrefix(sniffed, "audio/"),
		strings.HasPrefix(sniffed, "font/"), sniffed == "application/pdf", sniffed == "application/zip",
		sniffed == "application/x-gzip", sniffed == "application/postscript":
		return true
	}
	start := bytes.TrimLeft(p.Body[:min(len(p.Body), 512)], " \t\r\n\ufeff")
	return jsonStart(start) || bytes.HasPrefix(start, []byte("<rss")) || bytes.HasPrefix(start, []byte("<?xml")) && bytes.Contains(start, []byte("<rss"))
}

func jsonStart(b []byte) bool {
	if len(b) < 2 || b[0] != '{' && b[0] != '[' {
		return false
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n")
	return len(b) > 0 && (b[0] == '"' || b[0] == '{')
}

func plainText(p Page) bool {
	t, _, _ := mime.ParseMediaType(p.ContentType)
	return t == "text/plain" && !strings.Contains(strings.ToLower(string(p.Body[:min(len(p.Body), 1024)])), "<html")
}
