package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/inquit/inquit/said"
	"github.com/inquit/inquit/said/eval"
)

const memoryText = `The heap of a process with one engine that reads dev once with one goroutine, in MB. What is kept is live after a collection of garbage; the largest counts garbage that is not collected yet.

`

// memory measures what an engine takes, and what reading articles takes above that.
// The process must not have done anything else.
func memory(engine *said.Engine, o *options) (section, error) {
	engine.Analyze(said.Article{Text: prose, Language: "en"}) // unpacks the rest of what was learnt
	model := kept()
	dev, err := eval.Load(filepath.Join(o.data, files[0].file))
	if err != nil {
		return section{}, err
	}
	before, largest := kept(), 0.0
	for _, a := range dev {
		engine.Analyze(said.Article{Text: a.Text, Language: "en"})
		largest = max(largest, heap())
	}
	after := kept()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return section{}, err
	}
	var b strings.Builder
	b.WriteString(memoryText)
	table(&b, "| kept by the engine | kept above it after dev | largest above it | largest resident memory of the process, program and texts included |")
	fmt.Fprintf(&b, "| %.1f | %.1f | %.1f | %.1f |\n", model, after-before, largest-before, float64(u.Maxrss)/1024)
	runtime.KeepAlive(dev)
	return section{"Memory", b.String()}, nil
}

// heap is the size of all objects, in MB.
func heap() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// kept is the size of the live ones.
func kept() float64 {
	runtime.GC()
	return heap()
}
