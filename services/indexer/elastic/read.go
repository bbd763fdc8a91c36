package elastic

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/inquit/inquit/services/indexer"
)

// found is a document by its id. Reads by id see every write at once.
type found[T any] struct {
	ID      string `json:"_id"`
	Found   bool   `json:"found"`
	Version int64  `json:"_version"`
	Source  *T     `json:"_source"`
	Error   *cause `json:"error"`
}

// Stored reads the versions and statement ids of articles.
func (x *Index) Stored(ctx context.Context, ids []string) (map[string]indexer.Stored, error) {
	stored := map[string]indexer.Stored{}
	if len(ids) == 0 {
		return stored, nil
	}
	var answer struct {
		Docs []found[struct {
			Article struct {
				StatementIDs []string `json:"statement_ids"`
			} `json:"article"`
		}] `json:"docs"`
	}
	err := x.do(ctx, esapi.MgetRequest{
		Index: x.alias(indexer.Articles), Body: body(map[string]any{"ids": ids}),
		SourceIncludes: []string{"article.statement_ids"},
	}, &answer)
	if err != nil {
		return nil, err
	}
	if len(answer.Docs) != len(ids) {
		return nil, fmt.Errorf("elasticsearch: %d answers for %d articles", len(answer.Docs), len(ids))
	}
	for _, doc := range answer.Docs {
		if doc.Error != nil {
			// Only an index that is not there is said here and not before.
			return nil, &Error{Status: http.StatusNotFound, Type: doc.Error.Type, Reason: doc.Error.text()}
		}
		if doc.Found && doc.Source != nil {
			stored[doc.ID] = indexer.Stored{Version: doc.Version, StatementIDs: doc.Source.Article.StatementIDs}
		}
	}
	return stored, nil
}

// Article reads an article.
func (x *Index) Article(ctx context.Context, id string) (*indexer.Article, error) {
	return get[indexer.Article](ctx, x, indexer.Articles, id)
}

// Statement reads a statement.
func (x *Index) Statement(ctx context.Context, id string) (*indexer.Statement, error) {
	return get[indexer.Statement](ctx, x, indexer.Statements, id)
}

func get[T any](ctx context.Context, x *Index, from indexer.Collection, id string) (*T, error) {
	var doc found[T]
	err := x.do(ctx, esapi.GetRequest{Index: x.alias(from), DocumentID: id}, &doc)
	var e *Error
	if errors.As(err, &e) && e.Status == http.StatusNotFound && e.Type == "" {
		return nil, nil // a missing index would have a type
	}
	return doc.Source, err
}

// Refresh makes all that was written visible to searches.
func (x *Index) Refresh(ctx context.Context) error {
	return x.do(ctx, esapi.IndicesRefreshRequest{Index: []string{x.alias(indexer.Statements), x.alias(indexer.Articles)}}, nil)
}

// Health searches for nothing in both collections. It needs no more rights than
// reading does, which asking for the cluster's health would.
func (x *Index) Health(ctx context.Context) error {
	return x.do(ctx, esapi.SearchRequest{
		Index: []string{x.alias(indexer.Statements), x.alias(indexer.Articles)},
		Size:  new(0), TrackTotalHits: false,
	}, nil)
}

// Count counts statements by a field.
func (x *Index) Count(ctx context.Context, q indexer.Query, by indexer.Field, size int) ([]indexer.Bucket, error) {
	var answer struct {
		Aggregations struct {
			By struct {
				Buckets []struct {
					Key   string `json:"key"`
					Count int    `json:"doc_count"`
				} `json:"buckets"`
			} `json:"by"`
		} `json:"aggregations"`
	}
	err := x.do(ctx, esapi.SearchRequest{Index: []string{x.alias(indexer.Statements)}, Body: body(map[string]any{
		"size": 0, "track_total_hits": false, "query": query(q),
		"aggs": map[string]any{"by": map[string]any{"terms": map[string]any{
			"field": string(by), "size": size,
			"order": []any{map[string]any{"_count": "desc"}, map[string]any{"_key": "asc"}},
		}}},
	})}, &answer)
	if err != nil {
		return nil, err
	}
	var buckets []indexer.Bucket
	for _, b := range answer.Aggregations.By.Buckets {
		buckets = append(buckets, indexer.Bucket{Value: b.Key, Count: b.Count})
	}
	return buckets, nil
}
