package kibana

// lens is a chart that lives in its dashboard. It has one layer, named after the
// panel, over the statements.
type lens struct {
	kind    string // Lens' name of the visualisation
	columns []column
	// visualization makes Lens' settings for the layer.
	visualization func(layer string) any
}

// column is a dimension of a chart; buckets come before numbers.
type column struct {
	id   string
	spec operation
}

// operation is Lens' form of a column.
type operation struct {
	Label       string `json:"label"`
	CustomLabel bool   `json:"customLabel"`
	DataType    string `json:"dataType"`
	Operation   string `json:"operationType"`
	Scale       string `json:"scale"`
	Field       string `json:"sourceField"`
	Bucketed    bool   `json:"isBucketed"`
	Params      any    `json:"params"`
}

// count counts statements.
func count(id, label string) column {
	return column{id, operation{label, true, "number", "count", "ratio", "___records___", false, map[string]any{"emptyAsNull": false}}}
}

// unique counts the different values of a field.
func unique(id, label, field string) column {
	return column{id, operation{label, true, "number", "unique_count", "ratio", field, false, map[string]any{"emptyAsNull": false}}}
}

// overTime divides by time, in steps that fit the range.
func overTime(id, label string) column {
	return column{id, operation{
		label, true, "date", "date_histogram", "interval", "@timestamp", true,
		map[string]any{"interval": "auto", "includeEmptyRows": true, "dropPartials": false},
	}}
}

type termsParams struct {
	Size           int               `json:"size"`
	OrderBy        orderBy           `json:"orderBy"`
	OrderDirection string            `json:"orderDirection"`
	OtherBucket    bool              `json:"otherBucket"`
	MissingBucket  bool              `json:"missingBucket"`
	ParentFormat   map[string]string `json:"parentFormat"`
	Include        []string          `json:"include"`
	Exclude        []string          `json:"exclude"`
	IncludeIsRegex bool              `json:"includeIsRegex"`
	ExcludeIsRegex bool              `json:"excludeIsRegex"`
}

type orderBy struct {
	Type   string `json:"type"`
	Column string `json:"columnId"`
}

// top divides by the most frequent values of a field, by the number in column
// by. The rest is shown together if other is set.
func top(id, label, field string, size int, by string, other bool) column {
	return column{id, operation{label, true, "string", "terms", "ordinal", field, true, termsParams{
		Size: size, OrderBy: orderBy{"column", by}, OrderDirection: "desc", OtherBucket: other,
		ParentFormat: map[string]string{"id": "terms"}, Include: []string{}, Exclude: []string{},
	}}}
}

// lensAttributes is a chart as it is written into the panel.
type lensAttributes struct {
	Title      string      `json:"title"`
	Kind       string      `json:"visualizationType"`
	Type       string      `json:"type"`
	References []reference `json:"references"`
	State      lensState   `json:"state"`
}

type lensState struct {
	Visualization any         `json:"visualization"`
	Query         query       `json:"query"`
	Filters       []any       `json:"filters"`
	Datasources   datasources `json:"datasourceStates"`
	Internal      []any       `json:"internalReferences"`
	AdHoc         struct{}    `json:"adHocDataViews"`
}

// datasources has all three kinds, as real exports do, though one is used.
type datasources struct {
	FormBased    layers[formLayer] `json:"formBased"`
	IndexPattern layers[struct{}]  `json:"indexpattern"`
	TextBased    layers[struct{}]  `json:"textBased"`
}

type layers[T any] struct {
	Layers map[string]T `json:"layers"`
}

type formLayer struct {
	Columns     map[string]operation `json:"columns"`
	ColumnOrder []string             `json:"columnOrder"`
	Incomplete  struct{}             `json:"incompleteColumns"`
	Sampling    int                  `json:"sampling"`
}

func layerOf(panel string) string    { return panel + "-layer" }
func layerRefOf(panel string) string { return "indexpattern-datasource-layer-" + layerOf(panel) }

func (l lens) attributes(panel string) lensAttributes {
	layer := formLayer{Columns: map[string]operation{}, Sampling: 1}
	for _, c := range l.columns {
		layer.Columns[c.id] = c.spec
		layer.ColumnOrder = append(layer.ColumnOrder, c.id)
	}
	return lensAttributes{
		Kind: l.kind, Type: "lens",
		References: []reference{{"index-pattern", StatementsView, layerRefOf(panel)}},
		State: lensState{
			Visualization: l.visualization(layerOf(panel)), Query: everything, Filters: []any{}, Internal: []any{},
			Datasources: datasources{
				FormBased:    layers[formLayer]{map[string]formLayer{layerOf(panel): layer}},
				IndexPattern: layers[struct{}]{map[string]struct{}{}},
				TextBased:    layers[struct{}]{map[string]struct{}{}},
			},
		},
	}
}

// metric is one big number.
func metric(number column) lens {
	return lens{"lnsMetric", []column{number}, func(layer string) any {
		return map[string]any{"layerId": layer, "layerType": "data", "metricAccessor": number.id}
	}}
}

// bars are lying for names, which need the room, and standing for time. The
// columns nest as they are given: what is divided first, by x or by split, gets
// its top values over everything.
func bars(series, x, split, number string, columns ...column) lens {
	return lens{"lnsXY", columns, func(layer string) any {
		data := map[string]any{
			"layerId": layer, "layerType": "data", "seriesType": series,
			"xAccessor": x, "accessors": []string{number}, "position": "top", "showGridlines": false,
		}
		if split != "" {
			data["splitAccessor"] = split
		}
		on := map[string]bool{"x": true, "yLeft": true, "yRight": true}
		return map[string]any{
			"legend":      map[string]any{"isVisible": split != "", "position": "right"},
			"valueLabels": "hide", "fittingFunction": "None", "preferredSeriesType": series,
			"axisTitlesVisibilitySettings": map[string]bool{"x": false, "yLeft": false, "yRight": false},
			"tickLabelsVisibilitySettings": on, "gridlinesVisibilitySettings": on,
			"labelsOrientation": map[string]int{"x": 0, "yLeft": 0, "yRight": 0},
			"layers":            []any{data},
		}
	}}
}

// cloud shows names in the size of their number.
func cloud(names, number column) lens {
	return lens{"lnsTagcloud", []column{names, number}, func(layer string) any {
		return map[string]any{
			"layerId": layer, "layerType": "data", "tagAccessor": names.id, "valueAccessor": number.id,
			"maxFontSize": 44, "minFontSize": 14, "orientation": "single", "showLabel": false,
		}
	}}
}

// table has the columns as they are given.
func table(columns ...column) lens {
	return lens{"lnsDatatable", columns, func(layer string) any {
		var shown []any
		for _, c := range columns {
			shown = append(shown, map[string]any{"columnId": c.id, "isTransposed": false})
		}
		return map[string]any{
			"layerId": layer, "layerType": "data", "columns": shown,
			"paging": map[string]any{"size": 10, "enabled": true},
		}
	}}
}
