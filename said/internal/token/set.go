package token

import (
	"strings"
)

// Set holds words by their lower-case hash. Its zero value is empty. It does not
// change and may be shared.
type Set struct{ slots []uint64 } // open addressing, at most a quarter full; 0 is free

// NewSet makes a set of words, which are separated by spaces.
func NewSet(words string) Set {
	var hashes []uint64
	for w := range strings.FieldsSeq(words) {
		hashes = append(hashes, lowerHash(w))
	}
	return SetOf(hashes)
}

// SetOf makes a set of hashes.
func SetOf(hashes []uint64) Set {
	size := 4
	for size < 4*len(hashes) {
		size *= 2
	}
	s := Set{make([]uint64, size)}
	for _, h := range hashes {
		i := h & uint64(size-1)
		for s.slots[i] != 0 && s.slots[i] != h {
			i = (i + 1) & uint64(size-1)
		}
		s.slots[i] = h
	}
	return s
}

// Has reports whether the set holds a hash.
func (s Set) Has(h uint64) bool {
	if len(s.slots) == 0 {
		return false
	}
	mask := uint64(len(s.slots) - 1)
	i := h & mask
	for s.slots[i] != 0 && s.slots[i] != h {
		i = (i + 1) & mask
	}
	return s.slots[i] == h && h != 0
}
