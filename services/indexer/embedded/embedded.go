// Package embedded is the index in a SQLite file, for one machine: no server, no
// cgo, and every write on the disk when it is reported.
package embedded

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // registers the driver

	"github.com/inquit/inquit/services/indexer"
)

//go:embed schema.sql
var schema string

// schemaVersion is kept in the file as its user_version.
const schemaVersion = 1

// Config of the index.
type Config struct {
	// Path of the file. It and its folder are made if missing. Beside it SQLite
	// keeps two more, PATH-wal and PATH-shm.
	Path string
}

// Index is an [indexer.Index] in a file. Writers wait for each other, readers
// for nobody.
type Index struct {
	path  string
	write *sql.DB // one connection
	read  *sql.DB
}

var _ indexer.Index = (*Index)(nil)

// Open opens the file. Call Setup before anything else.
func Open(ctx context.Context, config Config) (*Index, error) {
	if config.Path == "" {
		return nil, errors.New("embedded index: no path given")
	}
	if err := os.MkdirAll(filepath.Dir(config.Path), 0o700); err != nil {
		return nil, fmt.Errorf("embedded index: %w", err)
	}
	x := &Index{path: config.Path}
	var err error
	if x.write, err = sql.Open("sqlite", source(config.Path, "_txlock=immediate", "_pragma=synchronous(FULL)")); err != nil {
		return nil, fmt.Errorf("embedded index %s: %w", config.Path, err)
	}
	x.write.SetMaxOpenConns(1)
	if x.read, err = sql.Open("sqlite", source(config.Path, "_pragma=query_only(1)")); err != nil {
		return nil, errors.Join(fmt.Errorf("embedded index %s: %w", config.Path, err), x.write.Close())
	}
	x.read.SetMaxOpenConns(8)
	if err := x.write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("embedded index %s: %w", config.Path, err), x.Close())
	}
	return x, nil
}

func source(path string, options ...string) string {
	options = append(options, "_pragma=busy_timeout(10000)", "_pragma=journal_mode(WAL)", "_pragma=cache_size(-32000)", "_pragma=temp_store(MEMORY)")
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(options, "&")
}

// Setup makes the tables of a new file.
func (x *Index) Setup(ctx context.Context) ([]string, error) {
	var version int
	if err := x.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return nil, x.wrap("setup", err)
	}
	switch {
	case version == schemaVersion:
		return nil, nil
	case version != 0:
		return nil, fmt.Errorf("%w: %s has schema version %d, this program knows %d: use the program that wrote it, or another file",
			indexer.ErrIncompatible, x.path, version, schemaVersion)
	}
	err := x.transaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, schema+fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion))
		return err
	})
	if err != nil {
		return nil, x.wrap("setup", err)
	}
	return []string{fmt.Sprintf("made the tables of %s, schema version %d", x.path, schemaVersion)}, nil
}

func (x *Index) transaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := x.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Refresh has nothing to do: a write is visible when Apply returns.
func (x *Index) Refresh(context.Context) error { return nil }

// Health reads from the tables.
func (x *Index) Health(ctx context.Context) error {
	var n int
	err := x.read.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM statements LIMIT 1)").Scan(&n)
	return x.wrap("health", err)
}

// Close closes the file.
func (x *Index) Close() error { return errors.Join(x.read.Close(), x.write.Close()) }

// Stored reads the versions and statement ids of articles.
func (x *Index) Stored(ctx context.Context, ids []string) (map[string]indexer.Stored, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, x.wrap("stored", err)
	}
	rows, err := x.read.QueryContext(ctx, `SELECT id, version, statements FROM articles
		WHERE doc IS NOT NULL AND id IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return nil, x.wrap("stored", err)
	}
	defer rows.Close()
	stored := map[string]indexer.Stored{}
	for rows.Next() {
		var id, statements string
		var s indexer.Stored
		if err := rows.Scan(&id, &s.Version, &statements); err != nil {
			return nil, x.wrap("stored", err)
		}
		if err := json.Unmarshal([]byte(statements), &s.StatementIDs); err != nil {
			return nil, x.wrap("stored", err)
		}
		stored[id] = s
	}
	return stored, x.wrap("stored", rows.Err())
}

// Article reads an article.
func (x *Index) Article(ctx context.Context, id string) (*indexer.Article, error) {
	return get[indexer.Article](ctx, x, "SELECT doc FROM articles WHERE id = ? AND doc IS NOT NULL", id)
}

// Statement reads a statement.
func (x *Index) Statement(ctx context.Context, id string) (*indexer.Statement, error) {
	return get[indexer.Statement](ctx, x, "SELECT doc FROM statements WHERE id = ? AND doc IS NOT NULL", id)
}

func get[T any](ctx context.Context, x *Index, query, id string) (*T, error) {
	var data []byte
	err := x.read.QueryRowContext(ctx, query, id).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, x.wrap("get "+id, err)
	}
	doc := new(T)
	if err := json.Unmarshal(data, doc); err != nil {
		return nil, x.wrap("get "+id, err)
	}
	return doc, nil
}

func (x *Index) wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("embedded index %s: %s: %w", x.path, what, err)
}
