package crf

import "math/bits"

// Table maps feature hashes to rows of 8-bit weights. It is not changed in use and
// may be shared.
//
// Every feature has a slot of its own: a perfect hash. A look-up is one read of a
// table that is nine tenths full, with no branch before the next, so that many reads
// are under way at once. Features are put in buckets by their low bits. Each bucket
// has a pilot, a number that sends its features to slots which no other bucket's
// take (Pibiri and Trani, PTHash, 2021); build.go finds it.
type Table struct {
	Columns int
	Rows    int
	// Scale is what one unit of a weight is worth.
	Scale float32

	places uint64   // mask of the low bits of a hash that the file keeps
	pilots []uint8  // of each bucket
	slots  uint64   // how many
	words  int      // 64-bit words in a slot
	rows   []uint64 // a row's first half word is its check, then come weights plus 128
}

// maxColumns is what the widest row has room for.
const maxColumns = 60

// placeMask tells how many low bits of a hash the file of a table with so many
// rows keeps. It is part of the format.
func placeMask(rows int) uint64 {
	size := 16
	for size*3 < rows*4 {
		size *= 2
	}
	return uint64(size*8 - 1)
}

// check is what a row keeps of its feature. No check is 0, as free slots have it.
// Tables have fewer than 2 to the power of 32 places, so that the bits of the place
// and of the check are not the same.
func check(h uint64) uint32 { return uint32(h>>32) | 1 }

const checkBits = 0xFFFFFFFE << 32

// A bucket is 64 places: three to six features.
func (t *Table) bucket(h uint64) uint64 { return h & t.places / 64 }

func (t *Table) slot(h uint64, pilot uint8) uint64 { return slotOf(h, pilot, t.places, t.slots) }

// slotOf returns the slot of a feature whose bucket has this pilot.
func slotOf(h uint64, pilot uint8, places, slots uint64) uint64 {
	slot, _ := bits.Mul64((h&(places|checkBits)^uint64(pilot)*k1)*k0, slots)
	return slot
}

const lanes = 0x00FF00FF00FF00FF

// batch is how many features are looked up together: few enough for the lanes not
// to overflow, which 255 rows could not do either.
const batch = 128

// lookup is the memory of a batch of look-ups.
type lookup struct {
	at    [batch]uint32 // where the rows of the features are
	check [batch]uint32 // what stands there
}

// Sum sets out to the sums of the features' weights, one for each column.
//
// Weights are added four at a time in lanes of 16 bits, plus 128 each so that no
// lane is ever negative.
func (t *Table) Sum(features []uint64, out []float32) {
	var total [maxColumns + 4]int32
	var l lookup
	for len(features) > batch {
		t.add(features[:batch], &l, &total)
		features = features[batch:]
	}
	t.add(features, &l, &total)
	for c := range out {
		out[c] = float32(total[4+c]) * t.Scale
	}
}

func (t *Table) add(features []uint64, l *lookup, total *[maxColumns + 4]int32) {
	n := t.find(features, l)
	for w := range t.words {
		rows := t.rows[w:]
		var even, odd uint64
		for _, i := range l.at[:n] {
			x := rows[i]
			even += x & lanes
			odd += x >> 8 & lanes
		}
		for b := 0; b < 8; b += 2 {
			total[8*w+b] += int32(even&0xFFFF) - 128*int32(n)
			total[8*w+b+1] += int32(odd&0xFFFF) - 128*int32(n)
			even >>= 16
			odd >>= 16
		}
	}
}

// find fills l with where the rows of the features are and returns how many have
// one. The loop that reads the table does nothing else, which keeps the most reads
// under way; no loop has a branch on what was read.
func (t *Table) find(features []uint64, l *lookup) (n int) {
	pilots, places, slots, words := t.pilots, t.places, t.slots, uint64(t.words)
	for k, h := range features {
		l.at[k&(batch-1)] = uint32(slotOf(h, pilots[h&places/64], places, slots) * words)
	}
	rows := t.rows
	for k, i := range l.at[:len(features)] {
		l.check[k] = uint32(rows[i])
	}
	for k, h := range features {
		l.at[n&(batch-1)] = l.at[k&(batch-1)]
		hit := 0
		if l.check[k&(batch-1)] == check(h) {
			hit = 1
		}
		n += hit
	}
	return n
}

// Sum1 returns the sum of the features' weights in a table of one column.
func (t *Table) Sum1(features []uint64) float32 {
	sum := int32(0)
	var l lookup
	for len(features) > 0 {
		some := features[:min(batch, len(features))]
		for _, i := range l.at[:t.find(some, &l)] {
			sum += int32(t.rows[i]>>32&0xFF) - 128
		}
		features = features[len(some):]
	}
	return float32(sum) * t.Scale
}
