package quote

import (
	"unicode"
	"unicode/utf8"

	"github.com/inquit/inquit/said/internal/token"
)

// item is a word or sign outside of quotation marks, a whole quoted stretch, or
// a paragraph break. Folding a stretch into one item keeps sequences short and
// lets the models see both sides of a quote at once.
type item struct {
	start, end  int32 // bytes
	first, last int32 // tokens of the stream, half-open
	par, sent   int32
	class       uint8
	wordInfo
	use   [3]uint16 // entity.WordClasses
	cap   bool
	quote *quoted // nil for anything but a quoted stretch

	lower, exact, shape, suffix2, suffix3 uint64
}

// quoted is what the models know of the inside of a stretch.
type quoted struct {
	Region
	words               int
	firstWord, lastWord uint64
	lastChar            rune // 'x' for a letter or digit
	capital, title, all bool // begins with a capital; every word does; all letters are
	open                bool // no closing mark follows: it may go on in the next paragraph
}

func (t *item) isBreak() bool { return t.class == classBreak }

// isWord reports whether the item is a single word.
func (t *item) isWord() bool {
	return t.class >= classCue4 && t.class <= classWord || t.class >= firstFunction
}

// document is a text in items. Paragraph p is items[pars[p].First:pars[p].Last];
// a break stands before the first and after each.
type document struct {
	stream  *token.Stream
	items   []item
	pars    []token.Range
	regions []Region

	sentences []sentence
	near      map[uint64]capital // of words with a capital, by exact hash
	style     uint64             // does the house write "said Smith"?
	quotes    int
	headline  bool // the first paragraph looks like one

	distances                              []int32 // in items; the next four are its quarters
	lastCue, nextCue, lastQuote, nextQuote []int32
	parInfo                                []uint64
}

func fold(s *token.Stream, m *markReader) *document {
	d := &document{}
	d.fold(s, m)
	return d
}

// fold begins a text, in the memory of the one before.
func (d *document) fold(s *token.Stream, m *markReader) {
	d.stream, d.regions = s, nil
	if n := len(s.Tokens) + 2*len(s.Paragraphs) + 1; cap(d.items) < n {
		d.items = make([]item, 0, n)
	}
	d.items = append(d.items[:0], breakItem(0, -1))
	d.pars = d.pars[:0]
	for k := range s.Paragraphs {
		p := &s.Paragraphs[k]
		regions := m.regions(s, p)
		d.regions = append(d.regions, regions...)
		first := len(d.items)
		d.foldParagraph(p, int32(k), regions)
		d.pars = append(d.pars, token.Range{First: int32(first), Last: int32(len(d.items))})
		d.items = append(d.items, breakItem(p.End, int32(k)))
	}
}

func breakItem(at, par int32) item {
	return item{start: at, end: at, par: par, class: classBreak, lower: 3, exact: 3, shape: 3, suffix2: 3, suffix3: 3}
}

func (d *document) foldParagraph(p *token.Paragraph, par int32, regions []Region) {
	i := p.First
	for _, r := range regions {
		for i < p.Last && d.stream.Tokens[i].Start < r.Start {
			d.addToken(i)
			i++
		}
		first := i
		for i < p.Last && d.stream.Tokens[i].End <= r.End {
			i++
		}
		d.addQuote(first, i, par, r)
	}
	for ; i < p.Last; i++ {
		d.addToken(i)
	}
}

func (d *document) addToken(i int32) {
	t := &d.stream.Tokens[i]
	if t.Kind == token.Double {
		return
	}
	d.items = append(d.items, item{
		start: t.Start, end: t.End, first: i, last: i + 1, par: t.Par, cap: t.Cap,
		lower: t.Lower, exact: t.Exact, shape: t.Shape, suffix2: t.Suffix2, suffix3: t.Suffix3,
	})
}

var hashQuote = token.LowerHash("⟦quote⟧")

func (d *document) addQuote(first, last, par int32, r Region) {
	d.items = append(d.items, item{
		start: r.Start, end: r.End, first: first, last: last, par: par, class: classQuote,
		lower: hashQuote, exact: hashQuote, shape: 5, suffix2: hashQuote, suffix3: hashQuote,
		quote: d.inside(first, last, r),
	})
}

// inside describes the tokens of a quoted stretch.
func (d *document) inside(first, last int32, r Region) *quoted {
	q := &quoted{Region: r, lastChar: 'x', title: true}
	capitals, small := false, false
	for i := first; i < last; i++ {
		t := &d.stream.Tokens[i]
		if t.Kind != token.Word || t.Glued && i > first && d.stream.Tokens[i-1].Kind == token.Word {
			continue // a clitic is no word of its own
		}
		if q.words == 0 {
			q.firstWord, q.capital = t.Lower, t.Cap
		}
		q.words++
		q.lastWord = t.Lower
		c, known := lists.class[t.Lower]
		q.title = q.title && (t.Cap || known && c >= firstFunction)
		capitals = capitals || t.Upper
		small = small || !t.Upper && !t.Digit && t.End-t.Start > 1
	}
	q.all = capitals && !small
	tokens := d.stream.Tokens
	q.open = first < last && (int(last) == len(tokens) || tokens[last].Kind != token.Double || tokens[last].Par != tokens[first].Par)
	for i := last - 1; i >= first; i-- {
		if t := &d.stream.Tokens[i]; t.Kind != token.Double {
			if c, _ := utf8.DecodeLastRuneInString(d.stream.Text[t.Start:t.End]); !unicode.IsLetter(c) && !unicode.IsDigit(c) {
				q.lastChar = c
			}
			break
		}
	}
	return q
}
