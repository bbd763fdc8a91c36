package article

import (
	"strings"
	"unicode"

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
	names := p.authorNames()
	veiled := mostlyHidden(kept)
	other := elsewhere(cut, kept, p.headlineNode())
	out := kept[:0:0]
	for i, b := range kept {
		f := fold(b.Text)
		switch {
		case f == "":
		case b.Words() < 40 && titles[f] && i < 4:
		case b.Words() >= 12 && seen[f]:
		case b.Hidden && !veiled, prompt(b), byline(b, names), other(b):
		default:
			seen[f] = true
			out = append(out, b)
		}
	}
	return trimHeadings(out)
}

// mostlyHidden reports a page that hides its whole text until a script shows it.
func mostlyHidden(kept []*block.Block) bool {
	hidden := 0
	for _, b := range kept {
		if b.Hidden {
			hidden += b.Words()
		}
	}
	return 2*hidden > wordsOf(kept)
}

// byline reports a line that holds nothing but the names of authors and a
// date, or the words around them.
func byline(b *block.Block, names []string) bool {
	const short = 16
	if b.Words() >= short {
		return false
	}
	f := " " + fold(b.Text) + " "
	found := false
	for _, n := range names {
		if strings.Contains(f, " "+n+" ") {
			found = true
			f = strings.Replace(f, " "+n+" ", " ", 1)
		}
	}
	rest := strings.Fields(f)
	if found {
		return len(rest) <= 2
	}
	d, ok := parseDate(b.Text)
	return ok && d.Day != "" && len(rest) <= 8 && !b.Prose() && !b.Heading() && letters(b.Text) < 30
}

// authorNames are the names of the byline, folded.
func (p *page) authorNames() []string {
	a := &Article{From: map[string]string{}}
	p.outlet(a)
	p.authors(a)
	var out []string
	for _, x := range a.Authors {
		out = append(out, fold(x.Name))
	}
	return out
}

// trimHeadings drops headings at the end: what they announce was not kept.
func trimHeadings(kept []*block.Block) []*block.Block {
	for len(kept) > 0 && kept[len(kept)-1].Heading() {
		kept = kept[:len(kept)-1]
	}
	return kept
}

// fold makes texts comparable: letters and digits in lower case, one space
// between words.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	}), " ")
}
