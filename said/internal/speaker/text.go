package speaker

import (
	"strings"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// word returns token i in lower case, nothing outside of the text.
func (r *resolver) word(i int32) string {
	if i < 0 || int(i) >= len(r.Stream.Tokens) {
		return ""
	}
	return strings.ToLower(r.Stream.Word(int(i)))
}

// print returns the text of a range of tokens, on one line.
func (r *resolver) print(x token.Range) string {
	if empty(x) {
		return ""
	}
	return strings.Join(strings.Fields(r.Stream.Text[r.Stream.Tokens[x.First].Start:r.Stream.Tokens[x.Last-1].End]), " ")
}

// brief is print for the evidence: the beginning of long sources.
func (r *resolver) brief(x token.Range) string {
	const most = 16
	if x.Last-x.First > most {
		return r.print(token.Range{First: x.First, Last: x.First + most}) + " …"
	}
	return r.print(x)
}

// mention returns the mention that covers token i, or nil.
func (r *resolver) mention(i int32) *entity.Mention {
	if i < 0 || int(i) >= len(r.at) || r.at[i] == 0 {
		return nil
	}
	return &r.Entities.Mentions[r.at[i]-1]
}

// indexNames enters persons under their last names, for names that the tagger did
// not mark: a label in capitals, a name line.
func (r *resolver) indexNames() {
	r.byName = map[string]int{}
	for i := range r.Entities.Entities {
		e := &r.Entities.Entities[i]
		low := strings.ToLower(e.Name)
		r.byName[low] = i
		if e.Kind != entity.Person {
			continue
		}
		words := strings.Fields(low)
		for len(words) > 1 && (strings.HasPrefix(words[len(words)-1], "jr") || strings.HasPrefix(words[len(words)-1], "sr")) {
			words = words[:len(words)-1]
		}
		last := words[len(words)-1]
		if before, ok := r.byName[last]; !ok || len(r.Entities.Entities[before].Mentions) < len(e.Mentions) {
			r.byName[last] = i
		}
	}
}

// speakerOf is the speaker that an entity makes.
func (r *resolver) speakerOf(i int) Speaker {
	e := &r.Entities.Entities[i]
	s := Speaker{Name: e.Name, Entity: i}
	switch e.Kind {
	case entity.Person:
		s.Kind = Person
	case entity.Group:
		s.Kind = Group
	case entity.Place:
		s.Kind = Place
	default:
		s.Kind = Organization
	}
	if len(e.Titles) > 0 {
		s.Title = e.Titles[0].Text
	}
	for _, t := range e.Titles {
		if t.Affiliation != "" {
			s.Affiliation = t.Affiliation
			break
		}
	}
	return s
}

func nobody(k Kind) []Speaker { return []Speaker{{Kind: k, Entity: -1}} }

// sentence returns the number of the sentence and of the paragraph of token i.
func (r *resolver) sentence(i int32) (sent, par int32) {
	if i < 0 || int(i) >= len(r.Stream.Tokens) {
		return -1, -1
	}
	t := &r.Stream.Tokens[i]
	return t.Sent, t.Par
}
