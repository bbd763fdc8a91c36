package article_test

import (
	"fmt"

	"github.com/inquit/inquit/article"
)

func ExampleParse() {
	page := []byte(`<!DOCTYPE html><html lang="en"><head><title>A wall for the bay | Harbour Post</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2025-03-11T21:40:00+01:00"><meta name="author" content="Karin Lund"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>A wall for the bay</h1>
<p>The harbour of Westerholm will get a new breakwater, the town council decided on Tuesday evening.</p>
<p>“We cannot wait for another winter like the last one,” said Mayor Ingrid Solberg after the debate of four hours.</p>
<p>The wall is to be 320 metres long and will cost 14 million crowns, of which the state pays two thirds.</p>
</article><footer>© Harbour Post</footer></body></html>`)

	a := article.Parse(article.Page{Body: page, URL: "https://harbourpost.example/a-wall-for-the-bay"})
	fmt.Println(a.Verdict, a.Title, a.Authors[0].Name, a.Published.Day)
	fmt.Println(a.Paragraphs()[1])
	// Output:
	// ok A wall for the bay Karin Lund 2025-03-11
	// “We cannot wait for another winter like the last one,” said Mayor Ingrid Solberg after the debate of four hours.
}
