// Package crf holds the learnt models of the engine: linear-chain conditional
// random fields and softmax rankers over hashed features.
//
// A feature is a 64-bit hash ([F0] to [F4]). A [Table] maps it to a few 8-bit
// weights, one for each label. A [Model] is a table with transitions; it reads a
// sequence through a [Chain], which gives the best labels and the marginals. A
// [Ranker] is a table with one column. [Train] and [TrainRanker] learn them from
// features interned in a [Dict]; Pack turns what was learnt into bytes to embed,
// and [ReadModel] and [ReadRanker] read them back.
package crf

import (
	"math"
	"slices"
)

const (
	k0 = 0x9E3779B97F4A7C15
	k1 = 0xC2B2AE3D27D4EB4F
	k2 = 0x165667B19E3779F9
	k3 = 0xD6E8FEB86659FD93
	k4 = 0xA0761D6478BD642F
)

func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= k3
	return h ^ h>>29
}

// F0 is the feature of a template that takes no argument.
func F0(t uint64) uint64 { return finish(t * k0) }

// F1 is the feature of template t with one argument.
func F1(t, a uint64) uint64 { return finish(t*k0 + (a+1)*k1) }

// F2 is the feature of template t with two arguments.
func F2(t, a, b uint64) uint64 { return finish(t*k0 + (a+1)*k1 ^ (b+1)*k2) }

// F3 is the feature of template t with three arguments.
func F3(t, a, b, c uint64) uint64 { return finish((t*k0 + (a+1)*k1 ^ (b+1)*k2) + (c+1)*k3) }

// F4 is the feature of template t with four arguments.
func F4(t, a, b, c, d uint64) uint64 {
	return finish((t*k0 + (a+1)*k1 ^ (b+1)*k2) + (c+1)*k3 ^ (d+1)*k4)
}

// Never is the score of a transition that is not allowed.
const Never = float32(-1e30)

// Model is a linear-chain CRF with packed weights. It is not changed in use and
// may be shared.
type Model struct {
	Labels int
	// Trans holds the transition scores, row = from, column = to; row Labels is
	// the start of the sequence.
	Trans []float32
	Table *Table

	into     []float32 // Trans without its last row, row = to, column = from
	on, back []float32 // e to the power of Trans and of into
	start    []float32 // e to the power of the last row
	from     [][]uint8 // the labels that may stand before each label
	// lead of a label: what the score up to it must be ahead of another's for the
	// other not to be the better one to come from, whatever follows both.
	lead []float32
}

// NewModel makes a model of a table and transitions.
func NewModel(labels int, trans []float32, table *Table) *Model {
	m := &Model{Labels: labels, Trans: trans, Table: table}
	m.into, m.back = make([]float32, labels*labels), make([]float32, labels*labels)
	m.from = make([][]uint8, labels)
	e := make([]float32, len(trans))
	for i, x := range trans {
		e[i] = float32(math.Exp(float64(x))) // 0 if the transition is not allowed
	}
	m.on, m.start = e[:labels*labels], e[labels*labels:]
	for b := range labels {
		for a := range labels {
			m.into[b*labels+a], m.back[b*labels+a] = trans[a*labels+b], m.on[a*labels+b]
			if trans[a*labels+b] > Never {
				m.from[b] = append(m.from[b], uint8(a))
			}
		}
	}
	m.lead = make([]float32, labels)
	for a := range m.lead {
		for b := range labels {
			if len(m.from[b]) == labels {
				m.lead[a] = max(m.lead[a], slices.Max(m.into[b*labels:b*labels+labels])-m.into[b*labels+a])
			}
		}
	}
	return m
}
