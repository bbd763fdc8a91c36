package crf

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

// slot returns the slot of a feature whose bucket has this pilot.
func (t *Table) slot(h uint64, pilot uint8) uint64 {
	return h & (t.places | checkBits) * multipliers[pilot] >> 32 * t.slots >> 32
}

// multipliers are random odd numbers, one for each pilot.
var multipliers = func() (m [256]uint64) {
	for i := range m {
		m[i] = F0(uint64(i)+1) | 1
	}
	return m
}()

const lanes = 0x00FF00FF00FF00FF

// batch is how many features are looked up together: few enough for the lanes not
// to overflow, which 255 rows could not do either.
const batch = 128

// lookup is the memory of a batch of look-ups.
type lookup struct {
	at    [batch]uint32 // where the rows of the features are
	check [batch]uint32 // what stands there
}

// sum sets out to the sums of the features' weights, one for each column.
//
// Weights are added four at a time in lanes of 16 bits, plus 128 each so that no
// lane is ever negative.
func (t *Table) sum(features []uint64, l *lookup, out []float32) {
	var total [maxColumns + 4]int32
	for len(features) > batch {
		t.add(features[:batch], l, &total)
		features = features[batch:]
	}
	t.add(features, l, &total)
	for c := range out {
		out[c] = float32(total[4+c]) * t.Scale
	}
}

func (t *Table) add(features []uint64, l *lookup, total *[maxColumns + 4]int32) {
	found := l.at[:t.find(features, l)]
	for w := 0; w < t.words; w += 2 {
		var sums [4]uint64
		if w+1 < t.words {
			sums = sumPairs(t.rows[w:], found)
		} else {
			sums = sumWords(t.rows[w:], found)
		}
		for b := range 8 {
			total[8*w+b] += int32(sums[b%2]>>(b/2*16)&0xFFFF) - 128*int32(len(found))
			total[8*w+b+8] += int32(sums[2+b%2]>>(b/2*16)&0xFFFF) - 128*int32(len(found))
		}
	}
}

// sumPairs adds up the even and the odd bytes of the words at some places, and then
// those of the words behind them.
func sumPairs(rows []uint64, places []uint32) (sums [4]uint64) {
	var a, b, c, d uint64
	for _, i := range places {
		x, y := rows[i], rows[i+1]
		a += x & lanes
		b += x >> 8 & lanes
		c += y & lanes
		d += y >> 8 & lanes
	}
	return [4]uint64{a, b, c, d}
}

func sumWords(rows []uint64, places []uint32) (sums [4]uint64) {
	for _, i := range places {
		sums[0] += rows[i] & lanes
		sums[1] += rows[i] >> 8 & lanes
	}
	return sums
}

// find fills l with where the rows of the features are and returns how many have
// one. The loop that reads the table does nothing else, which keeps the most reads
// under way; no loop has a branch on what was read.
func (t *Table) find(features []uint64, l *lookup) (n int) {
	at, checks := l.at[:len(features)], l.check[:len(features)]
	pilots, places, slots, words := t.pilots, t.places, t.slots, uint64(t.words)
	known := places | checkBits
	for k, h := range features {
		pilot := pilots[h&places/64]
		at[k] = uint32(h & known * multipliers[pilot] >> 32 * slots >> 32 * words)
	}
	rows := t.rows
	for k, i := range at {
		checks[k] = uint32(rows[i])
	}
	for k, h := range features {
		at[n] = at[k]
		hit := 0
		if checks[k] == check(h) {
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
