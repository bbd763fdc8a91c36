package elastic_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/inquit/inquit/services/indexer"
)

// property is a field of a mapping.
type property struct {
	Type       string              `json:"type"`
	Properties map[string]property `json:"properties"`
}

func template(t *testing.T, file string) property {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Template struct {
			Mappings property `json:"mappings"`
		} `json:"template"`
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v.Template.Mappings
}

func TestTemplatesKnowEveryFieldOfTheDocuments(t *testing.T) {
	for file, document := range map[string]any{"statements.json": indexer.Statement{}, "articles.json": indexer.Article{}} {
		n := walk(t, file, reflect.TypeOf(document), template(t, file))
		if n < 40 {
			t.Errorf("%s: only %d fields were looked at", file, n)
		}
	}
}

// walk compares a type with its mapping and returns how many fields it has.
func walk(t *testing.T, path string, typ reflect.Type, p property) (n int) {
	t.Helper()
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[time.Time]() {
		if p.Type == "" {
			t.Errorf("%s: no such field in the template", path)
		}
		return 1
	}
	for field := range typ.Fields() {
		if field.Anonymous {
			n += walk(t, path, field.Type, p)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		n += walk(t, path+" "+name, field.Type, p.Properties[name])
	}
	return n
}
