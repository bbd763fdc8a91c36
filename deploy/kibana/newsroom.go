package kibana

// newsroom is the dashboard for those who ask who says what.
func newsroom() object {
	number := func(id, title string, x int, c column) panel {
		chart := metric(c)
		return panel{id: id, title: title, x: x, y: 0, w: 12, h: 6, chart: &chart, untitled: true}
	}
	chart := func(id, title string, x, y, w, h int, l lens) panel {
		return panel{id: id, title: title, x: x, y: y, w: w, h: h, chart: &l}
	}
	n := count("n", "statements")
	panels := []panel{
		number("statements", "Statements", 0, count("n", "Statements")),
		number("speakers", "Speakers", 12, unique("n", "Speakers", "speaker.name")),
		number("articles", "Articles", 24, unique("n", "Articles", "article.id")),
		number("outlets", "Outlets", 36, unique("n", "Outlets", "article.outlet")),

		chart("speakers-over-time", "Who speaks, over time", 0, 6, 30, 14,
			bars("bar_stacked", "time", "speaker", "n", top("speaker", "speaker", "speaker.name", 8, "n", true), overTime("time", "published"), n)),
		chart("most-quoted", "Most quoted", 30, 6, 18, 14,
			bars("bar_horizontal", "speaker", "", "n", top("speaker", "speaker", "speaker.name", 15, "n", false), n)),

		chart("talked-about", "Talked about", 0, 20, 16, 14,
			cloud(top("about", "about", "about.name", 40, "n", false), n)),
		chart("cues", "How it is reported", 16, 20, 16, 14,
			bars("bar_horizontal_stacked", "cue", "type", "n", top("cue", "cue", "cue.lemma", 15, "n", false), top("type", "type", "statement.type", 3, "n", false), n)),
		chart("outlets-and-speakers", "Outlets and their sources", 32, 20, 16, 14,
			table(top("outlet", "Outlet", "article.outlet", 50, "n", false), count("n", "Statements"),
				unique("speakers", "Speakers", "speaker.name"), unique("articles", "Articles", "article.id"))),

		{id: "who-said-what", title: "Who said what", x: 0, y: 34, w: 48, h: 26, search: WhoSaidWhat},
	}
	return dashboardObject(NewsroomDashboard, dashboard{
		Title:       "Inquit: newsroom",
		Description: "Who is quoted, where, about what, and in which words. Times are those of publication.",
		TimeRestore: true, From: "now-30d", To: "now", Refresh: refresh{Pause: true, Value: 60_000},
	}, []choice{
		{"speaker", "Speaker", "speaker.name"},
		{"about", "About", "about.name"},
		{"outlet", "Outlet", "article.outlet"},
		{"type", "Direct or indirect", "statement.type"},
		{"kind", "Kind of speaker", "speaker.kind"},
	}, panels)
}
