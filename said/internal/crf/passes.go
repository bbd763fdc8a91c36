package crf

import "math"

// passes runs forward and backward over a sequence in training.
type passes struct {
	l      int
	drop   []bool
	n      int
	e      []float32 // emissions
	exp    []float32 // exponentials of the transitions
	x      []float64 // exponentials of the emissions
	a, b   []float64 // forward and backward scores, scaled
	grad   []float32
	tgrad  []float32
	pair   []float64
	masked []float64
}

func (p *passes) reset(n int, trans []float32) {
	p.n = n
	size := n * p.l
	p.e, p.grad = grow(p.e, size), grow(p.grad, size)
	p.x, p.a, p.b, p.masked = grow(p.x, size), grow(p.a, size), grow(p.b, size), grow(p.masked, size)
	p.exp, p.tgrad = grow(p.exp, len(trans)), grow(p.tgrad, len(trans))
	p.pair = grow(p.pair, p.l*p.l)
	clear(p.e)
	clear(p.grad)
	clear(p.tgrad)
	for i, t := range trans {
		p.exp[i] = float32(math.Exp(float64(t)))
		if p.drop[i] {
			p.exp[i] = 0
		}
	}
}

// gradient returns expected minus observed counts, of labels and of
// transitions, and the negative log likelihood.
func (p *passes) gradient(allowed []uint64) (grad, tgrad []float32, loss float64) {
	logZ := 0.0
	for i := range p.n {
		row := p.e[i*p.l : i*p.l+p.l]
		top := row[0]
		for _, s := range row {
			top = max(top, s)
		}
		for y, s := range row {
			p.x[i*p.l+y] = math.Exp(float64(s - top))
		}
	}
	logZ = p.count(p.x, 1)
	partial := false
	for _, m := range allowed {
		partial = partial || m&(m-1) != 0
	}
	if !partial {
		return p.grad, p.tgrad, logZ - p.observe(allowed)
	}
	for i := range p.n {
		for y := range p.l {
			p.masked[i*p.l+y] = 0
			if allowed[i]>>y&1 == 1 {
				p.masked[i*p.l+y] = p.x[i*p.l+y]
			}
		}
	}
	return p.grad, p.tgrad, logZ - p.count(p.masked, -1)
}

// observe takes the known labels off the counts and returns their log score.
func (p *passes) observe(allowed []uint64) float64 {
	before, sum := p.l, 0.0
	for i, m := range allowed {
		y := 0
		for m>>y&1 == 0 {
			y++
		}
		p.grad[i*p.l+y]--
		p.tgrad[before*p.l+y]--
		sum += math.Log(p.x[i*p.l+y]+1e-300) + math.Log(float64(p.exp[before*p.l+y])+1e-300)
		before = y
	}
	return sum
}

// count adds sign times the expected counts under the emissions x and returns
// the log of their total score.
func (p *passes) count(x []float64, sign float32) float64 {
	logZ := p.forward(x)
	l := p.l
	for y := range l {
		p.b[(p.n-1)*l+y] = 1
	}
	for i := p.n - 1; i >= 0; i-- {
		sum := 0.0
		for y := range l {
			sum += p.a[i*l+y] * p.b[i*l+y]
		}
		for y := range l {
			m := float32(p.a[i*l+y] * p.b[i*l+y] / max(sum, 1e-300))
			p.grad[i*l+y] += sign * m
			if i == 0 {
				p.tgrad[l*l+y] += sign * m
			}
		}
		if i > 0 {
			p.backward(x, i, sign)
		}
	}
	return logZ
}

func (p *passes) forward(x []float64) float64 {
	l, logZ := p.l, 0.0
	for i := range p.n {
		sum := 0.0
		for y := range l {
			in := 0.0
			if i == 0 {
				in = float64(p.exp[l*l+y])
			} else {
				for a := range l {
					in += p.a[(i-1)*l+a] * float64(p.exp[a*l+y])
				}
			}
			p.a[i*l+y] = in * x[i*l+y]
			sum += p.a[i*l+y]
		}
		sum = max(sum, 1e-300)
		logZ += math.Log(sum)
		for y := range l {
			p.a[i*l+y] /= sum
		}
	}
	return logZ
}

// backward counts the transitions into position i and fills row i-1 of b.
func (p *passes) backward(x []float64, i int, sign float32) {
	l, total, sum := p.l, 0.0, 0.0
	for a := range l {
		in := 0.0
		for y := range l {
			v := float64(p.exp[a*l+y]) * x[i*l+y] * p.b[i*l+y]
			in += v
			v *= p.a[(i-1)*l+a]
			p.pair[a*l+y] = v
			total += v
		}
		p.b[(i-1)*l+a] = in
		sum += in
	}
	if total > 0 {
		for k, v := range p.pair {
			p.tgrad[k] += sign * float32(v/total)
		}
	}
	for a := range l {
		p.b[(i-1)*l+a] /= max(sum, 1e-300)
	}
}
