package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/inquit/inquit/said/eval"
)

// corenlpProperties switch off what quotes do not need, and let a blank line end
// a sentence, as it does in the texts.
const corenlpProperties = `annotators = tokenize,ssplit,pos,lemma,ner,depparse,coref,quote
ssplit.newlineIsSentenceBreak = two
ner.applyFineGrained = false
ner.applyNumericClassifiers = false
ner.useSUTime = false
coref.algorithm = statistical
quote.smartQuotes = true
outputFormat = json
threads = 1
`

const corenlpMapping = "\nStanford CoreNLP's `quote` annotator was mapped kindly: its quotation, marks included, is the content, the mention that it ties it to is the source, the canonical speaker is the name. " +
	"Consecutive quotations with the same mention become one statement of several pieces, and quotations without a mention, which it lists too, are left out, as are those whose mention only its last rule (`loose`, the nearest name) found: with either its quote+speaker is lower. It gives no cue and knows direct quotations only. What it has read of an article is kept between runs; its time is that of the first reading.\n"

func corenlpSection(ours, c *system, sets []*set) section {
	var b strings.Builder
	peerTable(&b, []*system{ours, c}, sets)
	b.WriteString(corenlpMapping)
	return section{"Stanford CoreNLP", b.String()}
}

// corenlp measures Stanford CoreNLP, whose jars lie in a folder. What it says of
// the articles stays in the folder's out/, and is not asked again.
func corenlp(folder string, s *set) (*system, error) {
	y := &system{name: "Stanford CoreNLP", predicted: map[*set][]eval.Article{}}
	jars, err := filepath.Glob(filepath.Join(folder, "stanford-corenlp-*.jar"))
	if err != nil {
		return nil, err
	}
	jars = slices.DeleteFunc(jars, func(j string) bool { return strings.HasSuffix(j, "-models.jar") })
	if len(jars) == 0 {
		return nil, errors.New("no stanford-corenlp jar in " + folder)
	}
	y.version = strings.TrimSuffix(filepath.Base(jars[0]), ".jar")
	if err := y.runCoreNLP(folder, s); err != nil {
		return nil, err
	}
	y.seconds = usedTime(filepath.Join(folder, "out")).Seconds() / float64(len(s.gold))
	for _, a := range s.gold {
		found, err := readCoreNLP(filepath.Join(folder, "out", a.ID+".txt.json"), a.Text)
		if err != nil {
			return nil, err
		}
		y.predicted[s] = append(y.predicted[s], eval.Article{ID: a.ID, Statements: found})
	}
	return y, nil
}

// runCoreNLP has one Java process annotate the articles that were not yet.
func (y *system) runCoreNLP(folder string, s *set) error {
	texts, out := filepath.Join(folder, "texts"), filepath.Join(folder, "out")
	if err := errors.Join(os.MkdirAll(texts, 0o755), os.MkdirAll(out, 0o755)); err != nil {
		return err
	}
	var todo []string
	for _, a := range s.gold {
		name := a.ID + ".txt"
		if _, err := os.Stat(filepath.Join(out, name+".json")); err == nil {
			continue
		}
		path := filepath.Join(texts, name)
		if err := os.WriteFile(path, []byte(a.Text), 0o644); err != nil {
			return err
		}
		todo = append(todo, path)
	}
	if len(todo) == 0 {
		return nil
	}
	list, properties := filepath.Join(folder, "list.txt"), filepath.Join(folder, "quotes.properties")
	if err := errors.Join(os.WriteFile(list, []byte(strings.Join(todo, "\n")), 0o644), os.WriteFile(properties, []byte(corenlpProperties), 0o644)); err != nil {
		return err
	}
	cmd := exec.Command("nice", "-n", "10", "java", "-Xmx6g", "-XX:+UseSerialGC", "-cp", filepath.Join(folder, "*"),
		"edu.stanford.nlp.pipeline.StanfordCoreNLP", "-props", properties, "-filelist", list, "-outputDirectory", out)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", y.name, err)
	}
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return os.WriteFile(filepath.Join(out, usedFile), []byte((usedTime(out) + used).String()), 0o644)
}

// usedFile keeps the processor time of all runs that made what lies in out/.
const usedFile = "processor-time"

func usedTime(out string) time.Duration {
	b, err := os.ReadFile(filepath.Join(out, usedFile))
	if err != nil {
		return 0
	}
	d, err := time.ParseDuration(string(b))
	if err != nil {
		return 0
	}
	return d
}

// looseSieve takes the nearest name where no other rule found one. It is the last
// of the default rules.
const looseSieve = "loose"

// corenlpDocument is the JSON that CoreNLP writes. Offsets are UTF-16 code units,
// tokens are counted through the document and ranges of them include the last.
type corenlpDocument struct {
	Sentences []struct {
		Tokens []struct {
			Begin int `json:"characterOffsetBegin"`
			End   int `json:"characterOffsetEnd"`
		} `json:"tokens"`
	} `json:"sentences"`
	Quotes []struct {
		Begin        int    `json:"beginIndex"`
		End          int    `json:"endIndex"`
		MentionBegin *int   `json:"mentionBegin"`
		MentionEnd   *int   `json:"mentionEnd"`
		Sieve        string `json:"mentionSieve"` // the rule that found the mention
		Speaker      string `json:"canonicalSpeaker"`
	} `json:"quotes"`
}

func readCoreNLP(path, text string) ([]eval.Statement, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var doc corenlpDocument
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return doc.statements(codePoints(text)), nil
}

// codePoints gives the number of the code point for each UTF-16 code unit of a text,
// and for its end.
func codePoints(text string) []int {
	var out []int
	n := 0
	for _, r := range text {
		for range utf16.RuneLen(r) {
			out = append(out, n)
		}
		n++
	}
	return append(out, n)
}

func (d *corenlpDocument) statements(points []int) []eval.Statement {
	var tokens []eval.Span
	for _, s := range d.Sentences {
		for _, t := range s.Tokens {
			tokens = append(tokens, eval.Span{t.Begin, t.End})
		}
	}
	span := func(begin, end int) []eval.Span { return []eval.Span{{points[begin], points[end]}} }
	out := []eval.Statement{}
	before := [2]int{-1, -1}
	for _, q := range d.Quotes {
		if q.MentionBegin == nil || q.MentionEnd == nil || q.Sieve == looseSieve {
			before = [2]int{-1, -1}
			continue
		}
		content, tie := span(q.Begin, q.End), [2]int{*q.MentionBegin, *q.MentionEnd}
		if tie == before {
			last := &out[len(out)-1]
			last.Content = append(last.Content, content...)
			continue
		}
		before = tie
		s := eval.Statement{Content: content, Source: span(tokens[*q.MentionBegin][0], tokens[*q.MentionEnd][1]), Cue: []eval.Span{}}
		if q.Speaker != "Unknown" {
			s.Speaker = q.Speaker
		}
		out = append(out, s)
	}
	return out
}
