package quote

import (
	"fmt"
	"testing"
)

// What the linker learns from must come from a tagger that has not seen the article.
func TestJackknifeLeavesEveryExampleOut(t *testing.T) {
	var examples []*lessonText
	for i := range 60 {
		examples = append(examples, &lessonText{Example: Example{ID: fmt.Sprintf("article-%d", i)}})
	}
	teacher, jack := &teacher{LearnConfig: LearnConfig{Seeds: []uint64{1}}}, &jackknife{}
	left := map[*tagger]training{}
	for _, r := range teacher.trainings() {
		if r.fold >= 0 {
			jack[r.round][r.fold] = &tagger{}
			left[jack[r.round][r.fold]] = r
		} else if !r.reads(examples[0]) {
			t.Errorf("%s does not read all", r)
		}
	}
	given := map[*lessonText]int{}
	jack.each(examples, func(x *lessonText, tag *tagger) {
		given[x]++
		if r := left[tag]; r.reads(x) {
			t.Errorf("%s has seen %s", r, x.ID)
		}
	})
	together, moved := 0, 0
	for _, x := range examples {
		if given[x] != rounds {
			t.Errorf("%s was given %d times, want %d", x.ID, given[x], rounds)
		}
		if x.fold(0) == examples[0].fold(0) {
			together++
			if x.fold(1) != examples[0].fold(1) {
				moved++
			}
		}
	}
	if moved == 0 {
		t.Errorf("%d examples share a fold in both rounds", together)
	}
}
