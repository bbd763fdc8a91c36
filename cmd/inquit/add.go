package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/services/fetcher"
)

var addCommand = command{
	name: "add", args: "URL | FILE | feed:URL | urls:FILE | - …", short: "hand articles in",
	long: `
Hands articles in and waits until they can be searched. An argument is
  a URL             https://example.org/article
  a file            a saved page (.html) or a text (.txt); --url says where it came from
  feed:URL          every article of an RSS, Atom or JSON feed, or of a sitemap
  urls:FILE         a file with one URL a line
  -                 the same from standard input

Examples:
  inquit add https://example.org/article
  inquit add feed:https://example.org/rss ./saved/*.html
  inquit add page.html --url https://example.org/article
  cat urls.txt | inquit add - --no-wait`,
	run: runAdd,
}

type addOptions struct {
	url, tag     *string
	force        *bool
	noWait       *bool
	json         *bool
	timeout      *time.Duration
	allowPrivate *bool
	contact      *string
}

func runAdd(ctx context.Context, c *call) error {
	config := natsFlags(c, "nats://127.0.0.1:4380")
	o := addOptions{
		url:          c.flags.String("url", "", "`address` that a file came from"),
		tag:          c.flags.String("tags", "", "`words` to find the articles by later, divided by commas"),
		force:        c.flags.Bool("force", false, "fetch and extract again even if the page is unchanged"),
		noWait:       c.flags.Bool("no-wait", false, "return as soon as the URLs are accepted"),
		json:         c.flags.Bool("json", false, "print one line of JSON for each outcome"),
		timeout:      c.flags.Duration("timeout", 2*time.Minute, "how long to wait for an outcome after the one before"),
		allowPrivate: c.flags.Bool("allow-private", false, "read feeds from private addresses too"),
		contact:      c.flags.String("contact", "", "address in the user agent when feeds are read, for publishers who want to talk to you"),
	}
	args, err := c.parse()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return usagef("nothing to add: give a URL, a file, feed:URL, urls:FILE or -")
	}
	if *o.url != "" && len(args) > 1 {
		return usagef("--url is the address of one file; add the files one by one")
	}
	nc := config()
	nc.Name = "inquit-add"
	conn, err := bus.Connect(ctx, nc, zap.NewNop(), nil)
	if err != nil {
		return withHint(err, "start everything with: inquit up   or say where NATS is with --nats")
	}
	defer conn.Close()
	urls, err := expand(ctx, c, conn, args, o)
	if err != nil {
		return err
	}
	return submitAndWait(ctx, c, conn, urls, o)
}

// expand turns the arguments into URLs.
func expand(ctx context.Context, c *call, conn *bus.Conn, args []string, o addOptions) (urls []event.URL, err error) {
	for _, arg := range args {
		var more []event.URL
		switch {
		case arg == "-":
			more, err = readURLs(c.stdin)
		case strings.HasPrefix(arg, "urls:"):
			more, err = readURLFile(strings.TrimPrefix(arg, "urls:"))
		case strings.HasPrefix(arg, "feed:"):
			more, err = readFeed(ctx, strings.TrimPrefix(arg, "feed:"), *o.contact, *o.allowPrivate)
		case isFile(arg):
			more, err = keepFile(ctx, c, conn, arg, *o.url)
		case !strings.Contains(arg, ":"):
			err = errors.New("no such file, and no URL either: a URL begins with https://")
		default:
			more = []event.URL{{URL: arg}}
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
		urls = append(urls, more...)
	}
	for i := range urls {
		urls[i].Force = urls[i].Force || *o.force
		if *o.tag != "" {
			urls[i].Tags = append(urls[i].Tags, strings.Split(*o.tag, ",")...)
		}
	}
	return urls, nil
}

func isFile(arg string) bool {
	info, err := os.Stat(arg)
	return err == nil && info.Mode().IsRegular() && !strings.Contains(arg, "://")
}

func readURLFile(path string) ([]event.URL, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readURLs(file)
}

// readURLs reads what may be published on inquit.urls, line by line.
func readURLs(r io.Reader) (urls []event.URL, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		for _, e := range event.ParseURLs([]byte(line)) {
			if e.Err != nil {
				return nil, fmt.Errorf("line %d: %w", n, e.Err)
			}
			urls = append(urls, e.URL)
		}
	}
	return urls, lines.Err()
}

func readFeed(ctx context.Context, url, contact string, allowPrivate bool) (urls []event.URL, err error) {
	client := fetcher.NewClient(fetcher.ClientConfig{UserAgent: fetcher.UserAgent(contact), AllowPrivate: allowPrivate})
	defer client.Close()
	items, err := fetcher.Feed(ctx, client, url)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		urls = append(urls, event.URL{URL: item.URL})
	}
	return urls, nil
}

// keepFile hands a page in as a file: the fetcher finds it in the object store.
func keepFile(ctx context.Context, c *call, conn *bus.Conn, path, url string) ([]event.URL, error) {
	page, err := readPage(c, path)
	if err != nil {
		return nil, err
	}
	name, err := conn.PutRaw(ctx, page.Body)
	if err != nil {
		return nil, err
	}
	u := event.URL{URL: url, Raw: name, ContentType: page.ContentType, Labels: map[string]string{"file": filepath.Base(path)}}
	return []event.URL{u}, nil
}

// submitAndWait hands the URLs in by parts and follows each to its end.
func submitAndWait(ctx context.Context, c *call, conn *bus.Conn, urls []event.URL, o addOptions) error {
	f := &follower{call: c, paint: newPainter(c.stdout, c.getenv), json: *o.json, pending: map[string]string{}, names: map[string]string{}, begun: time.Now(), total: len(urls)}
	for _, u := range urls {
		if u.URL == "" {
			f.names["urn:sha256:"+u.Raw] = u.Labels["file"]
		}
	}
	changes, err := conn.State().Watch(ctx)
	if err != nil {
		return err
	}
	const part = 100
	for begin := 0; begin < len(urls); begin += part {
		receipt, err := submit(ctx, conn, urls[begin:min(begin+part, len(urls))])
		if err != nil {
			return err
		}
		f.receipt(ctx, conn, receipt, *o.noWait)
	}
	if !*o.noWait {
		f.follow(ctx, changes, *o.timeout)
	}
	return f.end(ctx, *o.timeout)
}

func submit(ctx context.Context, conn *bus.Conn, urls []event.URL) (r fetcher.Receipt, err error) {
	body, err := json.Marshal(urls)
	if err != nil {
		return r, err
	}
	asking, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	answer, err := conn.Ask(asking, event.SubjectSubmit, body)
	if errors.Is(err, bus.ErrNobody) {
		return r, withHint(errors.New("no fetcher is running at this NATS server"), "start everything with: inquit up   or the service with: inquit fetcher")
	}
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(answer, &r); err != nil {
		return r, fmt.Errorf("answer of the fetcher: %w", err)
	}
	if r.Error != "" {
		return r, errors.New(r.Error)
	}
	return r, nil
}
