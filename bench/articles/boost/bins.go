package boost

import (
	"slices"
	"sort"
)

// binned gives for every feature the values that divide it into at most 64
// bins of about as many rows, and every row's bin.
func binned(x [][]float32) (cuts [][]float32, bin [][]uint8) {
	features := len(x[0])
	cuts, bin = make([][]float32, features), make([][]uint8, features)
	column := make([]float32, len(x))
	for j := range features {
		for i := range x {
			column[i] = x[i][j]
		}
		cuts[j] = cutsOf(column)
		bin[j] = make([]uint8, len(x))
		for i := range x {
			v := x[i][j]
			bin[j][i] = uint8(sort.Search(len(cuts[j]), func(k int) bool { return cuts[j][k] >= v }))
		}
	}
	return cuts, bin
}

func cutsOf(column []float32) []float32 {
	v := slices.Clone(column)
	slices.Sort(v)
	distinct := slices.Compact(slices.Clone(v))
	var out []float32
	if len(distinct) < bins {
		for i := 0; i+1 < len(distinct); i++ {
			out = append(out, (distinct[i]+distinct[i+1])/2)
		}
		return out
	}
	// Half of the cuts by rows, half by values, so that rare values get some.
	for k := 1; k < bins/2; k++ {
		out = append(out, v[len(v)*k/(bins/2)], distinct[len(distinct)*k/(bins/2)])
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if out[len(out)-1] >= v[len(v)-1] {
		out = out[:len(out)-1]
	}
	return out
}
