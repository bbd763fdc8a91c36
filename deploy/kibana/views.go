package kibana

// dataView are the attributes of a data view. Its fields come from the index;
// only labels and formats are kept here.
type dataView struct {
	Title         string  `json:"title"` // the index or alias
	Name          string  `json:"name"`
	TimeField     string  `json:"timeFieldName"`
	SourceFilters encoded `json:"sourceFilters"`
	Fields        encoded `json:"fields"`
	FieldAttrs    encoded `json:"fieldAttrs"`
	Formats       encoded `json:"fieldFormatMap"`
	Runtime       encoded `json:"runtimeFieldMap"`
	TypeMeta      encoded `json:"typeMeta"`
}

type label struct {
	CustomLabel string `json:"customLabel"`
}

type format struct {
	ID     string         `json:"id"`
	Params map[string]any `json:"params"`
}

// link shows an address as words to click on.
func link(words string) format {
	return format{ID: "url", Params: map[string]any{"type": "a", "labelTemplate": words, "openLinkInCurrentTab": false}}
}

func view(id, name string, labels map[string]label, formats map[string]format) object {
	return object{
		ID: id, Type: "index-pattern", Core: coreVersion, Version: "8.0.0", References: []reference{},
		Attributes: dataView{
			Title: id, Name: name, TimeField: "@timestamp",
			SourceFilters: encoded{[]any{}}, Fields: encoded{[]any{}},
			FieldAttrs: encoded{labels}, Formats: encoded{formats},
			Runtime: encoded{struct{}{}}, TypeMeta: encoded{struct{}{}},
		},
	}
}

func statementsView() object {
	return view(StatementsView, "Inquit: statements", map[string]label{
		"@timestamp":             {"published"},
		"speaker.name":           {"speaker"},
		"speaker.title":          {"title"},
		"speaker.affiliation":    {"affiliation"},
		"statement.source.text":  {"source as printed"},
		"statement.type":         {"type"},
		"statement.link":         {"in the article"},
		"cue.text":               {"cue"},
		"content.text":           {"statement"},
		"about.name":             {"about"},
		"mentions.name":          {"also mentioned"},
		"article.title":          {"article"},
		"article.outlet":         {"outlet"},
		"attribution.confidence": {"confidence"},
	}, map[string]format{
		"statement.link":         link("open at the words"),
		"url.full":               link("open the article"),
		"attribution.confidence": {ID: "percent", Params: map[string]any{"pattern": "0%"}},
	})
}

func articlesView() object {
	return view(ArticlesView, "Inquit: articles", map[string]label{
		"@timestamp":      {"published"},
		"article.title":   {"article"},
		"article.outlet":  {"outlet"},
		"article.authors": {"authors"},
	}, map[string]format{
		"url.full": link("open the article"),
	})
}
