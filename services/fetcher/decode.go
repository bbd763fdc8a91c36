package fetcher

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is what decoder reads. net/http alone offers gzip only.
const acceptEncoding = "gzip, br, zstd"

const (
	// maxEncodings are the layers of compression taken off; honest servers use one.
	maxEncodings = 2
	// maxWindow is the largest that RFC 9659 lets a zstd answer use.
	maxWindow = 8 << 20
)

var (
	errTooLarge = errors.New("too large")
	errEncoding = errors.New("unknown content encoding")
)

// wire is a body as it comes from the network. It remembers a failure of the
// network, which a decompressor could pass on as its own, and ends with
// errTooLarge: compressed data can be endless and hold nothing.
type wire struct {
	body io.Reader
	left int64
	err  error
}

func (w *wire) Read(p []byte) (int, error) {
	if w.left <= 0 {
		w.err = errTooLarge
		return 0, w.err
	}
	n, err := w.body.Read(p[:min(int64(len(p)), w.left)])
	w.left -= int64(n)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// readBody returns the decompressed body. One that is longer than most gives
// errTooLarge, with its beginning. A failure of the network is marked by wired.
func readBody(resp *http.Response, most int64) (body []byte, wired bool, err error) {
	w := &wire{body: resp.Body, left: most + 1}
	r, closeAll, err := decoder(w, resp.Header.Values("Content-Encoding"))
	defer closeAll()
	if err == nil {
		body, err = io.ReadAll(io.LimitReader(r, most+1))
	}
	switch {
	case int64(len(body)) > most:
		return body[:most], false, errTooLarge
	case errors.Is(w.err, errTooLarge):
		return body, false, errTooLarge
	case w.err != nil:
		return body, true, w.err
	case w.left == most+1 && !errors.Is(err, errEncoding):
		return nil, false, nil // nothing, whatever it is said to be compressed with
	}
	return body, false, err
}

// decoder takes the layers of compression off, the last applied first.
func decoder(r io.Reader, encodings []string) (_ io.Reader, closeAll func(), err error) {
	var closers []func()
	closeAll = func() {
		for _, c := range closers {
			c()
		}
	}
	layers := strings.Split(strings.ToLower(strings.Join(encodings, ",")), ",")
	slices.Reverse(layers)
	taken := 0
	for _, name := range layers {
		name = strings.TrimSpace(name)
		switch name {
		case "", "identity", "none", "utf-8", "utf8": // the last are mistakes, seen often
			continue
		}
		if taken++; taken > maxEncodings {
			return nil, closeAll, fmt.Errorf("%w: %s", errEncoding, strings.Join(layers, ","))
		}
		switch name {
		case "gzip", "x-gzip":
			z, err := gzip.NewReader(r)
			if err != nil {
				return nil, closeAll, err
			}
			// Browsers ignore what some servers put behind the data.
			z.Multistream(false)
			r = z
		case "br":
			r = brotli.NewReader(r)
		case "zstd":
			z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return nil, closeAll, err
			}
			closers = append(closers, z.Close)
			r = z
		default:
			return nil, closeAll, fmt.Errorf("%w: %s", errEncoding, name)
		}
	}
	return r, closeAll, nil
}
