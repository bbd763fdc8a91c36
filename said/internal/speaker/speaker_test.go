package speaker

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/token"
)

// marked reads a text in which sources stand in [brackets], cues in {braces} and
// contents in <angles>. A source and the content after or before it that share a
// sentence make a statement, in the order of the contents; a content without a
// source has none.
func marked(t *testing.T, text string) Input {
	t.Helper()
	var plain strings.Builder
	type open struct {
		sign byte
		at   int
	}
	var stack []open
	spans := map[byte][][2]int{}
	for i := range len(text) {
		switch c := text[i]; c {
		case '[', '{', '<':
			stack = append(stack, open{c, plain.Len()})
		case ']', '}', '>':
			o := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			spans[o.sign] = append(spans[o.sign], [2]int{o.at, plain.Len()})
		default:
			plain.WriteByte(c)
		}
	}
	s := token.Split(plain.String())
	in := Input{Stream: s, Entities: entity.Find(s)}
	for _, c := range spans['<'] {
		st := Statement{Content: []token.Range{tokensOf(s, c)}}
		st.Source = sameSentence(s, st.Content[0], spans['['])
		st.Cue = sameSentence(s, st.Content[0], spans['{'])
		in.Statements = append(in.Statements, st)
		in.Quoted = append(in.Quoted, Stretch{int32(c[0]), int32(c[1])})
	}
	return in
}

func tokensOf(s *token.Stream, x [2]int) token.Range {
	r := token.Range{First: -1}
	for i := range s.Tokens {
		if int(s.Tokens[i].Start) >= x[0] && int(s.Tokens[i].End) <= x[1] {
			if r.First < 0 {
				r.First = int32(i)
			}
			r.Last = int32(i) + 1
		}
	}
	return r
}

func sameSentence(s *token.Stream, c token.Range, spans [][2]int) token.Range {
	for _, x := range spans {
		r := tokensOf(s, x)
		a, b := s.Tokens[r.First].Sent, s.Tokens[c.First].Sent
		if a == b || s.Tokens[c.Last-1].Sent == a {
			return r
		}
	}
	return token.Range{}
}

// resolveTests have a speaker for each statement: names, kind, method.
var resolveTests = []struct {
	name, text string
	want       []string
}{
	{
		"a surname goes to the full name", "Ana Ruiz won in Madrid. <“We did it,”> [Ruiz] {said}.",
		[]string{"Ana Ruiz, person, name"},
	},
	{
		"two names in one source speak both", "[French President Emmanuel Macron and German Chancellor Frederic Merz] {said} <they would pay>.",
		[]string{"Emmanuel Macron & Frederic Merz, person, name"},
	},
	{
		"two organizations speak together", "[NASA and the European Space Agency] {said} <they would pay>.",
		[]string{"NASA & European Space Agency, organization, name"},
	},
	{
		"his counterpart speaks too", "[Britain's Prime Minister Keir Starmer and his Spanish counterpart, Pedro Sanchez,] {said} <they would back it>.",
		[]string{"Keir Starmer & Pedro Sanchez, person, name"},
	},
	{
		"the lawyer of somebody is somebody else", "[Donald Trump's lawyer, Michael Cohen,] {said} <never>.",
		[]string{"Michael Cohen, person, name"},
	},
	{
		"an unnamed lawyer has no name", "Donald Trump left. [Trump's lawyer] {said} <it was over>.",
		[]string{", role, nominal"},
	},
	{
		"a campaign is not the candidate", "Hillary Clinton rested. [The Clinton campaign] {said} <she was fine>.",
		[]string{"Clinton campaign, organization, nominal"},
	},
	{
		"she is the woman and not the last name", "Mary Evans met John Brown in Leeds. <“It went well,”> [she] {said}.",
		[]string{"Mary Evans, person, pronoun"},
	},
	{
		"he is the man", "Mary Evans met John Brown in Leeds. <“It went well,”> [he] {said}.",
		[]string{"John Brown, person, pronoun"},
	},
	{
		"who is the name before it", "Peter Hall, [who] {said} <he would stay>, left.",
		[]string{"Peter Hall, person, pronoun"},
	},
	{
		"the senator is who has the title", "Senator Amy Klobuchar spoke with Joe Biden in Ohio. [The senator] {said} <it was late>.",
		[]string{"Amy Klobuchar, person, nominal"},
	},
	{
		"the president is not the vice president", "President Joe Biden and Vice President Kamala Harris met in Ohio. Harris left. [The president] {said} <it was late>.",
		[]string{"Joe Biden, person, nominal"},
	},
	{
		"the commission is the name with that word", "The European Commission met France. [The commission] {said} <it would wait>.",
		[]string{"European Commission, organization, nominal"},
	},
	{
		"a common plural is a group", "[Negotiators] {said} <it was slow>.",
		[]string{", group, nominal"},
	},
	{
		"whoever asks not to be named stays anonymous", "[An official who asked not to be named] {said} <talks were near>.",
		[]string{", anonymous, nominal"},
	},
	{
		"a report is a document of its maker", "[A report by Human Rights Watch] {said} <children were hurt>.",
		[]string{"Human Rights Watch, document, nominal"},
	},
	{
		"a quote without a source goes on", "<“We did it,”> [Ana Ruiz] {said}.\n<“And we will again.”>",
		[]string{"Ana Ruiz, person, name", "Ana Ruiz, person, continuation"},
	},
	{
		"it is the organization that spoke", "[Amazon] {said} <it was sorry>. [It] {added} <that it would pay>.",
		[]string{"Amazon, organization, name", "Amazon, organization, pronoun"},
	},
	{
		"the ministers are the two named together", "German Foreign Minister Johann Wadephul and his French counterpart Jean-Noël Barrot met. [The ministers] {said} <talks went on>.",
		[]string{"Johann Wadephul & Jean-Noël Barrot, person, nominal"},
	},
	{
		"a dateline is not the source", "[KYIV, Ukraine — Ukraine's military] {said} <it was quiet>.",
		[]string{"Ukraine's military, organization, nominal"},
	},
	{
		"a title may hold a preposition", "[Secretary of State Mike Pompeo] {said} <talks went on>.",
		[]string{"Mike Pompeo, person, name"},
	},
	{
		"who is told is not who speaks", "[An adviser to President Barack Obama] {said} <it was late>.",
		[]string{", role, nominal"},
	},
	{
		"the Spaniard is a person", "Rafael Nadal won in Basel. [The Spaniard] {said} <it was hard>.",
		[]string{"Rafael Nadal, person, nominal"},
	},
	{
		"the couple are the two named together", "Ana Ruiz and Tom Hale married in Rome. [The couple] {said} <they were happy>.",
		[]string{"Ana Ruiz & Tom Hale, person, nominal"},
	},
	{
		"the statement is of whoever issued it", "The European Commission issued a statement on Monday, and Tim Cook left. [The statement] {said} <it was sorry>.",
		[]string{"European Commission, document, nominal"},
	},
	{"a label before a turn is its source", "WALLACE: <And you were there?>", []string{"WALLACE, person, turn"}},
	{"a country may speak", "[Beijing] {said} <never>.", []string{"Beijing, place, name"}},
}

func TestResolve(t *testing.T) {
	for _, tt := range resolveTests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, a := range Resolve(marked(t, tt.text)) {
				var names []string
				for _, s := range a.Speakers {
					names = append(names, s.Name)
				}
				got = append(got, strings.Join(names, " & ")+", "+string(a.Speakers[0].Kind)+", "+string(a.Method))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("speakers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEvidence(t *testing.T) {
	a := Resolve(marked(t, "Mary Evans met John Brown in Leeds. <“It went well,”> [she] {said}."))[0]
	if want := "she → Mary Evans: subject of the previous sentence"; a.Evidence != want {
		t.Errorf("evidence = %q, want %q", a.Evidence, want)
	}
	if len(a.Candidates) != 2 || a.Candidates[0].Name != "Mary Evans" {
		t.Errorf("candidates = %v, want Mary Evans before John Brown", a.Candidates)
	}
}

func TestMeant(t *testing.T) {
	in := marked(t, "Mary Evans met reporters in Leeds on Monday. [Evans] {said} <that she would go>.")
	a := Resolve(in)[0]
	var got []string
	for _, e := range a.Meant {
		got = append(got, in.Entities.Entities[e].Name)
	}
	if diff := cmp.Diff([]string{"Mary Evans"}, got); diff != "" {
		t.Errorf("meant (-want +got):\n%s", diff)
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("Mary Evans met John Brown. “It went well,” the company's lawyer, who is here, said of her.", uint16(3), uint16(9), uint16(2))
	f.Add("X and Y, Z", uint16(0), uint16(1), uint16(5))
	f.Fuzz(func(t *testing.T, text string, a, b, c uint16) {
		s := token.Split(text)
		n := len(s.Tokens) + 1
		cut := func(x, y uint16) token.Range {
			p, q := int(x)%n, int(y)%n
			return token.Range{First: int32(min(p, q)), Last: int32(max(p, q))}
		}
		in := Input{Stream: s, Entities: entity.Find(s), Statements: []Statement{
			{Source: cut(a, b), Content: []token.Range{cut(b, c)}}, {Cue: cut(a, c)}, {Source: cut(b, b+1), Cue: cut(c, c+1)}, {},
		}}
		got := Resolve(in)
		if len(got) != len(in.Statements) {
			t.Fatalf("%d attributions of %d statements", len(got), len(in.Statements))
		}
		for _, x := range got {
			if len(x.Speakers) == 0 || x.Probability < 0 || x.Probability > 1 {
				t.Fatalf("attribution %+v", x)
			}
		}
	})
}
