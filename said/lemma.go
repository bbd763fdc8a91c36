package said

import (
	_ "embed"
	"strings"
)

//go:embed verbs.txt
var verbList string

// verbForms gives the dictionary form of the forms of verbs of saying.
var verbForms = readVerbs(verbList)

func readVerbs(list string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		for _, form := range append(words, inflect(words[0])...) {
			if _, ok := out[form]; !ok {
				out[form] = words[0]
			}
		}
	}
	return out
}

// inflect returns the regular forms of a verb.
func inflect(v string) []string {
	stem, last := v[:len(v)-1], v[len(v)-1]
	switch {
	case last == 'e':
		return []string{v + "s", v + "d", stem + "ing"}
	case last == 'y' && !strings.ContainsRune("aeiou", rune(stem[len(stem)-1])):
		return []string{stem + "ies", stem + "ied", v + "ing"}
	case last == 's' || last == 'x' || strings.HasSuffix(v, "ch") || strings.HasSuffix(v, "sh"):
		return []string{v + "es", v + "ed", v + "ing"}
	}
	return []string{v + "s", v + "ed", v + "ing"}
}

// light verbs are the lemma only if the cue has no other: "went on to say".
var light = map[string]bool{"make": true, "give": true, "get": true, "go": true, "put": true, "quote": true, "refuse": true, "decline": true}

// lemmaOf returns the dictionary form of a cue: of the last verb of saying in it,
// and of its last word if it has none.
func lemmaOf(cue string) string {
	low := strings.ToLower(strings.ReplaceAll(cue, "’", "'"))
	if strings.Contains(low, "according to") {
		return "according to"
	}
	words := strings.FieldsFunc(low, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '\'' || r == '-' || r > 127) })
	if len(words) == 0 {
		if strings.Contains(cue, ":") {
			return ":"
		}
		return ""
	}
	found, heavy := "", false
	for _, w := range words {
		if v, ok := verbForms[w]; ok && (!heavy || !light[v]) {
			found, heavy = v, !light[v]
		}
	}
	if found != "" {
		return found
	}
	return plain(words[len(words)-1])
}

// plain guesses the dictionary form of an unknown word by its ending.
func plain(w string) string {
	switch {
	case len(w) > 5 && strings.HasSuffix(w, "ied"):
		return w[:len(w)-3] + "y"
	case len(w) > 5 && strings.HasSuffix(w, "ing"):
		return w[:len(w)-3]
	case len(w) > 4 && strings.HasSuffix(w, "ed"):
		return w[:len(w)-2]
	case len(w) > 4 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}
