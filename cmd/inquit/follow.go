package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/services/fetcher"
)

// follower prints what becomes of the URLs that were handed in.
type follower struct {
	call  *call
	paint painter
	json  bool
	// pending are the URLs that have not ended, by work id.
	pending map[string]string
	// names are what people know pages by that have no address: their files.
	names map[string]string
	begun time.Time
	total int

	indexed, unchanged, failed, scheduled, statements int
}

func (f *follower) receipt(ctx context.Context, conn *bus.Conn, r fetcher.Receipt, noWait bool) {
	for _, bad := range r.Rejected {
		f.failed++
		url := addressOf(bad.Entry)
		f.line(url, f.paint.bad("✘"), bad.Error, event.State{URL: url, Outcome: event.Error, Reason: "bad_url", Error: bad.Error})
	}
	for _, ok := range r.Accepted {
		if noWait {
			f.line(ok.URL, "→", "accepted", event.State{URL: ok.URL, Outcome: event.Queued})
			continue
		}
		if _, again := f.pending[ok.WorkID]; again {
			f.total-- // the same URL twice on one command line
		}
		f.pending[ok.WorkID] = ok.URL
		if ok.Duplicate { // handed in a moment ago: it may have ended already
			if state, found, err := conn.State().Get(ctx, ok.WorkID); err == nil && found {
				f.change(bus.StateChange{WorkID: ok.WorkID, State: state})
			}
		}
	}
}

// addressOf is the URL of an entry, which is what people know it by; the whole entry
// if there is none in it.
func addressOf(entry string) string {
	if e := event.ParseURLs([]byte(entry)); len(e) == 1 && e[0].Err == nil && e[0].URL.URL != "" {
		return e[0].URL.URL
	}
	return entry
}

// follow prints outcomes as they come, until all have or none does for a while.
func (f *follower) follow(ctx context.Context, changes <-chan bus.StateChange, patience time.Duration) {
	for len(f.pending) > 0 {
		select {
		case change, open := <-changes:
			if !open {
				return
			}
			f.change(change)
		case <-time.After(patience):
			return
		case <-ctx.Done():
			return
		}
	}
}

func (f *follower) change(change bus.StateChange) {
	url, ours := f.pending[change.WorkID]
	if !ours {
		return
	}
	s := change.State
	switch s.Outcome {
	case event.Indexed:
		f.indexed++
		f.statements += s.Statements
		f.line(url, f.paint.content("✔"), fmt.Sprintf("%s · %s   %s", plural(s.Statements, "statement"), plural(s.Speakers, "speaker"),
			f.paint.dim(fmt.Sprintf("(fetch %d ms, searchable after %.1f s)", s.FetchMS, time.Since(f.begun).Seconds()))), s)
	case event.Unchanged:
		f.unchanged++
		f.line(url, f.paint.content("✔"), "unchanged since it was indexed", s)
	case event.Scheduled:
		f.scheduled++
		f.line(url, f.paint.cue("…"), fmt.Sprintf("%s: next attempt at %s", s.Reason, s.NextAttempt.Local().Format("15:04:05")), s)
	case event.Error:
		f.failed++
		f.line(url, f.paint.bad("✘"), s.Reason+": "+s.Error, s)
	default:
		return // on its way
	}
	delete(f.pending, change.WorkID)
}

func (f *follower) line(url, sign, text string, s event.State) {
	if f.json {
		s.URL = url
		_ = json.NewEncoder(f.call.stdout).Encode(s) // a closed pipe shows at the end
		return
	}
	done := f.indexed + f.unchanged + f.failed + f.scheduled
	if name := f.names[url]; name != "" {
		url = name
	}
	counter := ""
	if f.total > 1 {
		counter = f.paint.dim(fmt.Sprintf("[%d/%d] ", done, f.total))
	}
	fmt.Fprintf(f.call.stdout, "%s%s %s  %s\n", counter, sign, strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://"), text)
}

// end sums up and says whether all went well.
func (f *follower) end(ctx context.Context, timeout time.Duration) error {
	for _, url := range f.pending {
		if ctx.Err() == nil {
			fmt.Fprintf(f.call.stderr, "inquit add: no outcome of %s, nothing has come for %s\n", url, timeout)
		}
	}
	if f.total > 1 && !f.json {
		fmt.Fprintf(f.call.stdout, "%d indexed with %s, %d unchanged, %d scheduled, %d failed, %d under way   %.1f s\n",
			f.indexed, plural(f.statements, "statement"), f.unchanged, f.scheduled, f.failed, len(f.pending), time.Since(f.begun).Seconds())
	}
	if len(f.pending) > 0 {
		return withHint(errQuiet, "the services go on with %s; see: inquit status", plural(len(f.pending), "URL"))
	}
	if f.failed > 0 {
		return errQuiet
	}
	return nil
}
