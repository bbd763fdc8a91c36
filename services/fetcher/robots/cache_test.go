package robots

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// site answers for robots.txt files and counts how often it is asked.
type site struct {
	mu    sync.Mutex
	body  string
	err   error
	asked []string
}

func (s *site) fetch(_ context.Context, url string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, url)
	return []byte(s.body), s.err
}

func (s *site) set(body string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.body, s.err = body, err
}

func (s *site) times() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

var errDown = errors.New("503")

const refusesPrivate = "User-agent: *\nDisallow: /private"

func TestCacheAsksAHostOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{body: refusesPrivate}
		c := NewCache(s.fetch)
		check := func(path string, want bool) {
			t.Helper()
			got, err := c.Check(t.Context(), "https://example.org"+path)
			if err != nil || got.Allowed != want {
				t.Errorf("Check(%q) = %+v, %v; want allowed = %t", path, got, err, want)
			}
		}
		check("/a", true)
		check("/private/a", false)
		time.Sleep(freshFor - time.Second)
		check("/private/b", false)
		if got := s.times(); got != 1 {
			t.Errorf("asked %d times within a day, want 1", got)
		}
		s.set("", nil) // the file is gone
		time.Sleep(time.Second)
		check("/private/b", true)
		if got := s.times(); got != 2 {
			t.Errorf("asked %d times in all, want 2", got)
		}
	})
}

func TestCacheRefusesWhileTheHostDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{err: errDown}
		c := NewCache(s.fetch)
		for range 5 {
			if _, err := c.Check(t.Context(), "https://example.org/a"); !errors.Is(err, errDown) {
				t.Fatalf("error = %v, want %v", err, errDown)
			}
		}
		if got := s.times(); got != 1 {
			t.Errorf("asked %d times within a minute, want 1", got)
		}
		time.Sleep(quietFor)
		s.set(refusesPrivate, nil)
		if got, err := c.Check(t.Context(), "https://example.org/a"); err != nil || !got.Allowed {
			t.Errorf("after it came back: %+v, %v; want allowed", got, err)
		}
	})
}

func TestCacheUsesAStaleCopyForAWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{body: refusesPrivate}
		c := NewCache(s.fetch)
		url := "https://example.org/private/a"
		if got, err := c.Check(t.Context(), url); err != nil || got.Allowed {
			t.Fatalf("fresh: %+v, %v; want refused by the rule", got, err)
		}
		s.set("", errDown)
		for day := 1; day < 7; day++ {
			time.Sleep(24 * time.Hour)
			for range 3 {
				if got, err := c.Check(t.Context(), url); err != nil || got.Allowed {
					t.Fatalf("day %d: %+v, %v; want refused by the rule", day, got, err)
				}
			}
		}
		if got := s.times(); got != 7 {
			t.Errorf("asked %d times in a week, want once a day", got)
		}
		time.Sleep(24 * time.Hour)
		if _, err := c.Check(t.Context(), url); !errors.Is(err, errDown) {
			t.Errorf("after a week: error = %v, want %v", err, errDown)
		}
	})
}

func TestCacheAsksOnceForManyCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{body: refusesPrivate}
		c := NewCache(func(ctx context.Context, url string) ([]byte, error) {
			time.Sleep(time.Second) // of the bubble: all callers are waiting now
			return s.fetch(ctx, url)
		})
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if _, err := c.Check(t.Context(), fmt.Sprintf("https://example.org/%d", i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := s.times(); got != 1 {
			t.Errorf("asked %d times, want 1", got)
		}
	})
}

func TestCacheSurvivesACallerThatGoesAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewCache(func(ctx context.Context, _ string) ([]byte, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Second):
				return []byte(refusesPrivate), nil
			}
		})
		first, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Check(first, "https://example.org/a"); !errors.Is(err, context.Canceled) {
				t.Errorf("first caller: %v, want canceled", err)
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if got, err := c.Check(t.Context(), "https://example.org/a"); err != nil || !got.Allowed {
				t.Errorf("second caller: %+v, %v; want allowed", got, err)
			}
		})
		synctest.Wait()
		cancel()
		wg.Wait()
	})
}

func TestCacheIsBounded(t *testing.T) {
	t.Run("by hosts", func(t *testing.T) {
		s := &site{}
		c := NewCache(s.fetch)
		for i := range maxHosts + 100 {
			if _, err := c.Check(t.Context(), fmt.Sprintf("https://h%d.example/", i)); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(c.hosts); got != maxHosts {
			t.Errorf("%d hosts kept, want %d", got, maxHosts)
		}
		if _, ok := c.hosts["https://h0.example"]; ok {
			t.Error("the host unused for longest is still there")
		}
	})
	t.Run("by bytes", func(t *testing.T) {
		line := "Disallow: /" + strings.Repeat("a", 1000) + "\n"
		s := &site{body: "User-agent: *\n" + strings.Repeat(line, MaxSize/len(line))}
		c := NewCache(s.fetch)
		for i := range 200 {
			if _, err := c.Check(t.Context(), fmt.Sprintf("https://h%d.example/", i)); err != nil {
				t.Fatal(err)
			}
		}
		if c.bytes > maxBytes || len(c.hosts) < 10 {
			t.Errorf("%d bytes of %d hosts kept, want at most %d", c.bytes, len(c.hosts), maxBytes)
		}
		for c.recent.Len() > 0 {
			c.drop(c.recent.Back())
		}
		if c.bytes != 0 {
			t.Errorf("an empty cache counts %d bytes", c.bytes)
		}
	})
}

func TestCacheKeepsOriginsApart(t *testing.T) {
	s := &site{}
	c := NewCache(s.fetch)
	for _, url := range []string{"https://example.org/a", "http://example.org/a", "https://example.org:8443/a", "https://EXAMPLE.org?b"} {
		if _, err := c.Check(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	}
	want := "https://example.org/robots.txt http://example.org/robots.txt https://example.org:8443/robots.txt"
	if got := strings.Join(s.asked, " "); got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
	if _, err := c.Check(t.Context(), "example.org/a"); err == nil {
		t.Error("a URL without a host was checked")
	}
}
