package kibana

import (
	"encoding/json"
	"slices"
	"strings"
)

type lintLayer struct {
	Columns           map[string]lintColumn
	ColumnOrder       []string
	IncompleteColumns map[string]any
	Sampling          float64
}

type lintColumn struct {
	Label, DataType, OperationType, Scale, SourceField string
	CustomLabel, IsBucketed                            bool
	Params                                             json.RawMessage
}

func (l *linter) layer(layer lintLayer, fields mapping) {
	if len(layer.ColumnOrder) != len(layer.Columns) {
		l.bad("columnOrder has %d columns of %d", len(layer.ColumnOrder), len(layer.Columns))
	}
	numbers := false
	for _, id := range layer.ColumnOrder {
		c, known := layer.Columns[id]
		if !known {
			l.bad("columnOrder names the unknown column %s", id)
			continue
		}
		if c.IsBucketed && numbers {
			l.bad("bucket %s comes after a number", id)
		}
		numbers = numbers || !c.IsBucketed
		l.column(id, c, layer, fields)
	}
}

func (l *linter) column(id string, c lintColumn, layer lintLayer, fields mapping) {
	f := fields[c.SourceField]
	want := map[string]lintColumn{
		"count":          {DataType: "number", Scale: "ratio"},
		"unique_count":   {DataType: "number", Scale: "ratio"},
		"terms":          {DataType: "string", Scale: "ordinal", IsBucketed: true},
		"date_histogram": {DataType: "date", Scale: "interval", IsBucketed: true},
	}[c.OperationType]
	if want.DataType != c.DataType || want.Scale != c.Scale || want.IsBucketed != c.IsBucketed || c.Label == "" {
		l.bad("column %s: unknown operation, or not its form: %+v", id, c)
	}
	switch {
	case c.OperationType == "count":
		if c.SourceField != "___records___" {
			l.bad("column %s counts %s", id, c.SourceField)
		}
	case f.typ == "":
		l.bad("column %s: the index has no field %s", id, c.SourceField)
	case !f.grouped:
		l.bad("column %s: cannot divide by %s of type %s", id, c.SourceField, f.typ)
	case c.OperationType == "date_histogram" && !strings.HasPrefix(f.typ, "date"):
		l.bad("column %s: %s is no date", id, c.SourceField)
	}
	if c.OperationType == "terms" {
		l.terms(id, c.Params, layer)
	}
}

func (l *linter) terms(id string, params json.RawMessage, layer lintLayer) {
	var p struct {
		Size                           int
		OrderBy                        struct{ Type, ColumnID string }
		OrderDirection                 string
		OtherBucket, MissingBucket     bool
		ParentFormat                   struct{ ID string }
		Include, Exclude               []string
		IncludeIsRegex, ExcludeIsRegex bool
	}
	if !l.strict(params, &p) {
		return
	}
	by, known := layer.Columns[p.OrderBy.ColumnID]
	if p.OrderBy.Type != "column" || !known || by.IsBucketed {
		l.bad("column %s: ordered by %s, which is no number of this chart", id, p.OrderBy.ColumnID)
	}
	if p.Size < 1 || p.Size > 1000 || p.OrderDirection != "desc" && p.OrderDirection != "asc" || p.ParentFormat.ID != "terms" {
		l.bad("column %s: parameters %+v", id, p)
	}
}

type switches map[string]bool

type lintVisualization struct {
	LayerID, LayerType string
	// lnsMetric
	MetricAccessor string
	// lnsTagcloud
	TagAccessor, ValueAccessor, Orientation string
	MaxFontSize, MinFontSize                int
	ShowLabel                               bool
	// lnsDatatable
	Columns []struct {
		ColumnID     string
		IsTransposed bool
	}
	Paging struct {
		Size    int
		Enabled bool
	}
	// lnsXY
	Legend struct {
		IsVisible bool
		Position  string
	}
	ValueLabels, FittingFunction, PreferredSeriesType                                       string
	AxisTitlesVisibilitySettings, TickLabelsVisibilitySettings, GridlinesVisibilitySettings switches
	LabelsOrientation                                                                       map[string]int
	Layers                                                                                  []lintXYLayer
}

type lintXYLayer struct {
	LayerID, LayerType, SeriesType, XAccessor, SplitAccessor, Position string
	Accessors                                                          []string
	ShowGridlines                                                      bool
}

// visualization checks that every column is shown once, and that every accessor
// is a column of the right kind.
func (l *linter) visualization(a lintLens, layerID string, layer lintLayer) {
	var v lintVisualization
	if !l.strict(a.State.Visualization, &v) {
		return
	}
	var buckets, numbers []string
	switch a.VisualizationType {
	case "lnsMetric":
		numbers = []string{v.MetricAccessor}
	case "lnsTagcloud":
		buckets, numbers = []string{v.TagAccessor}, []string{v.ValueAccessor}
	case "lnsDatatable":
		for _, c := range v.Columns {
			if layer.Columns[c.ColumnID].IsBucketed {
				buckets = append(buckets, c.ColumnID)
			} else {
				numbers = append(numbers, c.ColumnID)
			}
		}
	case "lnsXY":
		if len(v.Layers) != 1 {
			l.bad("%d layers", len(v.Layers))
			return
		}
		x := v.Layers[0]
		v.LayerID, v.LayerType = x.LayerID, x.LayerType
		buckets, numbers = []string{x.XAccessor}, x.Accessors
		if x.SplitAccessor != "" {
			buckets = append(buckets, x.SplitAccessor)
		}
		if x.SeriesType != v.PreferredSeriesType || !slices.Contains([]string{"bar", "bar_stacked", "bar_horizontal", "bar_horizontal_stacked", "line", "area"}, x.SeriesType) {
			l.bad("series type %q, preferred %q", x.SeriesType, v.PreferredSeriesType)
		}
	default:
		l.bad("unknown visualisation %q", a.VisualizationType)
		return
	}
	if v.LayerID != layerID || v.LayerType != "data" {
		l.bad("visualisation of layer %q, type %q", v.LayerID, v.LayerType)
	}
	l.shown(layer, buckets, numbers)
}

func (l *linter) shown(layer lintLayer, buckets, numbers []string) {
	shown := map[string]bool{}
	for i, id := range append(slices.Clone(buckets), numbers...) {
		c, known := layer.Columns[id]
		if !known || c.IsBucketed != (i < len(buckets)) || shown[id] {
			l.bad("accessor %q is no column, or not of its kind, or there twice", id)
		}
		shown[id] = true
	}
	for id := range layer.Columns {
		if !shown[id] {
			l.bad("column %s is not shown", id)
		}
	}
}
