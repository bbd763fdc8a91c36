package quote

import (
	"slices"

	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/crf"
)

// How many cues and sources are weighed, the nearest first.
const (
	cuesWeighed    = 7
	sourcesWeighed = 16
)

// linker puts statements together: content to cue, then cue to source. It goes
// from left to right and does not take choices back.
type linker struct {
	contents, sources *crf.Ranker
	features          []uint64
	scores            []float32
	off               ablate.Parts // without the linker it takes what is nearest

	lesson *lesson // in training: what is right, and where choices are kept
}

func (l *linker) link(d *document, t tags) []*draft {
	x := newContext(d, t, d.candidates(t))
	if l.lesson != nil {
		l.lesson.begin(x)
	}
	drafts := l.linkContents(x)
	if l.lesson == nil && !l.off.Has(ablate.Idle) {
		drafts = l.giveIdleCues(x, drafts)
	}
	slices.SortStableFunc(drafts, func(a, b *draft) int { return a.firstItem() - b.firstItem() })
	l.linkSources(x, drafts)
	return drafts
}

func (l *linker) linkContents(x *context) []*draft {
	var drafts []*draft
	byCue := map[*candidate]*draft{}
	var before *draft
	for i := range x.contents {
		c := &x.contents[i]
		options := x.options(c, before)
		p := x.pair(c, before, len(options.cues))
		best, chance := l.chooseOption(x, p, options.all, byCue)
		o := options.all[best]
		switch o.choice {
		case toCue:
			s := byCue[o.cue]
			if s == nil {
				s = &draft{cue: o.cue, par: x.d.items[c.first].par, gold: c.gold, linked: 1}
				byCue[o.cue] = s
				drafts = append(drafts, s)
			}
			before = s
		case goOn, join:
			before = o.draft
		case stand:
			before = &draft{par: x.d.items[c.first].par, gold: c.gold, linked: 1}
			drafts = append(drafts, before)
		case drop:
			continue
		}
		x.add(before, c)
		before.linked = min(before.linked, chance)
	}
	return drafts
}

type optionSet struct {
	cues []*candidate
	all  []option
}

// options lists what may be done with a content after the statement before.
func (x *context) options(c *candidate, before *draft) optionSet {
	d := x.d
	par := d.items[c.first].par
	var o optionSet
	o.cues = nearest(x.cues, c.first, c.last, cuesWeighed, func(k *candidate) bool {
		overlaps := k.first < c.last && c.first < k.last
		return d.items[k.first].par == par && !(overlaps && k.first != c.first-1 && k.p < 0.5)
	}, func(k *candidate) bool { return d.items[k.first].par == par })
	for _, k := range o.cues {
		o.all = append(o.all, option{toCue, k, nil})
	}
	if before != nil {
		last := d.items[before.contents[len(before.contents)-1].first].par
		switch {
		case before.par != par && last >= par-2:
			o.all = append(o.all, option{goOn, nil, before})
		case before.par == par && before.cue == nil:
			o.all = append(o.all, option{join, nil, before})
		}
	}
	o.all = append(o.all, option{choice: stand}, option{choice: drop})
	return o
}

// nearest returns up to n candidates that fit, the nearest to [first, last) first.
// It looks to both sides as long as near holds.
func nearest(all []candidate, first, last, n int, fits, near func(*candidate) bool) []*candidate {
	right, _ := slices.BinarySearchFunc(all, first, func(c candidate, at int) int { return c.first - at })
	left := right - 1
	out := make([]*candidate, 0, n)
	for tries := 0; len(out) < n && tries < 4*n; tries++ {
		l, r := left >= 0 && near(&all[left]), right < len(all) && near(&all[right])
		if !l && !r {
			break
		}
		var c *candidate
		if l && (!r || first-all[left].last <= all[right].first-last) {
			c = &all[left]
			left--
		} else {
			c = &all[right]
			right++
		}
		if fits(c) {
			out = append(out, c)
		}
	}
	return out
}

func (l *linker) chooseOption(x *context, p *pairing, options []option, byCue map[*candidate]*draft) (int, float32) {
	if l.off.Has(ablate.Linker) {
		return 0, 1
	}
	l.scores = l.scores[:0]
	for rank, o := range options {
		var held *draft
		if o.choice == toCue {
			held = byCue[o.cue]
		}
		l.features = x.contentFeatures(p, o, rank, held, l.features)
		l.weigh(l.contents)
	}
	if l.lesson != nil {
		return l.lesson.content(p.c, options), 1
	}
	return l.top()
}

// weigh scores the features of an option, or keeps them for the lesson.
func (l *linker) weigh(r *crf.Ranker) {
	if l.lesson != nil {
		l.lesson.keep(l.features)
		return
	}
	l.scores = append(l.scores, r.Score(l.features))
}

// top returns the best option and its probability.
func (l *linker) top() (int, float32) {
	crf.Softmax(l.scores)
	best := 0
	for i, s := range l.scores {
		if s > l.scores[best] {
			best = i
		}
	}
	return best, l.scores[best]
}

func (l *linker) linkSources(x *context, drafts []*draft) {
	var before *draft
	for _, s := range drafts {
		k := x.seek(s, before)
		options := x.sourceOptions(k)
		k.options = len(options)
		for _, c := range options {
			if x.d.items[c.first].sent == k.item.sent {
				k.best = max(k.best, c.p)
			}
		}
		best, chance := l.chooseSource(x, k, options)
		if best > 0 {
			s.source = options[best-1]
		}
		s.sourced = chance
		before = s
	}
}

// sourceOptions are the nearest sources of the paragraph, and for a statement
// without a cue also likely ones beside it and a name line below it.
func (x *context) sourceOptions(k *seeker) []*candidate {
	d := x.d
	par := k.item.par
	options := nearest(x.sources, k.first, k.first, sourcesWeighed, func(c *candidate) bool {
		switch d.items[c.first].par - par {
		case 0:
			return true
		case -1:
			return k.s.cue == nil && c.p > 0.3
		}
		next := d.pars[par+1]
		return k.s.cue == nil && c.p > 0.3 || c.first <= int(next.First)+1 && (c.p > 0.3 || int(next.Last-next.First) <= nameLine)
	}, func(c *candidate) bool {
		away := d.items[c.first].par - par
		return away >= -1 && away <= 1
	})
	return x.withoutClause(k, options)
}

// withoutClause leaves out what stands in a clause between the source and its cue,
// if what the clause is about is an option too: of “Smith, who met Jones, said”
// Jones.
func (x *context) withoutClause(k *seeker, options []*candidate) []*candidate {
	if !slices.ContainsFunc(options, func(c *candidate) bool {
		return x.relative(k, c) == antecedent && x.d.items[c.last-1].class != classPronoun
	}) {
		return options
	}
	return slices.DeleteFunc(options, func(c *candidate) bool { return x.relative(k, c) == insideClause })
}

// chooseSource returns 0 for no source, else the number of the option plus one.
func (l *linker) chooseSource(x *context, k *seeker, options []*candidate) (int, float32) {
	if l.off.Has(ablate.Linker) {
		return min(1, len(options)), 1
	}
	l.scores = l.scores[:0]
	l.features = x.noSourceFeatures(k, l.features)
	l.weigh(l.sources)
	for rank, c := range options {
		l.features = x.sourceFeatures(k, c, rank, l.features)
		l.weigh(l.sources)
	}
	if l.lesson != nil {
		return l.lesson.source(k.s, options), 1
	}
	return l.top()
}
