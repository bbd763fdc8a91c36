package kibana

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// thing is a decoded JSON object.
type thing = map[string]any

// at walks down a path of keys, which are strings or indices.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(thing)[step]
		case int:
			v = v.([]any)[step]
		}
	}
	return v
}

func in(v any, path ...any) thing { return at(v, path...).(thing) }

// file is the shipped file, decoded, with a way to break one thing in it.
type file struct {
	t       *testing.T
	objects []thing
}

func open(t *testing.T) *file {
	t.Helper()
	f := &file{t: t}
	d := json.NewDecoder(bytes.NewReader(Objects()))
	for d.More() {
		var o thing
		if err := d.Decode(&o); err != nil {
			t.Fatal(err)
		}
		f.objects = append(f.objects, o)
	}
	return f
}

func (f *file) object(id string) thing {
	f.t.Helper()
	for _, o := range f.objects {
		if o["id"] == id {
			return o
		}
	}
	f.t.Fatalf("no object %s", id)
	return nil
}

func (f *file) attributes(id string) thing { return in(f.object(id), "attributes") }

func (f *file) bytes() []byte {
	var b bytes.Buffer
	for _, o := range f.objects {
		line, err := marshal(o)
		if err != nil {
			f.t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

// inner changes a value that is kept as a string of JSON.
func (f *file) inner(holder thing, key string, change func(v any)) {
	f.t.Helper()
	var v any
	if err := json.Unmarshal([]byte(holder[key].(string)), &v); err != nil {
		f.t.Fatal(err)
	}
	change(v)
	s, err := marshal(v)
	if err != nil {
		f.t.Fatal(err)
	}
	holder[key] = string(s)
}

// panel changes a panel of the newsroom dashboard.
func (f *file) panel(index string, change func(p thing)) {
	f.t.Helper()
	found := false
	f.inner(f.attributes(NewsroomDashboard), "panelsJSON", func(v any) {
		for _, p := range v.([]any) {
			if p.(thing)["panelIndex"] == index {
				change(p.(thing))
				found = true
			}
		}
	})
	if !found {
		f.t.Fatalf("no panel %s", index)
	}
}

// chart changes the state of a chart and its layer.
func (f *file) chart(index string, change func(state, layer thing)) {
	f.panel(index, func(p thing) {
		state := in(p, "embeddableConfig", "attributes", "state")
		change(state, in(state, "datasourceStates", "formBased", "layers", layerOf(index)))
	})
}

// drop removes the references whose names end so.
func (f *file) drop(id, suffix string) {
	o := f.object(id)
	var kept []any
	for _, r := range o["references"].([]any) {
		if !strings.HasSuffix(r.(thing)["name"].(string), suffix) {
			kept = append(kept, r)
		}
	}
	if len(kept) == len(o["references"].([]any)) {
		f.t.Fatalf("%s has no reference %s", id, suffix)
	}
	o["references"] = kept
}

func (f *file) control(change func(c thing)) {
	f.inner(in(f.attributes(NewsroomDashboard), "controlGroupInput"), "panelsJSON", func(v any) { change(in(v, "speaker")) })
}

// breakages are single faults. Kibana imports many of them without a word.
var breakages = []struct {
	name string
	make func(f *file)
}{
	{"an object twice", func(f *file) { f.objects = append(f.objects, f.objects[0]) }},
	{"an unknown type", func(f *file) { f.object(WhoSaidWhat)["type"] = "discover" }},
	{"an unknown key of an object", func(f *file) { f.object(WhoSaidWhat)["updated_at"] = "2026-01-01" }},
	{"an unknown attribute of a data view", func(f *file) { f.attributes(StatementsView)["colour"] = "red" }},
	{"an unknown attribute of a search", func(f *file) { f.attributes(WhoSaidWhat)["colour"] = "red" }},
	{"an unknown attribute of a dashboard", func(f *file) { f.attributes(NewsroomDashboard)["showApplySelections"] = true }},
	{"a title that is a number", func(f *file) { f.attributes(NewsroomDashboard)["title"] = 7 }},
	{"columns that are a string", func(f *file) { f.attributes(WhoSaidWhat)["columns"] = "speaker.name" }},
	{"panels that are an array", func(f *file) { f.attributes(NewsroomDashboard)["panelsJSON"] = []any{} }},
	{"a search source that is an object", func(f *file) { in(f.attributes(WhoSaidWhat), "kibanaSavedObjectMeta")["searchSourceJSON"] = thing{} }},
	{"formats that are an object", func(f *file) { f.attributes(StatementsView)["fieldFormatMap"] = thing{} }},
	{"panels that are no JSON", func(f *file) { f.attributes(NewsroomDashboard)["panelsJSON"] = "[{" }},
	{"controls that are no JSON", func(f *file) { in(f.attributes(NewsroomDashboard), "controlGroupInput")["panelsJSON"] = "{" }},
	{"no type version", func(f *file) { delete(f.object(NewsroomDashboard), "typeMigrationVersion") }},
	{"no core version", func(f *file) { delete(f.object(WhoSaidWhat), "coreMigrationVersion") }},
	{"a type version that is too new", func(f *file) { f.object(NewsroomDashboard)["typeMigrationVersion"] = "10.2.0" }},
	{"a core version that is too new", func(f *file) { f.object(NewsroomDashboard)["coreMigrationVersion"] = "8.9.0" }},
	{"a search without its data view reference", func(f *file) { f.drop(WhoSaidWhat, "index") }},
	{"a chart without its reference", func(f *file) { f.drop(NewsroomDashboard, layerRefOf("cues")) }},
	{"a chart without its inner reference", func(f *file) {
		f.panel("cues", func(p thing) { in(p, "embeddableConfig", "attributes")["references"] = []any{} })
	}},
	{"a search panel without its reference", func(f *file) { f.drop(NewsroomDashboard, "panel_who-said-what") }},
	{"a search panel without its reference name", func(f *file) { f.panel("who-said-what", func(p thing) { delete(p, "panelRefName") }) }},
	{"a control without its reference", func(f *file) { f.drop(NewsroomDashboard, "controlGroup_speaker:optionsListDataView") }},
	{"a reference to a data view that is not there", func(f *file) { at(f.object(WhoSaidWhat), "references", 0).(thing)["id"] = "statements" }},
	{"a reference that nothing uses", func(f *file) {
		o := f.object(WhoSaidWhat)
		o["references"] = append(o["references"].([]any), thing{"type": "index-pattern", "id": ArticlesView, "name": "spare"})
	}},
	{"a reference named twice", func(f *file) {
		o := f.object(WhoSaidWhat)
		o["references"] = append(o["references"].([]any), at(o, "references", 0))
	}},
	{"a chart of an unknown field", func(f *file) {
		f.chart("most-quoted", func(_, layer thing) { in(layer, "columns", "speaker")["sourceField"] = "speaker.fullname" })
	}},
	{"a chart divided by text", func(f *file) {
		f.chart("most-quoted", func(_, layer thing) { in(layer, "columns", "speaker")["sourceField"] = "content.text" })
	}},
	{"a time line over a keyword", func(f *file) {
		f.chart("speakers-over-time", func(_, layer thing) { in(layer, "columns", "time")["sourceField"] = "speaker.name" })
	}},
	{"an unknown operation", func(f *file) {
		f.chart("most-quoted", func(_, layer thing) { in(layer, "columns", "n")["operationType"] = "counts" })
	}},
	{"an unknown accessor of a metric", func(f *file) {
		f.chart("statements", func(state, _ thing) { in(state, "visualization")["metricAccessor"] = "m" })
	}},
	{"an unknown accessor of bars", func(f *file) {
		f.chart("cues", func(state, _ thing) { in(state, "visualization", "layers", 0)["xAccessor"] = "m" })
	}},
	{"an unknown split of bars", func(f *file) {
		f.chart("cues", func(state, _ thing) { in(state, "visualization", "layers", 0)["splitAccessor"] = "m" })
	}},
	{"an unknown accessor of a cloud", func(f *file) {
		f.chart("talked-about", func(state, _ thing) { in(state, "visualization")["tagAccessor"] = "m" })
	}},
	{"an unknown column of a table", func(f *file) {
		f.chart("outlets-and-speakers", func(state, _ thing) { in(state, "visualization", "columns", 0)["columnId"] = "m" })
	}},
	{"a number where a bucket belongs", func(f *file) {
		f.chart("talked-about", func(state, _ thing) { in(state, "visualization")["tagAccessor"] = "n" })
	}},
	{"an unknown key of a visualisation", func(f *file) {
		f.chart("statements", func(state, _ thing) { in(state, "visualization")["colour"] = "red" })
	}},
	{"an unknown visualisation", func(f *file) {
		f.panel("cues", func(p thing) { in(p, "embeddableConfig", "attributes")["visualizationType"] = "lnsBars" })
	}},
	{"an unknown panel type", func(f *file) { f.panel("cues", func(p thing) { p["type"] = "chart" }) }},
	{"a control over an unknown field", func(f *file) { f.control(func(c thing) { in(c, "explicitInput")["fieldName"] = "speaker.fullname" }) }},
	{"a control over text", func(f *file) { f.control(func(c thing) { in(c, "explicitInput")["fieldName"] = "content.text" }) }},
	{"an order by an unknown column", func(f *file) {
		f.chart("most-quoted", func(_, layer thing) { in(layer, "columns", "speaker", "params", "orderBy")["columnId"] = "m" })
	}},
	{"a column that is not in the order", func(f *file) {
		f.chart("most-quoted", func(_, layer thing) { layer["columnOrder"] = []any{"speaker"} })
	}},
	{"a number before a bucket", func(f *file) {
		f.chart("most-quoted", func(_, layer thing) { layer["columnOrder"] = []any{"n", "speaker"} })
	}},
	{"an unknown column of a search", func(f *file) {
		a := f.attributes(WhoSaidWhat)
		a["columns"] = append(a["columns"].([]any), "speaker.fullname")
	}},
	{"a sort by an unknown field", func(f *file) { f.attributes(WhoSaidWhat)["sort"] = []any{[]any{"published", "desc"}} }},
	{"a sort by text", func(f *file) { f.attributes(WhoSaidWhat)["sort"] = []any{[]any{"content.text", "desc"}} }},
	{"panels that overlap", func(f *file) { f.panel("cues", func(p thing) { in(p, "gridData")["x"] = 10 }) }},
	{"a panel that is too wide", func(f *file) { f.panel("who-said-what", func(p thing) { in(p, "gridData")["w"] = 49 }) }},
	{"an i that is not the panel index", func(f *file) { f.panel("cues", func(p thing) { in(p, "gridData")["i"] = "cue" }) }},
	{"a label for an unknown field", func(f *file) {
		f.inner(f.attributes(StatementsView), "fieldAttrs", func(v any) { v.(thing)["speaker.fullname"] = thing{"customLabel": "x"} })
	}},
	{"a time field that is no date", func(f *file) { f.attributes(StatementsView)["timeFieldName"] = "speaker.name" }},
	{"a data view over an unknown index", func(f *file) { f.attributes(ArticlesView)["title"] = "articles" }},
}

func TestLinterRefusesEachSingleBreakage(t *testing.T) {
	mappings := readMappings(t)
	for _, b := range breakages {
		t.Run(b.name, func(t *testing.T) {
			f := open(t)
			b.make(f)
			if problems := lint(f.bytes(), mappings); len(problems) == 0 {
				t.Error("it passed")
			} else {
				t.Log(problems[0])
			}
		})
	}
	for name, broken := range map[string][]byte{
		"a line that is no JSON":   append(Objects(), "{\n"...),
		"an array on a line":       append(Objects(), "[]\n"...),
		"two objects on a line":    bytes.Replace(Objects(), []byte("\n"), nil, 1),
		"no newline at the end":    bytes.TrimSuffix(Objects(), []byte("\n")),
		"an empty line in between": bytes.Replace(Objects(), []byte("\n"), []byte("\n\n"), 1),
	} {
		t.Run(name, func(t *testing.T) {
			if len(lint(broken, mappings)) == 0 {
				t.Error("it passed")
			}
		})
	}
}

// A breakage that is none would prove nothing: decoding and encoding alone must
// leave the file good.
func TestLinterPassesTheFileWhenNothingIsBroken(t *testing.T) {
	f := open(t)
	f.panel("cues", func(thing) {})
	if problems := lint(f.bytes(), readMappings(t)); len(problems) > 0 {
		t.Error(problems)
	}
}
