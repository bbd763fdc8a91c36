package said

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

func TestSigned(t *testing.T) {
	tests := []struct{ name, text, content, source string }{
		{"a dash and a name", "“We stay.” — Ana Lind", "“We stay.”", "Ana Lind"},
		{"marks within", "“He calls it “a wall” and laughs.” — Ana Lind", "“He calls it “a wall” and laughs.”", "Ana Lind"},
		{"marks beside each other", "“We stay,” she said, “for good” — Ana Lind was there", "", ""},
		{"and a name behind them", "“We stay,” she said, “for good.” — Ana Lind", "", ""},
		{"two letters in a paragraph", "“He calls it “a wall” and laughs.” — Ana Lind “We go.” — Eva Holm", "", ""},
		{"the closing mark is lost", "“We stay. — Ana Lind", "“We stay.", "Ana Lind"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := &text{stream: token.Split(tt.text)}
			var content, source string
			for _, f := range x.signed(nil, quote.Regions(x.stream)) {
				content, source = tt.text[f.Content[0].Start:f.Content[0].End], tt.text[f.Source.Start:f.Source.End]
			}
			if content != tt.content || source != tt.source {
				t.Errorf("content %q of %q, want %q of %q", content, source, tt.content, tt.source)
			}
		})
	}
}

// The model may make one statement of a whole page of letters.
func TestSignedParagraphsBelongToNoOtherStatement(t *testing.T) {
	x := &text{stream: token.Split("“We stay,” Ruiz wrote.\n“We go.” — Ana Lind\n“I wait.” — Eva Holm")}
	var s finding
	for _, r := range quote.Regions(x.stream) {
		s.Content, s.Quoted = append(s.Content, quote.Part{Range: quote.Range{Start: r.Start, End: r.End}, Tokens: tokensAt(x.stream, r)}), append(s.Quoted, r)
	}
	other := finding{}
	other.Content, other.Quoted = slices.Clone(s.Content[1:2]), slices.Clone(s.Quoted[1:2])
	var got []string
	for _, f := range x.signed([]finding{s, other}, quote.Regions(x.stream)) {
		for _, p := range f.Content {
			got = append(got, x.stream.Text[p.Start:p.End])
		}
		if len(f.Content) != len(f.Quoted) {
			t.Errorf("%d contents with %d quoted stretches", len(f.Content), len(f.Quoted))
		}
	}
	if diff := cmp.Diff([]string{"We stay,", "“We go.”", "“I wait.”"}, got); diff != "" {
		t.Errorf("contents (-want +got):\n%s", diff)
	}
}

func tokensAt(s *token.Stream, r quote.Region) (out token.Range) {
	for i := range s.Tokens {
		if t := &s.Tokens[i]; t.Start >= r.Start && t.End <= r.End {
			if out.Last == 0 {
				out.First = int32(i)
			}
			out.Last = int32(i) + 1
		}
	}
	return out
}
