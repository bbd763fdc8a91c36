package article

import (
	"strings"
	"time"
)

type clockTime struct {
	hour, minute, second, nano int
	zone                       *time.Location // nil if none is named
}

// clock finds a time of day, with the zone behind it.
func clock(w []dateWord) (clockTime, bool) {
	for i := 0; i+2 < len(w); i++ {
		if w[i].number < 0 || w[i].number > 24 || w[i+2].number < 0 || w[i+2].number > 59 || !hourMark(w[i+1].text) || len(w[i+2].text) != 2 {
			continue
		}
		c := clockTime{hour: w[i].number, minute: w[i+2].number}
		k := i + 3
		if k+1 < len(w) && w[k].text == ":" && w[k+1].number >= 0 && w[k+1].number < 61 {
			c.second = w[k+1].number
			k += 2
			if k+1 < len(w) && (w[k].text == "." || w[k].text == ",") && w[k+1].number >= 0 {
				c.nano = nanos(w[k+1].text)
				k += 2
			}
		}
		c.afterClock(w[k:])
		return c, true
	}
	return clockTime{}, false
}

func hourMark(s string) bool {
	switch s {
	case ":", "h", ".", "時":
		return true
	}
	return false
}

func nanos(digits string) int {
	n := 0
	for i := range 9 {
		n *= 10
		if i < len(digits) {
			n += int(digits[i] - '0')
		}
	}
	return n
}

// afterClock reads am and pm, and the zone.
func (c *clockTime) afterClock(w []dateWord) {
	for len(w) > 0 && (w[0].text == "uhr" || w[0].text == "pm" || w[0].text == "am" || w[0].text == "p" || w[0].text == "a" || w[0].text == "m" || w[0].text == ".") {
		switch {
		case strings.HasPrefix(w[0].text, "p") && c.hour < 12:
			c.hour += 12
		case strings.HasPrefix(w[0].text, "a") && c.hour == 12:
			c.hour = 0
		}
		w = w[1:]
	}
	c.zone = zoneOf(w)
}

// zoneOf reads Z, +02:00, +0200, GMT+2 and the abbreviations that mean one
// offset only.
func zoneOf(w []dateWord) *time.Location {
	if len(w) == 0 {
		return nil
	}
	if h, ok := zoneHours[w[0].text]; ok {
		if len(w) > 2 && (w[1].text == "+" || w[1].text == "-") {
			return zoneOf(w[1:])
		}
		if h == 0 {
			return time.UTC
		}
		return time.FixedZone(strings.ToUpper(w[0].text), h*3600)
	}
	sign := 1
	switch w[0].text {
	case "-", "−":
		sign = -1
	case "+":
	default:
		return nil
	}
	if len(w) < 2 || w[1].number < 0 {
		return nil
	}
	h, m := w[1].number, 0
	if len(w[1].text) >= 3 {
		h, m = w[1].number/100, w[1].number%100
	} else if len(w) > 3 && w[2].text == ":" && w[3].number >= 0 {
		m = w[3].number
	}
	if h > 14 || m > 59 {
		return nil
	}
	return time.FixedZone("", sign*(h*3600+m*60))
}

// zoneHours leaves out BST, IST and CST, which name several zones.
var zoneHours = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3,
	"est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "wib": 7,
}
