package quote

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/inquit/inquit/said/internal/token"
)

func TestTrim(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"signs at the ends go", ", Rep. Moore ,", "Rep. Moore"},
		{"a bracket that it opens is closed", "Rep. Moore (D-Wis.) said", "Rep. Moore (D-Wis.)"},
		{"one that it does not open is none of it", "Rep. Moore, of Wisconsin) said", "Rep. Moore, of Wisconsin"},
		{"nor is one after it was closed", "Moore (D) and Ray) said", "Moore (D) and Ray"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := fold(token.Split(tt.text), &markReader{})
			d.annotate(&Lexicon{})
			last := len(d.items) - 1
			if d.items[last-1].isWord() {
				last-- // said
			}
			if d.items[last-1].class == ')' {
				last-- // as the tagger leaves it
			}
			p := d.part(d.trim(&candidate{first: 1, last: last, part: source}))
			if got := tt.text[p.Start:p.End]; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestADraftOfWhichNoContentIsLeftIsNoStatement(t *testing.T) {
	d := fold(token.Split("It is Ruiz who spoke."), &markReader{})
	d.annotate(&Lexicon{})
	it := &candidate{first: 1, last: 2, part: content}
	name := &candidate{first: 3, last: 4, part: content}
	ruiz := &candidate{first: 3, last: 4, part: source}
	if got := d.statements([]*draft{{contents: []*candidate{it, name}, source: ruiz}}); len(got) != 0 {
		t.Errorf("got %+v of an empty subject and the source itself", got)
	}
}

// contentsOf gives a draft every stretch between bars as a content and returns what the
// statement keeps of them.
func contentsOf(text string) []string {
	plain := strings.ReplaceAll(text, "|", "")
	d := fold(token.Split(plain), &markReader{})
	d.annotate(&Lexicon{})
	var contents []*candidate
	at := int32(0)
	for i, piece := range strings.Split(text, "|") {
		end := at + int32(len(piece))
		if i%2 == 1 {
			c := &candidate{first: len(d.items), part: content}
			for k := range d.items {
				if t := &d.items[k]; !t.isBreak() && t.start >= at && t.end <= end {
					c.first, c.last = min(c.first, k), k+1
				}
			}
			contents = append(contents, c)
		}
		at = end
	}
	var out []string
	for _, p := range d.statement(&draft{contents: contents}).Content {
		out = append(out, plain[p.Start:p.End])
	}
	return out
}

func TestContentsEndWhereTheArticleGoesOn(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"in its own words", "He said |the wall was “old.” The council meets in May|.", []string{"the wall was “old.”"}},
		{"in words that the tagger cut off", "He said |the wall was old.| |The council meets in May|.", []string{"the wall was old."}},
		{"not where a quote follows", "He said |the wall was old. “It must go.”|", []string{"the wall was old. “It must go.”"}},
		{"not inside a quote", "He said |“The wall is old. It must go.”|", []string{"“The wall is old. It must go.”"}},
		{"a piece behind the cue stays", "|The wall is old|, he said. |It must go|.", []string{"The wall is old", "It must go"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, contentsOf(tt.text)); diff != "" {
				t.Errorf("contents (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNamesOfWorksAreNoContents(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a book", "In her book, |“How to Stay,”| she said |the wall was old|.", []string{"the wall was old"}},
		{"a show of a channel", "On Holm’s |“Morning Show”| she said |the wall was old|.", []string{"the wall was old"}},
		{"of something", "In an episode of |“The Harbour,”| she said |the wall was old|.", []string{"the wall was old"}},
		{"words that were said are none", "She added the words |“Ana Ruiz,”| and |that she was ill|.", []string{"“Ana Ruiz,”", "she was ill"}},
		{"what a sentence begins with is none", "She laughed at the song. |“The Old Wall,”| she said, |was hers|.", []string{"“The Old Wall,”", "was hers"}},
		{"the only stretch without a cue", "She read the book |“The Old Wall”|.", nil},
		{"at the head of a content", "She told Holm’s |“Morning Show” on Monday the wall was old|.", []string{"on Monday the wall was old"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, contentsOf(tt.text)); diff != "" {
				t.Errorf("contents (-want +got):\n%s", diff)
			}
		})
	}
}
