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
	//go:embed data/classes.bin.gz
	classesFile []byte
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

// classes are two groupings of words of like use. The tree has some 1,500 leaves,
// which are gathered by the first ten and by the first seven turns of the way to them;
// vectors have 1,024 classes, gathered in 256 and again in 64 larger ones. Numbers
// begin at 1; 0 is a word without a class.
type classes struct {
	words   *index // leaf and, in the bits from vectorShift, class of vectors
	tree    [][3]uint16
	vectors [][3]uint16
}

const vectorClasses, vectorShift = 1024, 16

var wordClasses = sync.OnceValue(func() *classes {
	b := gunzip(classesFile)
	leaves, n := int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint32(b[2:]))
	b = b[6:]
	c := &classes{words: newIndex(n * 3 / 4)} // fuller than usual: it is large, and most words are in it
	c.tree, b = levels(b, leaves)
	c.vectors, b = levels(b, vectorClasses)
	leaf, b := shorts(b, n)
	vector, b := shorts(b, n)
	low, b, h := b[:n], b[n:], uint64(0)
	for i := range n {
		high, size := binary.Uvarint(b)
		b = b[size:]
		h += high<<8 | uint64(low[i])
		c.words.or(h<<valueBits, uint32(leaf[i])|uint32(vector[i])<<vectorShift)
	}
	return c
})

// levels reads the larger classes of n classes.
func levels(b []byte, n int) ([][3]uint16, []byte) {
	middle, b := shorts(b, n)
	coarse, b := shorts(b, n)
	out := make([][3]uint16, n+1)
	for i := range n {
		out[i+1] = [3]uint16{uint16(i + 1), middle[i], coarse[i]}
	}
	return out, b
}

// shorts reads n numbers, of which the low bytes stand before the high ones.
func shorts(b []byte, n int) ([]uint16, []byte) {
	out := make([]uint16, n)
	for i := range out {
		out[i] = uint16(b[i]) | uint16(b[n+i])<<8
	}
	return out, b[2*n:]
}

// of returns the classes of a word in the tree and by its vector, which are those of
// its lower-case form unless it has its own.
func (c *classes) of(exact, lower uint64) (tree, vector [3]uint16) {
	k := c.words.get(exact)
	if k == 0 && exact != lower {
		k = c.words.get(lower)
	}
	leaf, class := int(k&(1<<vectorShift-1)), int(k>>vectorShift)
	if leaf >= len(c.tree) || class >= len(c.vectors) { // two words share a hash
		return tree, vector
	}
	return c.tree[leaf], c.vectors[class]
}

// usedLike reports whether a word is used like another, or is in no class, as all but
// rare words are.
func (c *classes) usedLike(exact, lower uint64, other string) bool {
	tree, _ := c.of(exact, lower)
	like, _ := c.of(0, token.LowerHash(other))
	return tree[2] == 0 || tree[2] == like[2]
}

// WordClasses returns the classes of a word in the tree of words of like use: its leaf,
// the first ten and the first seven turns of the way to it. 0 is no class.
func WordClasses(t *token.Token) [3]uint16 {
	tree, _ := wordClasses().of(t.Exact, t.Lower)
	return tree
}

// MaybePerson reports whether a lower-case noun may be one for people.
func MaybePerson(low string) bool {
	return wordClasses().usedLike(0, token.LowerHash(low), "senator")
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
