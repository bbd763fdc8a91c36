package entity

import (
	"strings"
	"unicode"
)

// cutTitles takes titles and nationalities off the front of a person's name.
func (g *gatherer) cutTitles(m *mention) {
	v := vocab()
	for i := m.Last - 2; i >= m.First; i-- {
		w := strings.ToLower(g.s.Word(int(i)))
		_, is := v.title(w)
		if !is && v.country[w] == "" && !partyMember[w] || len(w) <= 3 && !strings.HasSuffix(w, ".") && w != "mr" && w != "mrs" && w != "ms" && w != "dr" && w != "sen" && w != "sir" && w != "gov" && w != "rep" && w != "gen" && w != "pm" {
			continue
		}
		if i == m.First || g.onlyTitles(m.First, i) {
			m.First = i + 1
			m.Start = g.s.Tokens[m.First].Start
			break
		}
	}
	if m.First > 0 {
		if gender, is := v.title(strings.ToLower(g.s.Word(int(m.First - 1)))); is {
			m.gender = gender
		}
	}
}

// onlyTitles reports whether the tokens before the last title word look like the
// rest of the title and not like a first name.
func (g *gatherer) onlyTitles(first, last int32) bool {
	v := vocab()
	for i := first; i < last; i++ {
		w := strings.ToLower(g.s.Word(int(i)))
		_, is := v.title(w)
		if !is && !v.may[w] && !v.past[w] && v.country[w] == "" && !partyMember[w] && v.heads[w] != Organization {
			return false
		}
	}
	return true
}

// partyMember are words that the tagger takes for first names: "Republican Donald Trump".
var partyMember = map[string]bool{"republican": true, "democrat": true, "democratic": true, "conservative": true, "tory": true, "independent": true, "libertarian": true, "gop": true}

// mendPerson sets the borders of a person's name right: "Ban Ki|-moon" goes on,
// "Claire McCaskill| (D-Mo" and "DL |Sheldon Richardson" do not.
func (g *gatherer) mendPerson(m *mention) {
	text := g.s.Text[m.Start:m.End]
	if k := strings.IndexByte(text, '('); k > 1 {
		for m.Last-1 > m.First && g.s.Tokens[m.Last-1].End > m.Start+int32(k) {
			m.Last--
		}
		m.End = g.s.Tokens[m.Last-1].End
	}
	last := &g.s.Tokens[m.Last-1]
	if rest := g.s.Text[m.End:max(m.End, last.End)]; len(rest) > 1 && len(rest) < 6 && rest[0] == '-' && m.Last-m.First > 1 && !afterHyphen[rest[1:]] {
		m.End = last.End
	}
	if first := g.s.Word(int(m.First)); m.Last-m.First > 2 && m.Start == g.s.Tokens[m.First].Start && len(first) <= 3 && shouted(first) && !strings.Contains(first, ".") {
		if _, named := vocab().gender[strings.ToLower(g.s.Word(int(m.First+1)))]; named {
			m.First++
			m.Start = g.s.Tokens[m.First].Start
		}
	}
}

// afterHyphen are no parts of names: "the Trump-era rules".
var afterHyphen = map[string]bool{"era": true, "led": true, "like": true, "run": true, "born": true, "free": true, "made": true, "only": true}

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
