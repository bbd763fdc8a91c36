package kibana

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"
)

// chartOf returns the single layer of a chart, read from the shipped file.
func chartOf(t *testing.T, p lintPanel) lintLayer {
	t.Helper()
	var a lintLens
	if err := json.Unmarshal(p.EmbeddableConfig.Attributes, &a); err != nil {
		t.Fatal(err)
	}
	for _, layer := range a.State.DatasourceStates.FormBased.Layers {
		return layer
	}
	t.Fatalf("panel %s has no layer", p.PanelIndex)
	return lintLayer{}
}

func panelsOf(t *testing.T, d lintDashboard) (panels []lintPanel) {
	t.Helper()
	if err := json.Unmarshal([]byte(d.PanelsJSON), &panels); err != nil {
		t.Fatal(err)
	}
	return panels
}

// shipped decodes the attributes of an object of the file.
func shipped(t *testing.T, id string, into any) {
	t.Helper()
	data, err := json.Marshal(open(t).attributes(id))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// request is what Kibana asks for a chart: buckets nest in their order, the
// numbers stand in the innermost, and a count needs no aggregation.
func request(t *testing.T, layer lintLayer) thing {
	t.Helper()
	top := thing{"size": 0, "track_total_hits": true, "query": thing{"bool": thing{"filter": []any{
		thing{"range": thing{"@timestamp": thing{"gte": "2026-01-01", "lte": "2026-12-31"}}},
	}}}}
	inner := top
	for _, id := range layer.ColumnOrder {
		agg := aggregation(t, layer, layer.Columns[id])
		if agg == nil {
			continue
		}
		if inner["aggs"] == nil {
			inner["aggs"] = thing{}
		}
		in(inner, "aggs")[id] = agg
		if layer.Columns[id].IsBucketed {
			inner = agg
		}
	}
	return top
}

func aggregation(t *testing.T, layer lintLayer, c lintColumn) thing {
	t.Helper()
	switch c.OperationType {
	case "count":
		return nil
	case "unique_count":
		return thing{"cardinality": thing{"field": c.SourceField}}
	case "date_histogram":
		return thing{"date_histogram": thing{"field": c.SourceField, "calendar_interval": "1d", "time_zone": "UTC"}}
	case "terms":
		var p struct {
			Size    int
			OrderBy struct{ ColumnID string }
		}
		if err := json.Unmarshal(c.Params, &p); err != nil {
			t.Fatal(err)
		}
		by := p.OrderBy.ColumnID
		if layer.Columns[by].OperationType == "count" {
			by = "_count"
		}
		return thing{"terms": thing{"field": c.SourceField, "size": p.Size, "order": thing{by: "desc"}}}
	}
	t.Fatalf("no request for operation %s", c.OperationType)
	return nil
}

// rows writes an answer as a table: one line for each innermost bucket, columns
// in the order of the chart.
func rows(layer lintLayer, order []string, aggs thing, docs float64, before string) (lines []string) {
	for i, id := range order {
		if !layer.Columns[id].IsBucketed {
			continue
		}
		for _, b := range in(aggs, id)["buckets"].([]any) {
			bucket := b.(thing)
			key := fmt.Sprint(bucket["key"])
			if at, isDate := bucket["key_as_string"].(string); isDate {
				key, _, _ = strings.Cut(at, "T")
			}
			lines = append(lines, rows(layer, order[i+1:], bucket, bucket["doc_count"].(float64), before+key+" ")...)
		}
		return lines
	}
	line := before
	for _, id := range order {
		n := docs
		if layer.Columns[id].OperationType == "unique_count" {
			n = in(aggs, id)["value"].(float64)
		}
		line += fmt.Sprintf("%v ", n)
	}
	return []string{strings.TrimSpace(line)}
}

// sorted makes lines comparable where equal numbers may come in any order.
func sorted(lines []string) string {
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}
