package eval

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCalibration(t *testing.T) {
	type prediction struct {
		confidence float64
		right      bool
	}
	tests := []struct {
		name         string
		in           []prediction
		error, noise float64
	}{
		{"nothing predicted is no error", nil, 0, 0},
		{"sure and right", []prediction{{1, true}, {1, true}}, 0, 0},
		{"sure and wrong", []prediction{{1, false}}, 1, 0},
		{"half right where it says half", []prediction{{0.5, true}, {0.5, false}}, 0, math.Sqrt(2/math.Pi*0.5) / 2},
		{
			"too sure in one bin and not sure enough in another do not make up for each other",
			[]prediction{{0.8, false}, {0.8, true}, {0.2, true}, {0.2, false}},
			0.3, math.Sqrt(2/math.Pi*0.32) / 2,
		},
		{
			"bins weigh by what they hold",
			[]prediction{{0.9, true}, {0.9, true}, {0.9, true}, {0.4, false}},
			0.175, (math.Sqrt(2/math.Pi*0.27) + math.Sqrt(2/math.Pi*0.24)) / 4,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c, first, second Calibration
			for i, p := range tt.in {
				c.Add(p.confidence, p.right)
				if i%2 == 0 {
					first.Add(p.confidence, p.right)
				} else {
					second.Add(p.confidence, p.right)
				}
			}
			first.Join(&second)
			for _, x := range []*Calibration{&c, &first} {
				if got := x.Error(); math.Abs(got-tt.error) > 1e-12 {
					t.Errorf("error %g, want %g", got, tt.error)
				}
				if got := x.Noise(); math.Abs(got-tt.noise) > 1e-12 {
					t.Errorf("noise %g, want %g", got, tt.noise)
				}
			}
			if got := c.All().N; got != len(tt.in) {
				t.Errorf("%d predictions, want %d", got, len(tt.in))
			}
		})
	}
}

func TestBinsAreHalfOpen(t *testing.T) {
	var c Calibration
	for _, p := range []float64{0, 0.0999, 0.1, 0.95, 1} {
		c.Add(p, true)
	}
	want := map[int]int{0: 2, 1: 1, 9: 2}
	for i, b := range c {
		if b.N != want[i] {
			t.Errorf("bin %d holds %d, want %d", i, b.N, want[i])
		}
	}
	if got := c[9].Confidence(); math.Abs(got-0.975) > 1e-12 {
		t.Errorf("mean confidence of the last bin %g, want 0.975", got)
	}
}

// Noise is a formula; this is the experiment it stands for.
func TestNoiseIsTheErrorOfExactConfidences(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var noise, got float64
	const rounds, n = 300, 400
	for range rounds {
		var c Calibration
		for range n {
			p := 0.3 + 0.7*rnd.Float64()
			c.Add(p, rnd.Float64() < p)
		}
		noise += c.Noise() / rounds
		got += c.Error() / rounds
	}
	if math.Abs(noise-got) > 0.05*got {
		t.Errorf("noise %g, error of exact confidences %g", noise, got)
	}
}

// The verdicts must be those of the scores: what is judged wrong or right is what
// Score counts as predicted and matched.
func TestJudgeAgreesWithScore(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	points := len([]rune(council))
	some := func() []Span {
		start := rnd.IntN(points - 8)
		return []Span{{start, min(points, start+4+rnd.IntN(60))}}
	}
	statements := func() []Statement {
		var out []Statement
		for range rnd.IntN(6) {
			s := Statement{Content: some(), Confidence: rnd.Float64()}
			if rnd.IntN(3) > 0 {
				s.Source = some()
			}
			if no := false; rnd.IntN(4) == 0 {
				s.Statement = &no
			}
			out = append(out, s)
		}
		return out
	}
	set := Settings{StatementsOnly: true}
	for round := range 3000 {
		gold := Article{ID: "a", Text: council, Statements: statements()}
		if rnd.IntN(3) == 0 {
			gold.Ignore = some()
		}
		pred := Article{ID: "a", Statements: statements()}
		r := Score([]Article{gold}, []Article{pred}, set)
		verbatim, indirect := Calibrate([]Article{gold}, []Article{pred}, set)
		for name, x := range map[string]struct {
			c     *Calibration
			count Count
		}{
			"verbatim": {verbatim, r.Count(QuoteAndSpeaker, "all")},
			"indirect": {indirect, r.Count(ContentAndSource, "indirect")},
		} {
			all := x.c.All()
			if diff := cmp.Diff([2]int{x.count.Predicted, x.count.MatchedPredicted}, [2]int{all.N, all.Right}); diff != "" {
				t.Fatalf("round %d, %s: predicted and right (-scored +judged):\n%s%+v\n%+v", round, name, diff, gold, pred)
			}
		}
	}
}
