package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
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
		return w.writeWords(ctx)
	})
	if err != nil {
		return nil, x.wrap("apply", err)
	}
	return outcomes, nil
}

// The version rule is that of Elasticsearch's external versions, tombstones
// included: what is not newer changes nothing.
const (
	findStatement = `SELECT row, version FROM statements WHERE id = ?`
	putStatement  = `INSERT INTO statements (id, version, at, article, headline, start, outlet, domain, confidence, doc)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	changeStatement = `UPDATE statements SET version = ?, at = ?, article = ?, headline = ?, start = ?, outlet = ?, domain = ?,
		confidence = ?, doc = ? WHERE row = ?`
	putArticle = `INSERT INTO articles (id, version, statements, doc) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, statements = excluded.statements, doc = excluded.doc
		WHERE excluded.version > articles.version`
	dropFacets = `DELETE FROM facets WHERE row = ?`
	dropWords  = `DELETE FROM words WHERE rowid = ?`
	dropStems  = `DELETE FROM stems WHERE rowid = ?`
	putFacet   = `INSERT OR IGNORE INTO facets (field, value, row) VALUES (?, ?, ?)`
	putWords   = `INSERT INTO words (rowid, speaker, about, content) VALUES (?, ?, ?, ?)`
	putStems   = `INSERT INTO stems (rowid, content) VALUES (?, ?)`
)

type writer struct {
	prepared map[string]*sql.Stmt
	// changed are the rows whose words have to be written, nil for those that are
	// deleted; old says which had words before. They come last: the other writes
	// have SQLite flush its word lists each time.
	changed map[int64]*indexer.Statement
	old     map[int64]bool
}

// newWriter prepares the statements; they end with the transaction.
func newWriter(ctx context.Context, tx *sql.Tx) (*writer, error) {
	w := &writer{prepared: map[string]*sql.Stmt{}, changed: map[int64]*indexer.Statement{}, old: map[int64]bool{}}
	for _, query := range []string{findStatement, putStatement, changeStatement, putArticle, dropFacets, dropWords, dropStems, putFacet, putWords, putStems} {
		stmt, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		w.prepared[query] = stmt
	}
	return w, nil
}

func (w *writer) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return w.prepared[query].ExecContext(ctx, args...)
}

func (w *writer) apply(ctx context.Context, op indexer.Op) (applied bool, err error) {
	switch doc := op.Document.(type) {
	case *indexer.Statement:
		return w.statement(ctx, op, doc)
	case *indexer.Article:
		return w.article(ctx, op, doc)
	case nil:
		if op.Collection == indexer.Articles {
			return w.putArticle(ctx, op, "[]", nil)
		}
		_, applied, err = w.put(ctx, op, nil, 0, "", 0, 0, "", "", 0.0, nil)
		return applied, err
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
	return w.putArticle(ctx, op, string(ids), data)
}

func (w *writer) putArticle(ctx context.Context, op indexer.Op, ids string, doc []byte) (bool, error) {
	result, err := w.exec(ctx, putArticle, op.ID, op.Version, ids, doc)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
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
	row, applied, err := w.put(ctx, op, s, s.Timestamp.UnixMilli(), s.Article.ID, headline, s.Content.Start,
		foldName(s.Article.Outlet), s.URL.Domain, s.Attribution.Confidence, data)
	if err != nil || !applied {
		return false, err
	}
	for field, values := range facets(s) {
		for _, value := range values {
			if _, err := w.exec(ctx, putFacet, field, value, row); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// put writes the row of a statement, or of its tombstone if s is nil. applied is
// false if what is there is not older.
func (w *writer) put(ctx context.Context, op indexer.Op, s *indexer.Statement, columns ...any) (row int64, applied bool, err error) {
	var version int64
	err = w.prepared[findStatement].QueryRowContext(ctx, op.ID).Scan(&row, &version)
	if errors.Is(err, sql.ErrNoRows) {
		result, err := w.exec(ctx, putStatement, append([]any{op.ID, op.Version}, columns...)...)
		if err != nil {
			return 0, false, err
		}
		row, err = result.LastInsertId()
		w.changed[row] = s
		return row, err == nil, err
	}
	if err != nil || version >= op.Version {
		return 0, false, err
	}
	if _, err := w.exec(ctx, changeStatement, append(append([]any{op.Version}, columns...), row)...); err != nil {
		return 0, false, err
	}
	if _, new := w.changed[row]; !new {
		w.old[row] = true
	}
	w.changed[row] = s
	_, err = w.exec(ctx, dropFacets, row)
	return row, err == nil, err
}

func (w *writer) writeWords(ctx context.Context) error {
	for row := range w.old {
		for _, query := range []string{dropWords, dropStems} {
			if _, err := w.exec(ctx, query, row); err != nil {
				return err
			}
		}
	}
	for _, row := range slices.Sorted(maps.Keys(w.changed)) {
		s := w.changed[row]
		if s == nil {
			continue
		}
		content := words(s.Content.Text)
		if _, err := w.exec(ctx, putWords, row, joined(s.Speaker.Name), joined(s.About.Name), strings.Join(content, " ")); err != nil {
			return err
		}
		if _, err := w.exec(ctx, putStems, row, strings.Join(stemmable(content), " ")); err != nil {
			return err
		}
	}
	return nil
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
