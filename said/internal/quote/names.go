package quote

import (
	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// Name is the kind of name that a token is part of.
type Name uint8

// The kinds of names. None is also right for all tokens if names are not known.
const (
	None Name = iota
	Person
	Organization
	Place
	Other
)

// Names tells which tokens of a stream are part of names. The stream begins at a
// byte of the text that the names were found in.
func Names(s *token.Stream, found *entity.Result, from int32) []Name {
	out := make([]Name, len(s.Tokens))
	i := 0
	for _, m := range found.Mentions {
		for i < len(s.Tokens) && s.Tokens[i].Start+from < m.Start {
			i++
		}
		for k := i; k < len(s.Tokens) && s.Tokens[k].End+from <= m.End; k++ {
			out[k] = nameOf(m.Kind)
		}
	}
	return out
}

func nameOf(k entity.Kind) Name {
	switch k {
	case entity.Person:
		return Person
	case entity.Organization:
		return Organization
	case entity.Place:
		return Place
	}
	return Other
}
