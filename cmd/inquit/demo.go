package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/services/extractor"
	"github.com/inquit/inquit/services/fetcher"
)

// demoText is the article the project was born from. Its quotation marks are
// broken as they were printed: one that opens and never closes.
//
//go:embed demo.txt
var demoText []byte

var demoCommand = command{
	name: "demo", short: "show what is found in a bundled article",
	long: `
Finds who said what in a bundled article. It needs no network and no server, and
leaves nothing behind.

Example:
  inquit demo`,
	run: runDemo,
}

func runDemo(_ context.Context, c *call) error {
	asJSON := c.flags.Bool("json", false, "print JSON")
	if _, err := c.parse(); err != nil {
		return err
	}
	a, err := fetcher.Read(article.Page{Body: demoText, ContentType: "text/plain; charset=utf-8"})
	if err != nil {
		return err
	}
	bundle := extractor.Bundle(*a, said.New())
	if *asJSON {
		return json.NewEncoder(c.stdout).Encode(bundle)
	}
	printBundle(c, &bundle, true)
	fmt.Fprint(c.stdout, "\nNext: inquit up, and in another terminal: inquit add https://…\n")
	return nil
}
