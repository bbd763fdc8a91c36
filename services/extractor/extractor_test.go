package extractor

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/internal/embednats"
	"github.com/inquit/inquit/said"
)

// parish has marks, accents and an emoji before the statements, so that bytes,
// code points and UTF-16 all differ.
var parish = event.Article{
	ID: "a-1", Title: "Café to stay 🙂", Language: "en",
	Text: "🙂 The parish met in the café.\n\n“We won’t sell the café,” said Zoë Müller, the mayor. She added that “nobody” had asked.\n\n“We won’t sell the café,” Müller said again.",
	URL:  event.Address{Full: "https://example.org/cafe", Original: "https://example.org/cafe", Domain: "example.org"}, Submission: event.Submission{WorkID: "u-1"},
	Fetch: event.Fetch{At: time.UnixMilli(1_700_000_000_000).UTC()},
}

func TestEveryPositionOfABundleSlicesToItsText(t *testing.T) {
	b := Bundle(parish, said.New())
	if len(b.Statements) < 2 {
		t.Fatalf("%d statements, want two at least", len(b.Statements))
	}
	zones := map[string]*event.CodePoints{"headline": event.NewCodePoints(parish.Title), "body": event.NewCodePoints(parish.Text)}
	check := func(what, zone string, p event.Piece) {
		t.Helper()
		text := ""
		for i, s := range p.Spans {
			if i > 0 {
				text += " "
			}
			text += zones[zone].Slice(s)
		}
		if text != p.Text {
			t.Errorf("%s: spans %v give %q, want %q", what, p.Spans, text, p.Text)
		}
	}
	for _, s := range b.Statements {
		check("content", s.Zone, s.Content)
		check("source", s.Zone, s.Source)
		check("cue", s.Zone, s.Cue.Piece)
	}
	for _, e := range b.Entities {
		for _, m := range e.Mentions {
			check("mention", m.Zone, event.Piece{Text: m.Text, Spans: []event.Span{m.Span}})
		}
	}
}

func TestTheSameWordsTwiceAreTwoStatementsAndKeepTheirIDs(t *testing.T) {
	a, b := Bundle(parish, said.New()), Bundle(parish, said.New())
	seen := map[string]bool{}
	for i, s := range a.Statements {
		if seen[s.ID] {
			t.Errorf("id %s twice", s.ID)
		}
		seen[s.ID] = true
		if s.ID != b.Statements[i].ID {
			t.Errorf("statement %d has id %s, then %s", i, s.ID, b.Statements[i].ID)
		}
	}
}

func TestTheServicePublishesOneBundleForAnArticle(t *testing.T) {
	log := zaptest.NewLogger(t, zaptest.Level(zap.ErrorLevel))
	server, err := embednats.Start(embednats.Config{Dir: t.TempDir(), Port: -1}, log)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	conn, err := bus.Connect(t.Context(), bus.Config{InProcess: server.Provider()}, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(parish)
	if err != nil {
		t.Fatal(err)
	}
	trace := event.NewTrace()
	for _, id := range []string{"f/1", "f/2"} { // the same page, delivered twice
		if _, err := conn.Publish(t.Context(), event.Message{Subject: event.SubjectArticles + "example_org", ID: id, Type: event.TypeArticle, Trace: trace, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- Run(ctx, Config{Workers: 1}, conn, log, nil) }()

	bundles := make(chan *bus.Delivery, 2)
	collected := make(chan error, 1)
	go func() {
		collected <- conn.Each(ctx, event.StreamStatements, event.ConsumerIndexers, bus.Options{Stage: event.StageIndex}, func(_ context.Context, d *bus.Delivery) error {
			bundles <- d
			return nil
		})
	}()
	d := <-bundles
	var got event.Statements
	if err := d.Decode(event.TypeStatements, &got); err != nil {
		t.Fatal(err)
	}
	if got.Article.ID != "a-1" || len(got.Statements) == 0 || got.Version != event.Version(parish.Fetch.At, said.Revision) || d.Trace.ID() != trace.ID() {
		t.Errorf("bundle of %s with %d statements, version %d, trace %s", got.Article.ID, len(got.Statements), got.Version, d.Trace.ID())
	}
	waitEmpty(t, conn, event.StreamArticles, event.ConsumerExtractors)
	stop()
	if err := <-ran; err != nil {
		t.Error(err)
	}
	if err := <-collected; err != nil {
		t.Error(err)
	}
	if len(bundles) != 0 {
		t.Error("a second bundle for the same reading of the same fetch")
	}
}

func waitEmpty(t *testing.T, conn *bus.Conn, stream, consumer string) {
	t.Helper()
	for begun := time.Now(); ; <-time.After(10 * time.Millisecond) {
		n, err := conn.Backlog(t.Context(), stream, consumer)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		if time.Since(begun) > 2*time.Minute { // a message that a halting machine lost comes again after 30 s
			t.Fatalf("%d messages are left after two minutes", n)
		}
	}
}
