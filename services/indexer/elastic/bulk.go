package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/inquit/inquit/services/indexer"
)

// The bounds of a bulk request. A few hundred documents use the server as well
// as thousands do, and are answered in a fraction of the time.
const (
	maxBulkDocuments = 500
	maxBulkBytes     = 5 << 20
)

// The bounds of Elasticsearch itself. One id beyond them spoils a whole request.
const maxIDBytes = 512

// line is an operation in its form for a bulk request.
type line struct {
	at   int // index of the operation
	id   string
	data []byte
	// delete is set where an answer of 404 is a success.
	delete bool
}

// Apply writes in bulk requests. It returns an error only when the context ends:
// what could not be sent, or came back as what is no answer, is Busy.
func (x *Index) Apply(ctx context.Context, ops []indexer.Op) ([]indexer.Outcome, error) {
	outcomes := make([]indexer.Outcome, len(ops))
	var lines []line
	size := 0
	for i, op := range ops {
		data, err := x.encode(op)
		if err != nil {
			outcomes[i] = indexer.Outcome{Status: indexer.Rejected, Reason: err.Error()}
			continue
		}
		if len(lines) > 0 && (len(lines) == maxBulkDocuments || size+len(data) > maxBulkBytes) {
			x.send(ctx, lines, outcomes)
			lines, size = nil, 0
		}
		lines = append(lines, line{i, op.ID, data, op.Document == nil})
		size += len(data)
	}
	if len(lines) > 0 {
		x.send(ctx, lines, outcomes)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return outcomes, nil
}

// action is the first line of an operation.
type action struct {
	Index        string `json:"_index"`
	ID           string `json:"_id"`
	Version      int64  `json:"version"`
	VersionType  string `json:"version_type"`
	RequireAlias bool   `json:"require_alias"`
}

func (x *Index) encode(op indexer.Op) ([]byte, error) {
	if op.ID == "" || len(op.ID) > maxIDBytes {
		return nil, fmt.Errorf("id of %d bytes, it has to have 1 to %d", len(op.ID), maxIDBytes)
	}
	if op.Version < 0 {
		return nil, fmt.Errorf("negative version %d", op.Version)
	}
	a := action{x.alias(op.Collection), op.ID, op.Version, "external", true}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b) // ends each value with a newline
	encoder.SetEscapeHTML(false)
	if op.Document == nil {
		err := encoder.Encode(map[string]action{"delete": a})
		return b.Bytes(), err
	}
	err := encoder.Encode(map[string]action{"index": a})
	if err == nil {
		err = encoder.Encode(op.Document)
	}
	return b.Bytes(), err
}

type bulkAnswer struct {
	Items []map[string]bulkItem `json:"items"`
}

type bulkItem struct {
	ID     string `json:"_id"`
	Status int    `json:"status"`
	Error  *cause `json:"error"`
}

// send sends lines in one request, or in several if the whole is refused, and
// notes what became of each.
func (x *Index) send(ctx context.Context, lines []line, outcomes []indexer.Outcome) {
	var b bytes.Buffer
	for _, l := range lines {
		b.Write(l.data)
	}
	var answer bulkAnswer
	err := x.do(ctx, esapi.BulkRequest{
		Body: &b, RequireAlias: yes(),
		FilterPath: []string{"items.*.status", "items.*._id", "items.*.error"},
	}, &answer)
	if err == nil {
		err = fits(lines, answer)
	}
	if err == nil {
		for i, l := range lines {
			for _, item := range answer.Items[i] {
				outcomes[l.at] = outcomeOf(item, l.delete)
			}
		}
		return
	}
	status := statusOf(err)
	if status == indexer.Rejected && len(lines) > 1 {
		// Too large, or malformed by one of them: halves find out which.
		x.send(ctx, lines[:len(lines)/2], outcomes)
		x.send(ctx, lines[len(lines)/2:], outcomes)
		return
	}
	for _, l := range lines {
		outcomes[l.at] = indexer.Outcome{Status: status, Reason: err.Error()}
	}
}

// fits reports whether the answer is one to these lines. Any other says nothing
// of them.
func fits(lines []line, answer bulkAnswer) error {
	if len(answer.Items) != len(lines) {
		return fmt.Errorf("elasticsearch: %d answers to %d operations", len(answer.Items), len(lines))
	}
	for i, l := range lines {
		if len(answer.Items[i]) != 1 {
			return fmt.Errorf("elasticsearch: answer %d has %d parts", i, len(answer.Items[i]))
		}
		for _, item := range answer.Items[i] {
			if item.ID != l.id || item.Status == 0 {
				return fmt.Errorf("elasticsearch: answer %d is for %q, not %q", i, item.ID, l.id)
			}
		}
	}
	return nil
}

// statusOf says what the failure of a whole request means.
func statusOf(err error) indexer.Status {
	var e *Error
	if !errors.As(err, &e) {
		return indexer.Busy // no answer, or half of one: it may have been done or not
	}
	switch {
	case e.Status == http.StatusTooManyRequests || e.Status == http.StatusRequestTimeout || e.Status >= 500:
		return indexer.Busy
	case e.Status == http.StatusRequestEntityTooLarge || e.Status == http.StatusBadRequest:
		return indexer.Rejected
	}
	return indexer.Blocked // rights, or an address that is not Elasticsearch's
}

// outcomeOf says what the answer to one operation means.
func outcomeOf(item bulkItem, deletion bool) indexer.Outcome {
	if item.Error == nil && (item.Status < 300 || deletion && item.Status == http.StatusNotFound) {
		return indexer.Outcome{Status: indexer.Applied}
	}
	reason := fmt.Sprintf("status %d", item.Status)
	kind := ""
	if item.Error != nil {
		kind = item.Error.Type
		reason = kind + ": " + item.Error.text()
	}
	status := indexer.Rejected
	switch {
	case item.Status == http.StatusConflict:
		return indexer.Outcome{Status: indexer.Stale}
	case item.Status == http.StatusTooManyRequests || item.Status >= 500:
		status = indexer.Busy
	case item.Status == http.StatusUnauthorized || item.Status == http.StatusForbidden:
		status = indexer.Blocked
	case kind == "index_not_found_exception":
		status, reason = indexer.Blocked, reason+" (run: inquit setup)"
	}
	return indexer.Outcome{Status: status, Reason: reason}
}
