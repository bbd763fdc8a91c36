package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/inquit/inquit/article/block"
)

// repair drops what the weights let through although a rule can tell: titles
// repeated, lines that only name authors or dates, prompts, hidden copies.
func (p *page) repair(cut *block.Page, kept []*block.Block) []*block.Block {
	titles := map[string]bool{}
	for _, t := range p.hints().Titles {
		titles[fold(t)] = true
	}
	seen := map[string]bool{}
	out := kept[:0:0]
	for i, b := range kept {
		f := fold(b.Text)
		switch {
		case f == "":
		case b.Words() < 40 && titles[f] && i < 4:
		case b.Words() >= 12 && seen[f]:
		default:
			seen[f] = true
			out = append(out, b)
		}
	}
	return trimHeadings(out)
}

// trimHeadings drops headings at the end: what they announce was not kept.
func trimHeadings(kept []*block.Block) []*block.Block {
	for len(kept) > 0 && kept[len(kept)-1].Heading() {
		kept = kept[:len(kept)-1]
	}
	return kept
}

// runsOn reports whether b goes on with the sentence of a.
func runsOn(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return (unicode.IsLetter(last) || last == ',') && unicode.IsLower(first)
}

// fold makes texts comparable: letters and digits in lower case, one space
// between words.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	}), " ")
}
