package indexer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"go.uber.org/zap"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/embedded"
	"github.com/inquit/inquit/services/indexer/sinktest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	leak := goleak.Find() // which waits for half a second: not long on a busy machine
	for begun := time.Now(); leak != nil && time.Since(begun) < time.Minute; {
		leak = goleak.Find()
	}
	if leak != nil {
		fmt.Fprintln(os.Stderr, leak)
		code = max(code, 1)
	}
	os.Exit(code)
}

var (
	published = time.Date(2026, 2, 14, 11, 0, 0, 0, time.UTC)
	fetched   = published.Add(time.Hour)
	refetched = published.Add(2 * time.Hour)
)

func openIndex(t *testing.T) indexer.Index {
	t.Helper()
	x, err := embedded.Open(t.Context(), embedded.Config{Path: filepath.Join(t.TempDir(), "index.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if _, err := x.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return x
}

// quick waits as little as can be: what is tested is that it comes again.
var quick = indexer.Config{RetryMin: time.Nanosecond, RetryMax: time.Nanosecond, BlockedRetry: time.Nanosecond}

func newWriter(t *testing.T, x indexer.Index) *indexer.Writer {
	t.Helper()
	w, err := indexer.NewWriter(quick, x, zap.NewNop(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func talks(fetched time.Time, contents ...string) *event.Statements {
	var list []sinktest.Says
	for _, c := range contents {
		list = append(list, sinktest.Says{By: []string{"Anna Maric"}, Content: c})
	}
	return sinktest.Bundle("talks", "example.org", published, fetched, list...)
}

// article is one of many that differ.
func article(n int) *event.Statements {
	return sinktest.Bundle(fmt.Sprintf("n%d", n), "example.org", published, fetched, sinktest.Says{By: []string{"Bo Lind"}, Content: fmt.Sprintf("words %d", n)})
}

func write(t *testing.T, w *indexer.Writer, messages ...*event.Statements) []indexer.Result {
	t.Helper()
	var list []indexer.Message
	for _, m := range messages {
		list = append(list, indexer.Message{Statements: m})
	}
	results := w.Write(t.Context(), list)
	if len(results) != len(messages) {
		t.Fatalf("%d results for %d messages", len(results), len(messages))
	}
	return results
}

func noError(t *testing.T, results []indexer.Result) {
	t.Helper()
	for i, r := range results {
		if r.Err != nil {
			t.Fatalf("message %d: %v", i, r.Err)
		}
	}
}

// kept are the contents in the index, in the order of the alphabet.
func kept(t *testing.T, x indexer.Index) []string {
	t.Helper()
	page, err := x.Search(t.Context(), indexer.Query{Size: indexer.MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, s := range page.Statements {
		list = append(list, s.Content.Text)
	}
	slices.Sort(list)
	return list
}

func wantKept(t *testing.T, x indexer.Index, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, kept(t, x)); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
}

func permanent(t *testing.T, err error) *bus.PermanentError {
	t.Helper()
	var p *bus.PermanentError
	if !errors.As(err, &p) {
		t.Fatalf("error %v, want a permanent one", err)
	}
	return p
}

func TestStatementsThatVanishedAreDeleted(t *testing.T) {
	x := openIndex(t)
	w := newWriter(t, x)
	noError(t, write(t, w, talks(fetched, "a", "b", "c")))
	noError(t, write(t, w, talks(refetched, "b", "d")))
	wantKept(t, x, "b", "d")
	got, err := x.Article(t.Context(), talks(fetched).Article.ID)
	if err != nil || got.Article.Statements != 2 {
		t.Errorf("article %+v, error %v, want 2 statements", got, err)
	}
}

func TestAnOlderVersionThatComesLateChangesNothing(t *testing.T) {
	x := openIndex(t)
	w := newWriter(t, x)
	noError(t, write(t, w, talks(refetched, "b")))
	results := write(t, w, talks(fetched, "a", "b"))
	noError(t, results)
	if !results[0].Superseded || len(results[0].Written) > 0 {
		t.Errorf("result %+v, want superseded and nothing written", results[0])
	}
	wantKept(t, x, "b")
}

func TestAMessageThatComesTwiceIsWrittenOnce(t *testing.T) {
	x := openIndex(t)
	w := newWriter(t, x)
	first := write(t, w, talks(fetched, "a", "b"))
	second := write(t, w, talks(fetched, "a", "b"))
	noError(t, append(first, second...))
	if len(first[0].Written) != 2 || len(second[0].Written) != 0 {
		t.Errorf("wrote %d, then %d statements, want 2 and 0", len(first[0].Written), len(second[0].Written))
	}
	wantKept(t, x, "a", "b")
}

func TestOfTwoVersionsInABatchTheNewerIsWritten(t *testing.T) {
	for _, order := range [][]time.Time{{fetched, refetched}, {refetched, fetched}} {
		x := openIndex(t)
		said := map[time.Time]string{fetched: "old", refetched: "new"}
		noError(t, write(t, newWriter(t, x), talks(order[0], said[order[0]]), talks(order[1], said[order[1]])))
		wantKept(t, x, "new")
	}
}

func TestAMessageThatDoesNotFitItsTextIsRefusedAlone(t *testing.T) {
	x := openIndex(t)
	bad := talks(fetched, "a", "b")
	bad.Statements[1].Content.Text = "c"
	results := write(t, newWriter(t, x), bad, article(1))
	if p := permanent(t, results[0].Err); p.Reason != "offsets" {
		t.Errorf("reason %q, want offsets", p.Reason)
	}
	noError(t, results[1:])
	wantKept(t, x, "words 1")
}

// faulty is an index whose writes go wrong as a test says.
type faulty struct {
	indexer.Index
	calls int
	apply func(call int, ops []indexer.Op) ([]indexer.Outcome, error)
}

func (f *faulty) Apply(_ context.Context, ops []indexer.Op) ([]indexer.Outcome, error) {
	f.calls++
	return f.apply(f.calls, ops)
}

// answer applies those operations of which the status says applied.
func answer(t *testing.T, x indexer.Index, ops []indexer.Op, status func(indexer.Op) indexer.Status) []indexer.Outcome {
	t.Helper()
	outcomes := make([]indexer.Outcome, len(ops))
	for i, op := range ops {
		outcomes[i] = indexer.Outcome{Status: status(op), Reason: "because"}
		if outcomes[i].Status == indexer.Applied {
			done, err := x.Apply(t.Context(), ops[i:i+1])
			if err != nil {
				t.Fatal(err)
			}
			outcomes[i] = done[0]
		}
	}
	return outcomes
}

func says(op indexer.Op, content string) bool {
	s, ok := op.Document.(*indexer.Statement)
	return ok && s.Content.Text == content
}

func TestOnlyWhatTheIndexCouldNotTakeIsWrittenAgain(t *testing.T) {
	x := &faulty{Index: openIndex(t)}
	var sizes []int
	x.apply = func(call int, ops []indexer.Op) ([]indexer.Outcome, error) {
		sizes = append(sizes, len(ops))
		return answer(t, x.Index, ops, func(op indexer.Op) indexer.Status {
			if call < 3 && says(op, "b") {
				return indexer.Busy
			}
			return indexer.Applied
		}), nil
	}
	noError(t, write(t, newWriter(t, x), talks(fetched, "a", "b", "c")))
	if diff := cmp.Diff([]int{3, 1, 1, 1}, sizes); diff != "" {
		t.Errorf("operations by call, the article's last (-want +got):\n%s", diff)
	}
	wantKept(t, x, "a", "b", "c")
}

func TestAWriteOfUnknownOutcomeIsRepeatedWhole(t *testing.T) {
	x := &faulty{Index: openIndex(t)}
	x.apply = func(call int, ops []indexer.Op) ([]indexer.Outcome, error) {
		outcomes, err := x.Index.Apply(t.Context(), ops)
		if call == 1 || call == 3 {
			return nil, errors.New("connection reset") // after it was done
		}
		return outcomes, err
	}
	noError(t, write(t, newWriter(t, x), talks(fetched, "a", "b")))
	wantKept(t, x, "a", "b")
	if x.calls != 4 {
		t.Errorf("%d writes, want statements and article twice each", x.calls)
	}
}

func TestABlockedIndexIsWaitedForAndNotReady(t *testing.T) {
	x := &faulty{Index: openIndex(t)}
	w := newWriter(t, x)
	var ready error
	x.apply = func(call int, ops []indexer.Op) ([]indexer.Outcome, error) {
		if call == 1 {
			return answer(t, x.Index, ops, func(indexer.Op) indexer.Status { return indexer.Blocked }), nil
		}
		if call == 2 {
			ready = w.Ready(t.Context())
		}
		return x.Index.Apply(t.Context(), ops)
	}
	noError(t, write(t, w, talks(fetched, "a")))
	if !errors.Is(ready, indexer.ErrBlocked) || !strings.Contains(ready.Error(), "because") {
		t.Errorf("while it was blocked, ready said %v", ready)
	}
	if err := w.Ready(t.Context()); err != nil {
		t.Errorf("afterwards ready says %v", err)
	}
	wantKept(t, x, "a")
}

func TestARefusedDocumentFailsItsMessageOnly(t *testing.T) {
	x := &faulty{Index: openIndex(t)}
	refuse := true
	x.apply = func(_ int, ops []indexer.Op) ([]indexer.Outcome, error) {
		return answer(t, x.Index, ops, func(op indexer.Op) indexer.Status {
			if refuse && says(op, "b") {
				return indexer.Rejected
			}
			return indexer.Applied
		}), nil
	}
	w := newWriter(t, x)
	results := write(t, w, talks(fetched, "a", "b"), article(1))
	if p := permanent(t, results[0].Err); p.Reason != "rejected" || !strings.Contains(p.Error(), "because") {
		t.Errorf("error %v, want rejected with the reason", p)
	}
	noError(t, results[1:])
	wantKept(t, x, "a", "words 1")

	// When it is retried, what it left is taken over.
	refuse = false
	noError(t, write(t, w, talks(refetched, "c")))
	wantKept(t, x, "c", "words 1")
}

func TestTooManyRefusedDocumentsHoldTheStream(t *testing.T) {
	x := &faulty{Index: openIndex(t)}
	w := newWriter(t, x)
	refusing := true
	var ready error
	x.apply = func(_ int, ops []indexer.Op) ([]indexer.Outcome, error) {
		if ready = w.Ready(t.Context()); ready != nil {
			refusing = false // the operator mends the index
		}
		return answer(t, x.Index, ops, func(op indexer.Op) indexer.Status {
			if _, ok := op.Document.(*indexer.Statement); ok && refusing {
				return indexer.Rejected
			}
			return indexer.Applied
		}), nil
	}
	var messages []*event.Statements
	for n := range 50 {
		messages = append(messages, article(n))
	}
	failed := 0
	for _, r := range write(t, w, messages...) {
		if r.Err != nil {
			permanent(t, r.Err)
			failed++
		}
	}
	if failed != 10 {
		t.Errorf("%d messages failed before the index was taken to be at fault, want 10", failed)
	}
	if n := len(kept(t, x)); n != 40 {
		t.Errorf("%d of the 40 held messages are written", n)
	}
}

func TestAStatementOfAnOvertakenVersionDoesNotStay(t *testing.T) {
	x := &faulty{Index: openIndex(t)}
	x.apply = func(call int, ops []indexer.Op) ([]indexer.Outcome, error) {
		if call == 1 { // another replica is faster with the newer version
			noError(t, write(t, newWriter(t, x.Index), talks(refetched, "b")))
		}
		return x.Index.Apply(t.Context(), ops)
	}
	results := write(t, newWriter(t, x), talks(fetched, "a", "b"))
	noError(t, results)
	if !results[0].Superseded {
		t.Error("the result does not say that it was superseded")
	}
	wantKept(t, x, "b")
}

func TestAWriterThatHasToStopGivesTheMessageBack(t *testing.T) {
	x := &faulty{Index: openIndex(t)}
	ctx, cancel := context.WithCancel(t.Context())
	x.apply = func(_ int, ops []indexer.Op) ([]indexer.Outcome, error) {
		cancel()
		return answer(t, x.Index, ops, func(indexer.Op) indexer.Status { return indexer.Busy }), nil
	}
	results := newWriter(t, x).Write(ctx, []indexer.Message{{Statements: talks(fetched, "a")}})
	var p *bus.PermanentError
	if err := results[0].Err; !errors.Is(err, context.Canceled) || errors.As(err, &p) || !strings.Contains(err.Error(), "because") {
		t.Errorf("error %v, want canceled, with the reason", err)
	}
	if x.calls != 1 {
		t.Errorf("%d writes, want 1: the article must not be written without its statements", x.calls)
	}
}

func TestConfigNamesTheFieldThatIsWrong(t *testing.T) {
	for field, config := range map[string]indexer.Config{
		"Workers": {Workers: -1}, "BatchMessages": {BatchMessages: 1 << 20}, "BatchBytes": {BatchBytes: -5}, "RetryMin": {RetryMin: time.Hour},
	} {
		if _, err := indexer.NewWriter(config, nil, zap.NewNop(), nil); err == nil || !strings.Contains(err.Error(), field+":") {
			t.Errorf("%s: error %v", field, err)
		}
	}
}
