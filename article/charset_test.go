package article

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const (
	german   = "Die Gemeinde prüft, ob das Gebäude größer werden darf, sagte die Bürgermeisterin. „Wir wollen das nicht übers Knie brechen.“ "
	russian  = "Совет города вечером во вторник решил построить новый мол, сообщила мэр города после долгого обсуждения. "
	japan    = "町議会は火曜日の夜、四時間の議論の後、港に新しい防波堤を建設することを決めた。町長は「もう待てない」と述べた。"
	koreans  = "시의회는 화요일 저녁 네 시간의 토론 끝에 항구에 새 방파제를 짓기로 결정했다. 시장은 더는 기다릴 수 없다고 말했다. "
	chinese  = "市议会星期二晚上经过四个小时的辩论后决定在港口修建新的防波堤。市长说我们不能再等下去了。"
	mostUTF8 = "Die Gemeinde prüft größere Gebäude über der Straße. "
)

func TestPagesOfAnyCharsetAreRead(t *testing.T) {
	encode := func(s string, b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	latin := func(s string) []byte {
		b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(s))
		return encode(s, b, err)
	}
	cyrillic := func(s string) []byte {
		b, err := charmap.Windows1251.NewEncoder().Bytes([]byte(s))
		return encode(s, b, err)
	}
	sjis := func(s string) []byte {
		b, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
		return encode(s, b, err)
	}
	euckr := func(s string) []byte { b, err := korean.EUCKR.NewEncoder().Bytes([]byte(s)); return encode(s, b, err) }
	gbk := func(s string) []byte {
		b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
		return encode(s, b, err)
	}
	iso2022 := func(s string) []byte {
		b, err := japanese.ISO2022JP.NewEncoder().Bytes([]byte(s))
		return encode(s, b, err)
	}
	utf16 := func(s string) []byte {
		b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(s))
		return encode(s, b, err)
	}
	many := func(s string) string { return strings.Repeat(s, 20) }
	for name, c := range map[string]struct {
		body   []byte
		header string
		want   string
	}{
		"UTF-8 whatever the header says":        {[]byte(many(german)), "text/html; charset=iso-8859-1", german},
		"UTF-8 with a byte order mark":          {[]byte("\xef\xbb\xbf" + many(german)), "", german},
		"UTF-8 with one broken byte":            {[]byte(many(mostUTF8) + "\xff"), "", mostUTF8},
		"UTF-16 with a byte order mark":         {utf16(many(german)), "", german},
		"windows-1252 by the header":            {latin(many(german)), "text/html; charset=windows-1252", german},
		"windows-1252 by the meta tag":          {append([]byte(`<meta charset="windows-1252">`), latin(many(german))...), "", german},
		"windows-1252 by nothing but its bytes": {latin(many(german)), "text/html", german},
		"windows-1252 that says it is UTF-8":    {latin(many(german)), "text/html; charset=utf-8", german},
		"windows-1251 by its bytes":             {cyrillic(many(russian)), "", russian},
		"Shift JIS by the old form of the meta": {append([]byte(`<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">`), sjis(many(japan))...), "", japan},
		"ISO-2022-JP, which looks like ASCII":   {append([]byte(`<meta charset="iso-2022-jp">`), iso2022(many(japan))...), "", japan},
		"EUC-KR by the header":                  {euckr(many(koreans)), "text/html; charset=euc-kr", koreans},
		"GBK by a name that nobody registered":  {gbk(many(chinese)), "text/html; charset=GB-18030", chinese},
		"a charset that does not exist":         {latin(many(german)), "text/html; charset=none", german},
	} {
		t.Run(name, func(t *testing.T) {
			got := string(decode(Page{Body: c.body, ContentType: c.header}))
			if !strings.Contains(got, strings.TrimSpace(c.want)) {
				t.Errorf("got %q", got[:min(len(got), 200)])
			}
		})
	}
}
