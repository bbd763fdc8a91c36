package fetcher

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packed compresses as a server would.
func packed(t testing.TB, encoding string, body io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "br":
		w = brotli.NewWriterLevel(&out, 1)
	case "zstd":
		z, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		w = z
	}
	if _, err := io.Copy(w, body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// zeros is a reader of n zero bytes.
func zeros(n int64) io.Reader { return io.LimitReader(zero{}, n) }

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func encodedSite(t *testing.T, encoding string, body []byte) string {
	return site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if encoding != "" {
			w.Header().Set("Content-Encoding", encoding)
		}
		w.Write(body)
	}).URL
}

func TestGetDecompresses(t *testing.T) {
	page := strings.Repeat(pageHTML, 1000)
	gz := packed(t, "gzip", strings.NewReader(page))
	tests := []struct {
		name, encoding string
		body           []byte
		want           string
	}{
		{"nothing to do", "", []byte(page), page},
		{"identity", "identity", []byte(page), page},
		{"a charset by mistake", "utf-8", []byte(page), page},
		{"gzip", "gzip", gz, page},
		{"gzip by its old name, in capitals", "X-GZIP", gz, page},
		{"brotli", "br", packed(t, "br", strings.NewReader(page)), page},
		{"zstd", "zstd", packed(t, "zstd", strings.NewReader(page)), page},
		{"two layers, the last taken off first", "br, gzip", packed(t, "gzip", bytes.NewReader(packed(t, "br", strings.NewReader(page)))), page},
		{"gzip with rubbish behind", "gzip", append(bytes.Clone(gz), "rubbish"...), page},
		{"an empty body said to be gzip", "gzip", nil, ""},
		{"an empty body said to be brotli", "br", nil, ""},
		{"an empty body said to be zstd", "zstd", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: encodedSite(t, tt.encoding, tt.body)})
			if err != nil {
				t.Fatal(err)
			}
			if string(got.Body) != tt.want {
				t.Errorf("got %d bytes, want %d", len(got.Body), len(tt.want))
			}
		})
	}
}

func TestGetRefusesWhatCannotBeDecompressed(t *testing.T) {
	gz := packed(t, "gzip", strings.NewReader(pageHTML))
	tests := []struct {
		name, encoding string
		body           []byte
		retry          bool
	}{
		{"HTML said to be gzip", "gzip", []byte(pageHTML), false},
		{"HTML said to be zstd", "zstd", []byte(pageHTML), false},
		{"garbage behind a gzip header", "gzip", append(bytes.Clone(gz[:10]), "\xff\xff\xff\xff\xff\xff"...), false},
		{"gzip that ends early", "gzip", gz[:len(gz)/2], true},
		{"gzip with a wrong checksum", "gzip", append(bytes.Clone(gz[:len(gz)-8]), make([]byte, 8)...), false},
		{"an encoding nobody asked for", "compress", []byte(pageHTML), false},
		{"many layers", "gzip, gzip, gzip", packed(t, "gzip", bytes.NewReader(packed(t, "gzip", bytes.NewReader(gz)))), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: encodedSite(t, tt.encoding, tt.body)})
			wantReason(t, err, ReasonMalformed, tt.retry)
		})
	}
}

func TestGetStopsAtTooMuch(t *testing.T) {
	const bomb = 3 * maxPageBytes
	tests := []struct {
		name string
		h    http.HandlerFunc
	}{
		{"a declared length", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "99999999999")
			w.Write([]byte("<p>"))
		}},
		{"a body without end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.Copy(w, zero{})
		}},
		{"a gzip bomb", serve("gzip", packed(t, "gzip", zeros(bomb)))},
		{"a brotli bomb", serve("br", packed(t, "br", zeros(bomb)))},
		{"a zstd bomb", serve("zstd", packed(t, "zstd", zeros(bomb)))},
		{"a bomb in a bomb", serve("gzip, gzip", packed(t, "gzip", bytes.NewReader(packed(t, "gzip", zeros(bomb)))))},
		{"compressed nothing without end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			w.Write([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"))
			empty := bytes.Repeat([]byte("\x00\x00\x00\xff\xff"), 10_000) // stored blocks of no bytes
			for err := error(nil); err == nil; {
				_, err = w.Write(empty)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loopback(t, ClientConfig{}).Get(t.Context(), Request{URL: site(t, tt.h).URL})
			wantReason(t, err, ReasonTooLarge, false)
		})
	}
}

func serve(encoding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", encoding)
		w.Write(body)
	}
}

func TestGetTakesAPageOfExactlyTheLimit(t *testing.T) {
	body := strings.Repeat("a", 1000)
	url := encodedSite(t, "gzip", packed(t, "gzip", strings.NewReader(body)))
	page, err := loopback(t, ClientConfig{MaxBytes: 1000}).Get(t.Context(), Request{URL: url})
	if err != nil || len(page.Body) != 1000 {
		t.Errorf("1000 of 1000 bytes: %v", err)
	}
	_, err = loopback(t, ClientConfig{MaxBytes: 999}).Get(t.Context(), Request{URL: url})
	wantReason(t, err, ReasonTooLarge, false)
}
