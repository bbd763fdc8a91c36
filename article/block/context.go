package block

// Context is the second stage's view: it adds to a block's features what the first trees think of it and
// of the blocks around: a paragraph among paragraphs is likely one.
func (p *Page) Context(x [][]float32, score []float64) [][]float32 {
	n := len(p.Blocks)
	mass, words := make([]float64, n+1), make([]float64, n+1)
	first, last := -1, -1
	for i := range p.Blocks {
		w := float64(p.Blocks[i].words)
		mass[i+1], words[i+1] = mass[i]+w*score[i], words[i]+w
		if score[i] > 0.6 && w > 8 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	mean := func(a, b int) float64 {
		a, b = max(a, 0), min(b, n)
		return (mass[b] - mass[a]) / (words[b] - words[a] + 1)
	}
	heads := p.headScores(score)
	out := make([][]float32, n)
	for i := range p.Blocks {
		v := vector(make([]float32, 0, len(x[i])+40))
		v = append(v, x[i]...)
		v.put(score[i])
		for _, d := range []int{-1, 1, -2, 2, -3, 3, -4, 4} {
			if j := i + d; j >= 0 && j < n {
				v.put(score[j])
			} else {
				v.put(-1)
			}
		}
		v.put(mean(i-8, i), mean(i+1, i+9), mean(i-20, i), mean(i+1, i+21), mean(0, i), mean(i+1, n))
		p.containers(i, mass, words, score, &v)
		v.put(between(i, first, -31), between(last, i, -31), mass[i]/(mass[n]+1), heads[i])
		out[i] = v
	}
	return out
}

// containers gives the mean score of the others in each box above, and the
// box's part of everything that scored.
func (p *Page) containers(i int, mass, words, score []float64, v *vector) {
	w := float64(p.Blocks[i].words)
	at := p.Blocks[i].box
	for range 4 {
		if at < 0 {
			v.put(-1, -1)
			continue
		}
		b := &p.boxes[at]
		m, all := mass[b.last]-mass[b.first], words[b.last]-words[b.first]
		v.put((m-w*score[i])/(all-w+1), m/(mass[len(mass)-1]+1))
		at = b.parent
	}
}

// headScores is, for every block, the score of the heading it stands under.
func (p *Page) headScores(score []float64) []float64 {
	out := make([]float64, len(p.Blocks))
	last := -1.0
	for i := range p.Blocks {
		out[i] = last
		if p.Blocks[i].Heading() {
			last = score[i]
		}
	}
	return out
}
