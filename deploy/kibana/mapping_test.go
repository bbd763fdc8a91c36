package kibana

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// field is what an index knows of a field.
type field struct {
	typ string
	// grouped fields can be sorted and divided by.
	grouped bool
}

// mapping are the fields of an index by their full names.
type mapping map[string]field

type property struct {
	Type       string              `json:"type"`
	DocValues  *bool               `json:"doc_values"`
	Properties map[string]property `json:"properties"`
	Fields     map[string]property `json:"fields"`
}

func (m mapping) add(prefix string, properties map[string]property) {
	for name, p := range properties {
		name = prefix + name
		if p.Type != "" && p.Type != "object" {
			m[name] = field{p.Type, p.Type != "text" && (p.DocValues == nil || *p.DocValues)}
		}
		m.add(name+".", p.Properties)
		m.add(name+".", p.Fields)
	}
}

// readMappings reads the index templates that the indexer ships, by alias.
func readMappings(t *testing.T) map[string]mapping {
	t.Helper()
	files, err := filepath.Glob("../../services/indexer/elastic/*.json")
	if err != nil {
		t.Fatal(err)
	}
	mappings := map[string]mapping{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var template struct {
			Patterns []string `json:"index_patterns"`
			Template struct {
				Mappings property `json:"mappings"`
			} `json:"template"`
		}
		if err := json.Unmarshal(data, &template); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, alias := range []string{StatementsView, ArticlesView} {
			if slices.Contains(template.Patterns, alias+"-v*") {
				mappings[alias] = mapping{}
				mappings[alias].add("", template.Template.Mappings.Properties)
			}
		}
	}
	for _, alias := range []string{StatementsView, ArticlesView} {
		if len(mappings[alias]) == 0 {
			t.Fatalf("no index template for %s among %v", alias, files)
		}
	}
	return mappings
}
