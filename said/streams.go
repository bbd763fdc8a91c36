package said

import (
	"sync"

	"github.com/inquit/inquit/said/internal/token"
)

// streams are token streams whose memory is used again.
var streams = sync.Pool{New: func() any { return &token.Stream{} }}

// largestKept is the number of tokens above which memory is given back.
const largestKept = 1 << 15

// split borrows a stream and reads a text into it. It must be released.
func split(text string) *token.Stream {
	s := streams.Get().(*token.Stream)
	s.Split(text)
	return s
}

func release(s *token.Stream) {
	if cap(s.Tokens) <= largestKept {
		s.Text = ""
		streams.Put(s)
	}
}
