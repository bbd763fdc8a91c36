package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/inquit/inquit/services/indexer"
)

var searchCommand = command{
	name: "search", args: "'said by NAME about WORDS' | WORDS", short: "find what was said",
	long: `
Finds statements, the newest first. The query is plain words:
  said by NAME        the speaker; any words of the name
  about WORDS         people, places and words inside of what was said
  since/until DATE    2026, 2026-02 or 2026-02-14
  in DOMAIN           the outlet
  WORDS               words of what was said, "side by side" in quotation marks
The flags say the same for programs.

Examples:
  inquit search 'said by macron about ukraine'
  inquit search '"red line" since 2026-01' --json | jq -r .content.text
  inquit search --speaker putin --about talks --since 2026-01-01 --type direct`,
	run: runSearch,
}

func runSearch(ctx context.Context, c *call) error {
	index := indexFlags(c, "sqlite")
	build := queryFlags(c)
	asJSON := c.flags.Bool("json", false, "print one line of JSON for each statement, the whole document")
	all := c.flags.Bool("all", false, "print all that is found, not only the first page")
	args, err := c.parse()
	if err != nil {
		return err
	}
	q, err := build(strings.Join(args, " "))
	if err != nil {
		return usagef("%v", err)
	}
	if err := embeddedIndexThere(c); err != nil {
		return err
	}
	ix, err := index(ctx)
	if err != nil {
		return err
	}
	defer ix.Close()
	if *all {
		q.Size = indexer.MaxSize
	}
	found := 0
	for {
		page, err := ix.Search(ctx, q)
		if err != nil {
			return withHint(err, "is the index there? inquit up makes it; --data and --elasticsearch say where it is")
		}
		if err := printFound(c, page, found, *asJSON); err != nil {
			return err
		}
		found += len(page.Statements)
		if !*all || page.Next == "" {
			return c.sumUp(ctx, ix, q, page, found, *asJSON)
		}
		q.Cursor = page.Next
	}
}

// embeddedIndexThere keeps a search from making an empty index in a wrong folder.
func embeddedIndexThere(c *call) error {
	get := func(name string) string { return c.flags.Lookup(name).Value.String() }
	if get("elasticsearch") != "" || get("index") != "sqlite" {
		return nil
	}
	_, err := os.Stat(filepath.Join(get("data"), "index.db"))
	if errors.Is(err, fs.ErrNotExist) {
		return withHint(fmt.Errorf("no index in %s", get("data")), "start inquit up in this folder first, or say where its data is with --data; for Elasticsearch use --elasticsearch URL")
	}
	return err
}

// queryFlags declares the parts of a query; a flag wins over the same part in words.
func queryFlags(c *call) func(words string) (indexer.Query, error) {
	speaker := c.flags.String("speaker", "", "words of the speaker's `name`")
	about := c.flags.String("about", "", "`words` or names inside of what was said")
	phrase := c.flags.String("phrase", "", "`words` side by side in what was said")
	since := c.flags.String("since", "", "published on this `date` or later")
	until := c.flags.String("until", "", "published on this `date` or earlier")
	outlet := c.flags.String("outlet", "", "`name` of the outlet, or its domain")
	kind := c.flags.String("kind", "", "person, organization, group, role, anonymous, document, place or unknown")
	typ := c.flags.String("type", "", "direct, mixed or indirect")
	flag := c.flags.String("flag", "", "statements with this `flag`, such as unbalanced_marks")
	confidence := c.flags.String("min-confidence", "", "least `confidence` of the attribution, 0 to 1")
	sort := c.flags.String("sort", "", "newest, oldest or relevance")
	size := c.flags.Int("size", 20, "statements on a page")
	cursor := c.flags.String("cursor", "", "where the page before ended")
	return func(words string) (indexer.Query, error) {
		for part, value := range map[string]string{"since": *since, "until": *until} {
			switch {
			case value == "":
			case !dateForm.MatchString(value):
				return indexer.Query{}, fmt.Errorf("--%s %q: write 2026, 2026-02 or 2026-02-14", part, value)
			default:
				words += " " + part + ":" + value
			}
		}
		// The words' parser knows which values there are.
		for part, value := range map[string]string{"kind": *kind, "type": *typ, "flag": *flag, "sort": *sort, "confidence": *confidence} {
			if value != "" {
				words += " " + part + ":" + value
			}
		}
		if *size < 1 || *size > indexer.MaxSize {
			return indexer.Query{}, fmt.Errorf("--size %d: choose 1 to %d", *size, indexer.MaxSize)
		}
		q, err := indexer.ParseQuery(words)
		if err != nil {
			return q, err
		}
		for field, value := range map[*string]string{&q.Speaker: *speaker, &q.About: *about, &q.Outlet: *outlet, &q.Cursor: *cursor} {
			if value != "" {
				*field = value
			}
		}
		if *phrase != "" {
			q.Phrases = append(q.Phrases, *phrase)
		}
		q.Size = *size
		return q, nil
	}
}

var dateForm = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`)

func printFound(c *call, page *indexer.Page, before int, asJSON bool) error {
	p := newPainter(c.stdout, c.getenv)
	encoder := json.NewEncoder(c.stdout)
	encoder.SetEscapeHTML(false)
	for i, s := range page.Statements {
		if asJSON {
			if err := encoder.Encode(s); err != nil {
				return err
			}
			continue
		}
		printHit(c, p, before+i+1, s)
	}
	return nil
}

func printHit(c *call, p painter, n int, s *indexer.Statement) {
	fmt.Fprintf(c.stdout, "%2d %s\n", n, speakersLine(p, s))
	fmt.Fprintf(c.stdout, "   %s %s\n", p.cue(orDash(s.Cue.Text)), p.content(oneLine(s.Content.Text)))
	fmt.Fprintf(c.stdout, "   %s\n", p.dim(strings.Join([]string{
		s.Article.Outlet, s.Timestamp.Format(time.DateOnly),
		fmt.Sprintf("¶ %d", s.Statement.Paragraph+1), s.Statement.Type, fmt.Sprintf("%.2f", s.Attribution.Confidence), s.Attribution.Evidence,
	}, " · ")))
	place := s.URL.Full
	if file := s.Labels["file"]; file != "" && strings.HasPrefix(place, "urn:") {
		place = file
	}
	fmt.Fprintf(c.stdout, "   %s\n", p.dim(place))
}

// speakersLine is "Emmanuel Macron · French President and Frederic Merz · German
// Chancellor", or what kind of source it is where there is no name.
func speakersLine(p painter, s *indexer.Statement) string {
	sp := s.Speaker
	if len(sp.Name) == 0 {
		return p.bold(fmt.Sprintf("%s (%s)", orDash(s.Statement.Source.Text), strings.Join(sp.Kind, ", ")))
	}
	// The lists leave out what is not known: only lists of one length belong together.
	pick := func(list []string, i int) string {
		if len(list) == len(sp.Name) {
			return list[i]
		}
		return ""
	}
	names := make([]string, len(sp.Name))
	for i, name := range sp.Name {
		names[i] = p.bold(name)
		if title := strings.TrimSpace(pick(sp.Affiliation, i) + " " + pick(sp.Title, i)); title != "" {
			names[i] += p.dim(" · " + title)
		}
	}
	return strings.Join(names, " and ")
}

// sumUp ends the list; an empty one says what would have been found with less.
func (c *call) sumUp(ctx context.Context, ix indexer.Index, q indexer.Query, page *indexer.Page, found int, asJSON bool) error {
	if asJSON {
		return nil
	}
	if found > 0 {
		total := fmt.Sprint(page.Total)
		if !page.Exact {
			total = "more than " + total
		}
		fmt.Fprintf(c.stdout, "\n%d of %s", found, total)
		if page.Next != "" {
			fmt.Fprintf(c.stdout, "   more: --all, or --cursor %s", page.Next)
		}
		fmt.Fprintln(c.stdout)
		return nil
	}
	fmt.Fprintln(c.stdout, "nothing found")
	for _, less := range relaxations(q) {
		if page, err := ix.Search(ctx, less.query); err == nil && page.Total > 0 {
			fmt.Fprintf(c.stdout, "  %d %s\n", page.Total, less.what)
		}
	}
	return nil
}

type relaxation struct {
	what  string
	query indexer.Query
}

// relaxations are the query with one condition less, each.
func relaxations(q indexer.Query) (list []relaxation) {
	q.Cursor, q.Size = "", 1
	drop := func(has bool, what string, change func(*indexer.Query)) {
		if has {
			less := q
			change(&less)
			list = append(list, relaxation{what, less})
		}
	}
	drop(q.Speaker != "", "by other speakers", func(q *indexer.Query) { q.Speaker = "" })
	drop(q.Speaker != "" && q.About == "", "about "+q.Speaker, func(q *indexer.Query) { q.About, q.Speaker = q.Speaker, "" })
	drop(q.About != "", "about other things", func(q *indexer.Query) { q.About = "" })
	drop(q.Text != "" || len(q.Phrases) > 0, "with other words", func(q *indexer.Query) { q.Text, q.Phrases = "", nil })
	drop(!q.Since.IsZero() || !q.Until.IsZero(), "at other times", func(q *indexer.Query) { q.Since, q.Until = time.Time{}, time.Time{} })
	drop(q.Outlet != "", "in other outlets", func(q *indexer.Query) { q.Outlet = "" })
	drop(q.MinConfidence > 0, "with less confidence", func(q *indexer.Query) { q.MinConfidence = 0 })
	return list
}
