package said_test

import (
	"fmt"

	"github.com/inquit/inquit/said"
)

func Example() {
	doc := said.New().Analyze(said.Article{
		Title: "Talks on Ukraine go on in Miami",
		Text: "US Special Envoy Steve Witkoff met the negotiators in Florida on Friday.\n" +
			"In a post on X, Witkoff wrote, \"Both parties agreed that real progress depends on Russia's readiness.\"",
	})
	for _, s := range doc.Statements {
		fmt.Println(s.Speaker().Name, "|", s.Cue.Text, "|", s.Content.Text, "|", s.Via)
		fmt.Println(s.Explain())
	}
	// Output:
	// Steve Witkoff | wrote | "Both parties agreed that real progress depends on Russia's readiness." | X
	// Witkoff → Steve Witkoff: the fullest form in the article
}
