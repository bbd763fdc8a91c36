package speaker

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed nouns.txt
var nounsFile string

// nounKinds says what kind of source a noun stands for.
var nounKinds = sync.OnceValue(func() map[string]Kind {
	out := map[string]Kind{}
	for line := range strings.Lines(nounsFile) {
		kind, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || line[0] == '#' {
			continue
		}
		k := Kind(kind)
		if k == Person {
			k = Role
		}
		for w := range strings.FieldsSeq(words) {
			if _, seen := out[w]; !seen {
				out[w] = k
			}
		}
	}
	return out
})

var (
	prepositions = words("of for from with to at by in on about against near inside outside within between among under over after before during behind into through")
	stops        = words("who whom whose which that where when while , ; : ( ) - – — told said says published released conducted issued obtained familiar close led based commissioned seen reviewed posted written asked speaking briefed")
	possessives  = words("'s ’s ' ’ ‘")
	determiners  = words("the this that these those a an one another some any no its his her their our my your each every both")
	ands         = words("and & or as")
)

type wordSet map[string]bool

func words(list string) wordSet {
	s := wordSet{}
	for w := range strings.FieldsSeq(list) {
		s[w] = true
	}
	return s
}
