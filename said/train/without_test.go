package train

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said"
)

// A part that cannot be told from the result would print the whole engine's figures
// under another name.
func TestWithout(t *testing.T) {
	texts := map[string]string{
		"learnt reader of odd marks":               "“The harbour will never open again, Keane said on Monday. “Nobody believes the mayor.”",
		"bias to statements":                       "It was announced on Monday that the harbour would close in May. The new wall is said to be the longest in the country.",
		"learnt linker":                            "Ruiz, who met Berg, said on Monday: “We stay.” Berg nodded at the “plan” of the mayor.",
		"clauses for idle cues":                    "Ruiz said the port will close, the Gazette reported.",
		"grammar of transcripts and signed quotes": "RUIZ: The bridge is old.\nBERG: So is the port.\nRUIZ: We will pay.\nBERG: Good.",
		"least confidence of a quote":              "The band struck up “We shall stay here” and the crowd sang along.",
		"learnt ranker of speakers":                "Ana Ruiz has led Holm for years. Her deputy, Eva Lind, knows Maria Keane.\n“We will build the bridge,” Ruiz said. It was begun by Eva Lind.\n“And the school,” she said.",
		"titles and head words":                    "The mayor of Holm, Ana Ruiz, came.\n“We will build it,” the mayor said.",
	}
	whole := said.New()
	for _, p := range Parts() {
		t.Run(p.Name, func(t *testing.T) {
			e, err := Without(nil, p)
			if err != nil {
				t.Fatal(err)
			}
			text, ok := texts[p.Name]
			if !ok { // internal/quote has the test of limits: what they leave out is hardly ever a statement
				text = texts["learnt linker"]
				if diff := cmp.Diff(Analyze(whole, text), Analyze(e, text)); diff != "" {
					t.Errorf("another reading of a text without limits (-with +without):\n%s", diff)
				}
				return
			}
			if got := Analyze(e, text); cmp.Equal(Analyze(whole, text), got) {
				t.Errorf("the same statements as with it: %+v", got)
			}
		})
	}
}
