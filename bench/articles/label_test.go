package articles

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/inquit/inquit/article/block"
)

func TestLabelsFollowTheGoldText(t *testing.T) {
	doc, err := html.Parse(strings.NewReader(`<p>Yes</p><p>Home and away with us</p>
<p>The council of the town decided on Tuesday evening to build.</p><p>Yes</p>
<p>The wall is to be long and will cost a lot of crowns.</p>
<p>Only the second version has this sentence about the roof.</p>
<aside><p>Something else that nobody wrote into the gold text at all.</p>
<p>The wall is to be long and will cost a lot of crowns.</p></aside>`))
	if err != nil {
		t.Fatal(err)
	}
	d := &Doc{
		Text:    "The council of the town decided on Tuesday evening to build.\n\nYes\n\nThe wall is to be long and will cost a lot of crowns.",
		TextAlt: []string{"The council of the town decided on Tuesday evening to build.\n\nOnly the second version has this sentence about the roof."},
	}
	got := label(d, block.Cut(doc).Blocks)
	want := []float64{0, 0, 1, 1, 1, -1, 0, 0}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestPagesOfOneOutletAreInOneFold(t *testing.T) {
	a := &Doc{ID: "a", URL: "https://www.post.co.uk/1"}
	b := &Doc{ID: "b", URL: "https://sport.post.co.uk/2"}
	if a.Fold() != b.Fold() {
		t.Errorf("folds %d and %d", a.Fold(), b.Fold())
	}
}
