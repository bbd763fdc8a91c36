package block

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func cutString(t testing.TB, s string) *Page {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return Cut(doc)
}

func TestCutGivesTheBlocksThatAReaderSees(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"paragraphs and text beside them", "<p>One</p>two<div>three</div>", []string{"One", "two", "three"}},
		{"inline elements do not divide", "<p>O<b>n</b>e <a href=x>two</a><span>!</span></p>", []string{"One two!"}},
		{"white space collapses, no-break spaces too", "<p> a\n\t b&nbsp;&nbsp;c </p>", []string{"a b c"}},
		{"line breaks divide", "<p>One<br>two<br/><br/>three</p>", []string{"One", "two", "three"}},
		{"empty spans styled as breaks divide", `<div>One<span class="x br"></span>two</div>`, []string{"One", "two"}},
		{"scripts and styles print nothing", "<p>a<script>x</script><style>y</style></p><noscript>z</noscript>", []string{"a"}},
		{"rows of data are one line", "<table><tr><td>Bonn</td><td>12</td></tr></table>", []string{"Bonn | 12"}},
		{"tables for layout are not", "<table><tr><td><p>One</p></td><td><p>Two</p></td></tr></table>", []string{"One", "Two"}},
		{"list items", "<ul><li>One<ul><li>Two</li></ul></li></ul>", []string{"One", "Two"}},
		{"q prints its marks", "<p>She said: <q>No.</q></p>", []string{"She said: “No.”"}},
		{"q with marks of its own prints them once", "<p>She said: <q>“No.”</q></p>", []string{"She said: “No.”"}},
		{"ruby reads like its fallback", "<p><ruby>尹<rp>（</rp><rt>ユン</rt><rp>）</rp></ruby>氏</p>", []string{"尹（ユン）氏"}},
		{"soft hyphens stay, zero width spaces go", "<p>a\u00adb\u200bc</p>", []string{"a\u00adbc"}},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, b := range cutString(t, c.page).Blocks {
				got = append(got, b.Text)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func TestBlocksKnowWhetherTheyAreHidden(t *testing.T) {
	p := cutString(t, `<p>a</p><p hidden>b</p><div style="DISPLAY : none"><p>c</p></div><div hidden id="S:0"><p>d</p></div><p aria-hidden="true">e</p>`)
	got := ""
	for _, b := range p.Blocks {
		if b.Hidden {
			got += b.Text
		}
	}
	if got != "bce" {
		t.Errorf("hidden: %q", got)
	}
}

func TestPagesWithoutEndAreCut(t *testing.T) {
	p := cutString(t, strings.Repeat("<p>a</p>", MaxBlocks+10))
	if !p.Cut || len(p.Blocks) != MaxBlocks {
		t.Errorf("cut %v after %d blocks", p.Cut, len(p.Blocks))
	}
}

func TestLinkShareAndWords(t *testing.T) {
	p := cutString(t, `<p><a href=x>four</a> more</p><p>東京都は四日</p>`)
	if got := p.Blocks[0].LinkShare(); got < 0.4 || got > 0.5 {
		t.Errorf("link share %v", got)
	}
	if got := p.Blocks[1].Words(); got != 3 {
		t.Errorf("words %d, want 3: two characters count as one", got)
	}
}

func TestClassNamesAreReadByWords(t *testing.T) {
	for _, c := range []struct {
		class string
		group int
		want  bool
	}{
		{"article-body", classBody, true},
		{"ArticleBody_text__x9", classBody, true},
		{"newsletterBox", classNewsletter, true},
		{"col-12 read-more", classRelated, true},
		{"already", classAd, false},
		{"ad-slot", classAd, true},
		{"header", classAd, false},
		{"navbar", classNav, true},
		{"", classNav, false},
	} {
		if got := classMask(c.class).has(c.group); got != c.want {
			t.Errorf("%q in %s: %v, want %v", c.class, classNames[c.group], got, c.want)
		}
	}
}

func TestPhrasesAreFoundByWords(t *testing.T) {
	for _, c := range []struct {
		text  string
		group int
		want  bool
	}{
		{"Read more: the night the boats sank", phraseMore, true},
		{"He read more than a thousand books", phraseMore, false},
		{"Sign up for our newsletter", phraseSignup, true},
		{"Photo: Per Dahl / Getty Images", phraseCredit, true},
		{"関連記事はこちら", phraseMore, true},
		{"© 2024", phraseLegal, true},
		{"Updated 12:30", phraseDate, true},
	} {
		if got := (phraseMask(c.text, lowerTokens(c.text, maxTokens)) | signs(c.text)).has(c.group); got != c.want {
			t.Errorf("%q in %s: %v, want %v", c.text, phraseNames[c.group], got, c.want)
		}
	}
}

func TestGramsTellHowMuchOfATextTheyHold(t *testing.T) {
	g := NewGrams("one two three four five six\nshort line")
	for text, want := range map[string]float64{
		"two three four five":                     1,
		"two three four nine":                     0,
		"one two three four five nine ten eleven": 0.4,
		"short line":                              1,
		"short":                                   0,
		"":                                        0,
	} {
		if got := g.Cover(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
