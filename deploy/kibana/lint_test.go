package kibana

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// linter finds what Kibana's import lets pass, and a user would then see as an
// empty or broken page. It reads the file without the types that wrote it.
type linter struct {
	mappings map[string]mapping // by alias
	views    map[string]mapping // by id of the data view
	searches map[string]bool
	problems []string
	where    string
}

func (l *linter) bad(format string, args ...any) {
	l.problems = append(l.problems, l.where+": "+fmt.Sprintf(format, args...))
}

type lintObject struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Attributes json.RawMessage `json:"attributes"`
	References []lintReference `json:"references"`
	Core       string          `json:"coreMigrationVersion"`
	Version    string          `json:"typeMigrationVersion"`
	Managed    *bool           `json:"managed"`
}

type lintReference struct{ Type, ID, Name string }

// newest are the versions that the oldest supported Kibana still takes.
var newest = map[string]string{"index-pattern": "8.0.0", "search": "8.0.0", "dashboard": "8.9.0"}

// lint returns what is wrong with a file of saved objects.
func lint(file []byte, mappings map[string]mapping) []string {
	l := &linter{mappings: mappings, views: map[string]mapping{}, searches: map[string]bool{}, where: "file"}
	if !bytes.HasSuffix(file, []byte("\n")) {
		l.bad("no newline at the end")
	}
	var objects []lintObject
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSuffix(string(file), "\n"), "\n") {
		l.where = fmt.Sprintf("line %d", i+1)
		var o lintObject
		if !l.strict([]byte(line), &o) {
			continue
		}
		l.where = o.Type + " " + o.ID
		if seen[l.where] {
			l.bad("is there twice")
		}
		seen[l.where] = true
		l.object(o)
		objects = append(objects, o)
	}
	for _, o := range objects {
		l.where = o.Type + " " + o.ID
		l.attributes(o, seen)
	}
	return l.problems
}

// strict decodes one value and refuses unknown keys and wrong types.
func (l *linter) strict(data []byte, into any) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		l.bad("%v", err)
		return false
	}
	if _, err := d.Token(); err != io.EOF {
		l.bad("more than one value")
		return false
	}
	return true
}

// nested decodes a string of JSON.
func (l *linter) nested(name, s string, into any) bool {
	where := l.where
	defer func() { l.where = where }()
	l.where += " " + name
	return l.strict([]byte(s), into)
}

func (l *linter) object(o lintObject) {
	if o.ID == "" || o.References == nil || o.Managed == nil {
		l.bad("id, references and managed must be there")
	}
	version, known := newest[o.Type]
	switch {
	case !known:
		l.bad("unknown type")
	case o.Version != version:
		l.bad("typeMigrationVersion %q, want %q", o.Version, version)
	}
	if o.Core != "8.8.0" {
		l.bad("coreMigrationVersion %q, want 8.8.0", o.Core)
	}
	switch o.Type {
	case "index-pattern":
		var a lintView
		if l.strict(o.Attributes, &a) {
			l.views[o.ID] = l.mappings[a.Title]
		}
	case "search":
		l.searches[o.ID] = true
	}
}

func (l *linter) attributes(o lintObject, objects map[string]bool) {
	refs := &references{linter: l, used: map[string]bool{}, byName: map[string]lintReference{}}
	for _, r := range o.References {
		if _, twice := refs.byName[r.Name]; twice {
			l.bad("reference %s is there twice", r.Name)
		}
		refs.byName[r.Name] = r
		if !objects[r.Type+" "+r.ID] {
			l.bad("reference %s leads to %s %s, which is not in the file", r.Name, r.Type, r.ID)
		}
	}
	switch o.Type {
	case "index-pattern":
		l.view(o)
	case "search":
		l.search(o, refs)
	case "dashboard":
		l.dashboard(o, refs)
	}
	for name := range refs.byName {
		if !refs.used[name] {
			l.bad("reference %s is not used", name)
		}
	}
}

// references resolves names and notes which were used.
type references struct {
	*linter
	used   map[string]bool
	byName map[string]lintReference
}

func (r *references) find(name, typ string) (id string) {
	ref, found := r.byName[name]
	if !found {
		r.bad("reference %s is missing", name)
		return ""
	}
	r.used[name] = true
	if ref.Type != typ {
		r.bad("reference %s leads to a %s, want a %s", name, ref.Type, typ)
	}
	return ref.ID
}

type lintView struct {
	Title, Name, TimeFieldName                                                   string
	SourceFilters, Fields, FieldAttrs, FieldFormatMap, RuntimeFieldMap, TypeMeta string
}

func (l *linter) view(o lintObject) {
	var a lintView
	if !l.strict(o.Attributes, &a) {
		return
	}
	fields, known := l.mappings[a.Title]
	if !known {
		l.bad("there is no index %q", a.Title)
		return
	}
	if f := fields[a.TimeFieldName]; !strings.HasPrefix(f.typ, "date") {
		l.bad("time field %s is of type %q", a.TimeFieldName, f.typ)
	}
	var list []any
	var object map[string]any
	l.nested("sourceFilters", a.SourceFilters, &list)
	l.nested("fields", a.Fields, &list)
	l.nested("runtimeFieldMap", a.RuntimeFieldMap, &object)
	l.nested("typeMeta", a.TypeMeta, &object)
	for name, s := range map[string]string{"fieldAttrs": a.FieldAttrs, "fieldFormatMap": a.FieldFormatMap} {
		var byField map[string]map[string]any
		if !l.nested(name, s, &byField) {
			continue
		}
		for f := range byField {
			if _, known := fields[f]; !known {
				l.bad("%s: the index has no field %s", name, f)
			}
		}
	}
}

type lintQuery struct{ Query, Language string }

type lintSource struct {
	Query        *lintQuery
	Filter       []any
	HighlightAll bool
	Version      bool
	IndexRefName string
}

type lintMeta struct{ SearchSourceJSON string }

func (l *linter) source(m lintMeta) lintSource {
	var s lintSource
	if l.nested("searchSourceJSON", m.SearchSourceJSON, &s) && (s.Query == nil || s.Query.Language != "kuery" || s.Filter == nil) {
		l.bad("searchSourceJSON needs a query in kuery and filters")
	}
	return s
}

type lintSearch struct {
	Title, Description string
	Columns            []string
	Sort               [][]string
	Grid               struct {
		Columns map[string]struct{ Width int }
	}
	HideChart, IsTextBasedQuery, TimeRestore bool
	RowHeight                                int
	KibanaSavedObjectMeta                    lintMeta
}

func (l *linter) search(o lintObject, refs *references) {
	var a lintSearch
	if !l.strict(o.Attributes, &a) {
		return
	}
	source := l.source(a.KibanaSavedObjectMeta)
	fields := l.views[refs.find(source.IndexRefName, "index-pattern")]
	if len(a.Columns) == 0 || len(a.Sort) == 0 {
		l.bad("no columns or no sort order")
	}
	for _, c := range a.Columns {
		if _, known := fields[c]; !known {
			l.bad("column %s is not in the index", c)
		}
	}
	for c := range a.Grid.Columns {
		if !slices.Contains(a.Columns, c) {
			l.bad("width for %s, which is no column", c)
		}
	}
	for _, s := range a.Sort {
		if len(s) != 2 || s[1] != "asc" && s[1] != "desc" {
			l.bad("sort %v, want a field and asc or desc", s)
		} else if !fields[s[0]].grouped {
			l.bad("cannot sort by %s", s[0])
		}
	}
}
