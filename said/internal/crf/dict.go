package crf

// Dict numbers features while a model is trained: hash to 0, 1, 2...
// The zero value is empty and ready.
type Dict struct {
	keys []uint64
	ids  []int32 // number plus one; 0 is a free slot
	n    int
}

// Len returns how many features are numbered.
func (d *Dict) Len() int { return d.n }

// Add returns the number of a feature and gives it one if need be.
func (d *Dict) Add(h uint64) int32 {
	if 3*(d.n+1) > 2*len(d.keys) {
		d.resize(max(1<<12, 2*len(d.keys)))
	}
	i := d.slot(h)
	if d.ids[i] == 0 {
		d.n++
		d.keys[i], d.ids[i] = h, int32(d.n)
	}
	return d.ids[i] - 1
}

// Hashes returns the features by number.
func (d *Dict) Hashes() []uint64 {
	out := make([]uint64, d.n)
	for i, id := range d.ids {
		if id > 0 {
			out[id-1] = d.keys[i]
		}
	}
	return out
}

func (d *Dict) slot(h uint64) int {
	mask := uint64(len(d.keys) - 1)
	i := h & mask
	for d.ids[i] != 0 && d.keys[i] != h {
		i = (i + 1) & mask
	}
	return int(i)
}

func (d *Dict) resize(size int) {
	old := *d
	d.keys, d.ids = make([]uint64, size), make([]int32, size)
	for i, id := range old.ids {
		if id > 0 {
			j := d.slot(old.keys[i])
			d.keys[j], d.ids[j] = old.keys[i], id
		}
	}
}

// Counter counts features roughly, in fixed memory, so that rare ones need not
// be numbered: two features may share a count, which then is too high.
type Counter struct{ counts []uint8 }

// NewCounter makes a counter with 2 to the power of bits counts.
func NewCounter(bits int) *Counter { return &Counter{make([]uint8, 1<<bits)} }

// Add counts a feature once. Counts end at 255.
func (c *Counter) Add(h uint64) {
	if i := h >> 20 & uint64(len(c.counts)-1); c.counts[i] < 255 {
		c.counts[i]++
	}
}

// Count returns how often a feature was added.
func (c *Counter) Count(h uint64) int { return int(c.counts[h>>20&uint64(len(c.counts)-1)]) }
