package quote

// label writes gold onto the items of the document. An item is in a span if at
// least half of it is.
func (x *lessonText) label() {
	x.labels = make([]uint8, len(x.doc.items))
	for _, g := range x.Gold {
		at := int32(-1)
		if len(g.Cue) > 0 {
			at = g.Cue[0].Start
		}
		for _, c := range g.Content {
			if at >= 0 && at >= c.End-1 {
				x.paint(c, contentRight)
			} else {
				x.paint(c, contentLeft)
			}
		}
	}
	for span, label := range x.sourceLabels() {
		x.paint(x.named(span), label)
	}
	for _, g := range x.Gold {
		for _, c := range g.Cue {
			x.paint(c, cueLabel)
		}
	}
	x.setFree()
}

// setFree lets the items of undecided attributions have any label.
func (x *lessonText) setFree() {
	x.free = make([]bool, len(x.doc.items))
	for _, g := range x.Undecided {
		for _, spans := range [][]Range{g.Content, g.Cue, g.Source} {
			for i := range x.doc.items {
				t := &x.doc.items[i]
				if !t.isBreak() && x.labels[i] == outsideLabel && overlap(t.start, t.end, spans) > 0 {
					x.free[i] = true
				}
			}
		}
	}
}

// sourceLabels gives each source the side of the nearest cue of its statements.
func (x *lessonText) sourceLabels() map[Range]uint8 {
	labels, distance := map[Range]uint8{}, map[Range]int32{}
	for _, g := range x.Gold {
		for _, s := range g.Source {
			if _, ok := labels[s]; !ok {
				labels[s], distance[s] = sourceRight, 1<<30
			}
			if len(g.Cue) == 0 {
				continue
			}
			label, n := uint8(sourceRight), g.Cue[0].Start-s.End
			if g.Cue[0].Start < s.Start {
				label, n = sourceLeft, s.Start-g.Cue[0].End
			}
			if n < distance[s] {
				labels[s], distance[s] = label, n
			}
		}
	}
	return labels
}

func (x *lessonText) paint(s Range, label uint8) {
	first := true
	for i := range x.doc.items {
		t := &x.doc.items[i]
		if t.start >= s.End && !t.isBreak() {
			break
		}
		if t.isBreak() || t.end <= s.Start || 2*(min(t.end, s.End)-max(t.start, s.Start)) < t.end-t.start {
			continue
		}
		x.labels[i] = label
		if !first && !x.doc.items[i-1].isBreak() {
			x.labels[i] = label + 1
		}
		first = false
	}
}

// named cuts a source before a clause or apposition that follows its name after a
// comma: "Smith, who ran in 2012". Annotators differ there; the name is what the
// linker needs.
func (x *lessonText) named(r Range) Range {
	for i := range x.stream.Tokens {
		t := &x.stream.Tokens[i]
		if t.Start <= r.Start || t.First != ',' || i+1 >= len(x.stream.Tokens) {
			continue
		}
		if t.End > r.End {
			break
		}
		if lists.has("relative", x.stream.Tokens[i+1].Lower) {
			return Range{r.Start, t.Start}
		}
	}
	return r
}
