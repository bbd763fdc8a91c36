package quote

import (
	"hash/fnv"
	"sort"
	"strings"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

// wordCounts counts how often words stand in cues and in sources.
type wordCounts map[uint64]*[3]int // all, in cues, in sources

// countWords counts over all examples but those of a group.
func (t *teacher) countWords(without int) wordCounts {
	counts := wordCounts{}
	for _, x := range t.examples {
		if x.group == without || x.messy {
			continue
		}
		for i := range x.doc.items {
			w := &x.doc.items[i]
			if w.quote != nil || w.isBreak() || x.stream.Tokens[w.first].Kind != token.Word {
				continue
			}
			c := counts[w.lower]
			if c == nil {
				c = &[3]int{}
				counts[w.lower] = c
			}
			c[0]++
			if p, ok := partOf(x.labels[i]); ok && p == cue {
				c[1]++
			} else if ok && p == source {
				c[2]++
			}
		}
	}
	return counts
}

const rarestWord = 3

func (c wordCounts) lexicon(clusters map[uint64]wordInfo) *Lexicon {
	words := map[uint32]wordInfo{}
	for h, w := range clusters {
		words[wordKey(h)] = w
	}
	for h, n := range c {
		if n[0] >= rarestWord {
			w := words[wordKey(h)]
			w.Cue, w.Source = bucket(n[1], n[0]), bucket(n[2], n[0])
			words[wordKey(h)] = w
		}
	}
	return newLexicon(words)
}

// learnClusters groups words by their neighbours, over the whole texts, quotes
// included.
func (t *teacher) learnClusters() {
	var texts [][]uint64
	for _, x := range t.examples {
		if x.messy {
			continue
		}
		for _, s := range x.stream.Sentences {
			var line []uint64
			for i := s.First; i < s.Last; i++ {
				if k := x.stream.Tokens[i].Kind; k != token.Double && k != token.Single {
					line = append(line, x.stream.Tokens[i].Lower)
				}
			}
			texts = append(texts, line)
		}
	}
	fine, coarse := crf.Clusters(texts, 4, 255, 8), crf.Clusters(texts, 4, 47, 8)
	t.clusters = map[uint64]wordInfo{}
	for h, k := range fine {
		t.clusters[h] = wordInfo{Fine: uint8(k + 1), Coarse: uint8(coarse[h] + 1)}
	}
	t.out.Counts["words in clusters"] = len(fine)
}

// names exchanges the words of people's names.
type names struct {
	words       map[uint64]bool // first names and surnames by exact hash
	first, last []string
	isFirst     map[uint64]bool
}

// newNames collects names from a list and from what follows a title in the texts.
func newNames(examples []Example, list []string) *names {
	capitals, small := map[string]int{}, map[string]int{}
	first, last := map[string]bool{}, map[string]bool{}
	add := func(run []string) {
		for i, w := range run {
			if i+1 == len(run) {
				last[w] = true
			} else {
				first[w] = true
			}
		}
	}
	for _, name := range list {
		add(strings.Fields(name))
	}
	for _, e := range examples {
		s := token.Split(e.Text)
		for i := range s.Tokens {
			if t := &s.Tokens[i]; t.Kind == token.Word {
				if w := s.Word(i); t.Cap {
					capitals[w]++
				} else {
					small[w]++
				}
				if t.Cap && lists.class[t.Lower] == classTitle {
					add(nameRun(s, i+1))
				}
			}
		}
	}
	n := &names{words: map[uint64]bool{}, isFirst: map[uint64]bool{}}
	keep := func(set map[string]bool) (out []string) {
		for w := range set {
			if _, listed := lists.class[token.LowerHash(w)]; listed || len(w) < 3 || strings.HasSuffix(w, ".") || capitals[w] == 0 || small[strings.ToLower(w)]*5 > capitals[w] {
				continue
			}
			out = append(out, w)
			n.words[token.Hash(w)] = true
		}
		sort.Strings(out)
		return out
	}
	n.first, n.last = keep(first), keep(last)
	for _, w := range n.first {
		n.isFirst[token.Hash(w)] = !last[w]
	}
	return n
}

// nameRun returns the words with a capital from token i on, three at the most.
func nameRun(s *token.Stream, i int) []string {
	var run []string
	for ; i < len(s.Tokens) && len(run) < 3; i++ {
		t := &s.Tokens[i]
		if _, listed := lists.class[t.Lower]; !t.Cap || listed || t.Upper {
			break
		}
		run = append(run, s.Word(i))
	}
	return run
}

// exchange replaces the hashes of names, the same name by the same other one
// throughout an article.
func (n *names) exchange(s *token.Stream, article string) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if !n.words[t.Exact] {
			continue
		}
		pool := n.last
		if n.isFirst[t.Exact] {
			pool = n.first
		}
		h := fnv.New64a()
		h.Write([]byte(article + " " + s.Word(i)))
		other := token.Split(pool[h.Sum64()%uint64(len(pool))]).Tokens
		if len(other) == 1 {
			o := &other[0]
			t.Exact, t.Lower, t.Shape, t.Suffix2, t.Suffix3 = o.Exact, o.Lower, o.Shape, o.Suffix2, o.Suffix3
		}
	}
}
