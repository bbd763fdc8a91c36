package entity

import (
	"strings"
	"unicode"

	"github.com/inquit/inquit/said/internal/token"
)

// mend sets the borders of a person's name right: "Ban Ki|-moon" goes on, "Claire
// McCaskill| (D-Mo" does not, and titles before the name are left out.
func (n *Span) mend(s *token.Stream) {
	if k := strings.IndexByte(s.Text[n.Start:n.End], '('); k > 1 {
		for n.Last-1 > n.First && s.Tokens[n.Last-1].End > n.Start+int32(k) {
			n.Last--
		}
		n.End = s.Tokens[n.Last-1].End
	}
	last := &s.Tokens[n.Last-1]
	if s.Text[n.End-1] == '-' { // "Park Jie-|won"
		n.End = max(n.End, last.End)
	}
	if rest := s.Text[n.End:max(n.End, last.End)]; len(rest) > 1 && len(rest) < 6 && rest[0] == '-' && n.Last-n.First > 1 && !afterHyphen[rest[1:]] {
		n.End = last.End
	}
	n.cutTitles(s)
	if n.Last-n.First == 1 && n.Confidence < certain && camelCase(s.Text[n.Start:n.End]) {
		n.Type = TypeOrganization
		return
	}
	if n.Last-n.First > 1 && companyEnd[strings.ToLower(s.Word(int(n.Last-1)))] {
		n.Type = TypeOrganization
		return
	}
	if first := s.Word(int(n.First)); n.Last-n.First > 2 && n.Start == s.Tokens[n.First].Start && len(first) <= 3 && shouted(first) && !strings.Contains(first, ".") {
		if _, named := vocab().gender[strings.ToLower(s.Word(int(n.First+1)))]; named {
			n.First++
			n.Start = s.Tokens[n.First].Start
		}
	}
}

// afterHyphen are no parts of names: "the Trump-era rules".
var afterHyphen = map[string]bool{"era": true, "led": true, "like": true, "run": true, "born": true, "free": true, "made": true, "only": true}

// camelCase reports whether a capital stands inside a word, as in WeWork; names like
// McCain and DeSantis are left out.
func camelCase(w string) bool {
	for _, p := range []string{"Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Fitz", "O"} {
		if strings.HasPrefix(w, p) {
			return false
		}
	}
	small := false
	for _, r := range w {
		if small && unicode.IsUpper(r) {
			return true
		}
		small = unicode.IsLower(r)
	}
	return false
}

// companyEnd are last words that no person has: "Dick Clark Productions".
var companyEnd = map[string]bool{"productions": true, "records": true, "studios": true, "holdings": true, "industries": true, "systems": true, "technologies": true, "partners": true, "group": true, "inc": true, "inc.": true, "ltd": true, "ltd.": true, "limited": true, "plc": true, "llc": true, "university": true, "committee": true, "ministry": true, "council": true, "association": true, "foundation": true, "institute": true, "party": true, "club": true, "company": true, "corporation": true, "department": true, "agency": true, "airlines": true, "capital": true, "securities": true, "ventures": true, "entertainment": true, "media": true}

// partyMember are words that the tagger takes for first names: "Republican Donald Trump".
var partyMember = map[string]bool{"republican": true, "democrat": true, "democratic": true, "conservative": true, "tory": true, "independent": true, "libertarian": true, "gop": true}

// shortTitle are the titles of three letters and less that may stand without a dot;
// others are first names and initials.
var shortTitle = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "sen": true, "sir": true, "gov": true, "rep": true, "gen": true, "col": true, "pm": true}

// cutTitles takes titles and nationalities off the front of a person's name.
func (n *Span) cutTitles(s *token.Stream) {
	v := vocab()
	for i := n.Last - 2; i >= n.First; i-- {
		w := strings.ToLower(s.Word(int(i)))
		_, is := v.title(w)
		if !is && v.country[w] == "" && !partyMember[w] || len(w) <= 3 && !strings.HasSuffix(w, ".") && !shortTitle[w] {
			continue
		}
		if i == n.First || onlyTitles(s, n.First, i) {
			n.First = i + 1
			n.Start = s.Tokens[n.First].Start
			return
		}
	}
}

// onlyTitles reports whether the tokens before the last title word look like the
// rest of the title and not like a first name.
func onlyTitles(s *token.Stream, first, last int32) bool {
	v := vocab()
	for i := first; i < last; i++ {
		w := strings.ToLower(s.Word(int(i)))
		_, is := v.title(w)
		if !is && !v.may[w] && !v.past[w] && v.country[w] == "" && !partyMember[w] && v.heads[w] != Organization {
			return false
		}
	}
	return true
}

// honorific is the gender that the word before a name tells.
func (g *gatherer) honorific(first int32) Gender {
	if first == 0 {
		return Unknown
	}
	gender, _ := vocab().title(strings.ToLower(g.s.Word(int(first - 1))))
	return gender
}

// royal puts the title back that makes the name of kings and popes: "Prince Harry".
func (g *gatherer) royal(x *cluster, name string) string {
	if strings.Contains(name, " ") {
		return name
	}
	for _, i := range x.mentions {
		m := &g.ms[i]
		if m.First == 0 || m.text != name {
			continue
		}
		w := g.s.Word(int(m.First - 1))
		switch strings.ToLower(w) {
		case "prince", "princess", "king", "queen", "pope", "emperor", "empress", "sultan":
			if unicode.IsUpper(rune(w[0])) {
				return w + " " + name
			}
		}
	}
	return name
}
