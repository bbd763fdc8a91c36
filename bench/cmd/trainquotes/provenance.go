package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/inquit/inquit/said/train"
)

const origin = `# Where these files come from

Learnt by ` + "`bench/cmd/trainquotes`" + `; do not edit them.

They were learnt from the train part of the quotes benchmark: news articles of
seven United States publishers of 2015 and 2016 with the attributions of the
PolNeAR corpus (Newell, Margolin and Ruths 2018), of which only those count that
attribute words (statements); whether the others that quote are some is left open.
No text is in the files: only weights of hashed features, and hashes of words with a
few numbers each. The words of people's names were exchanged for one another before
training. Word classes come from the same text, and from the tree of words of said/internal/entity/data (SOURCES.md there says
where that is from). Nothing else was read: no other corpus, no pretrained model.

| | |
|---|---|
`

// provenance writes where the model comes from beside its files.
func provenance(c config, m *train.QuoteModel, seeds []uint64) error {
	var b strings.Builder
	b.WriteString(origin)
	fmt.Fprintf(&b, "| seeds of the tagger | %v, and 100 to 105 and 200 to 205 without a sixth of the articles each |\n| smallest weight kept | %g |\n", seeds, c.threshold)
	counts := m.Counts()
	var keys []string
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, "| %s | %d |\n", k, counts[k])
	}
	err := m.Each(func(name string, file []byte) error {
		fmt.Fprintf(&b, "| %s | %d bytes |\n", name, len(file))
		return nil
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.out, "PROVENANCE.md"), []byte(b.String()), 0o644)
}
