package elastic

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/inquit/inquit/services/indexer"
)

//go:embed settings.json analysis.json statements.json articles.json
var templates embed.FS

// meta is what is kept of who made a template, and from what.
type meta struct {
	ManagedBy string `json:"managed_by"`
	Schema    int    `json:"schema"`
	// Hash is of the template, Analysis of the analyzers that it uses.
	Hash     string `json:"hash"`
	Analysis string `json:"analysis,omitempty"`
}

// part is a shipped file, ready to be sent.
type part struct {
	name string
	body map[string]any
	meta meta
}

// Setup brings the templates, the indices and their aliases up to date.
func (x *Index) Setup(ctx context.Context) (did []string, err error) {
	analysis, err := x.load("analysis", "")
	if err != nil {
		return nil, err
	}
	settings, err := x.load("settings", "")
	if err != nil {
		return nil, err
	}
	for _, p := range []part{settings, analysis} {
		changed, err := x.putComponent(ctx, p)
		if err != nil {
			return did, fmt.Errorf("component template %s: %w", p.name, err)
		}
		if changed {
			did = append(did, "put component template "+p.name)
		}
	}
	for _, c := range []indexer.Collection{indexer.Statements, indexer.Articles} {
		p, err := x.load(string(c), analysis.meta.Hash)
		if err != nil {
			return did, err
		}
		changed, err := x.putTemplate(ctx, p)
		if err != nil {
			return did, fmt.Errorf("index template %s: %w", p.name, err)
		}
		if changed {
			did = append(did, "put index template "+p.name)
		}
		done, err := x.setUpIndex(ctx, p)
		if err != nil {
			return did, fmt.Errorf("index %s: %w", p.name, err)
		}
		did = append(did, done...)
	}
	return did, nil
}

// load reads a file and gives it the prefix, the strictness and the hashes.
func (x *Index) load(file, analysis string) (part, error) {
	data, err := templates.ReadFile(file + ".json")
	if err != nil {
		return part{}, err
	}
	// The names of analyzers begin with inquit_, and stay.
	data = bytes.ReplaceAll(data, []byte(`"inquit-`), []byte(`"`+x.config.Prefix+`-`))
	p := part{name: x.config.Prefix + "-" + file}
	if err := json.Unmarshal(data, &p.body); err != nil {
		return part{}, fmt.Errorf("%s.json: %w", file, err)
	}
	mappings := mappingsOf(p.body)
	if mappings != nil && !x.config.Strict {
		mappings["dynamic"] = false
	}
	canonical, err := json.Marshal(p.body)
	if err != nil {
		return part{}, fmt.Errorf("%s.json: %w", file, err)
	}
	sum := sha256.Sum256(canonical)
	p.meta = meta{ManagedBy: "inquit", Schema: 1, Hash: hex.EncodeToString(sum[:8]), Analysis: analysis}
	p.body["_meta"] = p.meta
	if mappings != nil {
		mappings["_meta"] = p.meta
	}
	return p, nil
}

func mappingsOf(template map[string]any) map[string]any {
	inner, _ := template["template"].(map[string]any)
	mappings, _ := inner["mappings"].(map[string]any)
	return mappings
}

func (x *Index) putComponent(ctx context.Context, p part) (changed bool, err error) {
	var answer struct {
		Templates []struct {
			Template struct {
				Meta meta `json:"_meta"`
			} `json:"component_template"`
		} `json:"component_templates"`
	}
	err = x.do(ctx, esapi.ClusterGetComponentTemplateRequest{Name: []string{p.name}}, &answer)
	if err != nil && !isStatus(err, http.StatusNotFound) {
		return false, err
	}
	if err == nil && len(answer.Templates) == 1 && answer.Templates[0].Template.Meta == p.meta {
		return false, nil
	}
	return true, x.do(ctx, esapi.ClusterPutComponentTemplateRequest{Name: p.name, Body: body(p.body)}, nil)
}

func (x *Index) putTemplate(ctx context.Context, p part) (changed bool, err error) {
	var answer struct {
		Templates []struct {
			Template struct {
				Meta meta `json:"_meta"`
			} `json:"index_template"`
		} `json:"index_templates"`
	}
	err = x.do(ctx, esapi.IndicesGetIndexTemplateRequest{Name: p.name}, &answer)
	if err != nil && !isStatus(err, http.StatusNotFound) {
		return false, err
	}
	if err == nil && len(answer.Templates) == 1 && answer.Templates[0].Template.Meta == p.meta {
		return false, nil
	}
	return true, x.do(ctx, esapi.IndicesPutIndexTemplateRequest{Name: p.name, Body: body(p.body)}, nil)
}

// setUpIndex makes the first index of an alias, or adds new fields to the one
// that is there. The alias has the name of the template.
func (x *Index) setUpIndex(ctx context.Context, p part) (did []string, err error) {
	var indices map[string]struct {
		Mappings struct {
			Meta meta `json:"_meta"`
		} `json:"mappings"`
	}
	err = x.do(ctx, esapi.IndicesGetMappingRequest{Index: []string{p.name}}, &indices)
	if isStatus(err, http.StatusNotFound) {
		return x.create(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	for index, is := range indices {
		if index == p.name {
			return nil, fmt.Errorf("%w: %s is an index, and has to be an alias of one (choose another prefix)", indexer.ErrIncompatible, index)
		}
		had := is.Mappings.Meta
		if had == p.meta {
			continue
		}
		if had.Analysis != p.meta.Analysis {
			return did, fmt.Errorf("%w: %s was made with other analyzers (%s, now %s)", indexer.ErrIncompatible, index, had.Analysis, p.meta.Analysis)
		}
		err := x.do(ctx, esapi.IndicesPutMappingRequest{Index: []string{index}, Body: body(mappingsOf(p.body))}, nil)
		if isStatus(err, http.StatusBadRequest) {
			return did, fmt.Errorf("%w: %s: %w", indexer.ErrIncompatible, index, err)
		}
		if err != nil {
			return did, err
		}
		did = append(did, "updated the fields of "+index)
	}
	return did, nil
}

func (x *Index) create(ctx context.Context, p part) ([]string, error) {
	index := p.name + "-v1"
	write := map[string]any{"is_write_index": true}
	err := x.do(ctx, esapi.IndicesCreateRequest{Index: index, Body: body(map[string]any{"aliases": map[string]any{p.name: write}})}, nil)
	if err == nil {
		return []string{fmt.Sprintf("made index %s with alias %s", index, p.name)}, nil
	}
	var e *Error
	if !errors.As(err, &e) || e.Type != "resource_already_exists_exception" {
		return nil, err
	}
	// Another replica was faster, or the alias was removed.
	err = x.do(ctx, esapi.IndicesUpdateAliasesRequest{Body: body(map[string]any{"actions": []any{
		map[string]any{"add": map[string]any{"index": index, "alias": p.name, "is_write_index": true}},
	}})}, nil)
	if err != nil {
		return nil, err
	}
	did, err := x.setUpIndex(ctx, p)
	return append([]string{fmt.Sprintf("gave index %s the alias %s", index, p.name)}, did...), err
}
