// Package token cuts a text into paragraphs, sentences and tokens.
//
// The learnt models of the engine all read the same [Stream]. A token carries
// the hashes that features are made of, so that no stage after this one needs
// a string or a map to look at a word.
//
// Offsets are bytes of the text handed in. Any bytes are accepted, and the work
// is linear in their number.
package token

// Kind tells what sort of characters a token is made of.
type Kind uint8

// The kinds of tokens.
const (
	Word   Kind = iota // letters, digits, and the marks that join them: don't, U.S., 3.5
	Punct              // one sign, or a run of dots or of hyphens
	Double             // a double quotation mark, also two single ones
	Single             // a single mark that stands alone: a quotation mark or an apostrophe
)

// Token is a word or a sign.
type Token struct {
	Start, End int32  // bytes of the text
	Par, Sent  int32  // indices in Stream.Paragraphs and Stream.Sentences
	Exact      uint64 // hash of the token as printed
	Lower      uint64 // hash of the token in lower case
	Shape      uint64 // hash of its shape: "Xxx", "dd", "X.X."
	Suffix2    uint64 // hash of its last two letters in lower case
	Suffix3    uint64 // hash of its last three
	First      rune   // first character
	Kind       Kind
	Cap        bool // a word that begins with a capital
	Upper      bool // a word of two or more letters, all capitals
	Digit      bool // a word that begins with a digit
	Glued      bool // no space stands before it
}

// Range is a half-open range of tokens.
type Range struct{ First, Last int32 }

// Paragraph is a line of the text that holds at least one character.
type Paragraph struct {
	Start, End int32 // bytes, without the line end
	Range
}

// Stream is a text in tokens. Its zero value is an empty text.
type Stream struct {
	Text       string
	Tokens     []Token
	Paragraphs []Paragraph
	Sentences  []Range
}

// Split makes a stream of a text. Only its first two gigabytes are read.
func Split(text string) *Stream {
	s := &Stream{}
	s.Split(text)
	return s
}

// Split makes s the stream of another text, in the memory that it has.
func (s *Stream) Split(text string) {
	if len(text) > 1<<31-2 {
		text = text[:1<<31-2]
	}
	s.Text, s.Tokens, s.Paragraphs, s.Sentences = text, s.Tokens[:0], s.Paragraphs[:0], s.Sentences[:0]
	if n := len(text)/5 + 8; cap(s.Tokens) < n {
		s.Tokens = make([]Token, 0, n)
	}
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && text[end] != '\n' {
			end++
		}
		if end > start {
			s.paragraph(start, end)
		}
		start = end + 1
	}
	s.sentences()
}

// Word returns the text of token i.
func (s *Stream) Word(i int) string {
	t := &s.Tokens[i]
	return s.Text[t.Start:t.End]
}

func (s *Stream) paragraph(start, end int) {
	first := len(s.Tokens)
	s.cut(start, end)
	for i := first; i < len(s.Tokens); i++ {
		s.Tokens[i].Par = int32(len(s.Paragraphs))
	}
	s.Paragraphs = append(s.Paragraphs, Paragraph{
		Start: int32(start), End: int32(end),
		Range: Range{int32(first), int32(len(s.Tokens))},
	})
}
