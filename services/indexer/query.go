package indexer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ParseQuery reads what people type into a search box:
//
//	said by macron about ukraine
//	by "Anna Maric" about sanctions since 2026-01-01 in example.org
//	"red line" talks type:direct confidence:0.8
//
// The grammar, by parts that may come in any order:
//
//	words              stand in the content, in any order and inflection
//	"words"            stand in the content as they are
//	[said] by NAME     the speaker; NAME goes on to the next part
//	about WORDS        an entity or words inside the content, likewise
//	since DATE         published on the day, in the month or year, or later
//	until DATE         published on the day, in the month or year, or earlier
//	in DOMAIN          the outlet; only what has a dot in it is a domain
//	outlet:"NAME"      the outlet by its name
//	type: kind: flag:  values of these fields
//	confidence:0.8     attributed with this confidence at least
//	sort:oldest        newest, oldest or relevance
//
// A DATE is 2026, 2026-02 or 2026-02-14, in UTC. Keywords are read in any case;
// those that nothing fitting follows are words, and so is all inside quotation
// marks, which may be straight or curly.
func ParseQuery(input string) (Query, error) {
	p := parser{items: lex(input)}
	for p.at < len(p.items) {
		if err := p.part(); err != nil {
			return Query{}, err
		}
	}
	p.q.Text, p.q.Speaker, p.q.About = strings.Join(p.text, " "), strings.Join(p.speaker, " "), strings.Join(p.about, " ")
	if !p.q.Since.IsZero() && !p.q.Until.IsZero() && !p.q.Since.Before(p.q.Until) {
		return Query{}, fmt.Errorf("nothing can be both since %s and until %s", p.q.Since.Format(time.DateOnly), p.q.Until.AddDate(0, 0, -1).Format(time.DateOnly))
	}
	return p.q, nil
}

// item is a word or a quoted phrase; a value given as key:"value" has both.
type item struct {
	key    string
	text   string
	quoted bool
}

type parser struct {
	q                    Query
	items                []item
	at                   int
	text, speaker, about []string
	into                 *[]string // where words go
}

func (p *parser) part() error {
	it := p.items[p.at]
	p.at++
	if it.key != "" {
		p.into = nil
		return p.filter(it.key, it.text)
	}
	if !it.quoted {
		if used, err := p.keyword(strings.ToLower(it.text)); used || err != nil {
			return err
		}
	}
	switch {
	case p.into != nil:
		*p.into = append(*p.into, it.text)
	case it.quoted:
		p.q.Phrases = append(p.q.Phrases, it.text)
	default:
		p.text = append(p.text, it.text)
	}
	return nil
}

// next is the item after the current one, if it is not a filter.
func (p *parser) next() (item, bool) {
	if p.at >= len(p.items) || p.items[p.at].key != "" {
		return item{}, false
	}
	return p.items[p.at], true
}

// keyword handles a word that begins a part.
func (p *parser) keyword(word string) (used bool, err error) {
	next, ok := p.next()
	if !ok {
		return false, nil
	}
	switch word {
	case "said":
		// "said" alone is a word like others: only "said by" is a keyword.
		return !next.quoted && strings.EqualFold(next.text, "by") && p.at+1 < len(p.items) && p.items[p.at+1].key == "", nil
	case "by":
		p.into = &p.speaker
		return true, nil
	case "about":
		p.into = &p.about
		return true, nil
	case "in":
		domain, ok := domainOf(next)
		if !ok {
			return false, nil
		}
		p.q.Outlet, p.into = domain, nil
	case "since", "until":
		if next.quoted || !looksLikeDate(next.text) {
			return false, nil
		}
		p.into = nil
		if err := p.filter(word, next.text); err != nil {
			return false, err
		}
	default:
		return false, nil
	}
	p.at++
	return true, nil
}

func domainOf(it item) (string, bool) {
	domain := strings.ToLower(strings.TrimSuffix(it.text, "."))
	inner := strings.Trim(domain, ".")
	return domain, !it.quoted && domain == inner && strings.Contains(inner, ".") && !strings.ContainsFunc(inner, unicode.IsSpace)
}

func looksLikeDate(s string) bool {
	return len(s) >= 4 && strings.Trim(s, "0123456789-") == "" && strings.Trim(s[:4], "0123456789") == ""
}

// filterKeys are what may stand before a colon. Other words with a colon in
// them are words.
var filterKeys = []string{"since", "until", "outlet", "type", "kind", "flag", "confidence", "sort"}

func (p *parser) filter(key, value string) (err error) {
	switch key {
	case "since":
		p.q.Since, _, err = parseDate(value)
	case "until":
		_, p.q.Until, err = parseDate(value)
	case "outlet":
		p.q.Outlet = value
	case "type":
		p.q.Type, err = oneOf(key, value, "direct", "mixed", "indirect")
	case "kind":
		p.q.Kind, err = oneOf(key, value, "person", "organization", "group", "place", "role", "anonymous", "document", "unknown")
	case "flag":
		p.q.Flag = strings.ToLower(value)
	case "confidence":
		p.q.MinConfidence, err = strconv.ParseFloat(value, 64)
		if err != nil || !(p.q.MinConfidence >= 0 && p.q.MinConfidence <= 1) {
			return fmt.Errorf("confidence:%s: give a number between 0 and 1, such as confidence:0.8", value)
		}
	case "sort":
		value, err = oneOf(key, value, string(Newest), string(Oldest), string(Relevance))
		p.q.Sort = Sort(value)
	}
	return err
}

func oneOf(key, value string, allowed ...string) (string, error) {
	value = strings.ToLower(value)
	if !slices.Contains(allowed, value) {
		return "", fmt.Errorf("%s:%s: it has to be one of %s", key, value, strings.Join(allowed, ", "))
	}
	return value, nil
}

// parseDate returns the start of a day, month or year and that of the next one.
func parseDate(s string) (from, to time.Time, err error) {
	for _, f := range []struct {
		layout              string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(f.layout, s); err == nil {
			return t, t.AddDate(f.years, f.months, f.days), nil
		}
	}
	return from, to, fmt.Errorf("%q is no date: write 2026, 2026-02 or 2026-02-14", s)
}

// lex cuts into words and quoted phrases. A quotation mark that is never closed
// is taken as not there.
func lex(input string) (items []item) {
	rest := strings.TrimSpace(input)
	for rest != "" {
		if text, after, ok := quotedPhrase(rest); ok {
			if text != "" {
				items = append(items, item{text: text, quoted: true})
			}
			rest = strings.TrimSpace(after)
			continue
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) })
		if end == 0 { // a lone mark
			_, size := utf8.DecodeRuneInString(rest)
			rest = strings.TrimSpace(rest[size:])
			continue
		}
		if end < 0 {
			end = len(rest)
		}
		word, after := rest[:end], rest[end:]
		if it, left, ok := keyed(word, after); ok {
			items, rest = append(items, it), strings.TrimSpace(left)
			continue
		}
		items, rest = append(items, item{text: word}), strings.TrimSpace(after)
	}
	return items
}

// keyed reads key:value and key:"value".
func keyed(word, after string) (it item, rest string, ok bool) {
	key, value, found := strings.Cut(word, ":")
	key = strings.ToLower(key)
	if !found || !slices.Contains(filterKeys, key) {
		return it, "", false
	}
	if value == "" {
		text, left, quoted := quotedPhrase(after)
		return item{key: key, text: text, quoted: true}, left, quoted && text != ""
	}
	return item{key: key, text: value}, after, true
}

// quotedPhrase reads a phrase that begins with s. People mix the marks up, so
// any double mark ends any other.
func quotedPhrase(s string) (text, after string, ok bool) {
	first, size := utf8.DecodeRuneInString(s)
	if !isQuote(first) {
		return "", s, false
	}
	end := strings.IndexFunc(s[size:], isQuote)
	if end < 0 {
		return "", s, false
	}
	_, last := utf8.DecodeRuneInString(s[size+end:])
	return strings.TrimSpace(s[size : size+end]), s[size+end+last:], true
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }
