package quote

import (
	"testing"

	"github.com/inquit/inquit/said/internal/token"
)

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
