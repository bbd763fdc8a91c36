package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/inquit/inquit/services/indexer"
)

// Apply writes all operations in one transaction.
func (x *Index) Apply(ctx context.Context, ops []indexer.Op) ([]indexer.Outcome, error) {
	outcomes := make([]indexer.Outcome, len(ops))
	err := x.transaction(ctx, func(tx *sql.Tx) error {
		w, err := newWriter(ctx, tx)
		if err != nil {
			return err
		}
		for i, op := range ops {
			applied, err := w.apply(ctx, op)
			if err != nil {
				return fmt.Errorf("%s: %w", op.ID, err)
			}
			if !applied {
				outcomes[i].Status = indexer.Stale
			}
		}
		return nil
	})
	if err != nil {
		return nil, x.wrap("apply", err)
	}
	return outcomes, nil
}

// The version rule is that of Elasticsearch's external versions, tombstones
// included: what is not newer changes nothing and returns no row.
const (
	putStatement = `INSERT INTO statements (id, version, at, article, headline, start, outlet, domain, confidence, doc)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, at = excluded.at, article = excluded.article,
			headline = excluded.headline, start = excluded.start, outlet = excluded.outlet, domain = excluded.domain,
			confidence = excluded.confidence, doc = excluded.doc
		WHERE excluded.version > statements.version RETURNING row`
	putArticle = `INSERT INTO articles (id, version, statements, doc) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, statements = excluded.statements, doc = excluded.doc
		WHERE excluded.version > articles.version RETURNING 1`
	dropFacets = `DELETE FROM facets WHERE row = ?`
	dropWords  = `DELETE FROM words WHERE rowid = ?`
	dropStems  = `DELETE FROM stems WHERE rowid = ?`
	putFacet   = `INSERT OR IGNORE INTO facets (field, value, row) VALUES (?, ?, ?)`
	putWords   = `INSERT INTO words (rowid, speaker, about, content) VALUES (?, ?, ?, ?)`
	putStems   = `INSERT INTO stems (rowid, content) VALUES (?, ?)`
)

type writer struct{ prepared map[string]*sql.Stmt }

// newWriter prepares the statements; they end with the transaction.
func newWriter(ctx context.Context, tx *sql.Tx) (*writer, error) {
	w := &writer{map[string]*sql.Stmt{}}
	for _, query := range []string{putStatement, putArticle, dropFacets, dropWords, dropStems, putFacet, putWords, putStems} {
		stmt, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		w.prepared[query] = stmt
	}
	return w, nil
}

func (w *writer) exec(ctx context.Context, query string, args ...any) error {
	_, err := w.prepared[query].ExecContext(ctx, args...)
	return err
}

// put reports false if what is there is not older.
func (w *writer) put(ctx context.Context, query string, args ...any) (row int64, applied bool, err error) {
	err = w.prepared[query].QueryRowContext(ctx, args...).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return row, err == nil, err
}

func (w *writer) apply(ctx context.Context, op indexer.Op) (applied bool, err error) {
	switch doc := op.Document.(type) {
	case *indexer.Statement:
		return w.statement(ctx, op, doc)
	case *indexer.Article:
		return w.article(ctx, op, doc)
	case nil:
		return w.delete(ctx, op)
	}
	return false, fmt.Errorf("unknown document type %T", op.Document)
}

func (w *writer) article(ctx context.Context, op indexer.Op, a *indexer.Article) (bool, error) {
	ids, err := json.Marshal(a.Article.StatementIDs)
	if err != nil {
		return false, err
	}
	data, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	_, applied, err := w.put(ctx, putArticle, op.ID, op.Version, string(ids), data)
	return applied, err
}

func (w *writer) delete(ctx context.Context, op indexer.Op) (bool, error) {
	if op.Collection == indexer.Articles {
		_, applied, err := w.put(ctx, putArticle, op.ID, op.Version, "[]", nil)
		return applied, err
	}
	row, applied, err := w.put(ctx, putStatement, op.ID, op.Version, 0, "", 0, 0, "", "", 0.0, nil)
	if err != nil || !applied {
		return false, err
	}
	return true, w.forget(ctx, row)
}

// forget takes a row out of the tables beside statements.
func (w *writer) forget(ctx context.Context, row int64) error {
	for _, query := range []string{dropFacets, dropWords, dropStems} {
		if err := w.exec(ctx, query, row); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) statement(ctx context.Context, op indexer.Op, s *indexer.Statement) (bool, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return false, err
	}
	headline := 0
	if s.Statement.Zone == "headline" {
		headline = 1
	}
	row, applied, err := w.put(ctx, putStatement, op.ID, op.Version, s.Timestamp.UnixMilli(), s.Article.ID, headline, s.Content.Start,
		foldName(s.Article.Outlet), s.URL.Domain, s.Attribution.Confidence, data)
	if err != nil || !applied {
		return false, err
	}
	if err := w.forget(ctx, row); err != nil {
		return false, err
	}
	for field, values := range facets(s) {
		for _, value := range values {
			if err := w.exec(ctx, putFacet, field, value, row); err != nil {
				return false, err
			}
		}
	}
	content := words(s.Content.Text)
	if err := w.exec(ctx, putWords, row, joined(s.Speaker.Name), joined(s.About.Name), strings.Join(content, " ")); err != nil {
		return false, err
	}
	return true, w.exec(ctx, putStems, row, strings.Join(stemmable(content), " "))
}

// Fields that are filtered by and not counted by.
const (
	bySpeakerID = "speaker.id"
	byAboutID   = "about.id"
)

func facets(s *indexer.Statement) map[string][]string {
	return map[string][]string{
		string(indexer.BySpeaker): s.Speaker.Name, bySpeakerID: s.Speaker.ID, string(indexer.ByKind): s.Speaker.Kind,
		string(indexer.ByAbout): s.About.Name, byAboutID: s.About.ID,
		string(indexer.ByOutlet): {s.Article.Outlet}, string(indexer.ByType): {s.Statement.Type}, string(indexer.ByFlag): s.Statement.Flags,
	}
}

func joined(names []string) string {
	return strings.Join(words(strings.Join(names, "\n")), " ")
}
