package article

import (
	"strings"
	"unicode"
)

// plain reads a text that is no page: all of it is the article. A blank line
// divides paragraphs and lines inside of one are joined; in a text without blank
// lines each line is a paragraph.
func plain(p Page, a *Article) *Article {
	text := strings.ToValidUTF8(string(decode(p)), "\ufffd")
	if noise(text) {
		a.Reasons = append(a.Reasons, ReasonUnsupportedType)
		return a
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(strings.TrimPrefix(text, "\ufeff"))
	divider := "\n"
	if blankLine(text) {
		divider = "\n\n"
	}
	var paras []string
	for para := range strings.SplitSeq(trimLines(text), divider) {
		if para = strings.Join(strings.Fields(para), " "); para != "" {
			paras = append(paras, para)
		}
	}
	a.Text, a.From["text"] = strings.Join(paras, "\n\n"), "plain"
	if a.Text == "" {
		a.Reasons = append(a.Reasons, ReasonNoText)
		return a
	}
	(&page{}).language(a)
	a.Verdict, a.Confidence = OK, 1
	return a
}

// noise reports what is no text, whatever it is called: every twentieth
// character of its beginning is none.
func noise(text string) bool {
	const sample, few = 4000, 20
	bad, all := 0, 0
	for _, r := range text[:runeStart(text, sample)] {
		all++
		if r == '\ufffd' || unicode.IsControl(r) && !unicode.IsSpace(r) {
			bad++
		}
	}
	return bad > few && bad*20 > all
}

// trimLines empties lines of blanks, so that they count as blank lines.
func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func blankLine(text string) bool { return strings.Contains(trimLines(text), "\n\n") }
