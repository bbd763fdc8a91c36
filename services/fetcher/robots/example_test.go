package robots_test

import (
	"fmt"

	"github.com/inquit/inquit/services/fetcher/robots"
)

func ExampleParse() {
	file := robots.Parse([]byte("User-agent: *\nDisallow: /search\nAllow: /search/about\nCrawl-delay: 2\n"), robots.Token)

	v := file.Check("https://example.org/search?q=bridge")
	fmt.Println(v.Allowed, v.CrawlDelay, v.Rule)

	v = file.Check("https://example.org/search/about")
	fmt.Println(v.Allowed, v.Rule)
	// Output:
	// false 2s robots.txt line 2: Disallow: /search
	// true robots.txt line 3: Allow: /search/about
}
