package entity

import (
	"slices"
	"strings"
)

// fullName is a person's name in words of lower case, without titles.
type fullName struct {
	words  []string
	suffix string // jr, sr, ii, iii, iv
}

func parseName(text string) fullName {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "’", "'"), ",", " ")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "'s"), "'")
	n := fullName{words: strings.Fields(strings.ToLower(text))}
	for len(n.words) > 1 {
		s := strings.Trim(n.words[len(n.words)-1], ".")
		if !nameSuffix[s] {
			break
		}
		n.suffix = s
		n.words = n.words[:len(n.words)-1]
	}
	for i, w := range n.words {
		n.words[i] = strings.Trim(w, ".\"'()“”‘")
	}
	if len(n.words) > 1 && particles[n.words[0]] {
		n.words = []string{strings.Join(n.words, " ")} // "Ten Hag" is a surname
	}
	return n
}

// particles stand inside surnames: "Erik ten Hag", "De Bruyne".
var particles = map[string]bool{"ten": true, "ter": true, "van": true, "von": true, "de": true, "del": true, "della": true, "der": true, "den": true, "du": true, "da": true, "di": true, "dos": true, "la": true, "le": true, "bin": true, "ibn": true, "al": true, "el": true, "zu": true}

var nameSuffix = map[string]bool{"jr": true, "sr": true, "ii": true, "iii": true, "iv": true}

// surname is the last word, with the particles before it left out.
func (n fullName) surname() string {
	if len(n.words) == 0 {
		return ""
	}
	return n.words[len(n.words)-1]
}

// surnames are the forms under which the name may be taken up: all words after the
// first ("van der Berg"), the last, and the parts of a double name.
func (n fullName) surnames() []string {
	last := n.surname()
	out := []string{last}
	if k := strings.LastIndexByte(last, '-'); k > 0 && k < len(last)-1 {
		out = append(out, last[k+1:], last[:k])
	}
	for i := 1; i < len(n.words)-1 && i < 4; i++ {
		out = append(out, strings.Join(n.words[i:], " "))
	}
	return out
}

// same reports whether two full names, of two and more words each, are of one person.
func (n fullName) same(m fullName) bool {
	if n.suffix != m.suffix {
		return false
	}
	if !sameSurname(n.surname(), m.surname()) {
		return false
	}
	f, g := n.words[0], m.words[0]
	return sameFirst(f, g) || middleIsFirst(n, g) || middleIsFirst(m, f)
}

// middleIsFirst reports whether a person is called by the middle name elsewhere.
func middleIsFirst(n fullName, first string) bool {
	if len(n.words) < 3 || n.words[1] != first {
		return false
	}
	switch first {
	case "abu", "al", "el", "bin", "ibn", "bint", "de", "van", "von", "der", "da", "di", "la", "le", "ben":
		return false
	}
	return true
}

func sameSurname(a, b string) bool {
	return a == b || strings.HasSuffix(a, "-"+b) || strings.HasSuffix(b, "-"+a)
}

// sameFirst reports whether two first names may be one: equal, one the initial of
// the other, or nicknames.
func sameFirst(f, g string) bool {
	if f == g || f == "" || g == "" {
		return f == g
	}
	if len(f) == 1 || len(g) == 1 || initials(f) || initials(g) {
		return f[0] == g[0]
	}
	groups := vocab().nicknames
	for _, a := range groups[f] {
		if slices.Contains(groups[g], a) {
			return true
		}
	}
	return false
}

// initials reports whether a first name is letters with dots: J.K
func initials(f string) bool { return len(f) <= 4 && strings.Contains(f, ".") }

// Guess tells by its words whether a name is more likely that of a person or of an
// organization.
func Guess(name string) Kind {
	n := parseName(name)
	v := vocab()
	for _, w := range n.words {
		if k, ok := v.heads[w]; ok && k == Organization {
			return Organization
		}
	}
	if len(n.words) == 0 || len(n.words) > 4 || shouted(name) && len(n.words) == 1 && len(name) < 6 {
		return Organization
	}
	if _, ok := v.gender[n.words[0]]; ok || len(n.words) == 1 {
		return Person
	}
	return Organization
}
