package said

import "testing"

func TestLemmaOf(t *testing.T) {
	tests := []struct{ name, cue, want string }{
		{"a plain verb", "said", "say"},
		{"a passive", "were quoted as saying", "say"},
		{"a verb that others lead to", "went on to say", "say"},
		{"an irregular verb", "had written", "write"},
		{"a doubled consonant", "slammed", "slam"},
		{"refusing is what matters least", "declined to comment", "comment"},
		{"according to", "According to", "according to"},
		{"a sign", ":", ":"},
		{"a verb that is not in the list", "hollered", "holler"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := lemmaOf(tt.cue); got != tt.want {
				t.Errorf("lemmaOf(%q) = %q, want %q", tt.cue, got, tt.want)
			}
		})
	}
}
