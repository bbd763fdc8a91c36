package quote

import "github.com/inquit/inquit/said/internal/crf"

// folds of the jackknife of the linker. The nearer these taggers come to the one that
// has read all, the better: three lose half a point against six.
const folds = 6

// learnLinker trains the linker on the output of taggers that have not seen the
// article: in use, candidates look like that, and never like gold. What idle cues choose
// is learnt behind the choices of contents, so these are learnt twice.
func (t *teacher) learnLinker(dict *crf.Dict) error {
	les := &lesson{dict: &crf.Dict{}}
	var taggers [folds]*tagger
	for fold := range folds {
		m, err := t.taggerWithout(fold, dict)
		if err != nil {
			return err
		}
		taggers[fold] = &tagger{chain: crf.Chain{Model: m}}
		t.logf("jackknife %d of %d done", fold+1, folds)
	}
	for _, x := range t.examples {
		t.learnLinks(x, taggers[x.fold()], les)
	}
	t.out.Counts["linked contents"], t.out.Counts["linked sources"] = len(les.contents), len(les.sources)
	file, err := t.learnRanker(les.dict, les.contents)
	if err != nil {
		return err
	}
	contents, err := crf.ReadRanker(file)
	if err != nil {
		return err
	}
	for _, x := range t.examples {
		t.learnIdleCues(x, taggers[x.fold()], contents, les)
	}
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
		w := crf.TrainRanker(dict.Len(), choices, crf.RankConfig{Epochs: 10, Dropout: 0.3, Seed: seed})
		for i, x := range w {
			mean[i] += x / float32(len(t.Seeds))
		}
	}
	return crf.PackRanker(mean, dict, 0.02)
}

// taggerWithout trains a tagger that has not seen the articles of a fold.
func (t *teacher) taggerWithout(fold int, dict *crf.Dict) (*crf.Model, error) {
	seqs := t.sequences(func(x *lessonText) bool { return x.fold() != fold })
	w := crf.Train(dict.Len(), seqs, taggerConfig(100+uint64(fold)))
	t.taggers = append(t.taggers, w)
	file, err := w.Pack(dict, t.Threshold)
	if err != nil {
		return nil, err
	}
	return crf.ReadModel(file)
}

// fold is the jackknife's group: a messy copy stands with its original.
func (x *lessonText) fold() int {
	n := 0
	for _, c := range x.ID {
		n = (n*31 + int(c)) % 9973
	}
	return n % folds
}

// messyWeight is how much a choice in a messy copy counts. The copy repeats the
// clean paragraphs of the article.
const messyWeight = 0.5

func (t *teacher) learnLinks(x *lessonText, tag *tagger, les *lesson) {
	les.open(x)
	l := &linker{lesson: les}
	l.link(x.doc, tag.tag(x.doc))
}
