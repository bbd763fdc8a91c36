package entity

// index maps the upper 34 bits of hashes to values of up to 30 bits. It is open
// addressing over one array, so that a look-up touches one cache line.
type index struct {
	slots []uint64
	shift uint
}

const valueBits = 30

func newIndex(entries int) *index {
	bits := uint(4)
	for 1<<bits < entries*2 {
		bits++
	}
	return &index{slots: make([]uint64, 1<<bits), shift: 64 - bits}
}

// at returns the slot of h: the one that holds it, or the free one it belongs in.
func (x *index) at(h uint64) int {
	key, mask := h>>valueBits, len(x.slots)-1
	i := int(h >> x.shift)
	for x.slots[i] != 0 && x.slots[i]>>valueBits != key {
		i = (i + 1) & mask
	}
	return i
}

// or sets the bits of v in the value of h.
func (x *index) or(h uint64, v uint32) {
	i := x.at(h)
	x.slots[i] |= h>>valueBits<<valueBits | uint64(v)
}

// get returns the value of h, 0 if there is none.
func (x *index) get(h uint64) uint32 { return uint32(x.slots[x.at(h)] & (1<<valueBits - 1)) }
