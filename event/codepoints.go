package event

import (
	"sort"
	"unicode/utf8"
)

// CodePoints converts byte offsets of a UTF-8 text, as Go code counts, into
// Unicode code points, as everything outside of a process counts. It is the one
// place that does.
type CodePoints struct {
	text string
	// bytes[i] is the byte offset of code point i*step.
	bytes []int
}

// step is a compromise: a table entry for each 64 code points costs 1/8 of the
// text, and a look-up walks 63 code points at the most.
const step = 64

// NewCodePoints prepares a text.
func NewCodePoints(text string) *CodePoints {
	c := &CodePoints{text: text, bytes: make([]int, 0, len(text)/step+1)}
	n := 0
	for i := range text {
		if n%step == 0 {
			c.bytes = append(c.bytes, i)
		}
		n++
	}
	if len(c.bytes) == 0 {
		c.bytes = append(c.bytes, 0)
	}
	return c
}

// FromByte returns the number of code points before byte offset b.
func (c *CodePoints) FromByte(b int) int {
	b = min(max(b, 0), len(c.text))
	row := sort.SearchInts(c.bytes, b+1) - 1
	return row*step + utf8.RuneCountInString(c.text[c.bytes[row]:b])
}

// Byte returns the byte offset of code point p; past the end, the text's length.
func (c *CodePoints) Byte(p int) int {
	if p <= 0 {
		return 0
	}
	row := min(p/step, len(c.bytes)-1)
	at := c.bytes[row]
	for n := p - row*step; n > 0 && at < len(c.text); n-- {
		_, size := utf8.DecodeRuneInString(c.text[at:])
		at += size
	}
	return at
}

// Slice returns the text between two code points.
func (c *CodePoints) Slice(s Span) string {
	if s[1] < s[0] {
		return ""
	}
	return c.text[c.Byte(s[0]):c.Byte(s[1])]
}

// Len is the length of the text in code points.
func (c *CodePoints) Len() int { return c.FromByte(len(c.text)) }
