package speaker

import (
	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// sourceless decides on statements whose source the article does not print: a quote
// that runs on from the one before, or a second cue of the same sentence.
func (r *resolver) sourceless(i int) Attribution {
	st := &r.Statements[i]
	if x := r.label(st); !empty(x) {
		if heads, free := r.heads(x); len(heads) > 0 || free != "" {
			a := r.named(x, heads, free)
			a.Method = ByTurn
			return a
		}
	}
	sent, par := r.sentence(st.place())
	if len(r.past) > 0 {
		p := r.past[len(r.past)-1]
		sameSentence := p.sent == sent
		if !empty(st.Cue) {
			s, _ := r.sentence(st.Cue.First)
			sameSentence = sameSentence || s == p.sent
		}
		if far := par - p.par; sameSentence || empty(st.Cue) && far <= 2 {
			a := Attribution{Speakers: p.who.Speakers, Method: ByContinuation, Probability: 0.75}
			if !sameSentence && far > 1 {
				a.Probability = 0.6
			}
			a.Evidence = "goes on from the statement before" + nameAfter(p.who.Speakers[0])
			return a
		}
	}
	if !empty(st.Cue) {
		if m := r.subject(st.Cue.First); m != nil {
			a := Attribution{Speakers: []Speaker{r.speakerOf(m.Entity)}, Method: ByContinuation, Probability: 0.55}
			a.Evidence = "no source is printed → " + a.Speakers[0].Name + ": subject of the sentence"
			return a
		}
	}
	if n := len(r.past); n > 0 && !empty(st.Cue) && r.past[n-1].par == par {
		p := r.past[n-1]
		return Attribution{Speakers: p.who.Speakers, Method: ByContinuation, Probability: 0.4, Evidence: "no source is printed: the speaker of the paragraph" + nameAfter(p.who.Speakers[0])}
	}
	return Attribution{Speakers: nobody(Unknown), Method: ByNone, Probability: 0.5, Evidence: "no source is printed"}
}

// longestLabel is the number of tokens that a label takes.
const longestLabel = 5

// label finds the name in front of a turn, "WALLACE: And you?", where the
// statement was not taken for one.
func (r *resolver) label(st *Statement) token.Range {
	if len(st.Content) == 0 || !empty(st.Cue) {
		return token.Range{}
	}
	_, par := r.sentence(st.Content[0].First)
	if par < 0 {
		return token.Range{}
	}
	first := r.Stream.Paragraphs[par].First
	for k := first; k <= first+longestLabel && k < r.Stream.Paragraphs[par].Last; k++ {
		t := &r.Stream.Tokens[k]
		if t.First == ':' && k > first && k <= st.Content[0].First+longestLabel {
			return token.Range{First: first, Last: k}
		}
		if !t.Upper && !(t.Cap && t.End-t.Start == 1) && t.First != '.' {
			break
		}
	}
	return token.Range{}
}

func nameAfter(s Speaker) string {
	if s.Name == "" {
		return ""
	}
	return ", by " + s.Name
}

// longSentence bounds the search in sentences of texts that are none.
const longSentence = 100

// subject is the first person named in the sentence before a token, outside of
// quotation marks.
func (r *resolver) subject(at int32) *entity.Mention {
	sent, _ := r.sentence(at)
	if sent < 0 {
		return nil
	}
	for k := max(at-longSentence, r.Stream.Sentences[sent].First); k < at; k++ {
		if m := r.mention(k); m != nil && m.Kind == entity.Person && !r.quoted[k] {
			if possessives[r.word(m.Last)] {
				return nil
			}
			return m
		}
	}
	return nil
}
