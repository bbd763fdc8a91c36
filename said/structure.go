package said

import "github.com/inquit/inquit/said/internal/quote"

// findings takes over what the model found. Nothing runs from the headline into
// the body: such a statement becomes two.
func (t *text) findings(statements []quote.Statement) []finding {
	var out []finding
	for _, s := range statements {
		head, body := t.parted(s)
		for _, x := range []quote.Statement{head, body} {
			if len(x.Content) > 0 {
				out = append(out, finding{Statement: x, parent: -1})
			}
		}
	}
	return out
}

// parted divides a statement by zones.
func (t *text) parted(s quote.Statement) (head, body quote.Statement) {
	if t.body == 0 {
		return quote.Statement{}, s
	}
	head, body = s, s
	head.Content, body.Content, head.Quoted, body.Quoted = nil, nil, nil, nil
	for _, p := range s.Content {
		x := t.side(p.Start, &head, &body)
		x.Content = append(x.Content, p)
	}
	for _, r := range s.Quoted {
		x := t.side(r.Start, &head, &body)
		x.Quoted = append(x.Quoted, r)
	}
	head.Cue, body.Cue = t.only(s.Cue, ZoneHeadline), t.only(s.Cue, ZoneBody)
	head.Source, body.Source = t.only(s.Source, ZoneHeadline), t.only(s.Source, ZoneBody)
	return head, body
}

func (t *text) side(at int32, head, body *quote.Statement) *quote.Statement {
	if t.zone(at) == ZoneHeadline {
		return head
	}
	return body
}

func (t *text) only(p quote.Part, z Zone) quote.Part {
	if t.zone(p.Start) != z {
		return quote.Part{}
	}
	return p
}
