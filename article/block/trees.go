package block

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Trees are gradient-boosted regression trees: their values add up to the
// log-odds of a block being text of the article.
type Trees struct {
	// Base is the log-odds before any tree.
	Base float32
	// Nodes hold all trees one after the other, each from its root down.
	Nodes []TreeNode
	// Roots are the places in Nodes where the trees begin.
	Roots []int32
}

// TreeNode is a question or, when Right is 0, a leaf.
type TreeNode struct {
	Feature uint16
	// Right is how many places further on the branch for larger values
	// begins; the other branch follows at once.
	Right uint16
	// Value is the question's threshold or the leaf's value.
	Value float32
}

// LogOdds adds up the trees for one block.
func (t *Trees) LogOdds(x []float32) float64 {
	sum := t.Base
	for _, root := range t.Roots {
		i := root
		for {
			n := &t.Nodes[i]
			if n.Right == 0 {
				sum += n.Value
				break
			}
			if x[n.Feature] <= n.Value {
				i++
			} else {
				i += int32(n.Right)
			}
		}
	}
	return float64(sum)
}

func probability(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }

var errModel = errors.New("block: not a model of this version")

// check makes sure that no block can lead out of the nodes or the features.
func (t *Trees) check(features int) error {
	for _, r := range t.Roots {
		if r < 0 || int(r) >= len(t.Nodes) {
			return errModel
		}
	}
	for i, n := range t.Nodes {
		if n.Right == 0 {
			continue
		}
		if int(n.Feature) >= features || n.Right < 2 || i+int(n.Right) >= len(t.Nodes) || i+1 >= len(t.Nodes) {
			return fmt.Errorf("%w: node %d", errModel, i)
		}
	}
	return nil
}

func (t *Trees) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(t.Base))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.Roots)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.Nodes)))
	for _, r := range t.Roots {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
	}
	for _, n := range t.Nodes {
		b = binary.LittleEndian.AppendUint16(b, n.Feature)
		b = binary.LittleEndian.AppendUint16(b, n.Right)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.Value))
	}
	return b
}

func readTrees(r *bytes.Reader) (*Trees, error) {
	var head struct {
		Base         float32
		Roots, Nodes uint32
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return nil, errModel
	}
	if int64(head.Roots)*4+int64(head.Nodes)*8 > int64(r.Len()) {
		return nil, errModel
	}
	t := &Trees{Base: head.Base, Roots: make([]int32, head.Roots), Nodes: make([]TreeNode, head.Nodes)}
	if err := binary.Read(r, binary.LittleEndian, t.Roots); err != nil {
		return nil, errModel
	}
	if err := binary.Read(r, binary.LittleEndian, t.Nodes); err != nil {
		return nil, errModel
	}
	return t, nil
}
