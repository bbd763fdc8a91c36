package deploy_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

// TestEachUserMayDoItsWork sends one URL through all services, each signed in
// as its own user of the shipped file.
func TestEachUserMayDoItsWork(t *testing.T) {
	ns := startNATS(t)
	operator := connectAs(t, ns, "setup").setup(t)
	fetcher, extractor := connectAs(t, ns, "fetcher"), connectAs(t, ns, "extractor")
	indexer, submit := connectAs(t, ns, "indexer"), connectAs(t, ns, "submit")

	for _, u := range []*user{fetcher, extractor, indexer} {
		// A service that finds all streams does not have to make any.
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		if err := u.bus.WaitForStreams(ctx); err != nil {
			t.Errorf("%s waits for the streams: %v", u.name, err)
		}
		cancel()
	}
	if _, err := submit.nc.Request(event.SubjectURLs, []byte("https://example.org/1"), patience); err != nil {
		t.Errorf("submit gets no receipt: %v", err)
	}
	ok := func(context.Context, *bus.Delivery) error { return nil }
	fetcher.take(t, event.StreamURLs, event.ConsumerIntake, bus.Options{Stage: event.StageIntake}, ok)
	publish(t, fetcher, event.Message{Subject: event.SubjectFetch + "example_org", ID: "w/1", Data: []byte("{}")})
	fetcher.take(t, event.StreamWork, event.ConsumerFetchers, bus.Options{
		Stage:      event.StageFetch,
		Downstream: &bus.Downstream{Stream: event.StreamArticles, Consumer: event.ConsumerExtractors, High: 10},
	}, ok)
	publish(t, fetcher, event.Message{Subject: event.SubjectArticles + "example_org", ID: "f/1", Data: []byte("{}")})
	extractor.take(t, event.StreamArticles, event.ConsumerExtractors, bus.Options{
		Stage:      event.StageExtract,
		Downstream: &bus.Downstream{Stream: event.StreamStatements, Consumer: event.ConsumerIndexers, High: 10},
	}, ok)
	publish(t, extractor, event.Message{Subject: event.SubjectStatements + "example_org", ID: "x/1", Data: []byte("{}")})
	indexer.take(t, event.StreamStatements, event.ConsumerIndexers, bus.Options{Stage: event.StageIndex}, ok)

	hears, err := operator.nc.SubscribeSync(event.SubjectSaid + ">")
	if err != nil {
		t.Fatal(err)
	}
	if err := operator.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := indexer.bus.Tell(event.SubjectSaid+"maria-lopez", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if _, err := hears.NextMsg(patience); err != nil {
		t.Errorf("the ticker is silent: %v", err)
	}
	for stream, consumer := range map[string]string{
		event.StreamURLs: event.ConsumerIntake, event.StreamWork: event.ConsumerFetchers,
		event.StreamArticles: event.ConsumerExtractors, event.StreamStatements: event.ConsumerIndexers,
	} {
		settled(t, operator, stream, consumer)
	}
	for _, u := range []*user{operator, fetcher, extractor, indexer, submit} {
		wantNothingRefused(t, u)
	}
}

func TestEachServiceMayReportFailuresAndStates(t *testing.T) {
	ns := startNATS(t)
	operator := connectAs(t, ns, "setup").setup(t)
	cases := []struct{ user, stream, consumer, subject string }{
		{"fetcher", event.StreamWork, event.ConsumerFetchers, event.SubjectFetch + "example_org"},
		{"extractor", event.StreamArticles, event.ConsumerExtractors, event.SubjectArticles + "example_org"},
		{"indexer", event.StreamStatements, event.ConsumerIndexers, event.SubjectStatements + "example_org"},
	}
	for _, c := range cases {
		t.Run(c.user, func(t *testing.T) {
			u := connectAs(t, ns, c.user)
			publish(t, operator, event.Message{Subject: c.subject, ID: "poison/" + c.user, Data: []byte("{}")})
			u.take(t, c.stream, c.consumer, bus.Options{Stage: event.StageFetch}, func(_ context.Context, d *bus.Delivery) error {
				d.WorkID, d.URL = "u-"+c.user, "https://example.org/"
				return bus.Permanent("schema", errors.New("made for the test"))
			})
			settled(t, operator, c.stream, c.consumer)
			state, found, err := u.bus.State().Get(t.Context(), "u-"+c.user)
			if err != nil || !found || state.Outcome != event.Error {
				t.Errorf("state %+v, found %v, error %v, want it to be failed", state, found, err)
			}
			failed, err := operator.js.Stream(t.Context(), event.StreamFailed)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := failed.GetLastMsgForSubject(t.Context(), event.SubjectFailed+"fetch.schema"); err != nil {
				t.Errorf("no record in the failed stream: %v", err)
			}
			wantNothingRefused(t, u)
		})
	}
}

func TestFetcherMayShareHostsScheduleAndReadPages(t *testing.T) {
	ns := startNATS(t)
	operator := connectAs(t, ns, "setup").setup(t)
	fetcher := connectAs(t, ns, "fetcher")
	ctx := t.Context()
	if _, err := fetcher.bus.Hosts().Reserve(ctx, "example.org", time.Second); err != nil {
		t.Error(err)
	}
	if err := fetcher.bus.Hosts().Close(ctx, "example.org", time.Now().Add(time.Minute)); err != nil {
		t.Error(err)
	}
	message := event.Message{Subject: event.SubjectFetch + "example_org", ID: "w/later", Data: []byte("{}")}
	if err := fetcher.bus.PublishAt(ctx, message, "later", time.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	page := []byte("<p>" + strings.Repeat("a page. ", 40_000) + "</p>") // several chunks of the store
	name, err := operator.bus.PutRaw(ctx, page)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fetcher.bus.Raw(ctx, name); err != nil || len(got) != len(page) {
		t.Errorf("page of %d bytes, error %v, want %d bytes", len(got), err, len(page))
	}
	answers, stop := context.WithCancel(ctx)
	wait, err := fetcher.bus.Answer(answers, event.SubjectSubmit, "intake", func(context.Context, []byte, event.Trace) []byte { return []byte(`{"accepted":[]}`) })
	if err != nil {
		t.Fatal(err)
	}
	submit := connectAs(t, ns, "submit")
	for _, u := range []*user{submit, operator} {
		if got, err := u.bus.Ask(ctx, event.SubjectSubmit, []byte("https://example.org/1")); err != nil || string(got) != `{"accepted":[]}` {
			t.Errorf("%s asked on %s: %q, error %v", u.name, event.SubjectSubmit, got, err)
		}
	}
	stop()
	if err := wait(); err != nil {
		t.Error(err)
	}
	wantNothingRefused(t, fetcher)
}

func TestFetcherMayMoveStuckMessages(t *testing.T) {
	ns := startNATS(t)
	operator := connectAs(t, ns, "setup").setup(t)
	fetcher := connectAs(t, ns, "fetcher")
	ctx := t.Context()
	work := event.Message{Subject: event.SubjectFetch + "example_org", ID: "w/stuck", Type: event.TypeWork, Data: []byte(`{"id":"u-1","url":"https://example.org/1"}`)}
	publish(t, operator, work)
	consumer, err := operator.js.Consumer(ctx, event.StreamWork, event.ConsumerFetchers)
	if err != nil {
		t.Fatal(err)
	}
	for range consumer.CachedInfo().Config.MaxDeliver {
		msg, err := consumer.Next(jetstream.FetchMaxWait(patience))
		if err != nil {
			t.Fatal(err)
		}
		if err := msg.Nak(); err != nil {
			t.Fatal(err)
		}
	}
	// One more pull makes the server notice, and say so in an advisory.
	for begun := time.Now(); ; {
		if msg, err := consumer.Fetch(1, jetstream.FetchMaxWait(time.Second)); err != nil {
			t.Fatal(err)
		} else if extra := <-msg.Messages(); extra != nil {
			t.Fatal("delivered more often than MaxDeliver")
		}
		if n, err := operator.bus.Backlog(ctx, event.StreamAdvisory, event.ConsumerStuck); err != nil {
			t.Fatal(err)
		} else if n > 0 {
			break
		}
		if time.Since(begun) > patience {
			t.Fatalf("no advisory within %s", patience)
		}
	}
	moving, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- fetcher.bus.MoveStuck(moving) }()
	failed, err := operator.js.CreateConsumer(ctx, event.StreamFailed, jetstream.ConsumerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	if msg, err := failed.Next(jetstream.FetchMaxWait(patience)); err != nil {
		t.Errorf("nothing in the failed stream: %v", err)
	} else if got, want := msg.Subject(), event.SubjectFailed+"fetch.stuck"; got != want {
		t.Errorf("failed on %s, want %s", got, want)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	stream, err := operator.js.Stream(ctx, event.StreamWork)
	if err != nil {
		t.Fatal(err)
	}
	if n := stream.CachedInfo().State.Msgs; n != 0 {
		t.Errorf("%d messages left in the work stream, want the stuck one removed", n)
	}
	wantNothingRefused(t, fetcher)
}

// wantNothingRefused fails the test if the server refused something that the
// bus or the raw connection of the user did.
func wantNothingRefused(t *testing.T, u *user) {
	t.Helper()
	if err := u.nc.Flush(); err != nil {
		t.Error(err)
	}
	for _, entry := range u.log.FilterMessage("NATS reports an error").All() {
		t.Errorf("%s: %v", u.name, entry.ContextMap()["error"])
	}
	select {
	case err := <-u.refused:
		t.Errorf("%s: %v", u.name, err)
	default:
	}
}

func TestWhatAUserMustNotDoIsRefused(t *testing.T) {
	ns := startNATS(t)
	connectAs(t, ns, "setup").setup(t)
	cases := []struct{ user, subject string }{
		{"submit", "inquit.work.fetch.example_org"},
		{"submit", "inquit.articles.example_org"},
		{"submit", "$JS.API.STREAM.INFO.INQUIT_URLS"},
		{"submit", "$JS.API.DIRECT.GET.KV_INQUIT_STATE.$KV.INQUIT_STATE.u-1"},
		{"fetcher", "$JS.API.STREAM.DELETE.INQUIT_WORK"},
		{"fetcher", "$JS.API.STREAM.PURGE.INQUIT_WORK"},
		{"fetcher", "$JS.API.STREAM.MSG.DELETE.INQUIT_ARTICLES"},
		{"fetcher", "inquit.statements.example_org"},
		{"extractor", "inquit.articles.example_org"},
		{"extractor", "inquit.urls"},
		{"extractor", "$JS.API.STREAM.CREATE.MINE"},
		{"extractor", "$JS.API.CONSUMER.MSG.NEXT.INQUIT_STATEMENTS.indexers"},
		{"indexer", "inquit.statements.example_org"},
		{"indexer", "$JS.API.CONSUMER.DELETE.INQUIT_STATEMENTS.indexers"},
		{"setup", "$SYS.REQ.SERVER.PING"},
	}
	for _, c := range cases {
		t.Run(c.user+" on "+c.subject, func(t *testing.T) {
			u := connectAs(t, ns, c.user)
			if err := u.nc.Publish(c.subject, nil); err != nil {
				t.Fatal(err)
			}
			wantRefused(t, u)
		})
	}
	t.Run("submit does not hear what others submit", func(t *testing.T) {
		u := connectAs(t, ns, "submit")
		if _, err := u.nc.SubscribeSync("inquit.urls"); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, u)
	})
	t.Run("a wrong password", func(t *testing.T) {
		nc, err := nats.Connect(ns.ClientURL(), nats.UserInfo("setup", "guess"))
		if err == nil {
			nc.Close()
			t.Error("it was let in")
		}
	})
	t.Run("no password", func(t *testing.T) {
		nc, err := nats.Connect(ns.ClientURL())
		if err == nil {
			nc.Close()
			t.Error("it was let in")
		}
	})
}

// wantRefused takes the server's word, which comes before the answer to a ping.
func wantRefused(t *testing.T, u *user) {
	t.Helper()
	if err := u.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-u.refused:
		if !errors.Is(err, nats.ErrPermissionViolation) {
			t.Errorf("error %v, want a permissions violation", err)
		}
	case <-time.After(patience):
		t.Error("it was allowed")
	}
}
