package quote

import "github.com/inquit/inquit/said/internal/crf"

// Gold is a statement as annotators marked it, in bytes.
type Gold struct {
	Content, Source, Cue []Range
}

// Range is a half-open range of bytes.
type Range struct{ Start, End int32 }

// lesson tells the linker the right choices and keeps what it weighed.
type lesson struct {
	gold, undecided   []Gold
	dict              *crf.Dict
	contents, sources []crf.Choice
	options           [][]int32
	weight            float32
}

// open turns to an article.
func (l *lesson) open(x *lessonText) {
	l.gold, l.undecided, l.weight = x.Gold, x.Undecided, 1
	if x.messy {
		l.weight = messyWeight
	}
}

// keep numbers the features of an option.
func (l *lesson) keep(features []uint64) {
	ids := make([]int32, len(features))
	for i, h := range features {
		ids[i] = l.dict.Add(h)
	}
	l.options = append(l.options, ids)
}

// begin finds out which gold statement each candidate belongs to.
func (l *lesson) begin(x *context) {
	for i := range x.cues {
		c, best := &x.cues[i], int32(0)
		for g := range l.gold {
			if n := x.overlap(c, l.gold[g].Cue); n > best {
				best, c.gold = n, g
			}
		}
	}
	for i := range x.contents {
		c, best, size := &x.contents[i], int32(0), int32(0)
		for k := c.first; k < c.last; k++ {
			size += x.d.items[k].end - x.d.items[k].start
		}
		for g := range l.gold {
			if n := x.overlap(c, l.gold[g].Content); n > best && 3*n > size {
				best, c.gold = n, g
			}
		}
		for g := range l.undecided {
			c.undecided = c.undecided || c.gold < 0 && 3*x.overlap(c, l.undecided[g].Content) > size
		}
	}
	for i := range x.sources {
		for g := range l.gold {
			if x.overlap(&x.sources[i], l.gold[g].Source) > 0 {
				x.sources[i].golds = append(x.sources[i].golds, g)
			}
		}
	}
}

// overlap counts the bytes of a candidate that lie in some ranges.
func (x *context) overlap(c *candidate, spans []Range) int32 {
	n := int32(0)
	for i := c.first; i < c.last; i++ {
		n += overlap(x.d.items[i].start, x.d.items[i].end, spans)
	}
	return n
}

func overlap(start, end int32, spans []Range) int32 {
	n := int32(0)
	for _, s := range spans {
		n += max(0, min(end, s.End)-max(start, s.Start))
	}
	return n
}

// content returns the right option for a content and keeps the choice.
func (l *lesson) content(c *candidate, options []option) int {
	right := -1
	for i, o := range options {
		fits := false
		switch o.choice {
		case toCue:
			fits = c.gold >= 0 && o.cue.gold == c.gold
		case goOn, join:
			fits = c.gold >= 0 && o.draft.gold == c.gold
		case stand:
			fits = c.gold >= 0
		case drop:
			fits = true
		}
		if fits {
			right = i
			break
		}
	}
	if !c.undecided {
		l.contents = append(l.contents, crf.Choice{Options: l.options, Right: right, Weight: l.weight})
	}
	l.options = nil
	return right
}

// source returns 0 or the number of the right source plus one.
func (l *lesson) source(s *draft, options []*candidate) int {
	kept := l.options
	l.options = nil
	if s.gold < 0 {
		return 0
	}
	right := 0
	if len(l.gold[s.gold].Source) > 0 {
		p := float32(-1)
		for i, c := range options {
			for _, g := range c.golds {
				if g == s.gold && c.p > p {
					right, p = i+1, c.p
				}
			}
		}
		if right == 0 {
			return 0 // not among the options: nothing to learn
		}
	}
	l.sources = append(l.sources, crf.Choice{Options: kept, Right: right, Weight: l.weight})
	return right
}
