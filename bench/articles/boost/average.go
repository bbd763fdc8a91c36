package boost

import "github.com/inquit/inquit/article/block"

// Average makes one sum of trees of several, whose log-odds are the mean of
// theirs. The members must read the same features.
func Average(members ...*block.Trees) *block.Trees {
	out := &block.Trees{}
	share := 1 / float32(len(members))
	for _, m := range members {
		out.Base += share * m.Base
		start := int32(len(out.Nodes))
		for _, r := range m.Roots {
			out.Roots = append(out.Roots, start+r)
		}
		for _, n := range m.Nodes {
			if n.Right == 0 {
				n.Value *= share
			}
			out.Nodes = append(out.Nodes, n)
		}
	}
	return out
}
