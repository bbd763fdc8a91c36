package said

import (
	"strings"

	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

var (
	sayingNouns = wordSet("suggestion suggestions contention complaint complaints response speech address statement statements criticism remark remarks comment comments words word conference assault question questions answer answers claim claims argument view message interview letter memo post tweet report reports")
	talking     = wordSet("talk talks talked talking")
	talkedTo    = wordSet("about of to with on")
)

// saysSo reports whether a cue has a word of saying, one that was learnt or one of
// the list. Indirect speech hangs on that alone.
func (e *Engine) saysSo(t *text, cue quote.Part) bool {
	if cue.Empty() || e.model.MayAttribute(t.stream, cue.Tokens) {
		return true
	}
	words := false
	for i := cue.Tokens.First; i < cue.Tokens.Last; i++ {
		if t.stream.Tokens[i].Kind != token.Word {
			continue
		}
		words = true
		k := &t.stream.Tokens[i]
		if _, ok := verbForms[strings.ToLower(t.stream.Word(int(i)))]; ok || sayingNouns[k.Lower] {
			return true
		}
		if talking[k.Lower] && i+1 < cue.Tokens.Last && talkedTo[t.stream.Tokens[i+1].Lower] {
			return true // "talks about", but not "peace talks"
		}
	}
	return !words
}

// findings takes over what the model found. Nothing runs from the headline into
// the body: such a statement becomes two.
func (e *Engine) findings(t *text, statements []quote.Statement) []finding {
	var out []finding
	for _, s := range statements {
		if len(s.Quoted) == 0 && !e.saysSo(t, s.Cue) {
			continue
		}
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
