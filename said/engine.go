package said

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/inquit/inquit/said/internal/ablate"
	"github.com/inquit/inquit/said/internal/entity"
	"github.com/inquit/inquit/said/internal/quote"
	"github.com/inquit/inquit/said/internal/token"
)

// Engine finds statements. It holds nothing that changes: one engine serves all
// goroutines.
type Engine struct {
	model  *quote.Model
	nested bool
}

// Option changes what an Engine does.
type Option func(*Engine)

// WithoutNested leaves statements inside other statements' contents out.
func WithoutNested() Option { return func(e *Engine) { e.nested = false } }

// embedded reads the weights once; all engines share them.
var embedded = sync.OnceValue(func() *quote.Model {
	m, err := quote.Load()
	if err != nil {
		panic(fmt.Sprintf("said: the package was built with broken weights: %v", err))
	}
	return m
})

// Open makes an engine with weights of your own training: lexicon.bin, marks.bin,
// tagger.bin, contents.bin and sources.bin, as the bench module's trainquotes
// writes them.
func Open(weights fs.FS, opts ...Option) (*Engine, error) {
	m, err := quote.Open(weights)
	if err != nil {
		return nil, fmt.Errorf("said: %w", err)
	}
	return newEngine(m, opts), nil
}

// New makes an engine. The first call takes a moment to unpack what was learnt.
func New(opts ...Option) *Engine { return newEngine(embedded(), opts) }

func newEngine(m *quote.Model, opts []Option) *Engine {
	e := &Engine{model: m, nested: true}
	for _, o := range opts {
		o(e)
	}
	return e
}

// Analyze reads an article. It never fails; of a text without statements it
// returns none.
func (e *Engine) Analyze(a Article) *Document {
	t := newText(a)
	defer release(t.stream)
	t.off = e.model.Off
	doc := &Document{Language: a.Language, Version: Version}
	if doc.Language == "" {
		doc.Language = detectLanguage(t.stream)
	}
	if !isEnglish(doc.Language) {
		regions := quote.Regions(t.stream)
		doc.Marks = t.marks(regions)
		doc.Statements = t.byMarksAlone(regions)
		return doc
	}
	t.names = entity.Find(t.stream)
	r := e.model.Read(t.stream)
	doc.Marks = t.marks(r.Regions)
	found := e.findings(t, r.Statements)
	if !t.off.Has(ablate.Lines) {
		found = t.transcripts(t.signed(found, r.Regions))
	}
	if e.nested {
		found = e.addNested(t, found)
	}
	t.attribute(doc, found, r.Regions)
	return doc
}

// isEnglish reports whether the engine's model fits the language. Short texts of
// an unknown one are read as English too.
func isEnglish(tag string) bool {
	base, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return strings.EqualFold(base, "en") || strings.EqualFold(base, "und")
}

// text is an article as the stages read it: the title, if there is one, is the
// first paragraph of the stream.
type text struct {
	stream *token.Stream
	body   int // byte at which the body begins
	pars   int // paragraphs of the title: 0 or 1
	sents  int // sentences of the title
	names  *entity.Result
	off    ablate.Parts
}

func newText(a Article) *text {
	t := &text{}
	all := a.Text
	if a.Title != "" {
		title := strings.ReplaceAll(a.Title, "\n", " ")
		all = title + "\n" + a.Text
		t.body = len(title) + 1
	}
	t.stream = split(all)
	for len(t.stream.Paragraphs) > t.pars && int(t.stream.Paragraphs[t.pars].End) < t.body {
		t.pars++
	}
	for len(t.stream.Sentences) > t.sents && int(t.stream.Tokens[t.stream.Sentences[t.sents].First].Start) < t.body {
		t.sents++
	}
	return t
}

// zone returns where a place of the stream stands.
func (t *text) zone(at int32) Zone {
	if int(at) < t.body {
		return ZoneHeadline
	}
	return ZoneBody
}

// span counts a range of the stream from the start of its zone's text.
func (t *text) span(start, end int32) Span {
	if t.zone(start) == ZoneHeadline {
		return Span{int(start), int(end)}
	}
	return Span{int(start) - t.body, int(end) - t.body}
}

// piece makes a piece of parts that stand in one zone.
func (t *text) piece(parts ...quote.Part) Piece {
	var p Piece
	var texts []string
	for _, x := range parts {
		if x.Empty() {
			continue
		}
		p.Spans = append(p.Spans, t.span(x.Start, x.End))
		texts = append(texts, t.stream.Text[x.Start:x.End])
	}
	p.Text = strings.Join(texts, " ")
	return p
}
