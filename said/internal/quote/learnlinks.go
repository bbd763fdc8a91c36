package quote

import "github.com/inquit/inquit/said/internal/crf"

// learnLinker trains the linker on the output of taggers that have not seen the
// article: in use, candidates look like that, and never like gold. What idle cues choose
// is learnt behind the choices of contents, so these are learnt twice.
func (t *teacher) learnLinker(jack *jackknife) error {
	les := &lesson{dict: &crf.Dict{}}
	jack.each(t.examples, func(x *lessonText, tag *tagger) { t.learnLinks(x, tag, les) })
	t.out.Counts["linked contents"], t.out.Counts["linked sources"] = len(les.contents), len(les.sources)
	file, err := t.learnRanker(les.dict, les.contents)
	if err != nil {
		return err
	}
	contents, err := crf.ReadRanker(file)
	if err != nil {
		return err
	}
	jack.each(t.examples, func(x *lessonText, tag *tagger) { t.learnIdleCues(x, tag, contents, les) })
	t.out.Counts["idle cues"] = len(les.contents) - t.out.Counts["linked contents"]
	if t.out.Contents, err = t.learnRanker(les.dict, les.contents); err != nil {
		return err
	}
	t.out.Sources, err = t.learnRanker(les.dict, les.sources)
	return err
}

// learnRanker averages a ranker over the seeds, as the tagger is.
func (t *teacher) learnRanker(dict *crf.Dict, choices []crf.Choice) ([]byte, error) {
	mean := make([]float32, dict.Len())
	for _, seed := range t.Seeds {
		w := crf.TrainRanker(dict.Len(), choices, crf.RankConfig{Epochs: 6, Dropout: 0.3, Seed: seed})
		for i, x := range w {
			mean[i] += x / float32(len(t.Seeds))
		}
	}
	return crf.PackRanker(mean, dict, 0.02)
}

// messyWeight is how much a choice in a messy copy counts. The copy repeats the
// clean paragraphs of the article.
const messyWeight = 0.5

func (t *teacher) learnLinks(x *lessonText, tag *tagger, les *lesson) {
	les.open(x)
	l := &linker{lesson: les}
	l.link(x.doc, tag.tag(x.doc))
}
