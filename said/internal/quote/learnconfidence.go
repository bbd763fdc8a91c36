package quote

import (
	"fmt"
	"strings"
)

// FitChance learns the weights of Chance from statements that were right or not,
// by logistic regression with Newton's steps: the signals are of like kinds, and steps
// along the gradient swing to and fro between them.
func FitChance(signals [][]float64, right []bool) []float64 {
	const rounds, decay = 30, 1e-4
	n := len(signalNames)
	w := make([]float64, n)
	for range rounds {
		// rows of the second derivatives, each with its gradient behind
		h := make([][]float64, n)
		for k := range h {
			h[k] = make([]float64, n+1)
			h[k][k], h[k][n] = decay, decay*w[k]
		}
		for i, x := range signals {
			p := Chance(w, x)
			d, q := (p-float64(bit(right[i])))/float64(len(signals)), p*(1-p)/float64(len(signals))
			for k := range n {
				h[k][n] += d * x[k]
				for l := range n {
					h[k][l] += q * x[k] * x[l]
				}
			}
		}
		for k, step := range solve(h) {
			w[k] -= step
		}
	}
	return w
}

// solve gives the x for which the rows times x are their last columns. The matrix is
// symmetric and positive, so that no row needs to change its place.
func solve(rows [][]float64) []float64 {
	n := len(rows)
	for k := range n {
		for i := k + 1; i < n; i++ {
			f := rows[i][k] / rows[k][k]
			for j := k; j <= n; j++ {
				rows[i][j] -= f * rows[k][j]
			}
		}
	}
	x := make([]float64, n)
	for k := n - 1; k >= 0; k-- {
		x[k] = rows[k][n]
		for j := k + 1; j < n; j++ {
			x[k] -= rows[k][j] * x[j]
		}
		x[k] /= rows[k][k]
	}
	return x
}

// encodeChance writes one weight a line.
func encodeChance(w []float64) []byte {
	var b strings.Builder
	for i, x := range w {
		fmt.Fprintf(&b, "%.4f %s\n", x, signalNames[i])
	}
	return []byte(b.String())
}
