package crf

// Table maps feature hashes to rows of 8-bit weights. It is open addressing in
// one block of memory: a row of up to 4 weights takes 8 bytes, of up to 12
// weights 16 bytes, of up to 28 weights 32 bytes, so that a look-up touches one
// cache line. It is not changed in use and may be shared.
type Table struct {
	Columns int
	Rows    int
	// Scale is what one unit of a weight is worth.
	Scale float32

	mask   uint64
	filter []uint64 // one bit for each feature in the table: most look-ups end here
	fmask  uint64
	words  int      // 64-bit words in a row
	slots  []uint64 // low half of a row's first word: check; then weights plus 128
}

// rowWords returns how many 64-bit words a row with a 32-bit check needs.
func rowWords(columns int) int {
	switch {
	case columns <= 4:
		return 1
	case columns <= 12:
		return 2
	case columns <= 28:
		return 4
	}
	return 8
}

// maxColumns is what the widest row has room for.
const maxColumns = 60

func newTable(columns, rows int, scale float32) *Table {
	size := 16
	for size*2 < rows*3 {
		size *= 2
	}
	t := &Table{Columns: columns, Rows: rows, Scale: scale, mask: uint64(size - 1), words: rowWords(columns)}
	t.slots = make([]uint64, size*t.words)
	t.fmask = placeMask(rows)
	t.filter = make([]uint64, (t.fmask+1)/64)
	return t
}

// placeMask tells how many low bits of a hash the file of a table with so many
// rows keeps. It is part of the format.
func placeMask(rows int) uint64 {
	size := 16
	for size*3 < rows*4 {
		size *= 2
	}
	return uint64(size*8 - 1)
}

func check(h uint64) uint32 { return uint32(h>>32) | 1 }

// put adds a row of which only the slot bits and the check bits of h are known.
func (t *Table) put(h uint64, weights []int8) {
	t.filter[h&t.fmask>>6] |= 1 << (h & 63)
	i := h & t.mask
	for uint32(t.slots[i*uint64(t.words)]) != 0 {
		i = (i + 1) & t.mask
	}
	row := t.slots[i*uint64(t.words) : (i+1)*uint64(t.words)]
	row[0] = uint64(check(h))
	for w := range row {
		if w > 0 {
			row[w] = 0x8080808080808080 // weights of 0
		} else {
			row[w] |= 0x8080808000000000
		}
	}
	for c, x := range weights {
		b := c + 4
		row[b/8] ^= uint64(uint8(x)) << (8 * (b % 8)) // x+128 is x with its top bit turned
	}
}

// find returns the position of the row of h in slots, or -1.
func (t *Table) find(h uint64) int {
	if t.filter[h&t.fmask>>6]&(1<<(h&63)) == 0 {
		return -1
	}
	return t.row(h, t.slots[h&t.mask*uint64(t.words)])
}

// row is find for a feature that passed the filter; first is the first word of its
// slot.
func (t *Table) row(h, first uint64) int {
	k, i := check(h), h&t.mask
	for {
		switch uint32(first) {
		case k:
			return int(i) * t.words
		case 0:
			return -1
		}
		i = (i + 1) & t.mask
		first = t.slots[i*uint64(t.words)]
	}
}

const lanes = 0x00FF00FF00FF00FF

// batch is how many features are looked up together: few enough for the lanes not
// to overflow, which 255 rows could not do either.
const batch = 128

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
		out[c] = float32(total[c]) * t.Scale
	}
}

// lookup is the memory of a batch of look-ups.
type lookup struct {
	hashes [batch]uint64 // those that pass the filter
	first  [batch]uint64 // the first word of the slot of each
}

// pass fills l with what passes the filter and returns how many that are. There is
// no branch on what is read: the reads do not wait for each other, and by the time
// rows are compared they are in the nearest cache.
func (t *Table) pass(features []uint64, l *lookup) (n int) {
	filter, fmask := t.filter, t.fmask
	for _, h := range features {
		l.hashes[n&(batch-1)] = h
		n += int(filter[h&fmask>>6] >> (h & 63) & 1)
	}
	slots, mask, words := t.slots, t.mask, uint64(t.words)
	for k, h := range l.hashes[:n] {
		l.first[k] = slots[h&mask*words]
	}
	return n
}

func (t *Table) add(features []uint64, l *lookup, total *[maxColumns + 4]int32) {
	n := t.pass(features, l)
	var acc [16]uint64 // word w of a row goes to 2w and 2w+1
	var hits int32
	if t.words == 2 {
		hits = t.addPairs(l, n, &acc)
	} else {
		hits = t.addRows(l, n, &acc)
	}
	for c := range t.Columns {
		b := c + 4
		lane := acc[b/8*2+b%2] >> (b % 8 / 2 * 16)
		total[c] += int32(lane&0xFFFF) - 128*hits
	}
}

func (t *Table) addRows(l *lookup, n int, acc *[16]uint64) (hits int32) {
	for k, h := range l.hashes[:n] {
		at := t.row(h, l.first[k])
		if at < 0 {
			continue
		}
		hits++
		for w, x := range t.slots[at : at+t.words] {
			acc[2*w] += x & lanes
			acc[2*w+1] += x >> 8 & lanes
		}
	}
	return hits
}

// addPairs is addRows for rows of two words: the tagger spends most of its time here.
func (t *Table) addPairs(l *lookup, n int, acc *[16]uint64) (hits int32) {
	var a, b, c, d uint64
	for k, h := range l.hashes[:n] {
		at := t.row(h, l.first[k])
		if at < 0 {
			continue
		}
		hits++
		row := t.slots[at : at+2 : at+2]
		a += row[0] & lanes
		b += row[0] >> 8 & lanes
		c += row[1] & lanes
		d += row[1] >> 8 & lanes
	}
	acc[0], acc[1], acc[2], acc[3] = a, b, c, d
	return hits
}

// Sum1 returns the sum of the features' weights in a table of one column.
func (t *Table) Sum1(features []uint64) float32 {
	sum := int32(0)
	for _, h := range features {
		if at := t.find(h); at >= 0 {
			sum += int32(t.slots[at]>>32&0xFF) - 128
		}
	}
	return float32(sum) * t.Scale
}
