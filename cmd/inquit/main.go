// Command inquit answers who said what, in the news. It is one binary for all
// roles: the services, the all-in-one, and the tools for people.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	p := &program{commands: commands(), getenv: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// program is the world a command sees, so that tests can give it another.
type program struct {
	commands       []command
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // the command could not do what was asked, or not all of it
	exitUsage  = 2 // the command line is wrong
)

func (p *program) run(ctx context.Context, args []string) int {
	if len(args) == 0 || args[0] == "help" && len(args) == 1 || args[0] == "--help" || args[0] == "-h" {
		p.overview(p.stdout)
		return exitOK
	}
	name := args[0]
	if name == "help" {
		name, args = args[1], []string{args[1], "--help"}
	}
	if name == "--version" {
		name = "version"
	}
	for _, c := range p.commands {
		if c.name == name {
			return p.report(c, c.run(ctx, p.call(c, args[1:])))
		}
	}
	fmt.Fprintf(p.stderr, "inquit: no command %q\ninquit: hint: the commands are listed by: inquit help\n", name)
	return exitUsage
}

// report prints an error for people and turns it into an exit code.
func (p *program) report(c command, err error) int {
	var usage *usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(p.stderr, "inquit %s: %v\ninquit: hint: see inquit %s --help\n", c.name, err, c.name)
		return exitUsage
	}
	if !errors.Is(err, errQuiet) {
		fmt.Fprintf(p.stderr, "inquit %s: %v\n", c.name, err)
	}
	if hinted, ok := errors.AsType[*hintError](err); ok {
		fmt.Fprintf(p.stderr, "inquit: hint: %s\n", hinted.hint)
	}
	return exitFailed
}

// hintError says what to type next.
type hintError struct {
	err  error
	hint string
}

func (e *hintError) Error() string { return e.err.Error() }
func (e *hintError) Unwrap() error { return e.err }

func withHint(err error, format string, args ...any) error {
	return &hintError{err: err, hint: fmt.Sprintf(format, args...)}
}

// usageError is a wrong command line.
type usageError struct{ msg string }

func (e *usageError) Error() string { return e.msg }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// errQuiet fails a command that has said all there is to say.
var errQuiet = errors.New("failed")
