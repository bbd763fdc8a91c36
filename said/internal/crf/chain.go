package crf

// Chain reads sequences with a model. It keeps its memory from one sequence to
// the next; it is not for use by two goroutines at once. The zero value needs
// a model first.
type Chain struct {
	Model *Model

	lookup     lookup
	n          int
	emissions  []float32
	back       []uint8
	best       []uint8
	from       []uint8
	forward    []float32
	scaled     []float32
	marginals  []float32
	v, w, b, c []float32
}

// Reset begins a sequence of n positions, all with scores of 0.
func (c *Chain) Reset(n int) {
	c.n = n
	size := n * c.Model.Labels
	c.emissions = grow(c.emissions, size)
	clear(c.emissions)
	l := c.Model.Labels
	c.v, c.w, c.b, c.c = grow(c.v, l), grow(c.w, l), grow(c.b, l), grow(c.c, l)
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4+16)
	}
	return s[:n]
}

// Emission returns the scores of the labels at position i, to be read or added to.
func (c *Chain) Emission(i int) []float32 {
	l := c.Model.Labels
	return c.emissions[i*l : i*l+l : i*l+l]
}

// Emit sets the scores at position i to those of the features.
func (c *Chain) Emit(i int, features []uint64) {
	c.Model.Table.sum(features, &c.lookup, c.Emission(i))
}

// Score returns the score of the given labels.
func (c *Chain) Score(labels []uint8) float32 {
	l, before, sum := c.Model.Labels, c.Model.Labels, float32(0)
	for i, y := range labels {
		sum += c.emissions[i*l+int(y)] + c.Model.Trans[before*l+int(y)]
		before = int(y)
	}
	return sum
}

// slack is more than scores of float32 are off by rounding.
const slack = 1

// Best returns the labels with the highest score. They are overwritten by the
// next call.
func (c *Chain) Best() []uint8 {
	l, m := c.Model.Labels, c.Model
	c.best = grow(c.best, c.n)
	if c.n == 0 {
		return c.best
	}
	c.back = grow(c.back, c.n*l)
	v, w := c.v, c.w
	for y := range v {
		v[y] = c.emissions[y] + m.Trans[l*l+y]
	}
	for i := 1; i < c.n; i++ {
		likely := c.likely(v)
		e, back := c.emissions[i*l:i*l+l], c.back[i*l:i*l+l]
		for y := range e {
			from := m.from[y]
			if len(from) == l {
				from = likely
			}
			best, at, into := 2*Never, uint8(0), m.into[y*l:y*l+l]
			for _, a := range from {
				if s := v[a] + into[a]; s > best {
					best, at = s, a
				}
			}
			w[y] = best + e[y]
			back[y] = at
		}
		v, w = w, v
	}
	y := top(v)
	for i := c.n - 1; i >= 0; i-- {
		c.best[i] = uint8(y)
		y = int(c.back[i*l+y])
	}
	return c.best
}

// likely returns the labels that may be the best ones to come from, given the scores
// up to each, if any label may follow any. It leaves out those that cannot catch up
// with the first by transitions.
func (c *Chain) likely(scores []float32) []uint8 {
	first := top(scores)
	floor := scores[first] - c.Model.lead[first] - slack
	out := c.from[:0]
	for y, s := range scores {
		if s >= floor {
			out = append(out, uint8(y))
		}
	}
	c.from = out
	return out
}

// top returns the first of the highest scores.
func top(scores []float32) int {
	y := 0
	for k := range scores {
		if scores[k] > scores[y] {
			y = k
		}
	}
	return y
}

// Marginals returns the probability of every label at every position, row by
// row. They are overwritten by the next call.
func (c *Chain) Marginals() []float32 {
	c.runForward()
	l, m := c.Model.Labels, c.Model
	c.marginals = grow(c.marginals, c.n*l)
	beta, next := c.b, c.c
	for y := range beta {
		beta[y] = 1
	}
	for i := c.n - 1; i >= 0; i-- {
		row, f := c.marginals[i*l:i*l+l], c.forward[i*l:i*l+l]
		sum := float32(0)
		for y := range row {
			row[y] = f[y] * beta[y]
			sum += row[y]
		}
		scale(row, sum)
		for y, x := range c.scaled[i*l : i*l+l] {
			beta[y] *= x
		}
		multiply(next, beta, m.back)
		sum = 0
		for _, x := range next {
			sum += x
		}
		scale(next, sum)
		beta, next = next, beta
	}
	return c.marginals
}

// runForward fills scaled with the exponentials of the emissions, each row
// divided by its largest, and forward with the scaled forward scores.
func (c *Chain) runForward() {
	l, m := c.Model.Labels, c.Model
	c.forward, c.scaled = grow(c.forward, c.n*l), grow(c.scaled, c.n*l)
	var before []float32
	for i := range c.n {
		x, f := c.scaled[i*l:i*l+l], c.forward[i*l:i*l+l]
		exponentials(c.emissions[i*l:i*l+l], x)
		if i == 0 {
			copy(f, m.start)
		} else {
			multiply(f, before, m.on)
		}
		sum := float32(0)
		for y := range f {
			f[y] *= x[y]
			sum += f[y]
		}
		scale(f, sum)
		before = f
	}
}

// multiply sets out to the product of a row of numbers and a square matrix, added in
// the order of the matrix's rows. Four rows at a time save reading and writing sums.
func multiply(out, row, matrix []float32) {
	clear(out)
	l, i := len(out), 0
	for ; i+4 <= len(row); i += 4 {
		x0, x1, x2, x3 := row[i], row[i+1], row[i+2], row[i+3]
		m0, m1, m2, m3 := matrix[i*l:][:l], matrix[(i+1)*l:][:l], matrix[(i+2)*l:][:l], matrix[(i+3)*l:][:l]
		for j, sum := range out {
			out[j] = sum + x0*m0[j] + x1*m1[j] + x2*m2[j] + x3*m3[j]
		}
	}
	for ; i < len(row); i++ {
		x, m := row[i], matrix[i*l:][:l]
		for j, sum := range out {
			out[j] = sum + x*m[j]
		}
	}
}

// exponentials fills x with e to the power of the scores, divided by the largest.
func exponentials(scores, x []float32) {
	highest := scores[top(scores)]
	for y, s := range scores {
		x[y] = 0
		if d := s - highest; d > -24 { // what is less does not show in the sum
			x[y] = exp(d)
		}
	}
}

func scale(row []float32, sum float32) {
	s := 1 / max(sum, 1e-30)
	for i := range row {
		row[i] *= s
	}
}
