package indexer

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// Cursor is what Page.Next holds: the place in an order where a page ended.
type Cursor struct {
	// Query is a hash of the query, so that a cursor is not taken for another one.
	Query string `json:"q"`
	// After are the sort values of the last statement.
	After []any `json:"a"`
	// Snapshot names the state of the index that is read, where there are several.
	Snapshot string `json:"s,omitempty"`
}

// Next is the cursor behind the last statement of a page of q.
func (q Query) Next(snapshot string, after ...any) string {
	data, err := json.Marshal(Cursor{Query: q.hash(), After: after, Snapshot: snapshot})
	if err != nil { // numbers and strings only: can't be
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// After reads the cursor of q, nil if it has none. Values are strings and
// float64; fields says how many there have to be.
func (q Query) After(fields int) (*Cursor, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	var c Cursor
	data, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrCursor, q.Cursor)
	}
	if c.Query != q.hash() || len(c.After) < fields {
		return nil, ErrCursor
	}
	return &c, nil
}

func (q Query) hash() string {
	q.Cursor, q.Size = "", 0
	data, err := json.Marshal(q)
	if err != nil {
		return "" // a confidence of NaN
	}
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}
