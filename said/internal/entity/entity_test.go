package entity

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/internal/token"
)

// show prints entities in lines: name, kind, aliases.
func show(r *Result) []string {
	var out []string
	for _, e := range r.Entities {
		s := e.Name + ", " + e.Kind.String()
		if len(e.Aliases) > 0 {
			s += " (" + strings.Join(e.Aliases, "; ") + ")"
		}
		if e.Country != "" {
			s += " of " + e.Country
		}
		out = append(out, s)
	}
	return out
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{
			"a surname before the full name is the same person", "Okafor wins again\nMayor Grace Okafor won on Monday. Ms. Okafor thanked voters in Lagos.",
			[]string{"Grace Okafor, person (Okafor)", "Lagos, place"},
		},
		{
			"father and son stay apart", "Donald Trump Jr. met reporters in Ohio. His father, Donald Trump, did not. Mr. Trump was in Florida.",
			[]string{"Donald Trump Jr., person", "Ohio, place", "Donald Trump, person (Trump)", "Florida, place"},
		},
		{
			"an honorific tells namesakes apart", "Bill Clinton and Hillary Clinton came to Iowa. Mrs. Clinton spoke first, and then Mr. Clinton told a story.",
			[]string{"Bill Clinton, person (Clinton)", "Hillary Clinton, person (Clinton)", "Iowa, place"},
		},
		{
			"a nickname is the same first name", "Senator Robert Menendez arrived. Bob Menendez of New Jersey spoke.",
			[]string{"Robert Menendez, person (Bob Menendez)", "New Jersey, place"},
		},
		{
			"countries go under their main form", "The US and the U.K. signed. The United States paid, Britain did not.",
			[]string{"United States, place (US)", "United Kingdom, place (U.K.; Britain)"},
		},
		{
			"the European Union is an organization", "The EU agreed on Monday. Diplomats said the European Union had no choice.",
			[]string{"European Union, organization (EU)"},
		},
		{"an organization goes under the form that is printed", "The BBC said nothing, and CNN called.", []string{"BBC, organization", "CNN, organization"}},
		{"particles are part of the surname", "Manager Erik ten Hag left on Monday. Ten Hag said he was tired.", []string{"Erik ten Hag, person (Ten Hag)"}},
		{"a dateline is a place", "WASHINGTON (AP) — Ana Ruiz left. The AP called.", []string{"WASHINGTON, place", "AP, organization", "Ana Ruiz, person"}},
		{
			"an organization's name may hold prepositions", "The Institute for the Study of War (ISW) said no. ISW analysts agreed.",
			[]string{"Institute for the Study of War, organization (ISW)"},
		},
		{"a company's short name is no person", "Acme Corp. fell. Analysts said Acme would recover.", []string{"Acme Corp., organization (Acme)"}},
		{
			"brackets bind an acronym", "The Kenya National Commission on Human Rights (KNCHR) complained. The KNCHR wants an answer.",
			[]string{"Kenya National Commission on Human Rights, organization (KNCHR)"},
		},
		{
			"peoples know their country", "Ukrainian and Russian delegates met. The Russians left first.",
			[]string{"Ukrainian, group of Ukraine", "Russian, group (Russians) of Russia"},
		},
		{
			"the platform X is found after on", "In a post on X, Omar Haddad wrote that he was tired.",
			[]string{"X, organization", "Omar Haddad, person"},
		},
		{"nothing comes of nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, show(Find(token.Split(tt.text)))); diff != "" {
				t.Errorf("entities (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTitles(t *testing.T) {
	tests := []struct {
		name, text, person string
		want               []string
	}{
		{"an organization before the title is the affiliation", "National Security Council Chief Rustem Umerov came.", "Rustem Umerov", []string{"Chief | National Security Council"}},
		{"a nationality is normalised to its country", "They met French President Emmanuel Macron and German Chancellor Frederic Merz.", "Frederic Merz", []string{"Chancellor | Germany"}},
		{"a former office is past", "Former U.S. Ambassador to the UN Nikki Haley said no.", "Nikki Haley", []string{"Former Ambassador to the UN | United States past"}},
		{"an apposition gives title and company", "It was Tim Cook, chief executive of Apple, who came.", "Tim Cook", []string{"chief executive | Apple"}},
		{"a comma may stand before the name", "They met Apple's chief executive, Tim Cook, in Ohio.", "Tim Cook", []string{"chief executive | Apple"}},
		{"a ministry's spokesman", "Health Ministry spokesman Ashraf al-Qidra said so.", "Ashraf al-Qidra", []string{"spokesman | Health Ministry"}},
		{"a plural title spreads", "They met Presidents Xi Jinping and Vladimir Putin in Beijing.", "Vladimir Putin", []string{"President | "}},
		{"a kinsman does not inherit", "US President Donald Trump’s son-in-law, Jared Kushner, came.", "Jared Kushner", nil},
		{"party and state stand in brackets", "“Yes,” Sen. Bernie Sanders (I-Vt.) said.", "Bernie Sanders", []string{"Sen. | ", " | I-Vt."}},
		{"the office's owner is no titleholder", "Prime Minister Narendra Modi met Ana Ruiz in Delhi.", "Ana Ruiz", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Find(token.Split(tt.text))
			var got []string
			for _, e := range r.Entities {
				if e.Name != tt.person {
					continue
				}
				for _, x := range e.Titles {
					s := x.Text + " | " + x.AffiliationName
					if x.Past {
						s += " past"
					}
					got = append(got, s)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("titles of %s (-want +got):\n%s", tt.person, diff)
			}
		})
	}
}

func TestRelation(t *testing.T) {
	r := Find(token.Split("US President Donald Trump’s son-in-law, Jared Kushner, came to Florida."))
	got := ""
	for _, e := range r.Entities {
		if e.Name == "Jared Kushner" {
			got = e.Relation
		}
	}
	if want := "son-in-law of Donald Trump"; got != want {
		t.Errorf("relation = %q, want %q", got, want)
	}
}

func TestAbout(t *testing.T) {
	text := "Ana Ruiz said France and Spain would pay France."
	r := Find(token.Split(text))
	var got []string
	for _, e := range r.About(strings.Index(text, "France"), len(text)) {
		got = append(got, r.Entities[e].Name)
	}
	if diff := cmp.Diff([]string{"France", "Spain"}, got); diff != "" {
		t.Errorf("about (-want +got):\n%s", diff)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("US President Donald Trump’s son-in-law, Jared Kushner (R-N.J.), who is chief of the EU")
	f.Add("''A-B-C'' 's of the The\n'S Mr. Mr. X's Y's Z")
	f.Fuzz(func(t *testing.T, text string) {
		s := token.Split(text)
		r := Find(s)
		at := int32(0)
		for i, m := range r.Mentions {
			if m.Start < at || m.End <= m.Start || int(m.End) > len(text) || m.First >= m.Last || int(m.Last) > len(s.Tokens) {
				t.Fatalf("mention %d is [%d, %d), tokens [%d, %d), after %d", i, m.Start, m.End, m.First, m.Last, at)
			}
			at = m.End
		}
		for _, e := range r.Entities {
			if e.Name == "" || len(e.Mentions) == 0 {
				t.Fatalf("entity %+v", e)
			}
			for _, x := range e.Titles {
				if x.Start > x.End || int(x.End) > len(text) || x.Start < 0 {
					t.Fatalf("title %+v", x)
				}
			}
		}
	})
}

func ExampleFind() {
	r := Find(token.Split("US Special Envoy Steve Witkoff flew to Moscow. Witkoff met Russian officials."))
	for _, e := range r.Entities {
		fmt.Println(e.Name, e.Kind, len(e.Mentions))
	}
	// Output:
	// United States place 1
	// Steve Witkoff person 2
	// Moscow place 1
	// Russian group 1
}

func TestCutBracket(t *testing.T) {
	tests := []struct {
		name, text  string
		first, last int32
		want        string
	}{
		{"a name ends with its bracket", "The Bank of Ghana (BoG) Press Release came.", 5, 9, "BoG"},
		{"a name may hold brackets", "The Bank (Ghana) Act came.", 1, 6, "Bank (Ghana) Act"},
		{"a name may fill its bracket", "The bank (Bank of Ghana) paid.", 3, 6, "Bank of Ghana"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := token.Split(tt.text)
			n := Span{First: tt.first, Last: tt.last, Start: s.Tokens[tt.first].Start, End: s.Tokens[tt.last-1].End}
			n.cutBracket(s)
			if got := tt.text[n.Start:n.End]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEpithet(t *testing.T) {
	tests := []struct {
		name  string
		forms []form
		want  bool
	}{
		{"a word before a commoner full name is none of it", []form{{"Crooked Hillary Clinton", 1}, {"Hillary Clinton", 2}}, true},
		{"a first name belongs to the name", []form{{"Maria Luisa Perez", 1}, {"Luisa Perez", 2}}, false},
		{"a surname alone tells nothing", []form{{"Crooked Clinton", 1}, {"Clinton", 2}}, false},
		{"a rarer form tells nothing", []form{{"Crooked Hillary Clinton", 2}, {"Hillary Clinton", 1}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := epithet(tt.forms[0], tt.forms); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestVote(t *testing.T) {
	const text = "Acme Corp paid Acme Corp. Zed left. Grace Okafor met Okafor."
	span := func(name string, from int, kind Type, confidence float32) Span {
		start := int32(from + strings.Index(text[from:], name))
		return Span{Start: start, End: start + int32(len(name)), Type: kind, Confidence: confidence}
	}
	tests := []struct {
		name  string
		spans []Span
		want  []Type
	}{
		{"a doubtful name has the type of a sure one", []Span{span("Acme Corp", 0, TypeOrganization, 0.9), span("Acme Corp", 10, TypePlace, 0.3)}, []Type{TypeOrganization, TypeOrganization}},
		{"a surname is a person's", []Span{span("Grace Okafor", 0, TypePerson, 0.9), span("Okafor", 50, TypePlace, 0.3)}, []Type{TypePerson, TypePerson}},
		{"an unlikely name is left out", []Span{span("Zed", 0, TypePlace, 0.3)}, nil},
		{"a doubtful name stays", []Span{span("Zed", 0, TypePlace, 0.5)}, []Type{TypePlace}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []Type
			for _, s := range vote(text, tt.spans) {
				got = append(got, s.Type)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("types (-want +got):\n%s", diff)
			}
		})
	}
}
