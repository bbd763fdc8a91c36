package said

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTitleIsAZoneOfItsOwn(t *testing.T) {
	a := Article{
		Title: "‘We will rebuild the harbour wall,’ Brandt says",
		Text: "The harbour of Salto was hit by a storm on Sunday.\n" +
			"“We will rebuild the harbour wall,” the director of the port, Lena Brandt, said on Monday.",
	}
	doc := New().Analyze(a)
	checkSound(t, a, doc)
	var got []Zone
	for _, s := range doc.Statements {
		got = append(got, s.Zone)
		if s.Has(HeadlineOnly) {
			t.Errorf("%q stands in the body too", s.Content.Text)
		}
		if s.Zone == ZoneBody && s.Paragraph != 1 {
			t.Errorf("%q is in paragraph %d, want 1", s.Content.Text, s.Paragraph)
		}
	}
	if diff := cmp.Diff([]Zone{ZoneHeadline, ZoneBody}, got); diff != "" {
		t.Errorf("zones (-want +got):\n%s", diff)
	}
}

func TestMarksArePaired(t *testing.T) {
	doc := New().Analyze(Article{Text: `He said “yes” and it's "no" to the rest. “But`, Language: "en"})
	var got []string
	for _, m := range doc.Marks {
		got = append(got, m.Reading)
	}
	want := []string{"open", "close", "open", "close", "open"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("readings (-want +got):\n%s", diff)
	}
	if p := doc.Marks[0].Partner; p != 1 {
		t.Errorf("the first mark's partner is %d, want 1", p)
	}
	if p := doc.Marks[4].Partner; p != -1 {
		t.Errorf("the last mark's partner is %d, want none", p)
	}
}
