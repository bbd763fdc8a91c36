package embedded

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/inquit/inquit/services/indexer"
)

// where collects the conditions of a query.
type where struct {
	conditions []string
	args       []any
}

func (w *where) add(condition string, args ...any) {
	w.conditions = append(w.conditions, condition)
	w.args = append(w.args, args...)
}

func (w *where) String() string { return strings.Join(w.conditions, " AND ") }

const (
	inWords = "row IN (SELECT rowid FROM words WHERE words MATCH ?)"
	inStems = "row IN (SELECT rowid FROM stems WHERE stems MATCH ?)"
)

// filter is the conditions of a query, but for words that are ranked by.
func filter(q indexer.Query) *where {
	w := &where{}
	w.add("doc IS NOT NULL")
	w.match(q.Speaker, func(list []string) { w.add(inWords, all("speaker", list)) })
	w.match(q.About, func(list []string) {
		w.add("("+inWords+" OR "+inStems+")", all("about", list), all("content", stemmable(list)))
	})
	w.match(q.Text, func(list []string) { w.add(inStems, all("content", stemmable(list))) })
	for _, phrase := range q.Phrases {
		w.match(phrase, func(list []string) { w.add(inWords, sideBySide(list)) })
	}
	for field, value := range map[string]string{
		bySpeakerID: q.SpeakerID, byAboutID: q.AboutID,
		string(indexer.ByType): q.Type, string(indexer.ByKind): q.Kind, string(indexer.ByFlag): q.Flag,
	} {
		if value != "" {
			w.add("row IN (SELECT row FROM facets WHERE field = ? AND value = ?)", field, value)
		}
	}
	if q.Outlet != "" {
		domain := strings.ToLower(q.Outlet)
		w.add(`(outlet = ? OR domain = ? OR substr(domain, -length(?)) = ?)`, foldName(q.Outlet), domain, "."+domain, "."+domain)
	}
	if q.ArticleID != "" {
		w.add("article = ?", q.ArticleID)
	}
	if !q.Since.IsZero() {
		w.add("at >= ?", q.Since.UnixMilli())
	}
	if !q.Until.IsZero() {
		w.add("at < ?", q.Until.UnixMilli())
	}
	if q.MinConfidence > 0 {
		w.add("confidence >= ?", q.MinConfidence)
	}
	return w
}

// match adds a condition for text. Text without a word in it matches nothing.
func (w *where) match(text string, add func([]string)) {
	if text == "" {
		return
	}
	list := words(text)
	if len(list) == 0 {
		w.add("0")
		return
	}
	add(list)
}

// all is the match expression for words in any order.
func all(column string, list []string) string {
	quoted := make([]string, len(list))
	for i, word := range list {
		quoted[i] = quote(word)
	}
	return column + " : (" + strings.Join(quoted, " AND ") + ")"
}

func sideBySide(list []string) string { return "content : " + quote(strings.Join(list, " ")) }

// quote makes a string of the match language, in which nothing has a meaning.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// order says how to sort and how to go on after a row: keys are columns, the
// last one being the id, all ascending but those with a minus.
type order struct{ keys []string }

func orderOf(sort indexer.Sort) order {
	switch sort {
	case indexer.Oldest:
		return order{[]string{"at", "id"}}
	case indexer.Position:
		return order{[]string{"-headline", "start", "id"}}
	case indexer.Relevance:
		return order{[]string{"score", "id"}}
	}
	return order{[]string{"-at", "id"}}
}

func (o order) by() string {
	terms := make([]string, len(o.keys))
	for i, key := range o.keys {
		if column, down := strings.CutPrefix(key, "-"); down {
			key = column + " DESC"
		}
		terms[i] = key
	}
	return strings.Join(terms, ", ")
}

// after is the condition for the rows behind a place:
// a > ? OR a = ? AND (b > ?).
func (o order) after(values []any) (condition string, args []any) {
	for i, column := range slices.Backward(o.keys) {
		compare := " > ?"
		if c, down := strings.CutPrefix(column, "-"); down {
			column, compare = c, " < ?"
		}
		if condition == "" {
			condition, args = column+compare, []any{values[i]}
			continue
		}
		condition = column + compare + " OR " + column + " = ? AND (" + condition + ")"
		args = append([]any{values[i], values[i]}, args...)
	}
	return "(" + condition + ")", args
}

func (o order) columns() string { return strings.ReplaceAll(strings.Join(o.keys, ", "), "-", "") }

// Search finds statements.
func (x *Index) Search(ctx context.Context, q indexer.Query) (*indexer.Page, error) {
	q = q.Normalize()
	o := orderOf(q.Sort)
	cursor, err := q.After(len(o.keys))
	if err != nil {
		return nil, err
	}
	w := filter(q)
	page := &indexer.Page{Exact: true}
	if err := x.read.QueryRowContext(ctx, "SELECT count(*) FROM statements WHERE "+w.String(), w.args...).Scan(&page.Total); err != nil {
		return nil, x.wrap("count", err)
	}
	from, args := ranked(q)
	args = append(args, w.args...)
	condition := w.String()
	if cursor != nil {
		after, values := o.after(cursor.After)
		condition, args = condition+" AND "+after, append(args, values...)
	}
	rows, err := x.read.QueryContext(ctx, "SELECT doc, "+o.columns()+" FROM "+from+" WHERE "+condition+
		" ORDER BY "+o.by()+" LIMIT ?", append(args, q.Size+1)...)
	if err != nil {
		return nil, x.wrap("search", err)
	}
	defer rows.Close()
	last := make([]any, len(o.keys))
	for rows.Next() {
		if len(page.Statements) == q.Size {
			page.Next = q.Next("", last...)
			break
		}
		var data []byte
		last = make([]any, len(o.keys))
		into := []any{&data}
		for i := range last {
			into = append(into, &last[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, x.wrap("search", err)
		}
		s := &indexer.Statement{}
		if err := json.Unmarshal(data, s); err != nil {
			return nil, x.wrap("search", err)
		}
		page.Statements = append(page.Statements, s)
	}
	return page, x.wrap("search", rows.Err())
}

// ranked is what to select from: with a score where that is the order.
func ranked(q indexer.Query) (from string, args []any) {
	if q.Sort != indexer.Relevance {
		return "statements", nil
	}
	table, match := "stems", all("content", stemmable(words(q.Text)))
	if q.Text == "" {
		table, match = "words", sideBySide(words(q.Phrases[0]))
	}
	return "statements JOIN (SELECT rowid AS hit, bm25(" + table + ") AS score FROM " + table +
		" WHERE " + table + " MATCH ?) ON hit = row", []any{match}
}

// Count counts statements by a field.
func (x *Index) Count(ctx context.Context, q indexer.Query, by indexer.Field, size int) ([]indexer.Bucket, error) {
	w := filter(q)
	rows, err := x.read.QueryContext(ctx, `SELECT value, count(*) AS n FROM facets
		WHERE field = ? AND row IN (SELECT row FROM statements WHERE `+w.String()+`)
		GROUP BY value ORDER BY n DESC, value LIMIT ?`, append(append([]any{string(by)}, w.args...), size)...)
	if err != nil {
		return nil, x.wrap("count", err)
	}
	defer rows.Close()
	var buckets []indexer.Bucket
	for rows.Next() {
		var b indexer.Bucket
		if err := rows.Scan(&b.Value, &b.Count); err != nil {
			return nil, x.wrap("count", err)
		}
		buckets = append(buckets, b)
	}
	return buckets, x.wrap("count", rows.Err())
}
