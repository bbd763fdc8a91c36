package kibana

import (
	"encoding/json"
	"slices"
)

type lintDashboard struct {
	Title, Description      string
	OptionsJSON, PanelsJSON string
	ControlGroupInput       struct{ ControlStyle, ChainingSystem, IgnoreParentSettingsJSON, PanelsJSON string }
	TimeRestore             bool
	TimeFrom, TimeTo        string
	RefreshInterval         struct {
		Pause bool
		Value int
	}
	KibanaSavedObjectMeta lintMeta
}

type lintPanel struct {
	Type, Title, PanelIndex, PanelRefName string
	GridData                              struct {
		X, Y, W, H int
		I          string
	}
	EmbeddableConfig struct {
		Attributes      json.RawMessage
		HidePanelTitles bool
		Enhancements    map[string]any
	}
}

func (l *linter) dashboard(o lintObject, refs *references) {
	var a lintDashboard
	if !l.strict(o.Attributes, &a) {
		return
	}
	l.source(a.KibanaSavedObjectMeta)
	var options map[string]bool
	l.nested("optionsJSON", a.OptionsJSON, &options)
	l.nested("ignoreParentSettingsJSON", a.ControlGroupInput.IgnoreParentSettingsJSON, &options)
	l.controls(a.ControlGroupInput.PanelsJSON, refs)
	var panels []lintPanel
	if !l.nested("panelsJSON", a.PanelsJSON, &panels) {
		return
	}
	if len(panels) == 0 {
		l.bad("no panels")
	}
	for i, p := range panels {
		l.panel(p, refs)
		for _, q := range panels[:i] {
			l.apart(p, q)
		}
	}
}

type lintControl struct {
	Order         int
	Width, Type   string
	Grow          bool
	ExplicitInput struct {
		ID, FieldName, Title string
		SelectedOptions      []string
		Enhancements         map[string]any
	}
}

func (l *linter) controls(s string, refs *references) {
	var controls map[string]lintControl
	if !l.nested("controlGroupInput.panelsJSON", s, &controls) {
		return
	}
	for id, c := range controls {
		if c.Type != "optionsListControl" || c.ExplicitInput.ID != id {
			l.bad("control %s: type %s, id %s", id, c.Type, c.ExplicitInput.ID)
		}
		if !slices.Contains([]string{"small", "medium", "large"}, c.Width) {
			l.bad("control %s: width %q", id, c.Width)
		}
		fields := l.views[refs.find("controlGroup_"+id+":optionsListDataView", "index-pattern")]
		if f := fields[c.ExplicitInput.FieldName]; f.typ != "keyword" || !f.grouped {
			l.bad("control %s: field %s is of type %q, want keyword", id, c.ExplicitInput.FieldName, f.typ)
		}
	}
}

func (l *linter) apart(p, q lintPanel) {
	a, b := p.GridData, q.GridData
	if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
		l.bad("panels %s and %s overlap", p.PanelIndex, q.PanelIndex)
	}
	if p.PanelIndex == q.PanelIndex {
		l.bad("panel %s is there twice", p.PanelIndex)
	}
}

func (l *linter) panel(p lintPanel, refs *references) {
	where := l.where
	defer func() { l.where = where }()
	l.where += " panel " + p.PanelIndex
	g := p.GridData
	if g.I != p.PanelIndex || p.PanelIndex == "" {
		l.bad("gridData.i is %q", g.I)
	}
	if g.X < 0 || g.Y < 0 || g.W < 1 || g.H < 1 || g.X+g.W > 48 {
		l.bad("grid %+v is not within 48 columns", g)
	}
	switch p.Type {
	case "search":
		if p.PanelRefName != "panel_"+p.PanelIndex {
			l.bad("panelRefName %q", p.PanelRefName)
		}
		if id := refs.find(p.PanelIndex+":"+p.PanelRefName, "search"); id != "" && !l.searches[id] {
			l.bad("there is no search %s", id)
		}
	case "lens":
		l.lens(p, refs)
	default:
		l.bad("unknown panel type %q", p.Type)
	}
}

type lintLens struct {
	Title, VisualizationType, Type string
	References                     []lintReference
	State                          struct {
		Visualization    json.RawMessage
		Query            lintQuery
		Filters          []any
		DatasourceStates struct {
			FormBased               struct{ Layers map[string]lintLayer }
			Indexpattern, TextBased struct{ Layers map[string]struct{} }
		}
		InternalReferences []any
		AdHocDataViews     map[string]any
	}
}

func (l *linter) lens(p lintPanel, refs *references) {
	var a lintLens
	if !l.strict(p.EmbeddableConfig.Attributes, &a) {
		return
	}
	inner := &references{linter: l, used: map[string]bool{}, byName: map[string]lintReference{}}
	for _, r := range a.References {
		inner.byName[r.Name] = r
	}
	layers := a.State.DatasourceStates.FormBased.Layers
	if len(layers) != 1 || a.Type != "lens" || a.State.Query.Language != "kuery" {
		l.bad("%d layers, type %q, language %q", len(layers), a.Type, a.State.Query.Language)
	}
	for id, layer := range layers {
		name := "indexpattern-datasource-layer-" + id
		view := refs.find(p.PanelIndex+":"+name, "index-pattern")
		if within := inner.find(name, "index-pattern"); within != view {
			l.bad("the panel is over %s inside, over %s outside", within, view)
		}
		l.layer(layer, l.views[view])
		l.visualization(a, id, layer)
	}
	for name := range inner.byName {
		if !inner.used[name] {
			l.bad("inner reference %s is not used", name)
		}
	}
}
