package eval

// Verdict says whether a prediction is right.
type Verdict int

// The verdicts. Aside means that it does not count: nested, or on ground on which
// predictions do not count.
const (
	Wrong Verdict = iota
	Right
	Aside
)

// Judge gives a verdict on every prediction, as [Score] counts it: of a quote, under
// QuoteAndSpeaker; of an indirect statement, under ContentAndSource.
func Judge(gold Article, predicted []Statement, s Settings) []Verdict {
	r := &Result{counts: map[Metric]map[string]*Count{}}
	out := make([]Verdict, len(predicted))
	for i := range out {
		out[i] = Aside
	}
	a := r.compare(&gold, &Article{Statements: predicted}, s)
	number := map[*Statement]int{}
	for i := range predicted {
		number[&predicted[i]] = i
	}
	judge := func(golds, preds []*item, m matching, kinds func(*item) bool, aside func(*item) bool) {
		verdicts := map[int]Verdict{} // of the matched ones
		for g, p := range m {
			verdicts[p] = Wrong
			if sameSource(golds[g], preds[p]) {
				verdicts[p] = Right
			}
		}
		for k, p := range preds {
			v, met := verdicts[k]
			if kinds(p) && (met || !aside(p)) {
				out[number[p.Statement]] = v
			}
		}
	}
	indirect := func(p *item) bool { return p.kind == "indirect" }
	judge(a.gold, a.pred, a.overlap(), indirect, a.dontCare)
	quotes, found := verbatim(a.gold), verbatim(a.pred)
	judge(quotes, found, matchQuotes(quotes, found), func(*item) bool { return true }, a.dontCareQuote())
	return out
}
