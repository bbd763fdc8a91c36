package fetcher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/inquit/inquit/event"
	"github.com/inquit/inquit/internal/bus"
)

// publish notes that the page was fetched and hands the article on. The note
// comes first: the indexer's note must never be overwritten by ours.
func (s *service) publish(ctx context.Context, d *bus.Delivery, w *event.Work, a *event.Article) error {
	data, err := json.Marshal(a)
	if err != nil {
		return bus.Permanent("encode", err)
	}
	var before event.State
	err = s.bus.State().Update(ctx, w.ID, func(st *event.State) {
		before = *st
		st.URL, st.Outcome, st.At = w.URL, event.Fetched, time.Now().UTC()
		st.Reason, st.Error, st.NextAttempt, st.Attempts = "", "", time.Time{}, w.Attempt+1
		st.ArticleID, st.Title, st.FetchMS = a.ID, a.Title, a.Fetch.DurationMS
		st.ETag, st.LastModified, st.ContentSHA256 = a.Fetch.ETag, a.Fetch.LastModified, a.ContentSHA256()
	})
	if err != nil {
		return err
	}
	duplicate, err := s.bus.Publish(ctx, event.Message{
		Subject: event.SubjectArticles + event.HostToken(a.URL.Domain),
		// One article for one piece of work, however often it is delivered.
		ID:   fmt.Sprintf("f/%s/%d", w.ID, d.Seq),
		Type: event.TypeArticle, About: a.ID, Source: source, Time: time.Now(), Trace: d.Trace.Child(), Data: data,
	})
	if errors.Is(err, bus.ErrTooLarge) {
		return bus.Permanent("too_large", err)
	}
	if err != nil || !duplicate || before.Outcome != event.Indexed {
		return err
	}
	// Published by a worker that then died, and indexed meanwhile: as it was.
	return s.bus.State().Update(ctx, w.ID, func(st *event.State) {
		if st.Outcome == event.Fetched {
			*st = before
		}
	})
}

func (s *service) unchanged(ctx context.Context, w *event.Work, page *Page) error {
	s.metrics.unchanged.Inc()
	return s.bus.State().Update(ctx, w.ID, func(st *event.State) {
		st.URL, st.Outcome, st.At, st.FetchMS = w.URL, event.Unchanged, time.Now().UTC(), page.Duration.Milliseconds()
		st.Reason, st.Error, st.NextAttempt, st.Attempts = "", "", time.Time{}, w.Attempt+1
	})
}
