package crf

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// toy makes sequences over the letters 0 to 4 in which a letter is labelled 1
// when it follows a 3, and 0 otherwise.
func toy(n int, d *Dict) ([]Sequence, [][]uint64) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var seqs []Sequence
	var hashes [][]uint64
	for range n {
		var s Sequence
		before := uint64(9)
		for range 8 {
			letter := rnd.Uint64N(5)
			fs := []uint64{F1(1, letter), F1(2, before), F0(3)}
			hashes = append(hashes, fs)
			var ids []int32
			for _, f := range fs {
				ids = append(ids, d.Add(f))
			}
			s.Features = append(s.Features, ids)
			label := uint64(1)
			if before == 3 {
				label = 2
			}
			s.Allowed = append(s.Allowed, label)
			before = letter
		}
		seqs = append(seqs, s)
	}
	return seqs, hashes
}

func trainToy(t *testing.T, change func([]Sequence), c Config) (*Model, []Sequence, [][]uint64) {
	t.Helper()
	d := &Dict{}
	seqs, hashes := toy(200, d)
	truth := make([]Sequence, len(seqs))
	for i, s := range seqs {
		truth[i] = Sequence{Features: s.Features, Allowed: append([]uint64(nil), s.Allowed...)}
	}
	if change != nil {
		change(seqs)
	}
	c.Labels = 2
	file, err := Train(d.Len(), seqs, c).Pack(d, 0)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadModel(file)
	if err != nil {
		t.Fatal(err)
	}
	return m, truth, hashes
}

// wrong counts the positions at which the model's best label is not allowed.
func wrong(m *Model, truth []Sequence, hashes [][]uint64) int {
	c := Chain{Model: m}
	n, at := 0, 0
	for _, s := range truth {
		c.Reset(len(s.Features))
		for i := range s.Features {
			c.Emit(i, hashes[at])
			at++
		}
		for i, y := range c.Best() {
			if s.Allowed[i]>>y&1 == 0 {
				n++
			}
		}
	}
	return n
}

func TestTrainLearns(t *testing.T) {
	tests := []struct {
		name   string
		config Config
		change func([]Sequence)
	}{
		{"without dropout", Config{Epochs: 4}, nil},
		{"with dropout", Config{Epochs: 10, Dropout: 0.3}, nil},
		{"with half of the labels unknown", Config{Epochs: 10}, func(seqs []Sequence) {
			for _, s := range seqs {
				for i := range s.Allowed {
					if i%2 == 0 {
						s.Allowed[i] = 3
					}
				}
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, truth, hashes := trainToy(t, tt.change, tt.config)
			if n := wrong(m, truth, hashes); n > 0 {
				t.Errorf("%d of 1600 labels are wrong", n)
			}
		})
	}
}

func TestTrainKeepsToAllowedTransitions(t *testing.T) {
	m, truth, hashes := trainToy(t, nil, Config{Epochs: 3, MayFollow: func(a, b int) bool { return !(a == 1 && b == 1) }})
	c := Chain{Model: m}
	at := 0
	for _, s := range truth {
		c.Reset(len(s.Features))
		for i := range s.Features {
			c.Emit(i, hashes[at])
			at++
		}
		before := uint8(0)
		for _, y := range c.Best() {
			if before == 1 && y == 1 {
				t.Fatal("label 1 stands after label 1")
			}
			before = y
		}
	}
}

func TestMarginalsAgreeWithEnumeration(t *testing.T) {
	trans := []float32{0.5, -0.3, Never, 0.2, 0.1, 0.7, -0.4, 0.9, 0.3, 0, 0.4, Never}
	m := NewModel(3, trans, newTable(3, 1, nil, nil))
	c := Chain{Model: m}
	c.Reset(4)
	for i := range 4 {
		for y := range 3 {
			c.Emission(i)[y] = float32((i*7+y*5)%4) - 1.5
		}
	}
	want := make([]float64, 12)
	total, best, bestScore := 0.0, []uint8(nil), float32(-1e9)
	for k := range 81 {
		y := []uint8{uint8(k / 27), uint8(k / 9 % 3), uint8(k / 3 % 3), uint8(k % 3)}
		s := c.Score(y)
		if s > bestScore {
			best, bestScore = y, s
		}
		p := math.Exp(float64(s))
		total += p
		for i, l := range y {
			want[i*3+int(l)] += p
		}
	}
	for i, got := range c.Marginals() {
		if math.Abs(float64(got)-want[i]/total) > 1e-5 {
			t.Errorf("marginal %d is %g, want %g", i, got, want[i]/total)
		}
	}
	if diff := cmp.Diff(best, c.Best()); diff != "" {
		t.Errorf("best labels (-want +got):\n%s", diff)
	}
}

func TestExpIsThatOfMath(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 1_000_000 {
		x := -24 * rnd.Float32()
		if got, want := exp(x), float32(math.Exp(float64(x))); got != want {
			t.Fatalf("exp(%g) = %g, want %g", x, got, want)
		}
	}
	if got := exp(0); got != 1 {
		t.Errorf("exp(0) = %g", got)
	}
}

func TestPackKeepsSums(t *testing.T) {
	for _, columns := range []int{1, 4, 11, 12, 19, 28, 45} {
		rnd := rand.New(rand.NewPCG(uint64(columns), 1))
		d, weights := &Dict{}, []float32(nil)
		var features []uint64
		for i := range 700 { // more than fit into the lanes at once
			features = append(features, F2(7, uint64(i), uint64(columns)))
			d.Add(features[i])
			for range columns {
				weights = append(weights, rnd.Float32()*2-1)
			}
		}
		file, err := pack(columns, nil, weights, d, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, _, table, err := decode(file)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float32, columns)
		table.sum(append(features, F1(8, 8)), &lookup{}, got)
		for c := range got {
			want := 0.0
			for i := range features {
				want += float64(weights[i*columns+c])
			}
			if math.Abs(want-float64(got[c])) > 0.2 {
				t.Errorf("%d columns: sum %d is %g, want %g", columns, c, got[c], want)
			}
		}
	}
}

func TestPackDropsSmallRows(t *testing.T) {
	d := &Dict{}
	d.Add(F1(1, 1))
	d.Add(F1(1, 2))
	file, err := PackRanker([]float32{0.01, -0.9}, d, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ReadRanker(file)
	if err != nil {
		t.Fatal(err)
	}
	if r.Table.Rows != 1 {
		t.Errorf("%d rows, want 1", r.Table.Rows)
	}
	if got := r.Score([]uint64{F1(1, 1), F1(1, 2)}); math.Abs(float64(got)+0.9) > 0.01 {
		t.Errorf("score %g, want -0.9", got)
	}
}

func TestTrainRankerLearns(t *testing.T) {
	d := &Dict{}
	rnd := rand.New(rand.NewPCG(3, 3))
	var choices []Choice
	var hashes [][][]uint64
	for range 300 {
		var c Choice
		var hs [][]uint64
		top := uint64(0)
		for i := range 4 {
			x := rnd.Uint64N(10)
			if i == 0 || x > top {
				top, c.Right = x, i
			}
			f := F1(1, x)
			hs = append(hs, []uint64{f})
			c.Options = append(c.Options, []int32{d.Add(f)})
		}
		choices, hashes = append(choices, c), append(hashes, hs)
	}
	file, err := PackRanker(TrainRanker(d.Len(), choices, RankConfig{Epochs: 20}), d, 0)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ReadRanker(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := 0
	for k, hs := range hashes {
		best := 0
		for i := range hs {
			if r.Score(hs[i]) > r.Score(hs[best]) {
				best = i
			}
		}
		if best != choices[k].Right {
			bad++
		}
	}
	if bad > 3 {
		t.Errorf("%d of 300 choices are wrong", bad)
	}
}

func FuzzReadModel(f *testing.F) {
	d := &Dict{}
	seqs, _ := toy(3, d)
	file, err := Train(d.Len(), seqs, Config{Labels: 2, Epochs: 1}).Pack(d, 0)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadModel(b)
		if err != nil {
			return
		}
		c := Chain{Model: m}
		c.Reset(2)
		c.Emit(0, []uint64{F0(3)})
		c.Best()
		c.Marginals()
	})
}

func BenchmarkChain(b *testing.B) {
	const labels, n = 11, 60
	rnd := rand.New(rand.NewPCG(5, 5))
	trans := make([]float32, (labels+1)*labels)
	for i := range trans {
		trans[i] = 4 * (rnd.Float32() - 0.5)
		if y := i % labels; y > 0 && y%2 == 0 && i/labels != y && i/labels != y-1 {
			trans[i] = Never
		}
	}
	c := Chain{Model: NewModel(labels, trans, newTable(labels, 1, nil, nil))}
	c.Reset(n)
	for i := range n {
		for y := range labels {
			c.Emission(i)[y] = -12 * rnd.Float32()
		}
		c.Emission(i)[rnd.IntN(labels)] += 3
	}
	for b.Loop() {
		c.Best()
		c.Marginals()
	}
}
