package kibana

// dashboard are the attributes of a dashboard. Kibana refuses unknown ones.
type dashboard struct {
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Options     encoded  `json:"optionsJSON"`
	Panels      encoded  `json:"panelsJSON"`
	Controls    controls `json:"controlGroupInput"`
	TimeRestore bool     `json:"timeRestore"`
	From        string   `json:"timeFrom"`
	To          string   `json:"timeTo"`
	Refresh     refresh  `json:"refreshInterval"`
	Meta        meta     `json:"kibanaSavedObjectMeta"`
}

type refresh struct {
	Pause bool `json:"pause"`
	Value int  `json:"value"` // milliseconds
}

// controls are the lists above the panels to choose from.
type controls struct {
	Style        string  `json:"controlStyle"`
	Chaining     string  `json:"chainingSystem"`
	IgnoreParent encoded `json:"ignoreParentSettingsJSON"`
	Panels       encoded `json:"panelsJSON"`
}

type control struct {
	Order int          `json:"order"`
	Width string       `json:"width"`
	Grow  bool         `json:"grow"`
	Type  string       `json:"type"`
	Input controlInput `json:"explicitInput"`
}

type controlInput struct {
	ID           string   `json:"id"`
	Field        string   `json:"fieldName"`
	Title        string   `json:"title"`
	Selected     []string `json:"selectedOptions"`
	Enhancements struct{} `json:"enhancements"`
}

// panel is a place on the grid of 48 columns with a chart or a search in it.
type panel struct {
	id, title  string
	x, y, w, h int
	chart      *lens
	search     string // the id of a saved search
	// untitled hides the panel's title, since big numbers show their label.
	untitled bool
}

type gridData struct {
	X int    `json:"x"`
	Y int    `json:"y"`
	W int    `json:"w"`
	H int    `json:"h"`
	I string `json:"i"`
}

type panelJSON struct {
	Type   string   `json:"type"`
	Title  string   `json:"title,omitempty"`
	Grid   gridData `json:"gridData"`
	Index  string   `json:"panelIndex"`
	Ref    string   `json:"panelRefName,omitempty"`
	Config struct {
		Attributes   *lensAttributes `json:"attributes,omitempty"`
		HideTitles   bool            `json:"hidePanelTitles"`
		Enhancements struct{}        `json:"enhancements"`
	} `json:"embeddableConfig"`
}

// encode writes the panel and the reference that it takes.
func (p panel) encode() (panelJSON, reference) {
	j := panelJSON{Type: "lens", Title: p.title, Grid: gridData{p.x, p.y, p.w, p.h, p.id}, Index: p.id}
	j.Config.HideTitles = p.untitled
	if p.search != "" {
		j.Type, j.Ref = "search", "panel_"+p.id
		return j, reference{"search", p.search, p.id + ":panel_" + p.id}
	}
	attributes := p.chart.attributes(p.id)
	j.Config.Attributes = &attributes
	return j, reference{"index-pattern", StatementsView, p.id + ":" + layerRefOf(p.id)}
}

// choice is a control over a field.
type choice struct{ id, title, field string }

func dashboardObject(id string, d dashboard, choices []choice, panels []panel) object {
	o := object{ID: id, Type: "dashboard", Core: coreVersion, Version: "8.9.0"}
	var list []panelJSON
	for _, p := range panels {
		j, ref := p.encode()
		list = append(list, j)
		o.References = append(o.References, ref)
	}
	lists := map[string]control{}
	for i, c := range choices {
		lists[c.id] = control{
			Order: i, Width: "medium", Grow: true, Type: "optionsListControl",
			Input: controlInput{ID: c.id, Field: c.field, Title: c.title, Selected: []string{}},
		}
		o.References = append(o.References, reference{"index-pattern", StatementsView, "controlGroup_" + c.id + ":optionsListDataView"})
	}
	d.Panels = encoded{list}
	d.Controls = controls{
		Style: "oneLine", Chaining: "HIERARCHICAL", Panels: encoded{lists},
		IgnoreParent: encoded{map[string]bool{"ignoreFilters": false, "ignoreQuery": false, "ignoreTimerange": false, "ignoreValidations": false}},
	}
	d.Options = encoded{map[string]bool{"useMargins": true, "syncColors": true, "syncCursor": true, "syncTooltips": false, "hidePanelTitles": false}}
	d.Meta = meta{encoded{searchSource{Query: everything, Filter: []any{}}}}
	o.Attributes = d
	return o
}
