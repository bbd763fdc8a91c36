package crf

import "encoding/binary"

// largestBucket is far more than share one when hashes are what they should be.
const largestBucket = 64

// newTable makes a table of features, of which only the known bits need be right, in
// the order of their places. fill gives the weights of the i-th. The result is nil
// if two features are the same or out of order.
func newTable(columns int, scale float32, features []uint64, fill func(i int, weights []int8)) *Table {
	t := &Table{Columns: columns, Rows: len(features), Scale: scale, words: (columns + 4 + 7) / 8}
	t.places = placeMask(len(features))
	t.pilots = make([]uint8, t.places/64+1)
	buckets := t.buckets(features)
	if buckets == nil || !t.settle(buckets, len(features)) {
		return nil
	}
	t.rows = make([]uint64, int(t.slots)*t.words)
	one := make([]int8, columns)
	for i, h := range features {
		fill(i, one)
		t.put(h, one)
	}
	return t
}

// buckets groups the features by bucket and the buckets by size. It returns nil if
// the features are out of order.
func (t *Table) buckets(features []uint64) *[largestBucket + 1][][]uint64 {
	var out [largestBucket + 1][][]uint64
	for len(features) > 0 {
		n := 1
		for n < len(features) && t.bucket(features[n]) == t.bucket(features[0]) {
			n++
		}
		if n > largestBucket || n < len(features) && t.bucket(features[n]) < t.bucket(features[0]) {
			return nil
		}
		out[n] = append(out[n], features[:n])
		features = features[n:]
	}
	return &out
}

// settle looks for the smallest number of slots, nine tenths full or less, for which
// every bucket finds a pilot.
func (t *Table) settle(buckets *[largestBucket + 1][][]uint64, features int) bool {
	for load := 0.9; load > 0.3; load -= 0.05 {
		t.slots = uint64(float64(features)/load) + 1
		if t.findPilots(buckets) {
			return true
		}
	}
	return false
}

// findPilots serves the largest buckets first: they have the most to ask for.
func (t *Table) findPilots(buckets *[largestBucket + 1][][]uint64) bool {
	taken := make([]bool, t.slots)
	for size := largestBucket; size > 0; size-- {
		for _, b := range buckets[size] {
			pilot := 0
			for !t.claim(b, uint8(pilot), taken) {
				if pilot++; pilot > 255 {
					return false
				}
			}
			t.pilots[t.bucket(b[0])] = uint8(pilot)
		}
	}
	return true
}

// claim takes the slots that a pilot gives to a bucket, all or none.
func (t *Table) claim(bucket []uint64, pilot uint8, taken []bool) bool {
	for i, h := range bucket {
		s := t.slot(h, pilot)
		if taken[s] {
			for _, h := range bucket[:i] {
				taken[t.slot(h, pilot)] = false
			}
			return false
		}
		taken[s] = true
	}
	return true
}

// put writes the row of a feature.
func (t *Table) put(h uint64, weights []int8) {
	var row [8 * ((maxColumns + 4) / 8)]byte
	binary.LittleEndian.PutUint32(row[:], check(h))
	for c, x := range weights {
		row[4+c] = uint8(x) + 128
	}
	at := t.slot(h, t.pilots[t.bucket(h)]) * uint64(t.words)
	for w := range t.words {
		t.rows[int(at)+w] = binary.LittleEndian.Uint64(row[8*w:])
	}
}
