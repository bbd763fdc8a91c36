package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/services/extractor"
	"github.com/inquit/inquit/services/fetcher"
)

var extractCommand = command{
	name: "extract", args: "FILE… | -", short: "print the statements of a page or a text",
	long: `
Finds who said what in HTML pages or plain texts, without any server and without
the network. - reads standard input.

The JSON has the form of the messages on inquit.statements; positions are Unicode
code points of article.text, see docs/messages.md.

Examples:
  inquit extract article.html
  inquit extract --json notes.txt | jq '.statements[].speakers[0].name'
  curl -s https://example.org/article | inquit extract -`,
	run: runExtract,
}

func runExtract(ctx context.Context, c *call) error {
	asJSON := c.flags.Bool("json", false, "print JSON, one line for each file")
	url := c.flags.String("url", "", "`address` that the page came from")
	text := c.flags.Bool("text", true, "print the text with sources, cues and contents coloured")
	files, err := c.parse()
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("no file given; - reads standard input")
	}
	engine := said.New()
	failed := false
	for _, file := range files {
		bundle, err := extractFile(c, engine, file, *url)
		if err != nil {
			fmt.Fprintf(c.stderr, "inquit extract: %v\n", err)
			failed = true
			continue
		}
		if *asJSON {
			if err := json.NewEncoder(c.stdout).Encode(bundle); err != nil {
				return err
			}
			continue
		}
		printBundle(c, bundle, *text)
	}
	if failed {
		return errQuiet
	}
	return ctx.Err()
}

func extractFile(c *call, engine *said.Engine, file, url string) (*event.Statements, error) {
	page, err := readPage(c, file)
	if err != nil {
		return nil, err
	}
	page.URL = url
	a, err := fetcher.Read(page)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	bundle := extractor.Bundle(*a, engine)
	return &bundle, nil
}

// readPage reads a file or standard input and tells a page from a text.
func readPage(c *call, file string) (page article.Page, err error) {
	in := c.stdin
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return page, err
		}
		defer opened.Close()
		in = opened
	}
	page.Body, err = io.ReadAll(io.LimitReader(in, maxFile+1))
	switch {
	case err != nil:
		return page, err
	case len(page.Body) > maxFile:
		return page, fmt.Errorf("%s: larger than %d MB: articles are smaller", file, maxFile>>20)
	}
	page.ContentType = contentType(file, page.Body)
	return page, nil
}

// maxFile is the largest page taken from a file.
const maxFile = 10 << 20

func contentType(file string, body []byte) string {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".html", ".htm", ".xhtml":
		return "text/html"
	case ".txt", ".text", ".md":
		return "text/plain"
	}
	return http.DetectContentType(body)
}

func printBundle(c *call, b *event.Statements, text bool) {
	p := newPainter(c.stdout, c.getenv)
	if b.Article.Title != "" {
		fmt.Fprintf(c.stdout, "%s\n", p.bold(b.Article.Title))
	}
	if line := byline(&b.Article); line != "" {
		fmt.Fprintf(c.stdout, "%s\n", p.dim(line))
	}
	if text {
		fmt.Fprintln(c.stdout)
		printText(c.stdout, p, b.Article.Text, b.Statements, "body")
	}
	fmt.Fprintf(c.stdout, "\n%s · %s %s\n", plural(len(b.Statements), "statement"), plural(len(speakersOf(b)), "speaker"),
		p.dim(fmt.Sprintf("(%s source, %s cue, %s content)", p.source("■"), p.cue("■"), p.content("■"))))
	printStatements(c.stdout, p, b.Statements)
	switch base, _, _ := strings.Cut(b.Language, "-"); {
	case base != "en" && base != "und" && base != "":
		fmt.Fprintln(c.stdout, p.dim(fmt.Sprintf("The text seems to be in another language than English (%s): only what stands in quotation marks is found, without speakers.", b.Language)))
	case len(b.Statements) == 0:
		fmt.Fprintln(c.stdout, p.dim("Nobody is reported to say anything in this text."))
	}
}

func byline(a *event.Article) string {
	var parts []string
	for _, author := range a.Authors {
		parts = append(parts, author.Name)
	}
	if a.Outlet != "" {
		parts = append(parts, a.Outlet)
	}
	if a.Published != nil {
		parts = append(parts, a.Published.Day)
	}
	return strings.Join(parts, " · ")
}

func speakersOf(b *event.Statements) map[string]bool {
	names := map[string]bool{}
	for _, s := range b.Statements {
		for _, sp := range s.Speakers {
			if sp.Name != "" {
				names[sp.Name] = true
			}
		}
	}
	return names
}
