package block

// Grams is a set of the runs of four words of a text, for asking how much of
// another text stands in it.
type Grams struct {
	runs  map[uint64]struct{}
	lines map[uint64]struct{}
	// Words is the length of the text.
	Words int
}

const gramSize = 4

// NewGrams reads a text of one or more lines.
func NewGrams(text string) *Grams {
	g := &Grams{runs: map[uint64]struct{}{}, lines: map[uint64]struct{}{}}
	var all []uint64
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != '\n' {
			continue
		}
		if h := hashes(text[start:i]); len(h) > 0 {
			all = append(all, h...)
			g.lines[combine(h)] = struct{}{}
		}
		start = i + 1
	}
	for i := 0; i+gramSize <= len(all); i++ {
		g.runs[combine(all[i:i+gramSize])] = struct{}{}
	}
	g.Words = len(all)
	return g
}

// Cover is the share of text that stands in the set; a text of less than four
// words must be a line of its own there.
func (g *Grams) Cover(text string) float64 {
	if len(g.runs)+len(g.lines) == 0 {
		return 0
	}
	h := hashes(text)
	if len(h) == 0 {
		return 0
	}
	if len(h) < gramSize {
		if _, ok := g.lines[combine(h)]; ok {
			return 1
		}
		return 0
	}
	hit := 0
	for i := 0; i+gramSize <= len(h); i++ {
		if _, ok := g.runs[combine(h[i:i+gramSize])]; ok {
			hit++
		}
	}
	return float64(hit) / float64(len(h)-gramSize+1)
}

func hashes(text string) []uint64 {
	var out []uint64
	for len(text) > 0 {
		start, end := nextWord(text)
		if start == end {
			break
		}
		out = append(out, hashString(0, text[start:end]))
		text = text[end:]
	}
	return out
}

func combine(h []uint64) uint64 {
	s := uint64(len(h))
	for _, x := range h {
		s = (s ^ x) * 0x9e3779b97f4a7c15
		s ^= s >> 29
	}
	return s
}

// hashString is FNV-1a, continued from seed.
func hashString(seed uint64, s string) uint64 {
	h := seed ^ 0xcbf29ce484222325
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}
