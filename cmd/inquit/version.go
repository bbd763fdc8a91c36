package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"github.com/inquit/inquit/article"
	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/said"
)

// version is set by the release build.
var version = "dev"

var versionCommand = command{
	name: "version", args: "[--json]", short: "print the versions of the program and its parts",
	long: `
Prints the versions of the program, the engine, the page reader and the messages.

Example:
  inquit version --json`,
	run: runVersion,
}

func runVersion(_ context.Context, c *call) error {
	asJSON := c.flags.Bool("json", false, "print JSON")
	if _, err := c.parse(); err != nil {
		return err
	}
	build := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		build = info.GoVersion
	}
	v := struct {
		Inquit  string `json:"inquit"`
		Said    string `json:"said"`
		Article string `json:"article"`
		Schema  string `json:"schema"`
		Go      string `json:"go"`
	}{version, said.Version, article.Version, event.SchemaVersion, build}
	if *asJSON {
		return json.NewEncoder(c.stdout).Encode(v)
	}
	fmt.Fprintf(c.stdout, "inquit %s (said %s, article %s, schema %s, %s)\n", v.Inquit, v.Said, v.Article, v.Schema, v.Go)
	return nil
}
