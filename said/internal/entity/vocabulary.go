package entity

import (
	_ "embed"
	"strings"
	"sync"
)

var (
	//go:embed data/titles.txt
	titlesFile string
	//go:embed data/modifiers.txt
	modifiersFile string
	//go:embed data/kin.txt
	kinFile string
	//go:embed data/heads.txt
	headsFile string
	//go:embed data/nicknames.txt
	nicknamesFile string
	//go:embed data/aliases.txt
	aliasesFile string
	//go:embed data/countries.txt
	countriesFile string
	//go:embed data/demonyms.txt
	demonymsFile string
	//go:embed data/genders.txt
	gendersFile string
	//go:embed data/first.txt.gz
	firstNamesFile []byte
)

// vocabulary holds the small lists of words by their lower-case form.
type vocabulary struct {
	titles    map[string]Gender // heads of titles
	past, may map[string]bool   // words before a head
	kin       map[string]Gender
	heads     map[string]Kind  // "ministry" makes an organization
	nicknames map[string][]int // first names by group
	alias     map[string]alias // by lower-case form
	country   map[string]string
	gender    map[string]Gender // of first names
}

type alias struct {
	main   string
	kind   Kind
	always bool // the main form is the name, whatever the article prints
}

var vocab = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{
		titles: map[string]Gender{}, past: map[string]bool{}, may: map[string]bool{}, kin: map[string]Gender{}, heads: map[string]Kind{},
		nicknames: map[string][]int{}, alias: map[string]alias{}, country: map[string]string{}, gender: map[string]Gender{},
	}
	gendered(titlesFile, v.titles)
	gendered(kinFile, v.kin)
	rows(modifiersFile, func(line string) {
		sort, words, _ := strings.Cut(line, ": ")
		for w := range strings.FieldsSeq(words) {
			if sort == "past" {
				v.past[w] = true
			} else {
				v.may[w] = true
			}
		}
	})
	v.readHeads()
	group := 0
	rows(nicknamesFile, func(line string) {
		for w := range strings.FieldsSeq(line) {
			v.nicknames[w] = append(v.nicknames[w], group)
		}
		group++
	})
	v.readCountries()
	v.readGenders()
	return v
})

// readGenders reads the lists of packages, then our own, which wins.
func (v *vocabulary) readGenders() {
	side := map[string]Gender{"m": Male, "f": Female}
	for line := range strings.Lines(string(gunzip(firstNamesFile))) {
		names := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for _, n := range names[1:] {
			v.gender[n] = side[names[0]]
		}
	}
	rows(gendersFile, func(line string) {
		g, names, _ := strings.Cut(line, ": ")
		for n := range strings.FieldsSeq(names) {
			v.gender[n] = side[g]
		}
	})
}

// gendered reads words that may carry -m or -f.
func gendered(file string, into map[string]Gender) {
	rows(file, func(line string) {
		for w := range strings.FieldsSeq(line) {
			g := Unknown
			if x, ok := strings.CutSuffix(w, "-m"); ok {
				w, g = x, Male
			} else if x, ok := strings.CutSuffix(w, "-f"); ok {
				w, g = x, Female
			}
			into[w] = g
		}
	})
}

func (v *vocabulary) readHeads() {
	rows(headsFile, func(line string) {
		name, words, _ := strings.Cut(line, ": ")
		kind := map[string]Kind{"organization": Organization, "place": Place, "event": Event}[name]
		for w := range strings.FieldsSeq(words) {
			if _, ok := v.heads[w]; !ok {
				v.heads[w] = kind
			}
		}
	})
}

func (v *vocabulary) readCountries() {
	forms := func(line string) []string {
		out := strings.Split(line, "|")
		for i := range out {
			out[i] = strings.TrimSpace(out[i])
		}
		return out
	}
	rows(aliasesFile, func(line string) {
		sort, names, _ := strings.Cut(line, ": ")
		kind := Place
		if sort != "place" {
			kind = Organization
		}
		all := forms(names)
		for _, f := range all {
			v.alias[strings.ToLower(f)] = alias{all[0], kind, sort != "organization"}
		}
	})
	for _, file := range []string{countriesFile, demonymsFile} {
		rows(file, func(line string) {
			all := forms(line)
			if low := strings.ToLower(all[0]); v.alias[low].main == "" {
				v.alias[low] = alias{all[0], Place, true}
			}
			for _, f := range all[1:] {
				v.country[strings.ToLower(f)] = all[0]
			}
		})
	}
}

// demonymOf returns the country of a nationality in the singular or plural.
func (v *vocabulary) demonymOf(low string) string {
	if c := v.country[low]; c != "" {
		return c
	}
	return v.country[strings.TrimSuffix(low, "s")]
}

// title reports whether a lower-case word is the head of a title, and its gender.
func (v *vocabulary) title(low string) (Gender, bool) {
	low = strings.TrimSuffix(low, ".")
	g, ok := v.titles[low]
	if k := strings.LastIndexByte(low, '-'); !ok && k > 0 {
		if low[k:] == "-elect" || low[k:] == "-general" || low[k:] == "-designate" {
			g, ok = v.titles[low[:k]]
		} else {
			g, ok = v.titles[low[k+1:]]
		}
	}
	if !ok && (strings.HasSuffix(low, "ologist") || strings.HasSuffix(low, "ographer")) {
		return Unknown, true
	}
	return g, ok
}

// IsTitle reports whether a lower-case word may be the head of a title.
func IsTitle(low string) bool {
	_, ok := vocab().title(low)
	return ok
}

// pluralTitle gives the singular of the head of a plural title.
func (v *vocabulary) pluralTitle(w string) (string, bool) {
	low := strings.ToLower(w)
	for _, x := range [...][2]string{{"men", "man"}, {"women", "woman"}, {"ies", "y"}, {"s", ""}} {
		if stem, ok := strings.CutSuffix(low, x[0]); ok {
			if _, is := v.titles[stem+x[1]]; is {
				return w[:len(stem)] + x[1], true
			}
		}
	}
	return "", false
}
