package articles

import (
	"math"
	"sort"
	"strings"

	"github.com/inquit/inquit/article/block"
)

// label says for each block how much of it stands in the gold text, in [0, 1];
// -1 marks blocks that only some of the accepted texts hold.
func label(d *Doc, blocks []block.Block) []float64 {
	gold := block.NewGrams(d.Text)
	var others []*block.Grams
	for _, t := range d.TextAlt {
		others = append(others, block.NewGrams(t))
	}
	y := make([]float64, len(blocks))
	for i := range blocks {
		y[i] = snap(gold.Cover(blocks[i].Text))
	}
	lonely(y, blocks)
	once(y, blocks, d.Text)
	for i := range blocks {
		for _, o := range others {
			if y[i] == 0 && o.Cover(blocks[i].Text) > 0.6 {
				y[i] = -1
			}
		}
	}
	return y
}

func snap(cover float64) float64 {
	switch {
	case cover >= 0.6:
		return 1
	case cover < 0.3:
		return 0
	}
	return cover
}

// lonely takes back short blocks without a longer one of the text near by:
// they only happen to read like a line of it.
func lonely(y []float64, blocks []block.Block) {
	const short, reach = 8, 4
	for i := range blocks {
		if y[i] < 0.5 || blocks[i].Words() >= short {
			continue
		}
		found := false
		for j := max(0, i-reach); j < min(len(blocks), i+reach+1); j++ {
			found = found || j != i && y[j] > 0.5 && blocks[j].Words() >= short
		}
		if !found {
			y[i] = 0
		}
	}
}

// once keeps of blocks with the same text those that stand among most of the
// article, as many as the gold has.
func once(y []float64, blocks []block.Block, text string) {
	same := map[string][]int{}
	for i := range blocks {
		if y[i] > 0.5 {
			same[blocks[i].Text] = append(same[blocks[i].Text], i)
		}
	}
	for t, at := range same {
		keep := max(1, strings.Count("\n"+text+"\n", "\n"+t+"\n"))
		if len(at) <= keep {
			continue
		}
		rank := map[int]float64{}
		for _, i := range at {
			rank[i] = companyOf(y, blocks, i)
		}
		sort.SliceStable(at, func(a, b int) bool { return rank[at[a]] > rank[at[b]] })
		for _, i := range at[keep:] {
			y[i] = 0
		}
	}
}

func companyOf(y []float64, blocks []block.Block, i int) float64 {
	sum := 0.0
	for j := max(0, i-8); j < min(len(blocks), i+9); j++ {
		if j != i && y[j] > 0.5 {
			sum += math.Min(30, float64(blocks[j].Words())) / math.Abs(float64(i-j))
		}
	}
	if blocks[i].Hidden {
		sum -= 5
	}
	return sum
}

// weight gives long blocks more, and every page about the same.
func weight(words, goldWords int) float64 {
	return 100 * math.Pow(1+float64(words), 0.7) / math.Pow(200+float64(goldWords), 0.7)
}
