package eval

import (
	"sort"
	"strings"
	"unicode"
)

// The quoted stretches of gold and of predictions are measured with the rules of
// this file, which are those of the benchmark, kept apart from the engine's so
// that a change there cannot move the ruler. Everything counts code points.

const (
	openGlyphs  = "“„‟«"
	closeGlyphs = "”»"
	leftSigns   = " \t\u00a0\u2009\u200a\u202f\u3000([{—–-/‘'"
	rightSigns  = " \t\u00a0\u2009\u200a\u202f\u3000)]}—–-/.,;:!?…’'"
)

// doubleMark returns the length of the double mark at i, or 0.
func doubleMark(par []rune, i int) int {
	switch par[i] {
	case '"', '“', '”', '„', '‟', '«', '»', '＂':
		return 1
	case '`', '\'':
		if i+1 < len(par) && par[i+1] == par[i] {
			return 2
		}
	}
	return 0
}

func at(par []rune, i int) rune {
	if i < 0 || i >= len(par) {
		return ' '
	}
	return par[i]
}

// opens reads the double mark par[i:j].
func opens(par []rune, i, j int, open bool) bool {
	left, right := at(par, i-1), at(par, j)
	leftSpace, rightSpace := unicode.IsSpace(left), unicode.IsSpace(right)
	switch {
	case leftSpace && !rightSpace && !strings.ContainsRune(".,;:!?)", right):
		return true
	case !leftSpace && rightSpace && left != '(' && left != '[':
		return false
	case strings.ContainsRune(openGlyphs, par[i]) || par[i] == '`':
		return true
	case strings.ContainsRune(closeGlyphs, par[i]) || par[i] == '\'':
		return false
	}
	leftSpace = leftSpace || strings.ContainsRune(leftSigns, left)
	rightSpace = rightSpace || strings.ContainsRune(rightSigns, right)
	if leftSpace != rightSpace {
		return leftSpace
	}
	return !open
}

// quotedRegions returns the stretches inside quotation marks, in order.
func quotedRegions(text []rune) []Span {
	var out []Span
	for first := 0; first < len(text); first++ {
		last := first
		for last < len(text) && text[last] != '\n' {
			last++
		}
		for _, r := range paragraphRegions(text[first:last]) {
			out = append(out, Span{first + r[0], first + r[1]})
		}
		first = last
	}
	sort.Slice(out, func(i, j int) bool { return out[i][0] < out[j][0] })
	return out
}

func paragraphRegions(par []rune) []Span {
	var regs []Span
	start, seen := -1, false
	for i := 0; i < len(par); i++ {
		n := doubleMark(par, i)
		if n == 0 || par[i] == '"' && start < 0 && i > 0 && unicode.IsDigit(par[i-1]) {
			continue
		}
		j := i + n
		switch {
		case opens(par, i, j, start >= 0):
			if start < 0 {
				start = j
			}
		case start >= 0:
			regs = append(regs, Span{start, i})
			start = -1
		case !seen:
			regs = append(regs, Span{0, i})
		}
		seen = true
		i = j - 1
	}
	if start >= 0 {
		end := len(par)
		for end > 0 && unicode.IsSpace(par[end-1]) {
			end--
		}
		regs = append(regs, Span{start, end})
	}
	regs = append(regs, singleRegions(par, regs)...)
	kept := regs[:0]
	for _, r := range regs {
		if r[1] > r[0] {
			kept = append(kept, r)
		}
	}
	return kept
}

func covered(regs []Span, i int) bool {
	for _, r := range regs {
		if r[0] <= i && i < r[1] {
			return true
		}
	}
	return false
}

func singleRegions(par []rune, regs []Span) []Span {
	var found []Span
	for i := 0; i < len(par); i++ {
		if !opensSingle(par, i) || covered(regs, i) || clipped(par[i+1:]) {
			continue
		}
		first := -1
		for k := i + 2; k < len(par) && k < i+400; k++ {
			if par[k] != '\'' && par[k] != '’' || covered(regs, k) {
				continue
			}
			right := at(par, k+1)
			if isAlnum(right) || unicode.IsSpace(par[k-1]) {
				continue
			}
			if first < 0 {
				first = k
			}
			if strings.ContainsRune(".,?!", par[k-1]) || !unicode.IsSpace(right) || k+1 >= len(par) {
				first = k
				break
			}
		}
		if first >= 0 {
			found = append(found, Span{i + 1, first})
			i = first
		}
	}
	return found
}

func opensSingle(par []rune, i int) bool {
	if par[i] != '\'' && par[i] != '‘' || i+1 >= len(par) {
		return false
	}
	left, right := at(par, i-1), par[i+1]
	return (unicode.IsSpace(left) || strings.ContainsRune("([—–:-", left)) && (isWordRune(right) || right == '$' || right == '…')
}

// clipped reports whether a word written with an apostrophe before it begins here.
func clipped(rest []rune) bool {
	n := 0
	for n < len(rest) && isWordRune(rest[n]) {
		n++
	}
	switch strings.ToLower(string(rest[:n])) {
	case "em", "n", "til", "cause", "tis", "twas", "bout":
		return true
	}
	return (n == 2 || n == 3 && rest[2] == 's') && unicode.IsDigit(rest[0]) && unicode.IsDigit(rest[1])
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func isWordRune(r rune) bool { return isAlnum(r) || r == '_' }

// wordTokens returns the words of a text, inner apostrophes, dots, ampersands and
// hyphens included.
func wordTokens(text []rune) []Span {
	var out []Span
	for i := 0; i < len(text); i++ {
		if !isWordRune(text[i]) {
			continue
		}
		j := i
		for j < len(text) && (isWordRune(text[j]) || strings.ContainsRune("'’.&-", text[j]) && j+1 < len(text) && isWordRune(text[j+1])) {
			j++
		}
		out = append(out, Span{i, j})
		i = j
	}
	return out
}
