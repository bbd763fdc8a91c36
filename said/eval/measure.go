package eval

import "sort"

// set is a set of token or character numbers.
type set map[int]struct{}

func common(a, b set) int {
	if len(b) < len(a) {
		a, b = b, a
	}
	n := 0
	for x := range a {
		if _, ok := b[x]; ok {
			n++
		}
	}
	return n
}

func jaccard(a, b set) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	n := common(a, b)
	return float64(n) / float64(len(a)+len(b)-n)
}

// measure is an article's text with what statements are measured by.
type measure struct {
	text    []rune
	tokens  []Span
	regions []Span
}

func newMeasure(a *Article) *measure {
	m := &measure{text: []rune(a.Text), regions: a.Regions}
	m.tokens = wordTokens(m.text)
	if m.regions == nil {
		m.regions = quotedRegions(m.text)
	}
	return m
}

// words returns the tokens that overlap the spans.
func (m *measure) words(spans []Span) set {
	out := set{}
	for _, s := range spans {
		first := sort.Search(len(m.tokens), func(i int) bool { return m.tokens[i][1] > s[0] })
		for i := first; i < len(m.tokens) && m.tokens[i][0] < s[1]; i++ {
			out[i] = struct{}{}
		}
	}
	return out
}

// quoted returns the parts of the spans in quotation marks that hold a word.
func (m *measure) quoted(spans []Span) []Span {
	var out []Span
	for _, s := range spans {
		for _, r := range m.regions {
			if x := (Span{max(s[0], r[0]), min(s[1], r[1])}); x[0] < x[1] && len(m.words([]Span{x})) > 0 {
				out = append(out, x)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i][0] < out[j][0] || out[i][0] == out[j][0] && out[i][1] < out[j][1] })
	return out
}

func characters(spans []Span) set {
	out := set{}
	for _, s := range spans {
		for i := s[0]; i < s[1]; i++ {
			out[i] = struct{}{}
		}
	}
	return out
}

func (m *measure) texts(spans []Span) []string {
	var out []string
	for _, s := range spans {
		end := max(0, min(len(m.text), s[1])) // a prediction may be of another text
		out = append(out, string(m.text[max(0, min(end, s[0])):end]))
	}
	return out
}

// item is a statement, measured.
type item struct {
	*Statement
	words, source set
	pieces        []Span // in quotation marks
	quoted        set    // characters
	kind          string
}

func (m *measure) item(s *Statement) *item {
	x := &item{Statement: s, words: m.words(s.Content), source: m.words(s.Source), pieces: m.quoted(s.Content)}
	x.quoted = characters(x.pieces)
	within := 0
	for t := range m.words(x.pieces) {
		if _, ok := x.words[t]; ok && m.insideRegion(m.tokens[t]) {
			within++
		}
	}
	switch within {
	case 0:
		x.kind = "indirect"
	case len(x.words):
		x.kind = "direct"
	default:
		x.kind = "mixed"
	}
	return x
}

func (m *measure) insideRegion(t Span) bool {
	for _, r := range m.regions {
		if r[0] <= t[0] && t[1] <= r[1] {
			return true
		}
	}
	return false
}

// sameSource reports whether sources have a word in common, or neither has any.
func sameSource(a, b *item) bool {
	return common(a.source, b.source) > 0 || len(a.source)+len(b.source) == 0
}
