package speaker

import (
	_ "embed"
	"sync"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/entity"
)

// ranker scores a candidate by its features.
type ranker interface {
	Score(features []uint64) float32
}

//go:embed ranker.bin
var rankerFile []byte

var embeddedRanker = sync.OnceValue(func() ranker {
	r, err := crf.ReadRanker(rankerFile)
	if err != nil {
		panic("speaker: embedded ranker: " + err.Error())
	}
	return r
})

// near buckets a distance.
func near(n, most int32) uint64 { return uint64(max(0, min(n, most))) }

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// fits is 2 where the genders agree, 1 where one is unknown, 0 where they do not.
func fits(have, want entity.Gender) uint64 {
	switch {
	case have == entity.Unknown || want == entity.Unknown:
		return 1
	case have == want:
		return 2
	}
	return 0
}

// features tells the ranker of a candidate for the source at token at.
func (r *resolver) features(c *candidate, at int32, want entity.Gender) []uint64 {
	e := &r.Entities.Entities[c.entity]
	g := fits(e.Gender, want)
	sent, par := r.sentence(at)
	kind := uint64(int(want) + 1)
	full := bit(len(e.Name) > 0 && hasSpace(e.Name))
	f := append(r.buffer[:0],
		crf.F0(1), crf.F2(2, g, kind), crf.F2(3, near(int32(c.rank), 5), g), crf.F2(4, near(int32(c.fitRank), 4), g),
		crf.F1(5, near(int32(c.before), 8)), crf.F2(6, bit(c.inHead), g), crf.F1(7, full), crf.F2(8, near(int32(len(e.Mentions)), 8), g),
		crf.F2(9, bit(len(e.Titles) > 0), g),
	)
	inPar := false
	if c.last == nil {
		f = append(f, crf.F0(30), crf.F1(31, g))
	} else {
		s, p := r.sentence(c.last.First)
		sd, pd := near(sent-s, 8), near(par-p, 4)
		inPar = pd == 0
		subject, owner := bit(c.firstSent), bit(possessives[r.word(c.last.Last)])
		before := r.word(c.last.First - 1)
		f = append(f, crf.F2(10, sd, g), crf.F2(11, pd, g), crf.F2(12, subject, sd), crf.F2(13, owner, pd), crf.F3(14, subject, near(int32(c.fitRank), 3), pd),
			crf.F2(15, near(int32(c.inPar), 2), g), crf.F2(16, owner, sd), crf.F2(17, subject, pd), crf.F3(18, subject, sd, g), crf.F3(19, near(int32(c.rank), 3), pd, subject),
			crf.F2(20, bit(prepositions[before]), sd), crf.F3(21, bit(r.starts(c.last)), sd, g), crf.F2(22, bit(r.starts(c.last)), pd), crf.F2(23, bit(r.verbFollows(c.last)), sd))
	}
	if c.lastIn != nil {
		_, p := r.sentence(c.lastIn.First)
		f = append(f, crf.F2(32, near(par-p, 3), bit(c.last == nil)))
	}
	r.buffer = r.history(f, c, par, g, inPar)
	return r.buffer
}

// history adds which of the last three statements the candidate made.
func (r *resolver) history(f []uint64, c *candidate, par int32, g uint64, inPar bool) []uint64 {
	for k := range 3 {
		i := len(r.past) - 1 - k
		if i < 0 {
			f = append(f, crf.F1(60+uint64(k), g))
			continue
		}
		p := &r.past[i]
		same := bit(p.entity == c.entity) + 2*bit(p.entity < 0)
		pd := near(par-p.par, 3)
		f = append(f, crf.F4(40+uint64(k), same, pd, g, bit(inPar)), crf.F2(50+uint64(k), same, g))
		if k == 0 && c.last != nil {
			f = append(f, crf.F4(70, same, pd, bit(inPar), bit(c.firstSent)), crf.F3(71, same, near(int32(c.fitRank), 2), pd),
				crf.F4(72, same, pd, near(int32(c.inPar), 2), near(int32(c.rank), 2)))
		}
	}
	return f
}

func hasSpace(s string) bool {
	for i := range len(s) {
		if s[i] == ' ' {
			return true
		}
	}
	return false
}

// starts reports whether a mention, titles and all, begins its sentence or clause.
func (r *resolver) starts(m *entity.Mention) bool {
	i := m.First - 1
	for k := 0; k < 6 && i >= 0 && r.Stream.Tokens[i].Sent == r.Stream.Tokens[m.First].Sent && (r.Stream.Tokens[i].Cap || r.at[i] != 0); k++ {
		i--
	}
	return i < 0 || r.Stream.Tokens[i].Sent != r.Stream.Tokens[m.First].Sent || r.word(i) == ","
}

// verbFollows reports whether a lower-case word follows that may be the verb of
// which the mention is the subject.
func (r *resolver) verbFollows(m *entity.Mention) bool {
	w := r.word(m.Last)
	if w == "" || possessives[w] || prepositions[w] || ands[w] {
		return false
	}
	return w == "," || w == "who" || w[0] >= 'a' && w[0] <= 'z'
}
