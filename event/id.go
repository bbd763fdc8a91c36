package event

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// WorkID names a URL as it was submitted, after normalisation.
func WorkID(url string) string { return "u-" + digest(url) }

// ArticleID names an article by its canonical URL.
func ArticleID(canonical string) string { return "a-" + digest(canonical) }

// StatementID names a statement inside an article by what it says, not by where
// it stands: it survives edits of other paragraphs. The nth identical content
// of the article, counted from 0, has an id of its own. The speaker is left out
// on purpose, so that a better attribution updates the same document.
func StatementID(articleID, content string, nth int) string {
	return "s-" + digest(articleID, Fold(content), strconv.Itoa(nth))
}

// EntityID names a speaker or an entity by kind and name, the same in all articles.
func EntityID(kind, name string) string { return "e-" + digest(kind, Fold(name)) }

// ContentHash groups statements of the same words across articles.
func ContentHash(content string) string { return digest(Fold(content)) }

// SHA256 is the full hash of a text, in hex: it says which text offsets count in.
func SHA256(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Version orders what is known of an article. A later fetch always wins; for
// the same fetch a later extractor does. A redelivered message carries the
// version it had, so that writing it twice changes nothing. It is the external
// version of all documents made from the message.
func Version(fetched time.Time, extractorRevision int) int64 {
	return fetched.UnixMilli()*1000 + int64(extractorRevision%1000)
}

// Fold reduces text to its letters and digits: case, accents, marks and spacing
// do not tell two printings of the same words apart.
func Fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r) || isApostrophe(r):
		default:
			space = true
		}
	}
	return b.String()
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' }

// digest is the first half of a SHA-256 over the parts: 128 bits keep ids short
// and leave no chance of a collision at any size we plan for.
func digest(parts ...string) string {
	h := sha256.New()
	for i, p := range parts {
		if i > 0 {
			h.Write([]byte{0})
		}
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
