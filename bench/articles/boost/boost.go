// Package boost learns gradient-boosted trees for two classes from weighted
// rows, by histograms. It is deterministic for a seed.
package boost

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/inquit/inquit/article/block"
)

// Config sets how the trees grow; every field must be set.
type Config struct {
	Trees   int
	Depth   int
	Rate    float64
	Rows    float64 // share of the rows that each tree sees
	Columns float64 // share of the features
	Lambda  float64
	MinRows int
	Seed    uint64
}

// Rows are what to learn from: features, label in [0, 1] and weight.
type Rows struct {
	X [][]float32
	Y []float64
	W []float64
}

const bins = 64

type cell struct{ g, h float64 }

type trainer struct {
	Config
	rows *Rows
	cuts [][]float32
	bin  [][]uint8 // by feature, then row
	g, h []float64
	rng  *rand.Rand
	out  *block.Trees
}

// Train learns a sum of trees.
func Train(rows *Rows, c Config) *block.Trees {
	t := &trainer{Config: c, rows: rows, rng: rand.New(rand.NewPCG(c.Seed, 1)), out: &block.Trees{}}
	t.cuts, t.bin = binned(rows.X)
	n := len(rows.Y)
	t.g, t.h = make([]float64, n), make([]float64, n)
	var sy, sw float64
	for i := range rows.Y {
		sy += rows.Y[i] * rows.W[i]
		sw += rows.W[i]
	}
	p := sy / sw
	t.out.Base = float32(math.Log(p / (1 - p)))
	f := make([]float64, n)
	for i := range f {
		f[i] = float64(t.out.Base)
	}
	for range c.Trees {
		t.tree(f)
	}
	return t.out
}

func (t *trainer) tree(f []float64) {
	var rows []int32
	for i := range f {
		if t.rng.Float64() >= t.Rows {
			continue
		}
		q := 1 / (1 + math.Exp(-f[i]))
		t.g[i] = (q - t.rows.Y[i]) * t.rows.W[i]
		t.h[i] = q * (1 - q) * t.rows.W[i]
		rows = append(rows, int32(i))
	}
	var columns []int
	for j := range t.cuts {
		if len(t.cuts[j]) > 0 && t.rng.Float64() < t.Columns {
			columns = append(columns, j)
		}
	}
	root := len(t.out.Nodes)
	t.out.Roots = append(t.out.Roots, int32(root))
	t.grow(rows, columns, t.histogram(rows, columns), t.Depth)
	tree := &block.Trees{Nodes: t.out.Nodes, Roots: []int32{int32(root)}}
	for i := range f {
		f[i] += tree.LogOdds(t.rows.X[i])
	}
}

// grow appends the node for the rows, then its branches.
func (t *trainer) grow(rows []int32, columns []int, hist [][bins]cell, depth int) {
	var sum cell
	for _, c := range hist[0] {
		sum.g += c.g
		sum.h += c.h
	}
	at := len(t.out.Nodes)
	t.out.Nodes = append(t.out.Nodes, block.TreeNode{Value: float32(-t.Rate * sum.g / (sum.h + t.Lambda))})
	if depth == 0 || len(rows) < t.MinRows {
		return
	}
	column, cut := t.split(columns, hist, sum)
	if column < 0 {
		return
	}
	left, right := t.part(rows, columns[column], cut)
	if len(left) == 0 || len(right) == 0 {
		return
	}
	var lh, rh [][bins]cell
	if depth > 1 {
		lh, rh = t.branches(left, right, columns, hist)
	} else {
		lh, rh = t.histogram(left, columns[:1]), t.histogram(right, columns[:1])
	}
	t.grow(left, columns, lh, depth-1)
	t.out.Nodes[at] = block.TreeNode{
		Feature: uint16(columns[column]), Right: uint16(len(t.out.Nodes) - at), Value: t.cuts[columns[column]][cut],
	}
	t.grow(right, columns, rh, depth-1)
}

// branches counts the smaller branch; the other is what remains.
func (t *trainer) branches(left, right []int32, columns []int, hist [][bins]cell) (lh, rh [][bins]cell) {
	if len(left) > len(right) {
		rh, lh = t.branches(right, left, columns, hist)
		return lh, rh
	}
	lh = t.histogram(left, columns)
	for c := range hist {
		for b := range hist[c] {
			hist[c][b].g -= lh[c][b].g
			hist[c][b].h -= lh[c][b].h
		}
	}
	return lh, hist
}

func (t *trainer) histogram(rows []int32, columns []int) [][bins]cell {
	out := make([][bins]cell, len(columns))
	var wg sync.WaitGroup
	half := (len(columns) + 1) / 2
	for _, r := range [][2]int{{0, half}, {half, len(columns)}} {
		wg.Go(func() {
			for c := r[0]; c < r[1]; c++ {
				h, bin := &out[c], t.bin[columns[c]]
				for _, i := range rows {
					x := &h[bin[i]]
					x.g += t.g[i]
					x.h += t.h[i]
				}
			}
		})
	}
	wg.Wait()
	return out
}

func (t *trainer) split(columns []int, hist [][bins]cell, sum cell) (column, cut int) {
	const leastWeight, leastGain = 0.5, 1e-3
	column = -1
	best := leastGain
	whole := sum.g * sum.g / (sum.h + t.Lambda)
	for c := range hist {
		var l cell
		for b := range t.cuts[columns[c]] {
			l.g += hist[c][b].g
			l.h += hist[c][b].h
			r := cell{sum.g - l.g, sum.h - l.h}
			if l.h < leastWeight || r.h < leastWeight {
				continue
			}
			if gain := l.g*l.g/(l.h+t.Lambda) + r.g*r.g/(r.h+t.Lambda) - whole; gain > best {
				best, column, cut = gain, c, b
			}
		}
	}
	return column, cut
}

func (t *trainer) part(rows []int32, column, cut int) (left, right []int32) {
	for _, i := range rows {
		if int(t.bin[column][i]) <= cut {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	return left, right
}
