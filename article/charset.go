package article

import (
	"bytes"
	"encoding/binary"
	"mime"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// decode turns a page into UTF-8. Pages declare wrong charsets often enough
// that bytes which are valid UTF-8 as a whole are taken as that, whatever the
// header says; only then header, meta tag and a guess from the bytes count.
func decode(p Page) []byte {
	body := p.Body
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return body[3:]
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return fromUTF16(body[2:], binary.LittleEndian)
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return fromUTF16(body[2:], binary.BigEndian)
	case utf8.Valid(body) && !escapes(body):
		return body
	}
	for _, label := range []string{headerCharset(p.ContentType), metaCharset(body)} {
		if out, ok := decodeAs(body, label); ok {
			return out
		}
	}
	if mostlyUTF8(body) {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	if out, ok := decodeAs(body, guessed(body)); ok {
		return out
	}
	out, _ := decodeAs(body, "windows-1252")
	return out
}

// escapes reports the escape sequences of ISO-2022-JP, which is valid UTF-8.
func escapes(body []byte) bool {
	return bytes.Contains(body, []byte("\x1b$B")) || bytes.Contains(body, []byte("\x1b(J"))
}

func headerCharset(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

// metaCharset finds the first charset= of the head, in whichever meta tag.
func metaCharset(body []byte) string {
	head := bytes.ToLower(body[:min(len(body), 8192)])
	for {
		i := bytes.Index(head, []byte("charset"))
		if i < 0 {
			return ""
		}
		head = head[i+len("charset"):]
		rest, ok := bytes.CutPrefix(bytes.TrimLeft(head, " \t\n"), []byte("="))
		if !ok {
			continue
		}
		rest = bytes.TrimLeft(rest, " \t\n\"'")
		if end := bytes.IndexAny(rest, " \t\n\"'/>;"); end > 0 {
			return string(rest[:end])
		}
	}
}

// decodeAs refuses UTF-8, which the body is known not to be, unless most of it
// is: one broken byte must not turn a page into another charset.
func decodeAs(body []byte, label string) ([]byte, bool) {
	if label == "" {
		return nil, false
	}
	if strings.EqualFold(label, "gb-18030") {
		label = "gb18030"
	}
	enc, err := htmlindex.Get(label)
	if err != nil || enc == encoding.Replacement {
		return nil, false
	}
	if name, _ := htmlindex.Name(enc); name == "utf-8" || strings.HasPrefix(name, "utf-16") {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), name == "utf-8" && mostlyUTF8(body)
	}
	out, err := enc.NewDecoder().Bytes(body)
	return out, err == nil
}

// mostlyUTF8 reports whether nearly all bytes above ASCII form valid UTF-8.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > 9*bad
}

// guessed asks for the charset of the first bytes above ASCII and around.
func guessed(body []byte) string {
	const window = 64 << 10
	i := bytes.IndexFunc(body, func(r rune) bool { return r >= utf8.RuneSelf })
	i = max(0, i-window/8)
	return chardet.Detect(body[i:min(len(body), i+window)]).Encoding
}

func fromUTF16(b []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}
