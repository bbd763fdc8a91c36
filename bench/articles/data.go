// Package articles holds what the commands for the article benchmark share:
// its pages, the labels of their blocks, and the training of the weights that
// article/block embeds.
package articles

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"golang.org/x/net/publicsuffix"
)

// Doc is a page with its gold.
type Doc struct {
	ID      string   `json:"id"`
	Set     string   `json:"set"`
	URL     string   `json:"url"`
	Text    string   `json:"text"`
	TextAlt []string `json:"text_alt"`
	// HTML is the page as fetched.
	HTML []byte `json:"-"`
}

// Folds is the number of parts for cross-validation.
const Folds = 5

// Load reads gold.jsonl and the pages beside it.
func Load(dir string) ([]*Doc, error) {
	f, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []*Doc
	dec := json.NewDecoder(bufio.NewReader(f))
	for {
		d := &Doc{}
		if err := dec.Decode(d); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("read gold: %w", err)
		}
		if d.HTML, err = readPage(filepath.Join(dir, "html", d.ID+".html.gz")); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
}

func readPage(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return io.ReadAll(z)
}

// Fold is the part that the page belongs to: all pages of a registrable domain
// to the same, for they share a template.
func (d *Doc) Fold() int {
	key := d.ID
	if u, err := url.Parse(d.URL); err == nil && u.Hostname() != "" {
		key = u.Hostname()
		if domain, err := publicsuffix.EffectiveTLDPlusOne(key); err == nil {
			key = domain
		}
	}
	h := fnv.New32a()
	h.Write([]byte(key))
	return int(h.Sum32() % Folds)
}
