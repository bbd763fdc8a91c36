package article

import "testing"

func TestEnglishIsSeenByItsSmallWords(t *testing.T) {
	for text, want := range map[string]bool{
		"The council of the town voted on Friday to repair the bridge and to keep the ferry for the summer.": true,
		"Der Rat der Stadt hat am Freitag beschlossen, die Brücke zu reparieren und die Fähre zu behalten.":  false,
		"De raad van de stad is in een vergadering tot het besluit gekomen om de brug te herstellen.":        false,
		"Byrådet besluttede fredag at reparere broen over åen i stedet for at rive den ned.":                 false,
	} {
		if got := english(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
