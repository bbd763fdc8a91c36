package speaker

import "github.com/inquit/inquit/said/internal/entity"

// sourceless decides on statements whose source the article does not print: a quote
// that runs on from the one before, or a second cue of the same sentence.
func (r *resolver) sourceless(i int) Attribution {
	st := &r.Statements[i]
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
	return Attribution{Speakers: nobody(Unknown), Method: ByNone, Probability: 0.5, Evidence: "no source is printed"}
}

func nameAfter(s Speaker) string {
	if s.Name == "" {
		return ""
	}
	return ", by " + s.Name
}

// subject is the first person named in the sentence before a token, outside of
// quotation marks.
func (r *resolver) subject(at int32) *entity.Mention {
	sent, _ := r.sentence(at)
	if sent < 0 {
		return nil
	}
	for k := r.Stream.Sentences[sent].First; k < at; k++ {
		if m := r.mention(k); m != nil && m.Kind == entity.Person && !r.quoted[k] {
			if possessives[r.word(m.Last)] {
				return nil
			}
			return m
		}
	}
	return nil
}
