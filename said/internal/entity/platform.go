package entity

import (
	"slices"

	"github.com/inquit/inquit/said/internal/token"
)

// withX adds the platform X, which is too short a name for the tagger: "in a post on
// X, she wrote".
func withX(s *token.Stream, names []Span) []Span {
	var added []Span
	for i := 1; i+1 < len(s.Tokens); i++ {
		t := &s.Tokens[i]
		if t.End-t.Start != 1 || t.First != 'X' || t.Sent != s.Tokens[i-1].Sent {
			continue
		}
		if w := s.Word(i - 1); w != "on" && w != "via" {
			continue
		}
		if next := &s.Tokens[i+1]; next.Cap && next.Sent == t.Sent || next.First == '-' {
			continue
		}
		added = append(added, Span{Start: t.Start, End: t.End, First: int32(i), Last: int32(i) + 1, Type: TypeOrganization, Confidence: 0.8})
	}
	if len(added) == 0 {
		return names
	}
	taken := func(x Span) bool {
		_, found := slices.BinarySearchFunc(names, x, func(n, x Span) int {
			if n.End <= x.Start {
				return -1
			}
			if n.Start >= x.End {
				return 1
			}
			return 0
		})
		return found
	}
	added = slices.DeleteFunc(added, taken)
	out := append(slices.Clip(names), added...)
	slices.SortFunc(out, func(a, b Span) int { return int(a.Start - b.Start) })
	return out
}
