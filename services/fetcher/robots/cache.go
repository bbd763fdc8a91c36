package robots

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// freshFor is as long as RFC 9309 section 2.4 lets a copy be used.
	freshFor = 24 * time.Hour
	// staleFor is how long an old copy stands in for a host that does not answer.
	staleFor = 7 * 24 * time.Hour
	// quietFor keeps a host that does not answer from being asked for each URL.
	quietFor = time.Minute

	maxHosts = 10_000
	// maxBytes bounds what hostile files can make us keep; 10,000 usual ones
	// have 20 MB.
	maxBytes = 64 << 20
)

// Fetch gets a robots.txt. No body and no error mean that there is none, and all
// is allowed; an error means that nobody knows, and nothing is.
type Fetch func(ctx context.Context, url string) ([]byte, error)

// Cache answers for many hosts and keeps their files for a day. It may be used
// by many goroutines; create it with NewCache.
type Cache struct {
	fetch Fetch
	calls singleflight.Group

	mu     sync.Mutex
	hosts  map[string]*list.Element // of *entry, by origin
	recent *list.List               // the last used first
	bytes  int
}

type entry struct {
	origin string
	// file is nil if the host has never answered.
	file *File
	at   time.Time // when file was fetched
	// err is why the host's last answer is missing, asked is when.
	err   error
	asked time.Time
}

// NewCache returns an empty cache.
func NewCache(fetch Fetch) *Cache {
	return &Cache{fetch: fetch, hosts: map[string]*list.Element{}, recent: list.New()}
}

// Check says whether the URL may be fetched. The error is that of Fetch.
func (c *Cache) Check(ctx context.Context, url string) (Verdict, error) {
	origin, err := originOf(url)
	if err != nil {
		return Verdict{}, err
	}
	file, err := c.file(ctx, origin)
	if err != nil {
		return Verdict{}, err
	}
	return file.Check(url), nil
}

func (c *Cache) file(ctx context.Context, origin string) (*File, error) {
	for {
		if file, known, err := c.known(origin); known {
			return file, err
		}
		got, err, shared := c.calls.Do(origin, func() (any, error) { return c.load(ctx, origin) })
		if shared && ctx.Err() == nil && isContext(err) {
			continue // it was another caller's context that ended
		}
		if err != nil {
			return nil, err
		}
		return got.(*File), nil
	}
}

// known returns what needs no question to the host.
func (c *Cache) known(origin string) (file *File, known bool, err error) {
	e, ok := c.get(origin)
	now := time.Now()
	switch {
	case !ok:
		return nil, false, nil
	case e.file != nil && now.Sub(e.at) < freshFor:
		return e.file, true, nil
	case e.err == nil || now.Sub(e.asked) >= quietFor:
		return nil, false, nil
	case e.file != nil && now.Sub(e.at) < staleFor:
		return e.file, true, nil
	}
	return nil, true, e.err
}

// load asks the host. If it does not answer, a stale copy does.
func (c *Cache) load(ctx context.Context, origin string) (*File, error) {
	body, err := c.fetch(ctx, origin+"/robots.txt")
	now := time.Now()
	if err == nil {
		file := Parse(body, Token)
		c.put(entry{origin: origin, file: file, at: now, asked: now})
		return file, nil
	}
	if isContext(err) && ctx.Err() != nil {
		return nil, err // that was us, not the host
	}
	e, _ := c.get(origin)
	e.origin, e.err, e.asked = origin, err, now
	c.put(e)
	if e.file != nil && now.Sub(e.at) < staleFor {
		return e.file, nil
	}
	return nil, err
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func (c *Cache) get(origin string) (entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.hosts[origin]
	if !ok {
		return entry{}, false
	}
	c.recent.MoveToFront(el)
	return *el.Value.(*entry), true
}

func (c *Cache) put(e entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.hosts[e.origin]; ok {
		c.drop(el)
	}
	c.hosts[e.origin] = c.recent.PushFront(&e)
	c.bytes += e.size()
	for c.recent.Len() > maxHosts || c.bytes > maxBytes && c.recent.Len() > 1 {
		c.drop(c.recent.Back())
	}
}

func (c *Cache) drop(el *list.Element) {
	e := c.recent.Remove(el).(*entry)
	delete(c.hosts, e.origin)
	c.bytes -= e.size()
}

func (e *entry) size() int {
	const overhead = 200
	n := overhead + len(e.origin)
	if e.file == nil {
		return n
	}
	for _, s := range e.file.Sitemaps {
		n += len(s)
	}
	for _, r := range e.file.group.rules {
		n += len(r.pattern) + len(r.text) + overhead/4
	}
	return n
}

// originOf is scheme, host and port: what a robots.txt speaks for.
func originOf(url string) (string, error) {
	scheme, rest, found := strings.Cut(url, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	if !found || scheme == "" || rest == "" {
		return "", fmt.Errorf("%q has no host to ask for its robots.txt", url)
	}
	return strings.ToLower(scheme + "://" + rest), nil
}
