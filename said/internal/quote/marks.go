package quote

import (
	"strings"
	"unicode"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/token"
)

// markMargin is by how much another reading of a paragraph's marks must beat the
// plain one: the rules are nearly always right, also where marks look odd.
const markMargin = 2

// breaksOff reports whether the text ends in the middle of a quote.
func breaksOff(s *token.Stream, plain []Region) bool {
	if len(plain) == 0 || strings.TrimSpace(s.Text[plain[len(plain)-1].End:]) != "" {
		return false
	}
	last := &s.Tokens[len(s.Tokens)-1]
	return last.Kind == token.Word
}

// repairedMargin is the margin where the rules found a lost mark.
const repairedMargin = 12

func margin(plain []Region) float32 {
	for _, r := range plain[:max(0, len(plain)-1)] {
		if r.Odd {
			return repairedMargin
		}
	}
	return markMargin
}

// suspicious reports whether the marks of a paragraph need more than rules.
func suspicious(s *token.Stream, p *token.Paragraph, regions []Region, clean bool) bool {
	if !clean {
		return true
	}
	for _, r := range regions {
		left, right := runeBefore(s.Text, r.Start, p.Start), runeAfter(s.Text, r.End, p.End)
		if left == '“' && right != '”' || left == '"' && right != '"' {
			return true
		}
		if unicode.IsSpace(runeAfter(s.Text, r.Start, p.End)) || unicode.IsSpace(runeBefore(s.Text, r.End, p.Start)) {
			return true
		}
	}
	return false
}

// markReader finds the quoted stretches of a text.
type markReader struct {
	chain    crf.Chain
	lex      *Lexicon
	features []uint64
}

// regions returns the stretches of a paragraph.
func (m *markReader) regions(s *token.Stream, p *token.Paragraph) []Region {
	plain, clean := readByRules(s, p)
	if m.chain.Model == nil || !suspicious(s, p, plain, clean) || breaksOff(s, plain) {
		return plain
	}
	g := gaps(s, p, m.lex)
	if g == nil {
		return plain
	}
	m.chain.Reset(len(g) - 1)
	for i := range len(g) - 1 {
		m.features = markFeatures(g, i, m.features)
		m.chain.Emit(i, m.features)
	}
	best := m.chain.Best()
	if m.chain.Score(best)-m.chain.Score(markLabelsOf(g, plain)) < margin(plain) {
		return plain
	}
	return withSingles(s, p, regionsOf(s, p, g, best))
}

// markLabelsOf gives the labels under which the model would read the regions.
func markLabelsOf(g []gapToken, regions []Region) []uint8 {
	labels := make([]uint8, len(g)-1)
	i := 0
	for _, r := range regions {
		for i < len(labels) && g[i].start < r.Start {
			i++
		}
		label := uint8(markFirst)
		for !r.Single && i < len(labels) && g[i].end <= r.End {
			labels[i] = label
			label = markIn
			i++
		}
	}
	return labels
}

func regionsOf(s *token.Stream, p *token.Paragraph, g []gapToken, labels []uint8) []Region {
	var out []Region
	for i := 0; i < len(labels); i++ {
		if labels[i] == markOut {
			continue
		}
		first := i
		for i+1 < len(labels) && labels[i+1] == markIn {
			i++
		}
		r := Region{Start: g[first].start, End: g[i].end}
		r.Odd = g[first].marks != 1 || g[i+1].marks != 1 || !pairs(s, p, r)
		out = append(out, r)
	}
	return out
}

// pairs reports whether the marks around a region are of one kind.
func pairs(s *token.Stream, p *token.Paragraph, r Region) bool {
	left, right := runeBefore(s.Text, r.Start, p.Start), runeAfter(s.Text, r.End, p.End)
	return left == '“' && right == '”' || left == right && left == '"' || left == '«' && right == '»' || left == '„' && right == '“'
}
