package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAuthors bounds the names of one page.
const maxAuthors = 100

// addNames splits a byline into names and adds those that are new.
func addNames(out *[]Author, byline, kind, outlet string) {
	if len(*out) >= maxAuthors {
		return
	}
	for _, n := range splitNames(clean(byline)) {
		n = undouble(trimName(n))
		if !plausibleName(n) {
			continue
		}
		k := kind
		if k == "" {
			k = kindOf(n, outlet)
		}
		*out = append(*out, Author{Name: n, Kind: k})
	}
	*out = distinct(*out)
}

// splitNames cuts at marks and at the words that join names.
func splitNames(s string) []string {
	for _, mark := range []string{";", "|", " · ", " • ", " – ", " - ", "\n"} {
		s = strings.ReplaceAll(s, mark, ",")
	}
	for _, j := range bylines().joint {
		s = replaceFold(s, " "+j+" ", ",")
	}
	return strings.Split(s, ",")
}

// replaceFold replaces whatever the case of its letters.
func replaceFold(s, old, by string) string {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return strings.ReplaceAll(s, old, by)
	}
	for {
		i := strings.Index(lower, old)
		if i < 0 {
			return s
		}
		s, lower = s[:i]+by+s[i+len(old):], lower[:i]+by+lower[i+len(old):]
	}
}

// trimName takes off what stands before and after a name: "By", brackets,
// addresses.
func trimName(s string) string {
	s = strings.TrimSpace(s)
	for again := true; again; {
		again = false
		lower := strings.ToLower(s)
		for _, p := range bylines().prefix {
			if rest, ok := strings.CutPrefix(lower, p); ok && rest != "" && (rest[0] == ' ' || rest[0] == ':') {
				s = strings.TrimLeft(s[len(s)-len(rest):], " :")
				again = true
				break
			}
		}
	}
	if i := strings.IndexAny(s, "(["); i > 0 {
		s = s[:i]
	}
	return strings.Trim(s, " .:,;*@\"“”()[]")
}

func plausibleName(s string) bool {
	const longest = 60
	switch {
	case s == "" || len(s) > longest || letters(s) < 2:
		return false
	case strings.Contains(s, "://") || strings.Contains(s, "@") || strings.Contains(s, "www.") || strings.HasPrefix(s, "/"):
		return false
	case len(strings.Fields(s)) > 7:
		return false
	case strings.ContainsAny(s, "0123456789{}<>?!="):
		return false
	case reads(s), strings.ContainsAny(s, ":©"), titled(s):
		return false
	}
	return !slices.Contains(bylines().roles, strings.ToLower(s))
}

// titled reports a line that ends with what somebody is rather than a name.
func titled(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	last := words[len(words)-1]
	if i := strings.LastIndexByte(last, '-'); i >= 0 {
		last = last[i+1:]
	}
	for _, t := range bylines().title {
		if last == t || len(t) > 7 && strings.HasSuffix(last, t) {
			return true
		}
	}
	return false
}

// undouble halves a name that an element holds twice, for two sizes of screen.
func undouble(s string) string {
	words := strings.Fields(s)
	if n := len(words) / 2; n > 0 && len(words)%2 == 0 && slices.Equal(words[:n], words[n:]) {
		return strings.Join(words[:n], " ")
	}
	return s
}

// reads reports a clause rather than a name: words in lower case besides the
// particles of names.
func reads(s string) bool {
	words := strings.Fields(s)
	lower := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) && !slices.Contains(bylines().particle, strings.ToLower(w)) {
			lower++
		}
	}
	return lower >= 2 || lower == 1 && len(words) > 3
}

// kindOf tells people from agencies, newsrooms and outlets by the words.
func kindOf(name, outlet string) string {
	f := " " + fold(name) + " "
	w := bylines()
	for _, o := range slices.Concat(w.org, w.agency) {
		if strings.Contains(f, " "+o+" ") {
			return organization
		}
	}
	o := strings.ReplaceAll(fold(outlet), " ", "")
	bare := strings.ReplaceAll(strings.TrimSpace(f), " ", "")
	if o != "" && (bare == o || len(o) >= 4 && strings.Contains(bare, o)) {
		return organization
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 4 && !strings.Contains(name, " ") {
		return organization // heise.de
	}
	return person
}
