package crf

import "math"

const steps = 64

// powers are 2 to the power of k/64.
var powers = func() (p [steps]float64) {
	for k := range p {
		p[k] = math.Exp2(float64(k) / steps)
	}
	return p
}()

// exp is float32(math.Exp(x)), bit for bit, for x from -80 to 0 at half the price.
// It knows the result to 40 bits or more, of which a float32 has 24, and asks
// math.Exp in the rare case that this does not tell how to round.
func exp(x float32) float32 {
	k := int(float64(x)*(steps/math.Ln2) - 0.5)
	r := float64(x) - float64(k)*(math.Ln2/steps)
	p := 1 + r*(1+r*(1./2+r*(1./6+r*(1./24+r*(1./120)))))
	y := math.Float64bits(p*powers[k&(steps-1)]) + uint64(k>>6)<<52
	const halfway, doubt = 1 << 28, 1 << 12
	if below := y & (2*halfway - 1); below > halfway-doubt && below < halfway+doubt {
		return float32(math.Exp(float64(x)))
	}
	return float32(math.Float64frombits(y))
}
