package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/services/fetcher"
)

var pageCommand = command{
	name: "page", args: "FILE | URL | -", short: "show what is read from a page, and where each field came from",
	long: `
Reads one page and shows its title, authors, dates and text, each with the place
in the page that it came from, and the verdict with its reasons: why a page came
out as it did. A URL is fetched once, after asking its robots.txt.

Examples:
  inquit page article.html --url https://example.org/article
  inquit page https://example.org/article --json`,
	run: runPage,
}

func runPage(ctx context.Context, c *call) error {
	url := c.flags.String("url", "", "`address` that a file came from")
	asJSON := c.flags.Bool("json", false, "print JSON")
	fetch := fetcherFlags(c)
	args, err := c.parse()
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return usagef("give one file or one URL")
	}
	page, err := getPage(ctx, c, args[0], *url, fetch())
	if err != nil {
		return err
	}
	a := article.Parse(page)
	if *asJSON {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(a); err != nil {
			return err
		}
	} else {
		printPage(c.stdout, newPainter(c.stdout, c.getenv), a)
	}
	if a.Verdict == article.NotArticle {
		return errQuiet
	}
	return nil
}

func getPage(ctx context.Context, c *call, arg, url string, config fetcher.Config) (article.Page, error) {
	if !strings.Contains(arg, "://") {
		page, err := readPage(c, arg)
		page.URL = url
		return page, err
	}
	page, err := fetcher.GetOnce(ctx, config, arg)
	if err != nil {
		if bad, ok := errors.AsType[*fetcher.FetchError](err); ok {
			return article.Page{}, fmt.Errorf("%s: %w", bad.Reason, err)
		}
		return article.Page{}, err
	}
	return article.Page{Body: page.Body, URL: page.URL, ContentType: page.ContentType}, nil
}

func printPage(w io.Writer, p painter, a *article.Article) {
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-13s %s %s\n", name, value, p.dim(from(a, name)))
		}
	}
	reasons := make([]string, len(a.Reasons))
	for i, r := range a.Reasons {
		reasons[i] = string(r)
	}
	verdict := fmt.Sprintf("%s (%.2f)", a.Verdict, a.Confidence)
	if len(reasons) > 0 {
		verdict += ": " + strings.Join(reasons, ", ")
	}
	field("verdict", p.bold(verdict))
	field("title", a.Title)
	if a.HeadTitle != a.Title {
		field("head_title", a.HeadTitle)
	}
	var authors []string
	for _, author := range a.Authors {
		authors = append(authors, author.Name+" ("+author.Kind+")")
	}
	field("authors", strings.Join(authors, ", "))
	field("published", dateText(a.Published))
	field("modified", dateText(a.Modified))
	field("outlet", a.Outlet)
	field("language", a.Language)
	if a.DeclaredLanguage != a.Language {
		field("declared", a.DeclaredLanguage)
	}
	field("section", a.Section)
	field("canonical", a.CanonicalURL)
	field("image", a.Image)
	field("wire", a.Wire)
	field("robots", a.Rights.Robots)
	if a.Rights.TDMReservation != nil {
		field("tdm", fmt.Sprintf("reserved: %t %s", *a.Rights.TDMReservation, a.Rights.TDMPolicy))
	}
	if a.Rights.Paid {
		field("paid", "the page says that it is not free to read")
	}
	if a.Text != "" {
		field("text", plural(len(a.Paragraphs()), "paragraph"))
		fmt.Fprintf(w, "\n%s\n", a.Text)
	}
}

// from looks a printed field up by the name that package article gives it.
func from(a *article.Article, field string) string {
	name := strings.ReplaceAll(field, "_", "")
	if field == "canonical" {
		name = "canonicalurl"
	}
	if place := a.From[name]; place != "" {
		return "← " + place
	}
	return ""
}

func dateText(d *article.Date) string {
	if d == nil {
		return ""
	}
	return fmt.Sprintf("%s (%s, day %s)", d.Time.Format("2006-01-02T15:04:05Z07:00"), d.Precision, d.Day)
}
