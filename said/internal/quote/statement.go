package quote

import (
	"slices"
	"strings"

	"github.com/inquit/inquit/said/internal/token"
)

// Part is a piece of a statement in the text.
type Part struct {
	Range              // bytes
	Tokens token.Range // of the stream
}

// Empty reports whether there is no such part.
func (p Part) Empty() bool { return p.End <= p.Start }

// Statement is a content with its cue and its source, either of which may be
// empty.
type Statement struct {
	Content []Part // in order, quotation marks included
	Quoted  []Region
	Cue     Part
	Source  Part
	Words   int // of the content outside of quotation marks
	Par     int32
	// Linked and Sourced are the probabilities that the linker gave to its choice
	// of cue and of source, Tagged is the mean marginal of the contents.
	Linked, Sourced, Tagged float32
	// Confidence is the probability that quote and source, or the content and
	// source of an indirect statement, are right.
	Confidence float64
}

func (d *document) statements(drafts []*draft) []Statement {
	out := make([]Statement, 0, len(drafts))
	for _, s := range drafts {
		if d.isTopic(s) {
			continue
		}
		if x := d.statement(s); len(x.Content) > 0 {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Statement) int { return int(a.Content[0].Start - b.Content[0].Start) })
	return out
}

func (d *document) statement(s *draft) Statement {
	out := Statement{Linked: s.linked, Sourced: s.sourced}
	slices.SortFunc(s.contents, func(a, b *candidate) int { return a.first - b.first })
	d.takeSubject(s)
	for i, c := range s.contents {
		out.Tagged += c.p / float32(len(s.contents))
		c = d.withoutWork(c, s)
		if c.first < c.last && (len(s.contents) == 1 || !(i == 0 && d.isDummy(c)) && !d.isSource(c, s.source) && !d.isMainClause(c, s)) {
			d.addContent(&out, c)
		}
	}
	out.Par = d.items[s.contents[0].first].par
	if s.cue != nil {
		out.Cue = d.part(d.trim(s.cue))
	}
	if s.source != nil && !(d.isDummy(s.source) && s.cue != nil && lists.has("passive", d.items[s.cue.first].lower)) {
		out.Source = d.part(d.withoutBy(d.trim(s.source)))
	}
	return out
}

// trim takes signs off both ends of a cue or source, as long as a word is left. What
// opens a bracket in it is closed: Rep. Moore (D-Wis.).
func (d *document) trim(c *candidate) *candidate {
	t := *c
	for t.last-t.first > 1 && d.isSign(t.last-1) {
		t.last--
	}
	for t.last-t.first > 1 && d.isSign(t.first) {
		t.first++
	}
	if d.at(t.last).class == ')' && d.leavesBracketOpen(t.first, t.last) {
		t.last++
	}
	return &t
}

func (d *document) leavesBracketOpen(first, last int) bool {
	open := false
	for i := first; i < last; i++ {
		switch d.items[i].class {
		case '(':
			open = true
		case ')':
			open = false
		}
	}
	return open
}

// withoutBy takes the preposition off a source: according to a survey by the port.
func (d *document) withoutBy(c *candidate) *candidate {
	if c.last-c.first < 2 || d.items[c.first].lower != hashBy {
		return c
	}
	rest := *c
	rest.first++
	return &rest
}

// isDummy reports whether a content is the empty subject of “It was announced
// that...”, which annotators often take in.
func (d *document) isDummy(c *candidate) bool {
	return c.last-c.first == 1 && d.items[c.first].lower == hashIt
}

// isSource reports whether a content only prints the source again: in “Ruiz was
// quoted as saying” some annotators take the subject in.
func (d *document) isSource(c, source *candidate) bool {
	return source != nil && source.first <= c.first && c.last <= source.last
}

// withoutWork takes off the head of a content the name of a work that the sentence
// speaks of: in the book “How to Stay,” she told the channel’s “Morning Show”. A cue
// keeps what may be all that it has.
func (d *document) withoutWork(c *candidate, s *draft) *candidate {
	if !d.isWork(c.first, s.cue) || s.cue != nil && len(s.contents) == 1 && c.last-c.first == 1 {
		return c
	}
	rest := *c
	for rest.first++; rest.first < rest.last && d.items[rest.first].class == ','; {
		rest.first++
	}
	return &rest
}

// isWork reports whether item i is a stretch that looks like a title and stands behind a
// word that announces one. A cue that ends in such a word announces what was said.
func (d *document) isWork(i int, cue *candidate) bool {
	t := &d.items[i]
	if q := t.quote; q == nil || !q.title || q.words < 2 || q.lastChar == '?' || q.lastChar == '!' || d.items[i-1].sent != t.sent {
		return false
	}
	i--
	if d.items[i].class == ',' {
		i--
	}
	if cue != nil && cue.first <= i && i < cue.last {
		return false
	}
	word := d.at(i).lower
	return word == hashOf || word == hashS && d.items[i-1].cap || lists.has("work", word)
}

// takeSubject makes the words right before a cue the source, where the linker found
// none and took them for content: “Ruiz was quoted as saying, ‘Go.’ ”
func (d *document) takeSubject(s *draft) {
	if s.source != nil || s.cue == nil || len(s.contents) < 2 || !s.quotes {
		return
	}
	c := s.contents[0]
	if c.last == s.cue.first && c.last-c.first <= longestAccording && d.items[c.first].cap && !d.holdsQuote(c) {
		s.source, s.contents = c, s.contents[1:]
	}
}

func (d *document) holdsQuote(c *candidate) bool {
	for i := c.first; i < c.last; i++ {
		if d.items[i].quote != nil {
			return true
		}
	}
	return false
}

// isMainClause reports whether a content is the clause that a relative source hangs
// on, and no content: “The talks were called by Holm, who said that...”
func (d *document) isMainClause(c *candidate, s *draft) bool {
	if s.source == nil || s.source.last-s.source.first != 1 || !lists.has("relative", d.items[s.source.first].lower) || d.items[s.source.first].class != classPronoun {
		return false
	}
	return c.last <= s.source.first && d.items[c.first].sent == d.items[s.source.first].sent && !d.holdsQuote(c)
}

// isTopic reports whether a statement only tells what was talked about: they
// discussed a plan.
func (d *document) isTopic(s *draft) bool {
	if s.quotes || s.cue == nil {
		return false
	}
	topic := false
	for i := s.cue.first; i < s.cue.last; i++ {
		topic = topic || lists.has("topic", d.items[i].lower)
	}
	return topic && !lists.has("clause", d.items[s.contents[0].first].lower)
}

// withoutThat takes the conjunction off a content: that he would, but not "that"
// for a thing: that would be wrong.
func (d *document) withoutThat(c *candidate) *candidate {
	t := &d.items[c.first]
	if c.last-c.first < 2 || t.lower != hashThat || t.cap || lists.has("demonstrative", d.items[c.first+1].lower) {
		return c
	}
	rest := *c
	rest.first++
	return &rest
}

// withoutComma takes a comma off the end of a content: it belongs to the sentence around.
func (d *document) withoutComma(c *candidate) *candidate {
	if c.last-c.first < 2 || d.items[c.last-1].class != ',' {
		return c
	}
	rest := *c
	rest.last--
	return &rest
}

// addContent appends a content, to the last piece if nothing but space stands
// between them.
func (d *document) addContent(s *Statement, c *candidate) {
	c = d.upToSentence(c)
	p := d.part(d.withoutComma(d.withoutThat(c)))
	n := len(s.Content)
	beside := n > 0 && d.onlySpace(s.Content[n-1].End, p.Start) && d.items[c.first-1].par == d.items[c.first].par
	if beside && d.leavesSentence(c.first) {
		return
	}
	for i := c.first; i < c.last; i++ {
		if q := d.items[i].quote; q != nil {
			s.Quoted = append(s.Quoted, q.Region)
		} else if d.items[i].isWord() {
			s.Words++
		}
	}
	if beside {
		s.Content[n-1].End, s.Content[n-1].Tokens.Last = p.End, p.Tokens.Last
		return
	}
	s.Content = append(s.Content, p)
}

// upToSentence ends a content before the first sentence after its own that does not
// begin with a quote: there the article goes on in words of its own.
func (d *document) upToSentence(c *candidate) *candidate {
	for i := c.first + 1; i < c.last; i++ {
		if d.leavesSentence(i) {
			cut := *c
			cut.last = i
			return &cut
		}
	}
	return c
}

// leavesSentence reports whether a sentence without a quote at its head begins at item i.
func (d *document) leavesSentence(i int) bool {
	return d.items[i].sent != d.items[i-1].sent && d.items[i].quote == nil
}

// part turns a candidate into bytes. A quoted stretch at either end brings its
// mark along.
func (d *document) part(c *candidate) Part {
	first, last := &d.items[c.first], &d.items[c.last-1]
	p := Part{Range{first.start, last.end}, token.Range{First: first.first, Last: last.last}}
	tokens := d.stream.Tokens
	if i := p.Tokens.First - 1; first.quote != nil && i >= 0 && isMark(&tokens[i]) && tokens[i].Par == first.par && d.onlySpace(tokens[i].End, p.Start) {
		p.Start, p.Tokens.First = tokens[i].Start, i
	}
	if i := p.Tokens.Last; last.quote != nil && int(i) < len(tokens) && isMark(&tokens[i]) && tokens[i].Par == last.par && d.onlySpace(p.End, tokens[i].Start) && !d.opensNext(i) {
		p.End, p.Tokens.Last = tokens[i].End, i+1
	}
	return p
}

func isMark(t *token.Token) bool { return t.Kind == token.Double || t.Kind == token.Single }

func (d *document) onlySpace(from, to int32) bool {
	return strings.TrimSpace(d.stream.Text[from:max(from, to)]) == ""
}

// opensNext reports whether the mark at token i opens another stretch, so that it
// is not the closing mark of the one before.
func (d *document) opensNext(i int32) bool {
	end := d.stream.Tokens[i].End
	_, found := slices.BinarySearchFunc(d.regions, end, func(r Region, at int32) int { return int(r.Start - at) })
	return found
}
