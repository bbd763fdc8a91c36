package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/inquit/inquit/said/internal/token"
)

// Region is a stretch inside quotation marks, the marks left out, in bytes.
// A region does not run over a paragraph's end.
type Region struct {
	Start, End int32
	Single     bool // in single marks
	Odd        bool // one of its marks is missing or was read against its look
}

const (
	openGlyphs  = "“„‟«「『"
	closeGlyphs = "”»」』"
	beforeOpen  = " \t([{—–-/‘'"
	afterClose  = " \t)]}—–-/.,;:!?…’'"
)

func runeBefore(text string, at, low int32) rune {
	if at <= low {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(text[low:at])
	return r
}

func runeAfter(text string, at, high int32) rune {
	if at >= high {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(text[at:high])
	return r
}

// direction reads a double mark by its neighbours, then by its glyph, then by
// whether a quote is open: 1 opens, -1 closes.
func direction(text string, p *token.Paragraph, t *token.Token, open bool) int {
	left, right := runeBefore(text, t.Start, p.Start), runeAfter(text, t.End, p.End)
	leftSpace, rightSpace := unicode.IsSpace(left), unicode.IsSpace(right)
	switch {
	case leftSpace && !rightSpace && !strings.ContainsRune(".,;:!?)", right):
		return 1
	case !leftSpace && rightSpace && left != '(' && left != '[':
		return -1
	case opensByGlyph(t):
		return 1
	case closesByGlyph(t):
		return -1
	}
	leftSpace = leftSpace || strings.ContainsRune(beforeOpen, left)
	rightSpace = rightSpace || strings.ContainsRune(afterClose, right)
	switch {
	case leftSpace && !rightSpace:
		return 1
	case rightSpace && !leftSpace, open:
		return -1
	}
	return 1
}

func opensByGlyph(t *token.Token) bool {
	return strings.ContainsRune(openGlyphs, t.First) || t.First == '`'
}

func closesByGlyph(t *token.Token) bool {
	return strings.ContainsRune(closeGlyphs, t.First) || t.First == '\'' && t.Kind == token.Double
}

// readByRules finds the quoted stretches of a paragraph as they are printed, and
// reports whether its double marks are in order.
//
// A mark that opens inside an open quote is passed over as nested, unless what
// stands before it shows that the closing mark was lost. A quote that does not close runs to the end of the
// paragraph, which is how quotes of several paragraphs are printed. A first mark
// that closes what never opened closes from the paragraph's start.
func readByRules(s *token.Stream, p *token.Paragraph) (regions []Region, clean bool) {
	clean = true
	start, seen, opener := int32(-1), false, rune(0)
	for i := p.First; i < p.Last; i++ {
		t := &s.Tokens[i]
		if t.Kind != token.Double {
			continue
		}
		if t.First == '"' && start < 0 && unicode.IsDigit(runeBefore(s.Text, t.Start, p.Start)) {
			continue // inches
		}
		d := direction(s.Text, p, t, start >= 0)
		if start >= 0 && closesLike(opener, t.First) {
			d = -1
		} else {
			clean = clean && tidy(s, p, t, d)
		}
		switch {
		case d > 0 && start < 0:
			start, opener = t.End, t.First
		case d > 0:
			clean = false
			if end := missedClose(s, p, start, i); end > start {
				regions = append(regions, Region{Start: start, End: end, Odd: true})
				start, opener = t.End, t.First
			}
		case start >= 0:
			regions = append(regions, Region{Start: start, End: t.Start})
			start = -1
		default:
			clean = false
			if !seen {
				regions = append(regions, Region{Start: p.Start, End: t.Start, Odd: true})
			}
		}
		seen = true
	}
	if start >= 0 {
		clean = false
		end := p.Start + int32(len(strings.TrimRightFunc(s.Text[p.Start:p.End], unicode.IsSpace)))
		regions = append(regions, Region{Start: start, End: end, Odd: true})
	}
	return withSingles(s, p, regions), clean
}

// closesLike reports whether a mark closes what the opener opened in languages
// that set marks the other way round: „so“ and »so«.
func closesLike(opener, mark rune) bool {
	return opener == '„' && (mark == '“' || mark == '”') || opener == '»' && mark == '«'
}

// tidy reports whether a double mark looks like the direction it was read in.
func tidy(s *token.Stream, p *token.Paragraph, t *token.Token, d int) bool {
	if t.First == '\'' || t.First == '`' || d > 0 && closesByGlyph(t) || d < 0 && opensByGlyph(t) {
		return false
	}
	return !unicode.IsSpace(runeBefore(s.Text, t.Start, p.Start)) || !unicode.IsSpace(runeAfter(s.Text, t.End, p.End))
}

// withSingles adds the stretches in single marks outside of the given regions
// and returns all that hold something, in order.
func withSingles(s *token.Stream, p *token.Paragraph, regions []Region) []Region {
	all := regions
	next := 0 // first region that ends after the token
	for i := p.First; i < p.Last; i++ {
		t := &s.Tokens[i]
		for next < len(regions) && regions[next].End <= t.Start {
			next++
		}
		inside := next < len(regions) && regions[next].Start <= t.Start
		if t.Kind != token.Single || inside || !opensSingle(s, p, t) {
			continue
		}
		if end := singleEnd(s, p, i, regions); end > i {
			all = append(all, Region{Start: t.End, End: s.Tokens[end].Start, Single: true})
			i = end
		}
	}
	all = slices.DeleteFunc(all, func(r Region) bool { return r.End <= r.Start })
	slices.SortFunc(all, func(a, b Region) int { return int(a.Start - b.Start) })
	return all
}

// opensSingle reports whether a single mark can open: 'em and '90s do not.
func opensSingle(s *token.Stream, p *token.Paragraph, t *token.Token) bool {
	if t.First != '\'' && t.First != '‘' {
		return false
	}
	left, right := runeBefore(s.Text, t.Start, p.Start), runeAfter(s.Text, t.End, p.End)
	if !unicode.IsSpace(left) && !strings.ContainsRune("([—–:-", left) {
		return false
	}
	if !token.IsWord(right) && right != '$' && right != '…' {
		return false
	}
	return !clipped(s.Text[t.End:p.End])
}

// clipped reports whether rest begins with a word that is written with an
// apostrophe before it.
func clipped(rest string) bool {
	n := strings.IndexFunc(rest, func(r rune) bool { return !token.IsWord(r) })
	if n < 0 {
		n = len(rest)
	}
	switch strings.ToLower(rest[:min(n, 8)]) {
	case "em", "n", "til", "cause", "tis", "twas", "bout":
		return true
	}
	return (n == 2 || n == 3 && rest[2] == 's') && rest[0] >= '0' && rest[0] <= '9' && rest[1] >= '0' && rest[1] <= '9'
}

// longestSingle is how far apart two single marks may stand, in bytes. Apostrophes
// are so frequent that farther pairs are chance.
const longestSingle = 400

// singleEnd finds the mark that closes the single mark at token i, or i.
func singleEnd(s *token.Stream, p *token.Paragraph, i int32, regions []Region) int32 {
	first := i
	next := 0
	if len(regions) > 0 {
		next, _ = slices.BinarySearchFunc(regions, s.Tokens[i].Start, func(r Region, at int32) int { return int(r.End - at) })
	}
	for k := i + 1; k < p.Last && s.Tokens[k].Start-s.Tokens[i].Start < longestSingle; k++ {
		t := &s.Tokens[k]
		if t.Kind != token.Single || t.First != '\'' && t.First != '’' || !t.Glued || t.Start <= s.Tokens[i].End {
			continue
		}
		for next < len(regions) && regions[next].End <= t.Start {
			next++
		}
		right := runeAfter(s.Text, t.End, p.End)
		if next < len(regions) && regions[next].Start <= t.Start || token.IsWord(right) {
			continue
		}
		if first == i {
			first = k
		}
		if strings.ContainsRune(".,?!", runeBefore(s.Text, t.Start, p.Start)) || !unicode.IsSpace(right) {
			return k
		}
		if t.End >= p.End {
			return k
		}
	}
	return first
}

// longestLeadIn is how many tokens may stand between the end of a quote that does
// not close and the mark of the next quote.
const longestLeadIn = 14

// missedClose looks at an opening mark, token i, inside a quote that is open since
// start. If a sentence that leads in a new quote stands before the mark (“One
// thing. Smith said, “Another), the open quote ended before that sentence; its end
// is returned, else start.
func missedClose(s *token.Stream, p *token.Paragraph, start, i int32) int32 {
	last := s.Tokens[i-1]
	if i < 2 || last.First != ',' && last.First != ':' && !lists.has("say", last.Lower) {
		return start
	}
	leads := false
	for k := i - 1; k > p.First && s.Tokens[k].Start > start && i-k <= longestLeadIn; k-- {
		t := &s.Tokens[k]
		leads = leads || i-k <= 5 && lists.has("say", t.Lower)
		if t.First != '.' && t.First != '?' && t.First != '!' {
			continue
		}
		next := &s.Tokens[k+1]
		if leads && k+1 < i && next.Cap && s.Tokens[k-1].Start >= start {
			return t.End
		}
		return start
	}
	return start
}
