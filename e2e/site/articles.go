package site

import (
	"fmt"
	"strings"
	"time"
)

// HandWritten are the articles of the site that are not made up by the number.
func HandWritten() []Article {
	return []Article{
		{
			Path: "/seed", Title: "Peace talks go into a third day in Miami", Author: "Ada Berg", Section: "World",
			Published:  time.Date(2025, 12, 6, 8, 0, 0, 0, time.UTC),
			Paragraphs: strings.Split(strings.TrimSpace(seedText), "\n\n"),
			Said: []Said{
				{"", "stressing", "real progress depends on Russia’s willingness to engage in negotiations"},
				{"Steve Witkoff", "wrote", "\"Both parties agreed that real progress toward any agreement depends on Russia's readiness to show serious commitment to long-term peace, including steps toward de-escalation and cessation of killings.\""},
				{"Emmanuel Macron & Frederic Merz", "were quoted as saying", "“The US could betray Ukraine."},
				{"Frederic Merz", "is quoted as saying", "“They are betraying us. They are trying to fool us”"},
				{"Donald Trump", "said", "both delegates had a \"reasonably good meeting\" with Putin"},
				{"Donald Trump", "insisting", "they had the \"strong impression\" that he would like to end the war"},
				{"Vladimir Putin", "said", "the talks were \"complex\" but that he wanted to engage with Trump's plan \"rather than obstruct it.\""},
			},
		},
		{
			Path: "/bridge", Title: "Town votes to keep its old bridge", Author: "Ada Berg", Section: "Local",
			Published: time.Date(2026, 2, 14, 9, 30, 0, 0, time.UTC),
			Paragraphs: []string{
				"The council of Westhaven voted on Friday to repair the iron bridge over the Lenn instead of pulling it down, after three years of argument.",
				"“The bridge is what people draw when they draw this town,” said Anna Maric, the mayor, after the vote.",
				"Maric said the repair would cost nine million euros and take two summers.",
				"The opposition was not convinced. “Nine million is a hope and not a price,” Peter Olsen, who leads the Liberals in the council, told reporters.",
				"The bridge carries four thousand cars a day, according to the Ministry of Transport.",
			},
			Said: []Said{
				{"Anna Maric", "said", "“The bridge is what people draw when they draw this town,”"},
				{"Anna Maric", "said", "the repair would cost nine million euros and take two summers"},
				{"Peter Olsen", "told", "“Nine million is a hope and not a price,”"},
				{"Ministry of Transport", "according to", "The bridge carries four thousand cars a day"},
			},
		},
		{
			Path: "/harbour", Title: "Forty boats stay in the harbour", Author: "Jon Weir", Section: "Local",
			Published: time.Date(2026, 3, 2, 18, 5, 0, 0, time.UTC),
			Paragraphs: []string{
				"Forty boats stayed in the harbour of Westhaven on Monday, and their owners met the minister in the fish hall.",
				"“We have never seen the water as warm as this in March,” said Karin Dahl, who chairs the fishermen's union.",
				"She added that the herring now came three weeks later than when her father fished.",
				"Fisheries Minister Tomas Lindqvist promised to look at the dates. “I can move a date, but I cannot move the fish,” he said.",
			},
			Said: []Said{
				{"Karin Dahl", "said", "“We have never seen the water as warm as this in March,”"},
				{"Karin Dahl", "added", "the herring now came three weeks later than when her father fished"},
				{"Tomas Lindqvist", "promised", "to look at the dates"},
				{"Tomas Lindqvist", "said", "“I can move a date, but I cannot move the fish,”"},
			},
		},
	}
}

var (
	firstNames = []string{"Clara", "Henrik", "Amara", "Viktor", "Lucia", "Oskar", "Nadia", "Samuel", "Ingrid", "Rafael", "Elena", "Marcus"}
	lastNames  = []string{"Holm", "Okafor", "Brandt", "Sorensen", "Varga", "Castillo", "Lindgren", "Petrov", "Moreau", "Haddad", "Novak", "Keller", "Ferrante"}
	topics     = []string{"water supply", "school roof", "night train", "harbour wall", "town library", "old theatre", "wind farm"}
)

// MadeUp is the nth made-up article: different names and figures, always three
// statements, and as long as a short news story.
func MadeUp(n int) Article {
	pick := func(list []string, step int) string { return list[(n/step+n)%len(list)] }
	first, last := pick(firstNames, 1), lastNames[(n/7+n*3)%len(lastNames)]
	other := firstNames[(n+5)%len(firstNames)] + " " + lastNames[(n+6+n/3)%len(lastNames)]
	topic := pick(topics, 3)
	a := Article{
		Path: fmt.Sprintf("/news/%d", n), Title: fmt.Sprintf("Decision %d on the %s is near", n, topic), Author: "Ada Berg", Section: "Local",
		Published: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour),
	}
	quote := fmt.Sprintf("“The %s will cost %d thousand euros and not a cent more,”", topic, n+100)
	second := fmt.Sprintf("“We have heard %d promises about the %s,”", n+3, topic)
	a.Paragraphs = []string{
		fmt.Sprintf("The long argument about the %s of Westhaven came a step nearer to its end on Monday, when the committee met for the %dth time.", topic, n+1),
		fmt.Sprintf("%s said %s %s, who has led the committee since the autumn.", quote, first, last),
		"The hall was full. Many had come straight from work, and some had brought their children, who drew on the backs of the printed agenda.",
		fmt.Sprintf("%s said the work on case %d would begin before the winter.", last, n),
		fmt.Sprintf("%s %s %s, a shopkeeper in Mill Street.", second, "said", other),
		"The committee meets again in two weeks. Until then the papers can be read in the town hall, on the second floor, from ten to four.",
	}
	a.Said = []Said{
		{first + " " + last, "said", quote},
		{first + " " + last, "said", fmt.Sprintf("the work on case %d would begin before the winter", n)},
		{other, "said", second},
	}
	return a
}

// filler is what town reporters write between the quotes.
var filler = []string{
	"The square in front of the town hall was wet from the night's rain, and the market traders had moved their stalls closer to the arcade.",
	"A plan of the year before had been withdrawn after the surveyors found that the ground was softer than the drawings showed.",
	"Three firms have handed in offers. The lowest is two fifths below the highest, and none of them comes from the county itself.",
	"For the schools the question is when the buses will run again on the short way, which takes a quarter of an hour less.",
	"The reserve that the town keeps for such works has shrunk since the flood, when the pumping station had to be built anew.",
	"Older people remember the winter in which the river froze and carts crossed it below the mill, as a painting in the museum shows.",
	"On the other bank lies the new quarter with its four hundred flats, a kindergarten and the only supermarket that opens on Sundays.",
	"The minutes of the meeting fill nineteen pages, of which seven are about the parking places behind the fire station.",
}

// Long is the nth made-up article with the usual length of a news story, about
// 700 words.
func Long(n int) Article {
	a := MadeUp(n)
	a.Path = fmt.Sprintf("/long/%d", n)
	for i := range 25 {
		a.Paragraphs = append(a.Paragraphs, filler[(n+i)%len(filler)])
	}
	return a
}
