package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/inquit/inquit/internal/daemon"
)

// command is one word after inquit.
type command struct {
	name string
	// args is what follows in the usage line.
	args string
	// short is one line for the overview, long the rest of the help.
	short, long string
	run         func(ctx context.Context, c *call) error
}

// call is a command being run.
type call struct {
	*program
	command
	flags *flag.FlagSet
	args  []string
	// settings are the flags' values and where they came from, after parse.
	settings []daemon.Setting
}

func (p *program) call(c command, args []string) *call {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	return &call{program: p, command: c, flags: flags, args: args}
}

func commands() []command {
	return []command{
		upCommand, addCommand, searchCommand, statusCommand, failedCommand,
		demoCommand, extractCommand, pageCommand, evalCommand,
		fetcherCommand, extractorCommand, indexerCommand, setupCommand, healthCommand, configCommand,
		versionCommand,
	}
}

func (p *program) overview(w io.Writer) {
	fmt.Fprint(w, `inquit finds who said what in the news, and makes it searchable.

  inquit demo                                   statements of a bundled article, nothing else needed
  inquit extract article.html                   statements of a page or a text, no server needed
  inquit up                                     everything in one process; data in ./inquit-data
  inquit add https://example.org/article        hand an article in
  inquit search 'said by macron about ukraine'  find what was said

Commands:
`)
	for _, c := range p.commands {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.short)
	}
	fmt.Fprint(w, `
Help on a command: inquit help COMMAND. Flags can also be set by environment
variables: --log-level is INQUIT_LOG_LEVEL.
`)
}

// parse reads the command line and then the environment, and returns what is
// no flag.
func (c *call) parse() (rest []string, err error) {
	rest, err = parseMixed(c.flags, c.args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.help()
		return nil, err
	case err != nil:
		return nil, usagef("%v", err)
	}
	c.settings, err = daemon.FromEnv(c.flags, c.getenv)
	if err != nil {
		return nil, usagef("%v", err)
	}
	return rest, nil
}

// parseMixed lets flags stand after arguments too: inquit add URL --json. What
// follows a lone -- is never a flag.
func parseMixed(flags *flag.FlagSet, args []string) (rest []string, err error) {
	var literal []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, literal = args[:i], args[i+1:]
	}
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if args = flags.Args(); len(args) > 0 {
			rest, args = append(rest, args[0]), args[1:]
		}
	}
	return append(rest, literal...), nil
}

func (c *call) help() {
	fmt.Fprintf(c.stdout, "usage: inquit %s", c.name)
	if c.command.args != "" {
		fmt.Fprintf(c.stdout, " %s", c.command.args)
	}
	fmt.Fprintf(c.stdout, "\n\n%s\n", strings.TrimSpace(c.long))
	first := true
	c.flags.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprint(c.stdout, "\nFlags:\n")
			first = false
		}
		kind, text := flag.UnquoteUsage(f)
		name := "--" + f.Name
		if kind != "" {
			name += " " + kind
		}
		fmt.Fprintf(c.stdout, "  %-28s %s", name, text)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "0s" {
			fmt.Fprintf(c.stdout, " (default %s)", f.DefValue)
		}
		fmt.Fprintln(c.stdout)
	})
}
