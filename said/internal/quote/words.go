package quote

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/inquit/inquit/said/internal/token"
)

// wordInfo is what training learnt of a word. The zero value is an unseen word.
type wordInfo struct {
	Cue    uint8 // 1 to 6: how often it stands in a cue, in buckets
	Source uint8 // the same for sources
	Fine   uint8 // class among 256 that words of like neighbours share
	Coarse uint8 // class among 48
}

// Lexicon knows the words of the training text. The zero value knows none. It may be
// shared.
type Lexicon struct{ slots []lexiconSlot } // open addressing, at most half full

// lexiconSlot is a word and what is known of it. The zero value is a free slot.
type lexiconSlot struct {
	key uint32
	wordInfo
}

func newLexicon(words map[uint32]wordInfo) *Lexicon {
	size := 2
	for size < 2*len(words) {
		size *= 2
	}
	l := &Lexicon{make([]lexiconSlot, size)}
	for k, w := range words {
		*l.slot(k) = lexiconSlot{k, w}
	}
	return l
}

// slot returns the slot of a word, or the free one it belongs in.
func (l *Lexicon) slot(key uint32) *lexiconSlot {
	mask := uint32(len(l.slots) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		if s := &l.slots[i]; s.key == key || *s == (lexiconSlot{}) {
			return s
		}
	}
}

// The key is half of the hash: two of the 30,000 words share one once in ten
// trainings, and an unseen word meets one once in a hundred thousand.
func wordKey(lower uint64) uint32 { return uint32(lower >> 32) }

func (l *Lexicon) word(lower uint64) wordInfo {
	if len(l.slots) == 0 {
		return wordInfo{}
	}
	return l.slot(wordKey(lower)).wordInfo
}

// bucket turns a share of hits into 1 to 6. The counts are smoothed.
func bucket(hits, n int) uint8 {
	p := (float64(hits) + 0.05) / (float64(n) + 1)
	for i, limit := range []float64{0.01, 0.05, 0.15, 0.4, 0.7} {
		if p < limit {
			return uint8(i + 1)
		}
	}
	return 6
}

const (
	strongCue = 6 // nearly always a cue: said
	goodCue   = 5
	someCue   = 4 // often one
)

var errLexicon = errors.New("quote: not a lexicon")

// encode returns the lexicon as bytes for readLexicon.
func (l *Lexicon) encode() ([]byte, error) {
	var keys []uint32
	for _, s := range l.slots {
		if s.wordInfo != (wordInfo{}) {
			keys = append(keys, s.key)
		}
	}
	slices.Sort(keys)
	b := binary.AppendUvarint(nil, uint64(len(keys)))
	before := uint32(0)
	for _, k := range keys {
		b = binary.AppendUvarint(b, uint64(k-before))
		before = k
	}
	for _, k := range keys {
		w := l.slot(k)
		b = append(b, w.Cue, w.Source, w.Fine, w.Coarse)
	}
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func readLexicon(file []byte) (*Lexicon, error) {
	b, err := io.ReadAll(flate.NewReader(bytes.NewReader(file)))
	if err != nil {
		return nil, errLexicon
	}
	n, used := binary.Uvarint(b)
	if used <= 0 || n > uint64(len(b)) {
		return nil, errLexicon
	}
	b = b[used:]
	keys, at := make([]uint32, n), uint64(0)
	for i := range keys {
		d, used := binary.Uvarint(b)
		if used <= 0 || at+d > math.MaxUint32 {
			return nil, errLexicon
		}
		at += d
		keys[i] = uint32(at)
		b = b[used:]
	}
	if len(b) != 4*len(keys) {
		return nil, errLexicon
	}
	words := make(map[uint32]wordInfo, n)
	for i, k := range keys {
		words[k] = wordInfo{b[4*i], b[4*i+1], b[4*i+2], b[4*i+3]}
	}
	return newLexicon(words), nil
}

// Classes of tokens. Signs are their own class, as their ASCII code; function
// words too, from firstFunction on.
const (
	classNone uint8 = iota
	classQuote
	classBreak
	classCue4 // word that is a cue now and then
	classCue5
	classCue6
	classPronoun
	classTitle
	className // any other word with a capital
	classDigit
	classSource // noun that is often a source
	classLy
	classIng
	classEd
	classS
	classWord
	classDash
	classEllipsis
	classSign
	firstFunction uint8 = 128
)

//go:embed words.txt
var wordList string

// list is the word lists by the hash of the word in lower case.
type list struct {
	class map[uint64]uint8 // pronouns, titles, function words
	is    map[string]map[uint64]bool
}

func (l *list) has(name string, lower uint64) bool { return l.is[name][lower] }

var lists = readLists(wordList)

func readLists(text string) list {
	l := list{map[uint64]uint8{}, map[string]map[uint64]bool{}}
	function := firstFunction
	for line := range strings.Lines(text) {
		kind, words, _ := strings.Cut(line, ":")
		if l.is[kind] == nil {
			l.is[kind] = map[uint64]bool{}
		}
		for w := range strings.FieldsSeq(words) {
			h := token.LowerHash(w)
			l.is[kind][h] = true
			switch kind {
			case "pronoun":
				l.class[h] = classPronoun
			case "title":
				l.class[h] = classTitle
				l.class[token.LowerHash(w+".")] = classTitle
			case "function":
				l.class[h] = function
				function++
			}
		}
	}
	return l
}

var (
	hashThe  = token.LowerHash("the")
	hashA    = token.LowerHash("a")
	hashThat = token.LowerHash("that")
	hashTo   = token.LowerHash("to")
	hashFor  = token.LowerHash("for")
	hashBy   = token.LowerHash("by")
	hashIt   = token.LowerHash("it")
	hashOf   = token.LowerHash("of")
	hashS    = token.LowerHash("'s")
	hashLy   = token.LowerHash("ly")
	hashEd   = token.LowerHash("ed")
	hashIng  = token.LowerHash("ing")
	classThe = lists.class[hashThe]
	classA   = lists.class[hashA]
)

// classOf returns the class of a token that is no mark.
func classOf(t *token.Token, w wordInfo, text string) uint8 {
	if t.Kind != token.Word {
		return signClass(t)
	}
	if w.Cue >= someCue {
		return classCue4 + w.Cue - someCue
	}
	if c, ok := lists.class[t.Lower]; ok {
		return c
	}
	switch {
	case t.Cap:
		return className
	case t.Digit:
		return classDigit
	case w.Source >= someCue:
		return classSource
	case t.Suffix2 == hashLy:
		return classLy
	case t.Suffix3 == hashIng:
		return classIng
	case t.Suffix2 == hashEd:
		return classEd
	case text[t.End-1] == 's':
		return classS
	}
	return classWord
}

func signClass(t *token.Token) uint8 {
	switch {
	case t.First == '—' || t.First == '–' || t.First == '―':
		return classDash
	case t.First == '…':
		return classEllipsis
	case t.First == '’' || t.First == '‘':
		return '\''
	case t.First > ' ' && t.First < 127:
		return uint8(t.First)
	}
	return classSign
}
