package article_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/inquit/inquit/article"
)

// many writes the format so often, each time with another name in it.
func many(format string, n int) string {
	var b strings.Builder
	for i := range n {
		name := []byte("Ana Mor.....")
		for k, at := i, len("Ana Mor"); at < len(name); at++ {
			name[at] = byte('a' + k%26)
			k /= 26
		}
		fmt.Fprintf(&b, format, name)
	}
	return b.String()
}

// TestHostilePages has no clock of its own: a page that is not read in bounded
// time stops the test binary.
func TestHostilePages(t *testing.T) {
	const sentence = "The council of the town decided on Tuesday evening that the harbour gets a new wall. "
	para := "<p>" + sentence + sentence + "</p>"
	for name, c := range map[string]struct {
		body   string
		reason article.Reason
		text   bool
	}{
		"nested deeper than a parser goes": {strings.Repeat("<div>", 100000) + strings.Repeat(para, 10), article.ReasonMalformed, true},
		"nested inline":                    {strings.Repeat("<b>", 5000) + strings.Repeat(para, 5), "", false},
		"tables in tables":                 {strings.Repeat("<table><tr><td>", 400) + strings.Repeat(para, 5), "", false},
		"a line of megabytes":              {"<p>" + strings.Repeat(sentence, 60000) + "</p>", "", false},
		"a word of megabytes":              {"<p>" + strings.Repeat("a", 5<<20) + "</p>" + strings.Repeat(para, 5), "", false},
		"more than is read":                {strings.Repeat(para, 80000), article.ReasonTooLarge, true},
		"a hundred thousand paragraphs":    {strings.Repeat("<p>Some short line of text</p>", 100000), "", false},
		"a hundred thousand breaks":        {"<div>" + strings.Repeat("Some short line of text<br>", 100000) + "</div>", "", false},
		"a hundred thousand attributes":    {"<p " + strings.Repeat("class=x ", 100000) + ">" + sentence + "</p>", "", false},
		"classes of megabytes":             {`<div class="` + strings.Repeat("article-body ", 200000) + `">` + strings.Repeat(para, 5) + "</div>", "", true},
		"JSON-LD nested deep":              {`<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 50000) + `</script>` + strings.Repeat(para, 5), "", true},
		"JSON-LD of commas":                {`<script type="application/ld+json">[` + strings.Repeat(`,`, 5<<20) + `</script>` + strings.Repeat(para, 5), "", true},
		"JSON-LD of tags without end":      {`<script type="application/ld+json">{"@type":"NewsArticle","headline":"a","articleBody":"` + strings.Repeat(`<a<1`, 1<<20) + `"}</script>` + strings.Repeat(para, 5), "", false},
		"authors without end":              {many(`<span itemprop="author">%s</span>`, 100000) + strings.Repeat(para, 5), "", false},
		"authors without end in the head":  {many(`<meta name="author" content="%s">`, 100000) + strings.Repeat(para, 5), "", true},
		"authors without end in JSON-LD":   {`<script type="application/ld+json">{"@type":"NewsArticle","headline":"a","author":[` + many(`"%s",`, 200000) + `"Ana Moreau"]}</script>` + strings.Repeat(para, 5), "", true},
		"a byline of megabytes":            {`<meta name="author" content="` + strings.Repeat("Ana Moreau and ", 400000) + `">` + strings.Repeat(para, 5), "", true},
		"a title of megabytes":             {`<meta property="og:title" content="` + strings.Repeat("harbour ", 600000) + `">` + strings.Repeat("<h2>harbour wall</h2>", 100000) + strings.Repeat(para, 5), "", false},
		"headlines without end":            {"<title>" + strings.Repeat("harbour ", 600000) + "</title>" + strings.Repeat("<h1>harbour wall</h1>", 100000) + strings.Repeat(para, 5), "", false},
		"bylines in bylines":               {strings.Repeat(`<div class="author date">`, 400) + strings.Repeat(`<span class="author"></span>`, 100000) + strings.Repeat(sentence, 50000), "", false},
		"JSON-LD that closes":              {`<script type="application/ld+json">` + strings.Repeat(`[`, 9000) + strings.Repeat(`]`, 9000) + `</script>` + strings.Repeat(para, 5), "", true},
		"references in a circle":           {`<script type="application/ld+json">{"@graph":[{"@id":"a","@type":"NewsArticle","datePublished":"2024-05-03","author":{"@id":"b"}},{"@id":"b","name":{"@id":"b"},"author":{"@id":"b"}}]}</script>` + strings.Repeat(para, 5), "", true},
		"a script that never ends":         {"<script>" + strings.Repeat(`publi"</p>\u003c/p`, 200000), "", false},
		"nothing":                          {"", article.ReasonNoText, false},
		"NUL bytes":                        {strings.Repeat("\x00", 1000) + strings.Repeat(para, 5), "", false},
		"a document in a PDF's clothes":    {"%PDF-1.7\n" + para, article.ReasonUnsupportedType, false},
		"JSON":                             {`{"error":"not found"}`, article.ReasonUnsupportedType, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := article.Parse(article.Page{Body: []byte(c.body), URL: "https://post.example/2024/05/03/wall"})
			checkArticle(t, a)
			if c.reason != "" && !a.Has(c.reason) {
				t.Errorf("reasons %v, want %s", a.Reasons, c.reason)
			}
			if c.text && !strings.Contains(a.Text, "The council of the town decided") {
				t.Errorf("verdict %s %v, without the text", a.Verdict, a.Reasons)
			}
		})
	}
}
