package article

import (
	"slices"
	"strings"
)

// wire names the agency whose copy the article carries: one of its authors, a
// mark in brackets or after a dash at the beginning of the text, or at its end.
func (p *page) wire(a *Article) {
	for _, author := range a.Authors {
		if isAgency(author.Name) {
			a.Wire, a.From["wire"] = author.Name, "authors"
			return
		}
	}
	paras := a.Paragraphs()
	if len(paras) == 0 {
		return
	}
	if w := bracketed(paras[0][:runeStart(paras[0], 120)], false); w != "" {
		a.Wire, a.From["wire"] = w, "text"
		return
	}
	last := paras[len(paras)-1]
	if w := bracketed(last[len(last)-len(lastRunes(last, 60)):], true); w != "" {
		a.Wire, a.From["wire"] = w, "text"
		return
	}
	if len(last) < 60 && isAgency(strings.Trim(last, " ©().-–/")) {
		a.Wire, a.From["wire"] = strings.Trim(last, " ©().-–/"), "text"
		return
	}
	for _, key := range []string{"source", "dc.source", "dcterms.source", "article:source", "copyright"} {
		if v, _ := p.first(key); isAgency(v) {
			a.Wire, a.From["wire"] = v, "meta"
			return
		}
	}
}

// bracketed is the agency named in brackets, the last one if last is set.
func bracketed(s string, last bool) string {
	found := ""
	for {
		i := strings.IndexAny(s, "([")
		if i < 0 {
			return found
		}
		end := strings.IndexAny(s[i:], ")]")
		if end < 0 {
			return found
		}
		name := s[i+1 : i+end]
		for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '/' || r == ',' || r == ';' }) {
			if isAgency(part) {
				found = strings.TrimSpace(part)
				if !last {
					return found
				}
			}
		}
		s = s[i+end+1:]
	}
}

func isAgency(name string) bool {
	f := fold(name)
	return f != "" && slices.Contains(bylines().agency, f)
}

// lastRunes is the end of s, about n bytes long.
func lastRunes(s string, n int) string {
	if n >= len(s) {
		return s
	}
	i := len(s) - n
	return s[runeStart(s, i):]
}
