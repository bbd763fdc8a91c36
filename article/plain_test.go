package article

import (
	"strings"
	"testing"
)

func TestAPlainTextIsKeptWhole(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"paragraphs divided by blank lines, lines wrapped", "One\nline.\n\n \nTwo “open marks.\n", "One line.\n\nTwo “open marks."},
		{"a line for each paragraph", "One.\r\nTwo.\r\n", "One.\n\nTwo."},
		{"one line", "\ufeffOnly one.", "Only one."},
		{"bytes that are no text", "a\xff\xfeb", "a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := Parse(Page{Body: []byte(test.body), ContentType: "text/plain; charset=utf-8"})
			if a.Verdict != OK || !strings.HasPrefix(a.Text, test.want) {
				t.Errorf("verdict %s, text %q, want %q", a.Verdict, a.Text, test.want)
			}
		})
	}
	bytes := strings.Repeat("words \x01\x02\xfe\xff", 100)
	if a := Parse(Page{Body: []byte(bytes), ContentType: "text/plain"}); a.Verdict != NotArticle || !a.Has(ReasonUnsupportedType) {
		t.Errorf("what is no text: %s %v", a.Verdict, a.Reasons)
	}
	if a := Parse(Page{Body: []byte(" \n\n "), ContentType: "text/plain"}); a.Verdict != NotArticle || !a.Has(ReasonNoText) {
		t.Errorf("an empty text: %s %v", a.Verdict, a.Reasons)
	}
}
