package eval

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// Label is a hand-labelled speaker: who said a quote, by full name.
type Label struct {
	ID      string   `json:"id"`
	Content []Span   `json:"content"`
	Kind    string   `json:"kind"` // pronoun, surname, title...
	Speaker string   `json:"speaker"`
	Accept  []string `json:"accept"` // other right names
}

// LoadLabels reads a file of labels, one JSON object a line.
func LoadLabels(path string) ([]Label, error) {
	var out []Label
	err := open(path, func(r io.Reader) error {
		d := json.NewDecoder(r)
		for {
			var l Label
			if err := d.Decode(&l); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			out = append(out, l)
		}
	})
	return out, err
}

// SpeakerCount counts labelled quotes: those that a prediction covers, and those
// whose full name it gives.
type SpeakerCount struct{ Cases, Found, Right int }

// Accuracy is the share of full names that are right, in percent.
func (c SpeakerCount) Accuracy() float64 { return percent(c.Right, c.Cases) }

// SpeakerResult is what ScoreSpeakers counted.
type SpeakerResult struct {
	// Counts are by kind of label, and under "all".
	Counts map[string]SpeakerCount
	// Covered compares confidences with whether quote and name are right, over the
	// labelled quotes that a prediction covers. Named is Covered without the
	// predictions that give no name: they do not claim to know the speaker.
	Covered, Named Calibration
}

// ScoreSpeakers compares full names with labels. The prediction asked is the one
// that covers most of the labelled quote, half of it at least. Names are equal if
// their first and last words are, honorifics left out and Jr. taken in. For the
// calibrations the quoted characters must have a Jaccard index of at least 0.8 too.
func ScoreSpeakers(labels []Label, gold, predicted []Article) *SpeakerResult {
	texts, preds := map[string]*measure{}, map[string]*Article{}
	for i := range gold {
		texts[gold[i].ID] = newMeasure(&gold[i])
	}
	for i := range predicted {
		preds[predicted[i].ID] = &predicted[i]
	}
	r := &SpeakerResult{Counts: map[string]SpeakerCount{}}
	for _, l := range labels {
		if m := texts[l.ID]; m != nil {
			r.label(l, m, preds[l.ID])
		}
	}
	return r
}

func (r *SpeakerResult) label(l Label, m *measure, p *Article) {
	want := characters(l.Content)
	if q := m.quoted(l.Content); len(q) > 0 {
		want = characters(q)
	}
	s := covering(want, p)
	right := s != nil && SameName(s.Speaker, append([]string{l.Speaker}, l.Accept...))
	if s != nil {
		both := right && jaccard(want, characters(m.quoted(s.Content))) >= 0.8
		r.Covered.Add(s.Confidence, both)
		if s.Speaker != "" {
			r.Named.Add(s.Confidence, both)
		}
	}
	for _, k := range []string{l.Kind, "all"} {
		c := r.Counts[k]
		c.Cases++
		c.Found += int(number(s != nil))
		c.Right += int(number(right))
		r.Counts[k] = c
	}
}

// covering returns the prediction that covers the most of some characters.
func covering(want set, p *Article) *Statement {
	var best *Statement
	top := 0.0
	for i := 0; p != nil && i < len(p.Statements); i++ {
		s := &p.Statements[i]
		have := characters(s.Content)
		cover := float64(common(want, have)) / float64(max(1, len(want)))
		if score := cover + 1e-3*jaccard(want, have); cover >= 0.5 && score > top {
			best, top = s, score
		}
	}
	return best
}

const honorifics = ` mr mrs ms dr sen sens rep reps gov govs president secretary senator representative governor
 general gen lt col capt sgt judge justice mayor prof professor sir former chairman chairwoman speaker republican
 democratic democrat vice presidential nominee candidate spokesman spokeswoman attorney director chief the king
 queen prince princess pope rev reverend father sister minister prime foreign secretary-general `

// SameName reports whether a name is one of those accepted.
func SameName(name string, accept []string) bool {
	n, junior := nameWords(name)
	for _, a := range accept {
		w, j := nameWords(a)
		if len(n) == 0 || len(w) == 0 || j != junior {
			continue
		}
		if slices.Equal(n, w) || len(n) > 1 && len(w) > 1 && n[0] == w[0] && n[len(n)-1] == w[len(w)-1] {
			return true
		}
	}
	return false
}

// nameWords returns a name's words in lower case without honorifics, and its
// suffix: Donald Trump Jr. is not Donald Trump.
func nameWords(name string) (words []string, suffix string) {
	name = strings.NewReplacer("'s ", " ", "’s ", " ").Replace(name + " ")
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		if w = strings.Trim(w, ".,'’\"“”"); w == "" {
			continue
		}
		switch w {
		case "jr", "sr", "ii", "iii", "iv":
			suffix += w
		default:
			words = append(words, w)
		}
	}
	for len(words) > 1 && strings.Contains(honorifics, " "+words[0]+" ") {
		words = words[1:]
	}
	return words, suffix
}
