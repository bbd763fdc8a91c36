package speaker

import (
	"slices"

	"github.com/inquit/inquit/said/internal/crf"
	"github.com/inquit/inquit/said/internal/entity"
)

// veryLikely is the probability from which a pronoun inside a content is taken to
// be known.
const veryLikely = 0.9

// pronounsLookedAt in one statement.
const pronounsLookedAt = 12

// meant lists the persons that he and she stand for inside a statement's content,
// where that is sure. First persons are the speaker and are left out.
func (r *resolver) meant(st *Statement) []int {
	var out []int
	left := pronounsLookedAt
	for _, c := range st.Content {
		for i := max(c.First, 0); i < c.Last && int(i) < len(r.Stream.Tokens) && left > 0; i++ {
			var want entity.Gender
			switch r.word(i) {
			case "he", "him", "his":
				want = entity.Male
			case "she", "her", "hers":
				want = entity.Female
			default:
				continue
			}
			left--
			if e := r.sureOf(i, want); e >= 0 && !has(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

func (r *resolver) sureOf(i int32, want entity.Gender) int {
	cs := r.candidates(i, nil)
	if len(cs) == 0 {
		return -1
	}
	fit := 0
	scores := make([]float32, len(cs))
	for k := range cs {
		cs[k].fitRank = fit
		if fits(r.Entities.Entities[cs[k].entity].Gender, want) > 0 {
			fit++
		}
	}
	best := 0
	for k := range cs {
		scores[k] = r.ranker.Score(r.features(&cs[k], i, want))
	}
	crf.Softmax(scores)
	for k := range scores {
		if scores[k] > scores[best] {
			best = k
		}
	}
	if scores[best] < veryLikely {
		return -1
	}
	return cs[best].entity
}

func has(list []int, x int) bool {
	return slices.Contains(list, x)
}
