// Package daemon is what all roles of the one binary share: settings from flags
// and environment, the logger, and the admin server with health, metrics and
// profiles.
package daemon

import (
	"flag"
	"fmt"
	"strings"
)

// Setting is a flag's value and where it came from.
type Setting struct {
	Flag, Env, Value string
	Origin           string // flag, environment or default
	Secret           bool
}

// EnvName is the environment variable of a flag: nats-url is INQUIT_NATS_URL.
func EnvName(flagName string) string {
	return "INQUIT_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// FromEnv sets the flags that the command line left alone from the environment,
// and reports where each value came from. Call it after Parse.
func FromEnv(flags *flag.FlagSet, getenv func(string) string) ([]Setting, error) {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	var settings []Setting
	var failed error
	flags.VisitAll(func(f *flag.Flag) {
		s := Setting{Flag: f.Name, Env: EnvName(f.Name), Origin: "default", Secret: secret(f.Name)}
		switch value := getenv(s.Env); {
		case given[f.Name]:
			s.Origin = "flag"
		case value != "":
			if err := f.Value.Set(value); err != nil && failed == nil {
				failed = fmt.Errorf("environment variable %s=%q: %w", s.Env, value, err)
			}
			s.Origin = "environment"
		}
		s.Value = f.Value.String()
		settings = append(settings, s)
	})
	return settings, failed
}

func secret(name string) bool {
	return strings.HasSuffix(name, "password") || strings.HasSuffix(name, "api-key")
}
