package article

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

//go:embed data/months.txt
var monthFile string

var monthNames = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for line := range strings.Lines(monthFile) {
		n, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
		month, err := strconv.Atoi(n)
		if !ok || err != nil {
			continue
		}
		for name := range strings.SplitSeq(names, "|") {
			m[name] = month
		}
	}
	return m
})

// parseDate reads the dates that pages write: ISO 8601 in its many spellings,
// RFC 1123 and 850, milliseconds since 1970, and dates in words. The day is
// the one printed, whatever the zone.
func parseDate(s string) (Date, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 6 || len(s) > 120 {
		return Date{}, false
	}
	if d, ok := epoch(s); ok {
		return d, true
	}
	w := dateWords(s)
	y, m, d, rest := calendar(w)
	if !validDay(y, m, d) {
		return Date{}, false
	}
	out := Date{Time: time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC), Precision: "day"}
	out.Day = out.Time.Format(time.DateOnly)
	if c, ok := clock(rest); ok {
		out.Precision = "naive"
		loc := time.UTC
		if c.zone != nil {
			loc, out.Precision = c.zone, "instant"
		}
		out.Time = time.Date(y, time.Month(m), d, c.hour, c.minute, c.second, c.nano, loc)
	}
	return out, true
}

func validDay(y, m, d int) bool {
	if y < 1990 || y > 2100 || m < 1 || m > 12 || d < 1 {
		return false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() == d
}

func epoch(s string) (Date, bool) {
	if len(s) != 10 && len(s) != 13 {
		return Date{}, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 6e8 {
		return Date{}, false
	}
	if len(s) == 13 {
		n /= 1000
	}
	t := time.Unix(n, 0).UTC()
	return Date{Time: t, Day: t.Format(time.DateOnly), Precision: "instant"}, true
}

// dateWord is a number, a word or a single mark.
type dateWord struct {
	text   string
	number int // -1 for what is no number
}

// dateWords cuts a date into numbers, words and marks; white space is dropped.
func dateWords(s string) []dateWord {
	var out []dateWord
	kind := func(r rune) int {
		switch {
		case r >= '0' && r <= '9':
			return 1
		case unicode.IsLetter(r) && !isDateSign(r):
			return 2
		case unicode.IsSpace(r):
			return 3
		}
		return 4
	}
	start, last := 0, 0
	for i, r := range s + " " {
		k := kind(r)
		if i > 0 && (k != last || last == 4) {
			if last != 3 {
				out = append(out, newDateWord(s[start:min(i, len(s))]))
			}
			start = i
		}
		last = k
	}
	return out
}

func isDateSign(r rune) bool { return strings.ContainsRune("年月日년월일時分", r) }

func newDateWord(t string) dateWord {
	n, err := strconv.Atoi(t)
	if err != nil || t[0] == '+' || t[0] == '-' {
		n = -1
	}
	return dateWord{strings.ToLower(t), n}
}

// calendar finds year, month and day, and what comes after them.
func calendar(w []dateWord) (y, m, d int, rest []dateWord) {
	for i := range w {
		if w[i].number < 0 && monthNames()[w[i].text] == 0 {
			continue
		}
		if y, m, d, n := calendarAt(w, i); n > 0 && validDay(y, m, d) {
			return y, m, d, append(w[i+n:len(w):len(w)], beforeDate(w[:i])...)
		}
	}
	return 0, 0, 0, nil
}

// beforeDate keeps a clock time written before the day ("12:30, 4 May 2024").
func beforeDate(w []dateWord) []dateWord {
	if len(w) < 3 {
		return nil
	}
	return w
}

func calendarAt(w []dateWord, i int) (y, m, d, n int) {
	num := func(k int) int {
		if k < len(w) {
			return w[k].number
		}
		return -1
	}
	text := func(k int) string {
		if k < len(w) {
			return w[k].text
		}
		return ""
	}
	month := func(k int) int { return monthNames()[text(k)] }
	switch {
	case len(text(i)) == 8 && num(i) > 19900000: // 20240503
		return num(i) / 10000, num(i) / 100 % 100, num(i) % 100, 1
	case len(text(i)) == 4 && divides(text(i+1)) && num(i+2) > 0 && divides(text(i+3)): // 2024-05-03, 2024年5月3日
		if k := i + 4; text(i+3) == "." && num(k) < 0 {
			return 0, 0, 0, 0
		}
		return num(i), num(i + 2), num(i + 4), 5
	case len(text(i)) <= 2 && num(i) > 0:
		return dayFirst(w, i)
	case month(i) > 0: // May 3, 2024
		k := i + 1
		for text(k) == "." {
			k++
		}
		day := num(k)
		k++
		for isOrdinal(text(k)) || text(k) == "," || text(k) == "." {
			k++
		}
		if len(text(k)) == 4 {
			return num(k), month(i), day, k + 1 - i
		}
	}
	return 0, 0, 0, 0
}

// dayFirst reads 3 May 2024, 3. Mai 2024, 03.05.2024, 3/5/2024.
func dayFirst(w []dateWord, i int) (y, m, d, n int) {
	k := i + 1
	for k < len(w) && (w[k].text == "." || w[k].text == "-" || w[k].text == "/" || w[k].text == "de" || isOrdinal(w[k].text)) {
		k++
	}
	if k >= len(w) || k == i+1 && w[k].number >= 0 {
		return 0, 0, 0, 0
	}
	month, named := monthNames()[w[k].text], true
	if month == 0 {
		month, named = w[k].number, false
	}
	slash := w[i+1].text == "/"
	k++
	for k < len(w) && (w[k].text == "." || w[k].text == "-" || w[k].text == "/" || w[k].text == "," || w[k].text == "de" || w[k].text == "del") {
		k++
	}
	year := 0
	switch {
	case k < len(w) && len(w[k].text) == 4:
		year = w[k].number
	case k < len(w) && len(w[k].text) == 2 && w[k].number >= 0 && w[i+1].text == "." && w[k-1].text == ".": // 25.04.24
		year = 2000 + w[k].number
	default:
		return 0, 0, 0, 0
	}
	day := w[i].number
	if !named && (slash && day <= 12 || month > 12) && month <= 31 {
		// 5/3/2024 is the American order as often as not; only a day that
		// cannot be a month settles it.
		if month > 12 {
			day, month = month, day
		}
	}
	return year, month, day, k + 1 - i
}

func divides(s string) bool {
	switch s {
	case "-", "/", ".", "年", "月", "년", "월":
		return true
	}
	return false
}

func isOrdinal(s string) bool {
	switch s {
	case "st", "nd", "rd", "th", "er", "º", "°":
		return true
	}
	return false
}

// urlDate is the date that many outlets put into their addresses.
func urlDate(path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '-' || r == '_' || r == '.' })
	for i := 0; i+2 < len(parts); i++ {
		y, m, d := parts[i], parts[i+1], parts[i+2]
		if len(y) == 4 && (y[:2] == "19" || y[:2] == "20") && len(d) <= 2 {
			if n := monthNames()[strings.ToLower(m)]; n > 0 {
				m = strconv.Itoa(n)
			}
			if s := y + "-" + m + "-" + d; len(m) <= 2 {
				if _, ok := parseDate(s); ok {
					return s
				}
			}
		}
	}
	for _, p := range parts {
		if len(p) == 8 && strings.HasPrefix(p, "20") {
			if _, ok := parseDate(p); ok {
				return p
			}
		}
	}
	return ""
}

// urlDigits is a date at the beginning of a long number in the address, as
// some systems number their articles.
func urlDigits(path string) string {
	start := -1
	for i := 0; i <= len(path); i++ {
		in := i < len(path) && path[i] >= '0' && path[i] <= '9'
		if in && start < 0 {
			start = i
		}
		if !in && start >= 0 {
			if i-start >= 10 && strings.HasPrefix(path[start:], "20") {
				if _, ok := parseDate(path[start : start+8]); ok {
					return path[start : start+8]
				}
			}
			start = -1
		}
	}
	return ""
}

// dateWithin is the part of a short line from its first date on.
func dateWithin(s string) string {
	for i := range s {
		if i > 0 && (s[i-1] == ' ' || s[i-1] == ':' || s[i-1] == ',') {
			if _, ok := parseDate(s[i:]); ok {
				return s[i:]
			}
		}
	}
	return ""
}
