package quote

// Labels of the tagger. Each part of a statement has a label for its first item
// and one for the others, in this order. Right and left say on which side of the
// part its cue stands: that tells the linker where to look.
const (
	outsideLabel = iota
	sourceRight  // Smith said: the cue stands to the right
	_
	sourceLeft
	_
	cueLabel
	_
	contentRight
	_
	contentLeft
	_
	labelCount
)

func isFurther(label int) bool { return label > 0 && label%2 == 0 }

// mayFollow reports whether label b may stand after label a.
func mayFollow(a, b int) bool { return !isFurther(b) || a == b || a == b-1 }

// part is what a span is of a statement.
type part uint8

const (
	source part = iota
	cue
	content
	parts
)

// partOf returns the part that a label belongs to; ok is false outside.
func partOf(label uint8) (p part, ok bool) {
	switch label {
	case sourceRight, sourceRight + 1, sourceLeft, sourceLeft + 1:
		return source, true
	case cueLabel, cueLabel + 1:
		return cue, true
	case contentRight, contentRight + 1, contentLeft, contentLeft + 1:
		return content, true
	}
	return 0, false
}

// chance holds the marginal probabilities of an item.
type chance struct {
	part                      [parts]float32
	sourceRight, contentRight float32
}

func chanceOf(m []float32) chance {
	var c chance
	c.sourceRight = m[sourceRight] + m[sourceRight+1]
	c.contentRight = m[contentRight] + m[contentRight+1]
	c.part[source] = c.sourceRight + m[sourceLeft] + m[sourceLeft+1]
	c.part[cue] = m[cueLabel] + m[cueLabel+1]
	c.part[content] = c.contentRight + m[contentLeft] + m[contentLeft+1]
	return c
}
