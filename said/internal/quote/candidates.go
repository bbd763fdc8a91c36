package quote

import "slices"

// candidate is a span of items that may be part of a statement.
type candidate struct {
	first, last int // items, half-open
	part        part
	best        bool    // it is in the tagger's best reading
	p           float32 // mean marginal probability of its part
	right       float32 // how much of that says that the cue stands to the right

	gold      int   // in training: the gold statement that it belongs to, or -1
	golds     []int // of a source: all of them
	undecided bool  // of a content: nothing is learnt from it
}

// Marginals from which on spans are candidates that the best reading leaves out.
const (
	lowestSource  = 0.02
	lowestCue     = 0.15
	lowestContent = 0.1
	lowestWords   = 0.2
)

// candidates are all spans of a document that the linker weighs, in order.
type candidates struct{ sources, cues, contents []candidate }

func (d *document) candidates(t tags) *candidates {
	c := &candidates{}
	taken := make([][parts]bool, len(d.items))
	for _, s := range d.bestSpans(t.labels) {
		for i := s.first; i < s.last; i++ {
			taken[i][s.part] = true
		}
		c.put(t, d.cut(s))
	}
	d.likelyRuns(t, taken, source, lowestSource, c)
	d.likelyRuns(t, taken, cue, lowestCue, c)
	d.likelyRuns(t, taken, content, lowestWords, c)
	c.contents = d.cutAtSentences(t, c.contents)
	d.accordingTo(t, c)
	d.namesBesideQuotes(t, taken, c)
	for i := range d.items {
		if q := d.items[i].quote; q != nil && !taken[i][content] && (t.chances[i].part[content] >= lowestContent || q.words >= 4) {
			c.put(t, candidate{first: i, last: i + 1, part: content})
		}
	}
	for _, s := range [][]candidate{c.sources, c.cues, c.contents} {
		slices.SortStableFunc(s, func(a, b candidate) int { return a.first - b.first })
	}
	return c
}

// put rates a span by its marginals and adds it.
func (c *candidates) put(t tags, s candidate) {
	s.gold = -1
	s.rate(t)
	switch s.part {
	case source:
		c.sources = append(c.sources, s)
	case cue:
		c.cues = append(c.cues, s)
	default:
		c.contents = append(c.contents, s)
	}
}

func (s *candidate) rate(t tags) {
	var p, right float32
	for i := s.first; i < s.last; i++ {
		x := &t.chances[i]
		p += x.part[s.part]
		if s.part == source {
			right += x.sourceRight
		} else if s.part == content {
			right += x.contentRight
		}
	}
	s.p, s.right = p/float32(s.last-s.first), right/(p+1e-6)
}

func (d *document) bestSpans(labels []uint8) []candidate {
	var out []candidate
	for i := 0; i < len(labels); i++ {
		p, ok := partOf(labels[i])
		if !ok {
			continue
		}
		first := i
		for i+1 < len(labels) && isFurther(int(labels[i+1])) {
			i++
		}
		out = append(out, candidate{first: first, last: i + 1, part: p, best: true})
	}
	return out
}

// likelyRuns adds the runs of items whose marginal is above lowest. Of contents these
// are words, two and more: quotes are looked at one by one.
func (d *document) likelyRuns(t tags, taken [][parts]bool, p part, lowest float32, c *candidates) {
	fits := func(i int) bool {
		return !taken[i][p] && t.chances[i].part[p] >= lowest && !d.items[i].isBreak() && (p != content || d.items[i].quote == nil)
	}
	for i := 0; i < len(d.items); i++ {
		if !fits(i) {
			continue
		}
		first := i
		for i+1 < len(d.items) && fits(i+1) {
			i++
		}
		if p == content && i == first {
			continue
		}
		if p != source && (first > 0 && taken[first-1][p] || i+1 < len(taken) && taken[i+1][p]) {
			continue // what is left beside one is none of its own: "in a letter" of the cue "wrote in a letter"
		}
		c.put(t, d.cut(candidate{first: first, last: i + 1, part: p}))
	}
}

// cut shortens a source before a clause that says more about it (“Smith, who ran
// in 2012”), and a content that begins with a quote after that quote if only a
// participle of the article's own follows (“Go,” hinting at a deal).
func (d *document) cut(s candidate) candidate {
	for i := s.first + 1; i+1 < s.last; i++ {
		if d.items[i].class != ',' {
			continue
		}
		next := &d.items[i+1]
		switch {
		case s.part == source && lists.has("relative", next.lower),
			s.part == content && i == s.first+1 && d.items[s.first].quote != nil && d.participle(i+1):
			s.last = i
			return s
		}
	}
	return s
}

// participle reports whether item i is one, an adverb before it allowed.
func (d *document) participle(i int) bool {
	if t := d.at(i); t.class == classLy {
		i++
	}
	t := d.at(i)
	return t.suffix3 == hashIng && !t.cap && t.isWord()
}

// cutAtSentences cuts contents where a sentence ends and the next one may hold a
// cue of its own.
func (d *document) cutAtSentences(t tags, contents []candidate) []candidate {
	var out []candidate
	for _, c := range contents {
		first := c.first
		for i := c.first + 1; i < c.last; i++ {
			if d.items[i].sent != d.items[i-1].sent && d.mayHoldCue(t, d.items[i].sent) {
				out = append(out, candidate{first: first, last: i, part: content, best: true, gold: -1})
				first = i
			}
		}
		out = append(out, candidate{first: first, last: c.last, part: content, best: true, gold: -1})
	}
	for i := range out {
		out[i].rate(t)
	}
	return out
}

func (d *document) mayHoldCue(t tags, sent int32) bool {
	s := &d.sentences[sent]
	for i := s.first; i <= s.last; i++ {
		if t.chances[i].part[cue] > lowestCue || d.items[i].Cue >= strongCue {
			return true
		}
	}
	return false
}

// nameLine is how many items a paragraph may have to be taken for a line that
// only names the speaker.
const nameLine = 9

// namesBesideQuotes adds pronouns and names of paragraphs with quotes as sources:
// a quote nearly always has one, however unlikely the tagger finds it.
func (d *document) namesBesideQuotes(t tags, taken [][parts]bool, c *candidates) {
	used := make([]bool, len(d.items))
	for _, s := range c.sources {
		for i := s.first; i < s.last; i++ {
			used[i] = true
		}
	}
	for k, p := range d.pars {
		first, last := int(p.First), int(p.Last)
		if d.parInfo[k]&hasQuote == 0 && last-first > nameLine {
			continue
		}
		for i := first; i < last; i++ {
			x := &d.items[i]
			if used[i] || x.quote != nil || taken[i][cue] {
				continue
			}
			end := i
			if x.class == classPronoun {
				end++
			} else {
				for end < last && !used[end] && d.items[end].cap && d.items[end].class < firstFunction {
					end++
				}
			}
			if end > i {
				c.put(t, candidate{first: i, last: end, part: source})
				i = end - 1
			}
		}
	}
}
