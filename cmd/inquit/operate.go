package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/inquit/inquit/deploy/kibana"
	"github.com/inquit/inquit/internal/daemon"
)

var setupCommand = command{
	name: "setup", short: "make streams, index templates and Kibana objects",
	long: `
Makes what is missing and changes nothing else: streams, consumers and buckets in
NATS, templates, indices and aliases in Elasticsearch, and, with --kibana, the
data views, the saved search and the dashboard. Say it as often as you like.

Example:
  inquit setup --nats nats://nats:4222 --elasticsearch http://elasticsearch:9200 --kibana http://kibana:5601`,
	run: runSetup,
}

func runSetup(ctx context.Context, c *call) error {
	config, index := natsFlags(c, "nats://127.0.0.1:4222"), indexFlags(c, "elasticsearch")
	url := c.flags.String("kibana", "", "`URL` of Kibana; empty leaves it out")
	wait := c.flags.Duration("wait", 5*time.Minute, "how long to wait for the servers")
	if rest, err := c.parse(); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("unexpected argument %q", rest[0])
	}
	ctx, stop := context.WithTimeout(ctx, *wait)
	defer stop()
	err := retry(ctx, c, "NATS", func() error {
		conn, err := dial(ctx, c, config())
		if err != nil {
			return err
		}
		defer conn.Close()
		done, err := conn.Setup(ctx)
		return c.done("NATS", done, err)
	})
	if err != nil {
		return err
	}
	err = retry(ctx, c, "the index", func() error {
		ix, err := index(ctx)
		if err != nil {
			return err
		}
		defer ix.Close()
		done, err := ix.Setup(ctx)
		return c.done("index", done, err)
	})
	if err != nil || *url == "" {
		return err
	}
	user, password := c.flags.Lookup("elasticsearch-username").Value.String(), c.flags.Lookup("elasticsearch-password").Value.String()
	if err := kibana.Install(ctx, &http.Client{Timeout: time.Minute}, *url, user, password); err != nil {
		return err
	}
	return c.done("Kibana", []string{"imported data views, saved search and dashboard"}, nil)
}

func (c *call) done(where string, done []string, err error) error {
	for _, d := range done {
		fmt.Fprintf(c.stdout, "%s: %s\n", where, d)
	}
	if err == nil && len(done) == 0 {
		fmt.Fprintf(c.stdout, "%s: nothing to do\n", where)
	}
	return err
}

// retry waits for a server that is still starting.
func retry(ctx context.Context, c *call, what string, try func() error) error {
	for {
		err := try()
		var usage *usageError
		if err == nil || errors.As(err, &usage) {
			return err
		}
		fmt.Fprintf(c.stderr, "waiting for %s: %v\n", what, err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(2 * time.Second):
		}
	}
}

var healthCommand = command{
	name: "health", short: "ask a running service whether it is ready",
	long: `
Asks /readyz of a service and succeeds if it is ready: for container health
checks.

Example:
  inquit health --admin 127.0.0.1:8382`,
	run: runHealth,
}

func runHealth(ctx context.Context, c *call) error {
	addr := c.flags.String("admin", "127.0.0.1:8381", "`address` of the service's admin server")
	if _, err := c.parse(); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+*addr+"/readyz", nil)
	if err != nil {
		return usagef("%v", err)
	}
	response, err := (&http.Client{}).Do(request)
	if err != nil {
		return fmt.Errorf("not reached: %w", err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 64<<10)) // what came is good enough to print
	fmt.Fprintf(c.stdout, "%s", body)
	if response.StatusCode != http.StatusOK {
		return errQuiet
	}
	return nil
}

var configCommand = command{
	name: "config", args: "[COMMAND]", short: "print the settings of a command and where each comes from",
	long: `
Prints every setting of a command (up, if none is named) with its value and its
origin: flag, environment or default. Secrets are not printed.

Example:
  INQUIT_DELAY=5s inquit config fetcher`,
	run: runConfig,
}

func runConfig(ctx context.Context, c *call) error {
	asJSON := c.flags.Bool("json", false, "print JSON")
	args, err := c.parse()
	if err != nil {
		return err
	}
	name := "up"
	if len(args) > 0 {
		name = args[0]
	}
	for _, other := range c.commands {
		if other.name != name || name == c.name {
			continue
		}
		// A command declares its flags before it parses them: asking for help
		// makes it stop right there.
		quiet := &program{getenv: c.getenv, stdin: c.stdin, stdout: io.Discard, stderr: io.Discard}
		probe := quiet.call(other, []string{"--help"})
		_ = other.run(ctx, probe) // always flag.ErrHelp
		return printSettings(c, probe, *asJSON)
	}
	return usagef("no command %q", name)
}

func printSettings(c, probe *call, asJSON bool) error {
	settings, err := daemon.FromEnv(probe.flags, c.getenv)
	if err != nil {
		return usagef("%v", err)
	}
	for i := range settings {
		if settings[i].Secret && settings[i].Value != "" {
			settings[i].Value = "(set)"
		}
		if u, err := url.Parse(settings[i].Value); err == nil && u.User != nil {
			settings[i].Value = u.Redacted()
		}
	}
	if asJSON {
		return json.NewEncoder(c.stdout).Encode(settings)
	}
	for _, s := range settings {
		fmt.Fprintf(c.stdout, "%-34s %-36s %s\n", s.Env, orDash(s.Value), s.Origin)
	}
	return nil
}
