package elastic

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/inquit/inquit/services/indexer"
)

// object keeps the query language readable.
type object = map[string]any

// query puts a query into Elasticsearch's language. What is not ranked by is a
// filter, which the server may cache.
func query(q indexer.Query) object {
	var filter, must []any
	if q.Speaker != "" {
		filter = append(filter, allWords("speaker.name.text", q.Speaker))
	}
	if q.About != "" {
		filter = append(filter, object{"bool": object{"should": []any{
			allWords("about.name.text", q.About), allWords("content.text", q.About),
		}, "minimum_should_match": 1}})
	}
	if q.Text != "" {
		must = append(must, allWords("content.text", q.Text))
	}
	for _, phrase := range q.Phrases {
		must = append(must, object{"match_phrase": object{"content.text.exact": phrase}})
	}
	for field, value := range map[string]string{
		"speaker.id": q.SpeakerID, "about.id": q.AboutID, "article.id": q.ArticleID,
		"statement.type": q.Type, "speaker.kind": q.Kind, "statement.flags": q.Flag,
	} {
		if value != "" {
			filter = append(filter, object{"term": object{field: value}})
		}
	}
	if q.Outlet != "" {
		filter = append(filter, outlet(q.Outlet))
	}
	if span := between(q.Since, q.Until); span != nil {
		filter = append(filter, object{"range": object{"@timestamp": span}})
	}
	if q.MinConfidence > 0 {
		filter = append(filter, object{"range": object{"attribution.confidence": object{"gte": q.MinConfidence}}})
	}
	return object{"bool": object{"filter": list(filter), "must": list(must)}}
}

// list is never null in JSON.
func list(l []any) []any {
	if l == nil {
		return []any{}
	}
	return l
}

func allWords(field, words string) object {
	return object{"match": object{field: object{"query": words, "operator": "and"}}}
}

func outlet(name string) object {
	domain := strings.ToLower(name)
	literal := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`).Replace(domain)
	return object{"bool": object{"should": []any{
		object{"term": object{"article.outlet.folded": name}},
		object{"term": object{"url.domain": domain}},
		object{"wildcard": object{"url.domain": object{"value": "*." + literal}}},
	}, "minimum_should_match": 1}}
}

func between(since, until time.Time) object {
	span := object{}
	if !since.IsZero() {
		span["gte"] = since.UTC().Format(time.RFC3339Nano)
	}
	if !until.IsZero() {
		span["lt"] = until.UTC().Format(time.RFC3339Nano)
	}
	if len(span) == 0 {
		return nil
	}
	return span
}

// sortBy is an order that has no equals.
func sortBy(sort indexer.Sort) []any {
	id := object{"statement.id": "asc"}
	switch sort {
	case indexer.Oldest:
		return []any{object{"@timestamp": "asc"}, id}
	case indexer.Position:
		return []any{object{"statement.zone": "desc"}, object{"content.start": "asc"}, id}
	case indexer.Relevance:
		return []any{object{"_score": "desc"}, id}
	}
	return []any{object{"@timestamp": "desc"}, id}
}

// hits is the answer to a search.
type hits struct {
	PIT  string `json:"pit_id"`
	Hits struct {
		Total struct {
			Value    int    `json:"value"`
			Relation string `json:"relation"`
		} `json:"total"`
		Hits []struct {
			Source json.RawMessage `json:"_source"`
			Sort   []any           `json:"sort"`
		} `json:"hits"`
	} `json:"hits"`
}

// keepAlive is how long a snapshot waits for its next page.
const keepAlive = "2m"

// Search finds statements. A search for the first page, which most are, leaves
// nothing behind on the server; only who goes on to a second one gets a
// snapshot (a point in time), which the following pages are read from. Should
// it be gone by then, a new one takes over at the same place.
func (x *Index) Search(ctx context.Context, q indexer.Query) (*indexer.Page, error) {
	q = q.Normalize()
	order := sortBy(q.Sort)
	cursor, err := q.After(len(order))
	if err != nil {
		return nil, err
	}
	request := object{"query": query(q), "sort": order, "size": q.Size + 1}
	var answer hits
	if cursor == nil {
		err = x.do(ctx, esapi.SearchRequest{Index: []string{x.alias(indexer.Statements)}, Body: body(request)}, &answer)
	} else {
		answer, err = x.goOn(ctx, request, cursor, len(order))
	}
	if err != nil {
		return nil, err
	}
	return x.page(ctx, q, answer, len(order))
}

func (x *Index) goOn(ctx context.Context, request object, cursor *indexer.Cursor, fields int) (answer hits, err error) {
	for {
		fresh := cursor.Snapshot == ""
		if fresh {
			if cursor.Snapshot, err = x.openSnapshot(ctx); err != nil {
				return answer, err
			}
		}
		// A snapshot has a last sort field of its own, ascending. Ours have no
		// equals: only the statement itself is kept out by this.
		request["search_after"] = append(cursor.After[:fields:fields], math.MaxInt64)
		request["pit"] = object{"id": cursor.Snapshot, "keep_alive": keepAlive}
		err = x.do(ctx, esapi.SearchRequest{Body: body(request)}, &answer)
		if fresh || !isStatus(err, 404) {
			return answer, err
		}
		cursor.Snapshot = ""
	}
}

func (x *Index) openSnapshot(ctx context.Context) (string, error) {
	var answer struct {
		ID string `json:"id"`
	}
	err := x.do(ctx, esapi.OpenPointInTimeRequest{Index: []string{x.alias(indexer.Statements)}, KeepAlive: keepAlive}, &answer)
	return answer.ID, err
}

// page reads the answer, which has one statement more than a page if there are
// more. With the last page the snapshot is given back.
func (x *Index) page(ctx context.Context, q indexer.Query, answer hits, fields int) (*indexer.Page, error) {
	page := &indexer.Page{Total: answer.Hits.Total.Value, Exact: answer.Hits.Total.Relation == "eq"}
	for i, hit := range answer.Hits.Hits {
		if i == q.Size {
			page.Next = q.Next(answer.PIT, answer.Hits.Hits[i-1].Sort[:fields]...)
			break
		}
		s := &indexer.Statement{}
		if err := json.Unmarshal(hit.Source, s); err != nil {
			return nil, fmt.Errorf("elasticsearch: statement can't be read: %w", err)
		}
		if len(hit.Sort) < fields {
			return nil, fmt.Errorf("elasticsearch: statement %s came with %d sort values of %d", s.Key(), len(hit.Sort), fields)
		}
		page.Statements = append(page.Statements, s)
	}
	if page.Next == "" && answer.PIT != "" {
		// One that stays is gone in two minutes.
		_ = x.do(ctx, esapi.ClosePointInTimeRequest{Body: body(object{"id": answer.PIT})}, nil)
	}
	return page, nil
}
