package quote

import (
	"hash/fnv"
	"math/rand/v2"
	"sort"
	"strings"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

// furtherCopies is how often each article is broken once more for the mark model.
// Three gained a point and a half of exact stretches over none, six no more.
const furtherCopies = 3

// markedParagraph is one with marks of which the true reading is known.
type markedParagraph struct {
	gaps   []gapToken
	labels []uint8
}

// learnMarks trains the mark model on the paragraphs whose true reading is known:
// those in order, and those that were broken on purpose.
func (t *teacher) learnMarks() error {
	var pars []markedParagraph
	for _, x := range t.examples {
		pars = t.markedParagraphs(pars, &x.Example, x.stream, false)
	}
	for n := range furtherCopies {
		for _, x := range t.examples {
			if !x.messy {
				e := breakMarks(x.Example, uint64(n+1))
				s := token.Split(e.Text)
				t.names.exchange(s, e.ID)
				pars = t.markedParagraphs(pars, &e, s, true)
			}
		}
	}
	counts, dict := crf.NewCounter(24), &crf.Dict{}
	var f []uint64
	for _, p := range pars {
		for i := range p.labels {
			f = markFeatures(p.gaps, i, f)
			for _, h := range f {
				counts.Add(h)
			}
		}
	}
	var seqs []crf.Sequence
	for _, p := range pars {
		var s crf.Sequence
		for i, y := range p.labels {
			var ids []int32
			f = markFeatures(p.gaps, i, f)
			for _, h := range f {
				if counts.Count(h) > rarest {
					ids = append(ids, dict.Add(h))
				}
			}
			s.Features, s.Allowed = append(s.Features, ids), append(s.Allowed, 1<<y)
		}
		seqs = append(seqs, s)
	}
	t.out.Counts["paragraphs with marks"] = len(seqs)
	w := crf.Train(dict.Len(), seqs, crf.Config{
		Labels: markLabels, MayFollow: markMayFollow, Epochs: 5, Dropout: 0.3, Seed: t.Seeds[0],
		Log: func(epoch int, loss float64) { t.logf("marks epoch %d loss %.0f", epoch, loss) },
	})
	var err error
	if t.out.Marks, err = w.Pack(dict, 0.05); err != nil {
		return err
	}
	t.marks, err = crf.ReadModel(t.out.Marks)
	return err
}

// markedParagraphs appends those of an example, of a further copy only what looks wrong.
func (t *teacher) markedParagraphs(pars []markedParagraph, e *Example, s *token.Stream, further bool) []markedParagraph {
	for k := range s.Paragraphs {
		p := &s.Paragraphs[k]
		regions, clean := readByRules(s, p)
		if further && !suspicious(s, p, regions, clean) || e.Regions == nil && !clean {
			continue
		}
		if e.Regions != nil {
			regions = within(e.Regions, p)
		}
		if g := gaps(s, p, t.lex); g != nil {
			pars = append(pars, markedParagraph{g, markLabelsOf(g, regions)})
		}
	}
	return pars
}

func within(regions []Region, p *token.Paragraph) []Region {
	var out []Region
	for _, r := range regions {
		if r.Start >= p.Start && r.End <= p.End {
			out = append(out, r)
		}
	}
	return out
}

// A defect of quotation marks and how often badly made pages have it, in percent.
type defect int

const (
	lostClose defect = iota
	lostOpen
	oddGlyph
	wrongWay
	spaced
	doubled
	twoSingles
)

var defectShares = []int{lostClose: 30, lostOpen: 15, oddGlyph: 15, wrongWay: 15, spaced: 10, doubled: 10, twoSingles: 5}

type edit struct {
	start, end int32
	text       string
}

// breakMarks returns the n-th copy of an example in which about a third of the quotes
// have a broken mark.
func breakMarks(e Example, n uint64) Example {
	h := fnv.New64a()
	h.Write([]byte(e.ID))
	rnd := rand.New(rand.NewPCG(h.Sum64(), 0xbad+n))
	s := token.Split(e.Text)
	var regions []Region
	var edits []edit
	for k := range s.Paragraphs {
		rs, _ := readByRules(s, &s.Paragraphs[k])
		for _, r := range rs {
			regions = append(regions, r)
			left, right := markBefore(e.Text, r), markAfter(e.Text, r)
			if !r.Single && left != "" && right != "" && rnd.IntN(100) < 35 {
				edits = append(edits, damage(rnd, r, left, right)...)
			}
		}
	}
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].start < edits[j].start })
	return applyEdits(e, regions, edits)
}

func markBefore(text string, r Region) string {
	return mark(text[max(0, r.Start-3):r.Start], strings.HasSuffix)
}

func markAfter(text string, r Region) string {
	return mark(text[r.End:min(int32(len(text)), r.End+3)], strings.HasPrefix)
}

func mark(text string, at func(s, m string) bool) string {
	for _, m := range []string{`"`, "“", "”", "«", "»", "„", "``", "''"} {
		if at(text, m) {
			return m
		}
	}
	return ""
}

func damage(rnd *rand.Rand, r Region, left, right string) []edit {
	before := edit{r.Start - int32(len(left)), r.Start, left}
	after := edit{r.End, r.End + int32(len(right)), right}
	n, kind := rnd.IntN(100), defect(0)
	for n >= defectShares[kind] {
		n -= defectShares[kind]
		kind++
	}
	side := &before
	if rnd.IntN(2) == 1 {
		side = &after
	}
	switch kind {
	case lostClose:
		after.text = ""
		return []edit{after}
	case lostOpen:
		before.text = ""
		return []edit{before}
	case oddGlyph:
		switch {
		case side.text != `"`:
			side.text = `"`
		case side == &before:
			side.text = "“"
		default:
			side.text = "”"
		}
		return []edit{*side}
	case wrongWay:
		if side == &before {
			side.text = "”"
		} else {
			side.text = "“"
		}
		return []edit{*side}
	case spaced:
		before.text, after.text = left+" ", " "+right
	case doubled:
		after.text = right + right
		return []edit{after}
	default:
		before.text, after.text = "''", "''"
	}
	return []edit{before, after}
}

// applyEdits changes the text and moves all spans along.
func applyEdits(e Example, regions []Region, edits []edit) Example {
	var b strings.Builder
	at := int32(0)
	for _, d := range edits {
		b.WriteString(e.Text[at:d.start])
		b.WriteString(d.text)
		at = d.end
	}
	b.WriteString(e.Text[at:])
	// Inside a changed mark, a start goes before it and an end behind it.
	move := func(i int32, end bool) int32 {
		shift := int32(0)
		for _, d := range edits {
			switch {
			case i >= d.end:
				shift += int32(len(d.text)) - (d.end - d.start)
			case i > d.start && end:
				return i + shift + int32(len(d.text))
			}
		}
		return i + shift
	}
	carry := func(spans []Range) (out []Range) {
		for _, s := range spans {
			if m := (Range{move(s.Start, false), move(s.End, true)}); m.End > m.Start {
				out = append(out, m)
			}
		}
		return out
	}
	out := Example{ID: e.ID, Text: b.String(), Regions: []Region{}}
	for _, g := range e.Gold {
		out.Gold = append(out.Gold, Gold{carry(g.Content), carry(g.Source), carry(g.Cue)})
	}
	for _, g := range e.Undecided {
		out.Undecided = append(out.Undecided, Gold{carry(g.Content), carry(g.Source), carry(g.Cue)})
	}
	for _, r := range regions {
		out.Regions = append(out.Regions, Region{Start: move(r.Start, false), End: move(r.End, true), Single: r.Single})
	}
	return out
}
