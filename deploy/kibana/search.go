package kibana

// query is a query in Kibana's language.
type query struct {
	Query    string `json:"query"`
	Language string `json:"language"`
}

var everything = query{Language: "kuery"}

// searchSource is what a saved search or a dashboard filters by.
type searchSource struct {
	Query        query  `json:"query"`
	Filter       []any  `json:"filter"`
	HighlightAll bool   `json:"highlightAll,omitempty"`
	Version      bool   `json:"version,omitempty"`
	IndexRefName string `json:"indexRefName,omitempty"`
}

type meta struct {
	SearchSource encoded `json:"searchSourceJSON"`
}

// savedSearch are the attributes of a search in Discover.
type savedSearch struct {
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Columns     []string    `json:"columns"`
	Sort        [][2]string `json:"sort"`
	Grid        grid        `json:"grid"`
	HideChart   bool        `json:"hideChart"`
	TextBased   bool        `json:"isTextBasedQuery"`
	TimeRestore bool        `json:"timeRestore"`
	RowHeight   int         `json:"rowHeight"` // lines; -1 is all of them
	Meta        meta        `json:"kibanaSavedObjectMeta"`
}

type grid struct {
	Columns map[string]width `json:"columns"`
}

type width struct {
	Width int `json:"width"`
}

const searchIndexRef = "kibanaSavedObjectMeta.searchSourceJSON.index"

func whoSaidWhat() object {
	return object{
		ID: WhoSaidWhat, Type: "search", Core: coreVersion, Version: "8.0.0",
		References: []reference{{"index-pattern", StatementsView, searchIndexRef}},
		Attributes: savedSearch{
			Title:       "Inquit: who said what",
			Description: "Statements, newest first, with their speakers and the words in the article.",
			Columns: []string{
				"speaker.name", "cue.text", "content.text", "about.name",
				"article.outlet", "article.title", "statement.link",
			},
			Sort: [][2]string{{"@timestamp", "desc"}},
			Grid: grid{map[string]width{
				"speaker.name": {170}, "cue.text": {110}, "about.name": {170},
				"article.outlet": {140}, "article.title": {240}, "statement.link": {140},
			}},
			RowHeight: -1,
			Meta: meta{encoded{searchSource{
				Query: everything, Filter: []any{},
				HighlightAll: true, Version: true, IndexRefName: searchIndexRef,
			}}},
		},
	}
}
