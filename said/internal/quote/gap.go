package quote

import (
	"unicode/utf8"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

// gapToken is a token of a paragraph whose double marks are being read. Marks
// are no tokens here: they belong to the gap before a token.
type gapToken struct {
	start, end   int32
	lower        uint64
	class        uint8
	cue, source  uint8
	cap, first   bool   // begins with a capital; is I, we, you or theirs
	gap          uint64 // hash of the marks and spaces before the token
	kind         uint8  // of the gap's last mark
	marks        int    // in the gap
	shape        uint64 // of the attribution that seems to begin here
	last, next   uint8  // kinds of the last mark, this gap included, and of the next
	lastGap      uint64
	nextGap      uint64
	sinceLast    int // tokens
	untilNext    int
	marksSoFar   int
	kindOfBefore uint8 // last, for the token before
}

// Kinds of marks by their look.
const (
	markNone uint8 = iota
	markOpens
	markCloses
	markEither
	markBeyond uint8 = 9 // no mark on this side in the paragraph
)

// gaps lists a paragraph's tokens for the mark model, and one empty token at its
// end. It returns nil if there is no double mark or nothing else.
func gaps(s *token.Stream, p *token.Paragraph, lex *Lexicon) []gapToken {
	out := make([]gapToken, 0, p.Last-p.First+1)
	any, at := false, p.Start
	g := gapToken{gap: crf.F0(17)}
	for i := p.First; i < p.Last; i++ {
		t := &s.Tokens[i]
		g.spaces(s.Text[at:t.Start])
		at = t.End
		if t.Kind == token.Double {
			any = true
			g.mark(s, p, t)
			continue
		}
		w := lex.word(t.Lower)
		g.start, g.end, g.lower, g.cap, g.first = t.Start, t.End, t.Lower, t.Cap, lists.has("first", t.Lower)
		g.cue, g.source, g.class = w.Cue, w.Source, classOf(t, w, s.Text)
		out = append(out, g)
		g = gapToken{gap: crf.F0(17)}
	}
	if !any || len(out) == 0 {
		return nil
	}
	g.start, g.end, g.class = p.End, p.End, classBreak
	out = append(out, g)
	lookAround(out)
	return out
}

func (g *gapToken) spaces(between string) {
	for range utf8.RuneCountInString(between) {
		g.gap = crf.F1(g.gap, 5)
	}
}

func (g *gapToken) mark(s *token.Stream, p *token.Paragraph, t *token.Token) {
	g.marks++
	g.kind = markEither
	if d := direction(s.Text, p, t, false); d == direction(s.Text, p, t, true) {
		g.kind = markOpens
		if d < 0 {
			g.kind = markCloses
		}
	}
	glyph := uint64(4)
	switch {
	case t.First == '\'':
		glyph = 3
	case opensByGlyph(t):
		glyph = 1
	case closesByGlyph(t):
		glyph = 2
	}
	g.gap = crf.F1(g.gap, glyph)
}

// lookAround fills in what each gap sees of the other gaps.
func lookAround(g []gapToken) {
	kind, gap, at, n := markBeyond, uint64(0), -99, 0
	for i := range g {
		g[i].kindOfBefore = kind
		if g[i].marks > 0 {
			kind, gap, at = g[i].kind, g[i].gap, i
		}
		n += g[i].marks
		g[i].last, g[i].lastGap, g[i].sinceLast, g[i].marksSoFar = kind, gap, i-at, n
	}
	kind, gap, at = markBeyond, 0, len(g)+98
	for i := len(g) - 1; i >= 0; i-- {
		g[i].next, g[i].nextGap, g[i].untilNext = kind, gap, at-i
		g[i].shape = attributionShape(g, i)
		if g[i].marks > 0 {
			kind, gap, at = g[i].kind, g[i].gap, i
		}
	}
}

// attributionShape codes what seems to begin at token i: "said Smith", "said",
// ", Smith said", how far the cue is, or nothing (0).
func attributionShape(g []gapToken, i int) uint64 {
	n := len(g) - 1
	if i < n && (g[i].class == ',' || g[i].class == classDash || g[i].class == '-') {
		i++
	}
	if i >= n {
		return 0
	}
	names := func(c uint8) bool {
		return c == className || c == classTitle || c == classPronoun || c == classThe
	}
	if g[i].cue >= strongCue {
		if i+1 < n && (g[i+1].cap || names(g[i+1].class)) {
			return 1
		}
		return 2
	}
	if !g[i].cap && !names(g[i].class) && g[i].class != classA {
		return 0
	}
	for j := i + 1; j < n && j < i+9; j++ {
		if g[j].cue >= goodCue {
			return 3 + min(uint64(j-i), 3)
		}
		if !g[j].cap && g[j].class != classTitle && j != i+1 && g[j].source < 3 {
			break
		}
	}
	return 0
}
