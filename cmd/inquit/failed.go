package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

var failedCommand = command{
	name: "failed", args: "ls | show NUMBER | retry [NUMBER…] | drop [NUMBER…]", short: "list and retry what could not go on",
	long: `
Lists the records of the failed stream, shows one whole, hands the originals in
again, or drops them. Without numbers, retry and drop take what the filters
choose, or everything with --all.

Examples:
  inquit failed ls
  inquit failed ls --reason timeout --since 24h
  inquit failed show 17
  inquit failed retry --stage fetch --reason unavailable --dry-run
  inquit failed drop 17 18`,
	run: runFailed,
}

func runFailed(ctx context.Context, c *call) error {
	config := natsFlags(c, "nats://127.0.0.1:4380")
	stage := c.flags.String("stage", "", "intake, fetch, extract or index")
	reason := c.flags.String("reason", "", "`reason` code")
	since := c.flags.Duration("since", 0, "only records of the last `time`, such as 24h")
	limit := c.flags.Int("limit", 0, "at most so many records; 0 is all")
	all := c.flags.Bool("all", false, "retry or drop every record")
	dry := c.flags.Bool("dry-run", false, "say what would be done, and do nothing")
	asJSON := c.flags.Bool("json", false, "print one line of JSON for each record")
	args, err := c.parse()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"ls"}
	}
	verb, numbers, err := failedVerb(args)
	if err != nil {
		return err
	}
	chosen := len(numbers) > 0 || *stage != "" || *reason != "" || *since > 0 || *limit > 0 || *all
	if !chosen && (verb == "retry" || verb == "drop") {
		return usagef("%s what? give numbers, a filter such as --reason, or --all", verb)
	}
	conn, err := dial(ctx, c, config())
	if err != nil {
		return err
	}
	defer conn.Close()
	filter := bus.FailedFilter{Stage: event.Stage(*stage), Reason: *reason}
	if *since > 0 {
		filter.Since = time.Now().Add(-*since)
	}
	records, err := failedRecords(ctx, conn, numbers, filter, *limit)
	if err != nil {
		return err
	}
	for _, r := range records {
		if err := failedDo(ctx, c, conn, verb, r, *dry, *asJSON); err != nil {
			return err
		}
	}
	if len(records) == 0 && !*asJSON {
		fmt.Fprintln(c.stdout, "no failed records")
	}
	return nil
}

func failedVerb(args []string) (verb string, numbers []uint64, err error) {
	verb = args[0]
	switch verb {
	case "ls", "show", "retry", "drop":
	default:
		return "", nil, usagef("%q is none of ls, show, retry, drop", verb)
	}
	for _, arg := range args[1:] {
		n, err := strconv.ParseUint(arg, 10, 64)
		if err != nil {
			return "", nil, usagef("%q is no number of a record; list them with: inquit failed ls", arg)
		}
		numbers = append(numbers, n)
	}
	if verb == "show" && len(numbers) == 0 {
		return "", nil, usagef("show takes the number of a record")
	}
	return verb, numbers, nil
}

func failedRecords(ctx context.Context, conn *bus.Conn, numbers []uint64, filter bus.FailedFilter, limit int) (records []bus.FailedRecord, err error) {
	for _, n := range numbers {
		r, err := conn.OneFailed(ctx, n)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	if len(numbers) > 0 {
		return records, nil
	}
	err = conn.EachFailed(ctx, filter, func(r bus.FailedRecord) error {
		if limit == 0 || len(records) < limit {
			records = append(records, r)
		}
		return nil
	})
	return records, err
}

func failedDo(ctx context.Context, c *call, conn *bus.Conn, verb string, r bus.FailedRecord, dry, asJSON bool) error {
	switch {
	case verb == "show" || asJSON && verb == "ls":
		encoder := json.NewEncoder(c.stdout)
		if !asJSON {
			encoder.SetIndent("", "  ")
		}
		return encoder.Encode(r)
	case verb == "ls":
		fmt.Fprintf(c.stdout, "%6d  %s  %-7s %-18s %s\n        %s\n", r.Seq, r.At.Local().Format(time.DateTime), r.Stage, r.Reason, r.URL, r.Error)
		return nil
	case dry:
		fmt.Fprintf(c.stdout, "would %s %d %s\n", verb, r.Seq, r.URL)
		return nil
	case verb == "retry":
		fmt.Fprintf(c.stdout, "retry %d %s\n", r.Seq, r.URL)
		return conn.RetryFailed(ctx, r)
	}
	fmt.Fprintf(c.stdout, "drop %d %s\n", r.Seq, r.URL)
	return conn.DropFailed(ctx, r.Seq)
}
