package main

import (
	"time"

	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/services/fetcher"
)

// natsFlags declares where NATS is; call the result after parsing.
func natsFlags(c *call, url string) func() bus.Config {
	address := c.flags.String("nats", url, "`URL` of the NATS server, or several divided by commas")
	user := c.flags.String("nats-user", "", "NATS user `name`")
	password := c.flags.String("nats-password", "", "NATS `password`; better set by INQUIT_NATS_PASSWORD")
	creds := c.flags.String("nats-creds", "", "`file` with NATS credentials")
	replicas := c.flags.Int("replicas", 1, "copies of each stream when the streams are made; 3 in a cluster")
	return func() bus.Config {
		return bus.Config{URL: *address, User: *user, Password: *password, Creds: *creds, Replicas: *replicas}
	}
}

func logFlags(c *call) (level, format *string) {
	return c.flags.String("log-level", "info", "debug, info, warn or error"),
		c.flags.String("log-format", "auto", "json, console, or auto: console on a terminal")
}

func fetcherFlags(c *call) func() fetcher.Config {
	workers := c.flags.Int("fetch-workers", 32, "pages downloaded at once")
	delay := c.flags.Duration("delay", time.Second, "time between two requests to a host; a longer Crawl-delay wins")
	contact := c.flags.String("contact", "", "address in the user agent, for publishers who want to talk to you")
	agent := c.flags.String("user-agent", "", "whole user agent instead of the built-in one")
	private := c.flags.Bool("allow-private", false, "fetch from private addresses and any port too: for tests and intranets")
	robots := c.flags.Bool("ignore-robots", false, "do not ask robots.txt: for sites of your own")
	attempts := c.flags.Int("max-attempts", 8, "tries for a URL; 8 are spread over 20 hours at most")
	return func() fetcher.Config {
		config := fetcher.Config{Workers: *workers, Delay: *delay, UserAgent: *agent, AllowPrivate: *private, IgnoreRobots: *robots, MaxAttempts: *attempts}
		if config.UserAgent == "" {
			config.UserAgent = fetcher.UserAgent(*contact)
		}
		return config
	}
}
