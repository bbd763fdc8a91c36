package token

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func words(s *Stream) []string {
	var out []string
	for i := range s.Tokens {
		out = append(out, s.Word(i))
	}
	return out
}

func TestSplit(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a clitic is a token", "Trump's aides don't", []string{"Trump", "'s", "aides", "do", "n't"}},
		{"a curly apostrophe joins too", "Russia’s won’t", []string{"Russia", "’s", "wo", "n’t"}},
		{"a last dot is a sign", "He left it.", []string{"He", "left", "it", "."}},
		{"an abbreviation keeps its dot", "Sen. J. Smith of the U.S. said", []string{"Sen.", "J.", "Smith", "of", "the", "U.S.", "said"}},
		{"a party and a state keep it too", "Rep. Moore (D-Wis.) and Ray, R-S.C., left", []string{"Rep.", "Moore", "(", "D-Wis.", ")", "and", "Ray", ",", "R-S.C.", ",", "left"}},
		{"a word after a hyphen is no initial", "Plan-B. He", []string{"Plan-B", ".", "He"}},
		{"two single marks are one double mark", "''Yes,'' he", []string{"''", "Yes", ",", "''", "he"}},
		{"dots run together", "well ... yes", []string{"well", "...", "yes"}},
		{"hyphens and dots join words", "well-known 3.5 AT&T", []string{"well-known", "3.5", "AT&T"}},
		{"broken bytes are signs", "a\xffb", []string{"a", "\xff", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, words(Split(tt.text))); diff != "" {
				t.Errorf("words (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a stop before a capital ends it", "One left. Two came.", []string{"One left.", "Two came."}},
		{"the closing mark belongs to it", "“We go.” She left.", []string{"“We go.”", "She left."}},
		{"a title is no end", "Dr. Smith came. He left.", []string{"Dr. Smith came.", "He left."}},
		{"a state in brackets is no end", "Sanders (I-Vt.) left. He ran.", []string{"Sanders (I-Vt.) left.", "He ran."}},
		{"an abbreviation may end it", "at 3 p.m. He left", []string{"at 3 p.m.", "He left"}},
		{"the word no is an abbreviation before a number only", "He said no. Then No. 10 agreed.", []string{"He said no.", "Then No. 10 agreed."}},
		{"a common word is no abbreviation without a capital", "She fell ill. Gov. Ray came.", []string{"She fell ill.", "Gov. Ray came."}},
		{"a line end always does", "Head\nBody text", []string{"Head", "Body text"}},
		{"a quoted question goes on", "“Why?” he asked.", []string{"“Why?” he asked."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Split(tt.text)
			var got []string
			for _, r := range s.Sentences {
				got = append(got, s.Text[s.Tokens[r.First].Start:s.Tokens[r.Last-1].End])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHashesAgree(t *testing.T) {
	s := Split("Trump’s TRUMP'S")
	if s.Tokens[1].Lower != s.Tokens[3].Lower {
		t.Errorf("’s and 'S have different lower-case hashes")
	}
	if got, want := s.Tokens[2].Lower, LowerHash("trump"); got != want {
		t.Errorf("Lower = %x, LowerHash = %x", got, want)
	}
	if got, want := s.Tokens[0].Exact, Hash("Trump"); got != want {
		t.Errorf("Exact = %x, Hash = %x", got, want)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("“A,” he said.\nMr. B’s ''dog''")
	f.Add("\xff\n\n\x00'")
	f.Fuzz(func(t *testing.T, text string) {
		s := Split(text)
		at := int32(0)
		for i, tok := range s.Tokens {
			if tok.Start < at || tok.End <= tok.Start || int(tok.End) > len(text) {
				t.Fatalf("token %d is [%d, %d) after %d", i, tok.Start, tok.End, at)
			}
			at = tok.End
			r := s.Sentences[tok.Sent]
			if int32(i) < r.First || int32(i) >= r.Last {
				t.Fatalf("token %d is outside of its sentence", i)
			}
		}
	})
}
