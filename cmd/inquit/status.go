package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/services/fetcher"
)

var statusCommand = command{
	name: "status", args: "[URL]", short: "show how the stages stand, or what became of a URL",
	long: `
Shows for each stage how many messages wait, are in work and have failed. With a
URL it shows what became of that one.

Examples:
  inquit status
  inquit status https://example.org/article
  inquit status --json | jq '.[].waiting'`,
	run: runStatus,
}

func runStatus(ctx context.Context, c *call) error {
	config := natsFlags(c, "nats://127.0.0.1:4380")
	asJSON := c.flags.Bool("json", false, "print JSON")
	args, err := c.parse()
	if err != nil {
		return err
	}
	conn, err := dial(ctx, c, config())
	if err != nil {
		return err
	}
	defer conn.Close()
	if len(args) > 0 {
		return statusOf(ctx, c, conn, args[0], *asJSON)
	}
	lanes, err := conn.Lanes(ctx)
	if err != nil {
		return err
	}
	if *asJSON {
		return json.NewEncoder(c.stdout).Encode(lanes)
	}
	fmt.Fprintf(c.stdout, "%-8s %9s %9s %10s %12s %8s %8s\n", "stage", "waiting", "in work", "scheduled", "redelivered", "oldest", "failed")
	for _, l := range lanes {
		oldest := "–"
		if l.Oldest > 0 {
			oldest = l.Oldest.Round(time.Second).String()
		}
		fmt.Fprintf(c.stdout, "%-8s %9d %9d %10d %12d %8s %8d\n", l.Stage, l.Waiting, l.InFlight, l.Scheduled, l.Redelivered, oldest, l.Failed)
	}
	return nil
}

// dial connects a tool for people: once, with a hint if nobody answers.
func dial(ctx context.Context, c *call, config bus.Config) (*bus.Conn, error) {
	config.Name = "inquit-" + c.name
	conn, err := bus.Connect(ctx, config, zap.NewNop(), nil)
	if err != nil {
		return nil, withHint(err, "start everything with: inquit up   or say where NATS is with --nats")
	}
	return conn, nil
}

func statusOf(ctx context.Context, c *call, conn *bus.Conn, url string, asJSON bool) error {
	target, err := fetcher.Normalize(url)
	if err != nil {
		return usagef("%v", err)
	}
	state, found, err := conn.State().Get(ctx, event.WorkID(target.URL))
	if err != nil {
		return err
	}
	if !found {
		return withHint(fmt.Errorf("%s: not seen, or still waiting for its first fetch", target.URL), "hand it in with: inquit add %s", target.URL)
	}
	if asJSON {
		return json.NewEncoder(c.stdout).Encode(state)
	}
	fmt.Fprintf(c.stdout, "%s\n  %s, %s\n", state.URL, state.Outcome, state.At.Local().Format(time.DateTime))
	if state.Reason != "" {
		fmt.Fprintf(c.stdout, "  %s: %s\n", state.Reason, state.Error)
	}
	if !state.NextAttempt.IsZero() {
		fmt.Fprintf(c.stdout, "  next attempt %s\n", state.NextAttempt.Local().Format(time.DateTime))
	}
	if state.Title != "" {
		fmt.Fprintf(c.stdout, "  %s\n  article %s, %s, %s\n", state.Title, state.ArticleID, plural(state.Statements, "statement"), plural(state.Speakers, "speaker"))
	}
	return nil
}
