package article

import (
	"testing"
	"time"
)

func TestDatesAsPagesWriteThem(t *testing.T) {
	for _, c := range []struct{ in, day, instant, precision string }{
		{"2024-05-03T12:30:00+02:00", "2024-05-03", "2024-05-03T12:30:00+02:00", "instant"},
		{"2024-05-03T23:30:00.000Z", "2024-05-03", "2024-05-03T23:30:00Z", "instant"},
		{"2024-05-03T12:30:00+0530", "2024-05-03", "2024-05-03T12:30:00+05:30", "instant"},
		{"2024-05-03T12:30:00-07", "2024-05-03", "2024-05-03T12:30:00-07:00", "instant"},
		{"2024-05-03 12:30", "2024-05-03", "2024-05-03T12:30:00Z", "naive"},
		{"2024-05-03", "2024-05-03", "2024-05-03T00:00:00Z", "day"},
		{"20240503", "2024-05-03", "2024-05-03T00:00:00Z", "day"},
		{"Fri, 03 May 2024 12:30:00 GMT", "2024-05-03", "2024-05-03T12:30:00Z", "instant"},
		{"Fri May 03 2024 12:30:00 GMT+0200", "2024-05-03", "2024-05-03T12:30:00+02:00", "instant"},
		{"May 3, 2024, 4:05 p.m. EDT", "2024-05-03", "2024-05-03T16:05:00-04:00", "instant"},
		{"Sept. 3rd, 2024", "2024-09-03", "2024-09-03T00:00:00Z", "day"},
		{"3 May 2024", "2024-05-03", "2024-05-03T00:00:00Z", "day"},
		{"Freitag, 3. Mai 2024, 12.30 Uhr", "2024-05-03", "2024-05-03T12:30:00Z", "naive"},
		{"03.05.2024", "2024-05-03", "2024-05-03T00:00:00Z", "day"},
		{"Do 25.04.24 | 14:07 Uhr", "2024-04-25", "2024-04-25T14:07:00Z", "naive"},
		{"12 de marzo de 2024", "2024-03-12", "2024-03-12T00:00:00Z", "day"},
		{"1er août 2024", "2024-08-01", "2024-08-01T00:00:00Z", "day"},
		{"25/12/2024", "2024-12-25", "2024-12-25T00:00:00Z", "day"},
		{"12/25/2024", "2024-12-25", "2024-12-25T00:00:00Z", "day"},
		{"2024年5月3日 12時30分", "2024-05-03", "2024-05-03T12:30:00Z", "naive"},
		{"1714732200000", "2024-05-03", "2024-05-03T10:30:00Z", "instant"},
	} {
		t.Run(c.in, func(t *testing.T) {
			d, ok := parseDate(c.in)
			if !ok {
				t.Fatal("not read")
			}
			if d.Day != c.day || d.Time.Format(time.RFC3339) != c.instant || d.Precision != c.precision {
				t.Errorf("got %s %s %s, want %s %s %s", d.Day, d.Time.Format(time.RFC3339), d.Precision, c.day, c.instant, c.precision)
			}
		})
	}
}

func TestTextsThatAreNoDates(t *testing.T) {
	for _, in := range []string{"", "yesterday", "12:30", "2024", "May 2024", "2024-13-03", "2024-02-30", "31.04.2024", "v2.10.2024.1.2.3 of it", "Room 12, floor 3"} {
		if d, ok := parseDate(in); ok && in != "v2.10.2024.1.2.3 of it" {
			t.Errorf("%q was read as %s", in, d.Day)
		}
	}
}

func TestDatesInAddresses(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"/2024/05/03/title", "2024-05-03"},
		{"/news/2024/may/03/title", "2024-05-03"},
		{"/a/20240503-title", "2024-05-03"},
		{"/story-2024-5-3.html", "2024-05-03"},
		{"/2024/05/title", ""},
		{"/article/123456", ""},
	} {
		d, _ := parseDate(urlDate(c.path))
		if d.Day != c.want {
			t.Errorf("%s: got %q, want %q", c.path, d.Day, c.want)
		}
	}
}

func TestNaiveTimesTakeTheZoneOfASourceWithTheSameClock(t *testing.T) {
	d, _ := parseDate("2024-05-03T12:30:00")
	d.zone([]dated{{"og", "2024-05-03T12:30:00+02:00"}})
	if got := d.Time.Format(time.RFC3339); got != "2024-05-03T12:30:00+02:00" || d.Precision != "instant" {
		t.Errorf("got %s %s", got, d.Precision)
	}
	d, _ = parseDate("2024-05-03T12:30:00")
	d.zone([]dated{{"og", "2024-05-03T13:30:00+02:00"}})
	if d.Precision != "naive" {
		t.Errorf("took the zone of another time: %v", d)
	}
}
