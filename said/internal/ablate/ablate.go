// Package ablate switches parts of the engine off, so that a benchmark can tell
// what each of them is worth. The product switches nothing off.
package ablate

import "io/fs"

// Parts is a set of parts of the engine. Zero is none of them.
type Parts uint16

// The parts that can be left out of an engine without training it anew.
const (
	Marks  Parts = 1 << iota // the learnt reader of marks that look wrong: rules only
	Linker                   // the learnt linker: the nearest cue, and the nearest source
	Limits                   // the limits of reading: every sentence is tagged
	Bias                     // what sentences without quotes are given towards being statements
	Lines                    // the grammar of transcripts and of signed quotes
	Ranker                   // the ranker of persons: the nearest of fitting gender
	Doubt                    // the least confidence of a quote: all are given
	Idle                     // the clauses that idle cues choose: they stay without a content
	Titles                   // "the senator" and "the company": nobody
)

// Has reports whether all parts of other are in p.
func (p Parts) Has(other Parts) bool { return p&other == other }

// Weights is a folder of weights for an engine that goes without some parts.
type Weights struct {
	fs.FS
	Off Parts
}
