package entity

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"io"
	"strings"
	"sync"

	"github.com/inquit/inquit/said/internal/token"
)

var (
	//go:embed data/lists.txt.gz
	listsFile []byte
	//go:embed data/clusters.bin.gz
	clustersFile []byte
)

// isPrefix marks, beside the bits of the lists, that longer phrases begin like this.
const isPrefix = 1 << 29

// lists knows in which lists of names a phrase stands: one bit for each list.
var lists = sync.OnceValue(func() *index {
	text := string(gunzip(listsFile))
	x := newIndex(strings.Count(text, "\t") * 5 / 4)
	bit := uint32(1)
	for line := range strings.Lines(text) {
		phrases := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for _, p := range phrases[1:] {
			h := uint64(0)
			words := strings.Split(p, " ")
			for i, w := range words {
				h = extend(h, token.LowerHash(w))
				if i < len(words)-1 {
					x.or(h, isPrefix)
				}
			}
			x.or(h, bit)
		}
		bit <<= 1
	}
	return x
})

// listCount is the number of lists in data/lists.txt.gz.
const listCount = 16

// Bits of single lists, in the order of data/lists.txt.gz.
const (
	inFirst = 1 << iota
	inLast
	inUSFirst
	inUSLast
)

// extend hashes a phrase word by word.
func extend(phrase, word uint64) uint64 {
	h := (phrase + 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	h ^= h>>29 ^ word
	h *= 0xBF58476D1CE4E5B9
	return h ^ h>>31
}

// classes are groups of words of like use: 1,024 of them, gathered in 256 and
// again in 64 larger ones. Numbers begin at 1; 0 is a word without a class.
type classes struct {
	words  *index
	middle [1025]uint16
	coarse [1025]uint16
}

var wordClasses = sync.OnceValue(func() *classes {
	b := gunzip(clustersFile)
	c := &classes{}
	for i := range 1024 {
		c.middle[i+1] = binary.LittleEndian.Uint16(b[2*i:]) + 1
		c.coarse[i+1] = uint16(b[2048+i]) + 1
	}
	b = b[3072:]
	c.words = newIndex(len(b) / 4)
	for class := uint32(1); class <= 1024; class++ {
		n := binary.LittleEndian.Uint16(b)
		b = b[2:]
		h := uint64(0)
		for range n {
			d, size := binary.Uvarint(b)
			b = b[size:]
			h += d
			c.words.or(h<<valueBits, class)
		}
	}
	return c
})

// of returns the three classes of a word, which are those of its lower-case form
// unless it has its own.
func (c *classes) of(exact, lower uint64) [3]uint16 {
	k := c.words.get(exact)
	if k == 0 {
		k = c.words.get(lower)
	}
	k = min(k, 1024)
	return [3]uint16{uint16(k), c.middle[k], c.coarse[k]}
}

// gunzip unpacks an embedded file, which is whole or the program was built wrong.
func gunzip(file []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		panic("entity: embedded file: " + err.Error())
	}
	b, err := io.ReadAll(z)
	if err != nil {
		panic("entity: embedded file: " + err.Error())
	}
	return b
}
