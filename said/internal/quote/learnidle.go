package quote

import "github.com/inquit/inquit/said/internal/crf"

// learnIdleCues adds the choices of cues that the linker, as far as it has learnt, gives
// no content.
func (t *teacher) learnIdleCues(x *lessonText, tag *tagger, contents *crf.Ranker, les *lesson) {
	les.open(x)
	tags := tag.tag(x.doc)
	c := newContext(x.doc, tags, x.doc.candidates(tags))
	les.begin(c)
	l := &linker{contents: contents}
	drafts := l.linkContents(c)
	l.lesson = les
	l.giveIdleCues(c, drafts)
}

// nearEnough is the Jaccard index from which on a clause is taken for a gold content, as
// it is in scoring.
const nearEnough = 0.5

// clause keeps the choice of a cue among its clauses, of which the one nearest to the
// gold content is right. Nothing is learnt if none is near enough.
func (l *lesson) clause(x *context, k *candidate, clauses []clause) {
	kept := l.options
	l.options = nil
	right := 0
	if k.gold >= 0 {
		best := nearEnough
		for i := range clauses {
			if j := x.jaccard(clauses[i].pieces, l.gold[k.gold].Content); j > best || right == 0 && j == best {
				right, best = i+1, j
			}
		}
		if right == 0 {
			return
		}
	} else if l.isUndecided(x, k) {
		return
	}
	l.contents = append(l.contents, crf.Choice{Options: kept, Right: right, Weight: l.weight})
}

func (l *lesson) isUndecided(x *context, k *candidate) bool {
	for i := range l.undecided {
		if x.overlap(k, l.undecided[i].Cue) > 0 {
			return true
		}
	}
	return false
}

// jaccard compares pieces with ranges, in bytes of whole items.
func (x *context) jaccard(pieces []candidate, spans []Range) float64 {
	var both, all int32
	for i := range pieces {
		both += x.overlap(&pieces[i], spans)
		for k := pieces[i].first; k < pieces[i].last; k++ {
			all += x.d.items[k].end - x.d.items[k].start
		}
	}
	for i := range x.d.items {
		all += overlap(x.d.items[i].start, x.d.items[i].end, spans)
	}
	if all -= both; all <= 0 {
		return 0
	}
	return float64(both) / float64(all)
}
