package said

import (
	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/speaker"
)

// doubtOfNames is how much of the doubt of a name counts beside that of the quote and its
// source. They are wrong together more often than chance has it, so that the product of
// both is too low: on labelled speakers it was 0.83 where 0.90 were right, and with half
// of the doubt it is 0.86 (bench/results/quotes.md, "Confidence").
const doubtOfNames = 0.5

// speakers decides who made the statements and what they are about.
func (t *text) speakers(doc *Document, found []finding, regions []quote.Region) {
	names := t.names
	in := speaker.Input{Stream: t.stream, Entities: names, Off: t.off}
	for _, r := range regions {
		in.Quoted = append(in.Quoted, speaker.Stretch{Start: r.Start, End: r.End})
	}
	for i := range found {
		in.Statements = append(in.Statements, t.asked(&found[i]))
	}
	for i, a := range speaker.Resolve(in) {
		s := &doc.Statements[i]
		s.Attribution = Attribution{Method: Method(a.Method), Evidence: a.Evidence, Confidence: found[i].Confidence}
		if a.Speakers[0].Name != "" { // without a name there is none to be wrong
			s.Attribution.Confidence *= 1 - doubtOfNames*(1-min(1, max(0, a.Probability)))
		}
		for _, c := range a.Candidates {
			s.Attribution.Candidates = append(s.Attribution.Candidates, Candidate{Name: c.Name, Score: c.Score})
		}
		for _, p := range a.Speakers {
			s.Speakers = append(s.Speakers, Speaker{Name: p.Name, Kind: Kind(p.Kind), Entity: p.Entity, Title: p.Title, Affiliation: p.Affiliation})
		}
		if len(s.Speakers) > 1 {
			s.Flags = append(s.Flags, Joint)
		}
		s.About = t.about(&found[i], names)
		s.Via = t.via(&found[i], names)
	}
}

// asked is what package speaker needs to know of a finding.
func (t *text) asked(f *finding) speaker.Statement {
	s := speaker.Statement{Source: f.Source.Tokens, Cue: f.Cue.Tokens}
	for _, c := range f.Content {
		s.Content = append(s.Content, c.Tokens)
	}
	for _, x := range f.flags {
		s.Turn = s.Turn || x == Transcript
	}
	last := f.Content[len(f.Content)-1].Tokens.Last - 1
	s.Line = !f.Source.Empty() && f.Cue.Empty() && t.stream.Tokens[f.Source.Tokens.First].Par > t.stream.Tokens[last].Par
	return s
}

// about lists the entities named in the content, in the order of the text.
func (t *text) about(f *finding, names *entity.Result) []int {
	var out []int
	seen := map[int]bool{}
	for _, c := range f.Content {
		for _, e := range names.About(int(c.Start), int(c.End)) {
			if !seen[e] {
				seen[e] = true
				out = append(out, e)
			}
		}
	}
	return out
}

var (
	tellings  = wordSet("told tell tells telling interview")
	towards   = wordSet("on via through to with in from")
	platforms = wordSet("x twitter facebook instagram tiktok telegram youtube linkedin reddit bluesky threads mastodon snapchat whatsapp weibo wechat")
)

// via finds the medium of a statement outside of its content: a platform after a
// preposition (“in a post on X”), or an organization that was told something or
// had an interview (“told Reuters”).
func (t *text) via(f *finding, names *entity.Result) string {
	if f.Cue.Empty() {
		return ""
	}
	tokens := t.stream.Tokens
	sent := t.stream.Sentences[tokens[f.Cue.Tokens.First].Sent]
	const far = 40 // tokens on either side of the cue
	first, last := max(sent.First+1, f.Cue.Tokens.First-far), min(sent.Last, f.Cue.Tokens.Last+far)
	if name, ok := t.truthSocial(first, last); ok {
		return name
	}
	for i := first; i < last; i++ {
		k := &tokens[i]
		if !k.Cap || inContent(f, i) {
			continue
		}
		before := tokens[i-1].Lower
		if platforms[k.Lower] && towards[before] {
			return t.stream.Word(int(i))
		}
		if tellings[before] || towards[before] && i > 1 && tellings[tokens[i-2].Lower] {
			if name := organizationAt(names, k.Start); name != "" {
				return name
			}
		}
	}
	return ""
}

// truthSocial finds the one platform with a name of two common words.
func (t *text) truthSocial(first, last int32) (string, bool) {
	for i := first; i+1 < last; i++ {
		if t.stream.Word(int(i)) == "Truth" && t.stream.Word(int(i+1)) == "Social" {
			return "Truth Social", true
		}
	}
	return "", false
}

func inContent(f *finding, i int32) bool {
	for _, c := range f.Content {
		if c.Tokens.First <= i && i < c.Tokens.Last {
			return true
		}
	}
	return false
}

func organizationAt(names *entity.Result, at int32) string {
	for _, e := range names.About(int(at), int(at)+200) {
		x := &names.Entities[e]
		for _, m := range x.Mentions {
			if names.Mentions[m].Start == at && x.Kind == entity.Organization {
				return x.Name
			}
		}
	}
	return ""
}
