package sinktest

import "github.com/inquit/inquit/services/indexer"

func (s *suite) statuses(ops ...indexer.Op) (list []string) {
	s.Helper()
	for _, o := range s.apply(ops...) {
		list = append(list, o.Status.String())
	}
	return list
}

// one is a statement to write.
func (s *suite) one(content string) *indexer.Statement {
	s.Helper()
	return s.documents(Bundle("talks", "example.org", day1, day2, Says{By: []string{"Anna Maric"}, Content: content})).Statements[0]
}

func versions(s *suite) {
	first, second := s.one("“Yes”"), s.one("“Yes”")
	second.Attribution.Method = "pronoun"
	s.equal("first write", s.statuses(indexer.Put(first, 10)), []string{"applied"})
	s.equal("same and older version", s.statuses(indexer.Put(second, 10), indexer.Put(second, 9)), []string{"stale", "stale"})
	s.equal("newer version", s.statuses(indexer.Put(second, 11)), []string{"applied"})
	got, err := s.index.Statement(s.Context(), first.Key())
	if err != nil || got == nil || got.Attribution.Method != "pronoun" {
		s.Errorf("the newer write did not win: %v, %v", got, err)
	}
	s.equal("two versions in one call", s.statuses(indexer.Put(first, 20), indexer.Put(second, 15)), []string{"applied", "stale"})
}

func tombstones(s *suite) {
	doc := s.one("“Gone”")
	s.equal("write", s.statuses(indexer.Put(doc, 10)), []string{"applied"})
	s.equal("older delete", s.statuses(indexer.Delete(indexer.Statements, doc.Key(), 9)), []string{"stale"})
	s.equal("newer delete", s.statuses(indexer.Delete(indexer.Statements, doc.Key(), 20)), []string{"applied"})
	s.equal("write between the two", s.statuses(indexer.Put(doc, 15)), []string{"stale"})
	s.refresh()
	if got := s.search(indexer.Query{}); got.Total != 0 {
		s.Errorf("%d statements after the delete", got.Total)
	}
	s.equal("delete of what never was", s.statuses(indexer.Delete(indexer.Statements, "s-never", 5)), []string{"applied"})
	s.equal("write after the delete", s.statuses(indexer.Put(doc, 30)), []string{"applied"})
	s.refresh()
	s.equal("found again", s.contents(indexer.Query{Text: "gone"}), []string{"“Gone”"})
}

func rewritten(s *suite) {
	old := s.one("“The old wording”")
	s.apply(indexer.Put(old, 10))
	changed := s.one("“The old wording”")
	changed.Content.Text, changed.Speaker.Name = "“A different phrase”", []string{"Bo Lind"}
	s.apply(indexer.Put(changed, 11))
	s.refresh()
	for _, test := range []struct {
		name string
		q    indexer.Query
		want int
	}{
		{"old words", indexer.Query{Text: "wording"}, 0},
		{"new words", indexer.Query{Text: "phrase"}, 1},
		{"old speaker", indexer.Query{Speaker: "maric"}, 0},
		{"new speaker", indexer.Query{Speaker: "lind"}, 1},
	} {
		if got := s.search(test.q).Total; got != test.want {
			s.Errorf("%s: %d found, want %d", test.name, got, test.want)
		}
	}
	buckets, err := s.index.Count(s.Context(), indexer.Query{}, indexer.BySpeaker, 10)
	if err != nil {
		s.Fatal(err)
	}
	s.equal("count by speaker", buckets, []indexer.Bucket{{Value: "Bo Lind", Count: 1}})
}
