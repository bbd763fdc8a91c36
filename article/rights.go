package article

import "strings"

// rights reads what the page reserves: TDMRep, robots, and whether it is paid.
func (p *page) rights(a *Article) {
	if v, _ := p.first("tdm-reservation"); v == "1" || v == "0" {
		reserved := v == "1"
		a.Rights.TDMReservation = &reserved
	}
	a.Rights.TDMPolicy, _ = p.first("tdm-policy")
	robots := append(append([]string{}, p.meta["robots"]...), p.meta["googlebot"]...)
	for i := range robots {
		robots[i] = strings.ToLower(collapse(robots[i]))
	}
	if len(robots) > 0 {
		a.Rights.Robots = robots[0]
		for _, r := range robots[1:] {
			if r != robots[0] {
				a.Rights.Robots += ", " + r
			}
		}
	}
	a.Rights.Paid = p.paid()
}

// paid reports whether the page says that it is not free to read.
func (p *page) paid() bool { return p.locked() || p.tier() == "metered" }

// locked reports whether the page says that this article costs something.
func (p *page) locked() bool {
	if strings.EqualFold(p.schema.text(p.schema.article["isAccessibleForFree"]), "false") {
		return true
	}
	for _, part := range p.schema.parts() {
		if strings.EqualFold(p.schema.text(part["isAccessibleForFree"]), "false") {
			return true
		}
	}
	return p.tier() == "locked" || p.tier() == "paid"
}

func (p *page) tier() string {
	t, _ := p.first("article:content_tier", "og:article:content_tier")
	return strings.ToLower(t)
}

// parts are the parts that the article's node lists.
func (s *schema) parts() []map[string]any {
	var out []map[string]any
	switch v := s.article["hasPart"].(type) {
	case map[string]any:
		out = append(out, s.resolve(v))
	case []any:
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				out = append(out, s.resolve(m))
			}
		}
	}
	return out
}
