package block

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheEmbeddedModelFitsTheFeatures(t *testing.T) {
	m, err := ReadModel(modelFile)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.First.Roots) == 0 || len(m.Second.Roots) == 0 {
		t.Error("no trees")
	}
	if len(modelFile) > 1<<20 {
		t.Errorf("%d bytes, more than a megabyte", len(modelFile))
	}
}

func TestModelsAreReadAsTheyWereWritten(t *testing.T) {
	stage := Trees{Base: -1.5, Roots: []int32{0, 3}, Nodes: []TreeNode{
		{Feature: 2, Right: 2, Value: 0.5}, {Value: -0.25}, {Value: 0.75}, {Value: 0.125},
	}}
	want := &Model{First: stage, Second: stage}
	b, err := want.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadModel(b)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	x := []float32{0, 0, 0.5}
	if got := stage.LogOdds(x); got != -1.5-0.25+0.125 {
		t.Errorf("log-odds of the lower branch: %v", got)
	}
	x[2] = 0.6
	if got := stage.LogOdds(x); got != -1.5+0.75+0.125 {
		t.Errorf("log-odds of the upper branch: %v", got)
	}
}

func TestBrokenModelsAreRefused(t *testing.T) {
	outside := Model{First: Trees{Roots: []int32{0}, Nodes: []TreeNode{{Feature: 60000, Right: 2}, {}, {}}}}
	loop := Model{First: Trees{Roots: []int32{0}, Nodes: []TreeNode{{Right: 1}, {}}}}
	root := Model{First: Trees{Roots: []int32{9}, Nodes: []TreeNode{{}}}}
	for name, m := range map[string]Model{"a feature that is none": outside, "a branch to itself": loop, "a root outside": root} {
		b, err := m.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadModel(b); !errors.Is(err, errModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, b := range [][]byte{nil, []byte("no gzip"), modelFile[:len(modelFile)/2]} {
		if _, err := ReadModel(b); err == nil {
			t.Errorf("read %d broken bytes", len(b))
		}
	}
}

func FuzzReadModel(f *testing.F) {
	f.Add(modelFile[:min(len(modelFile), 4096)])
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadModel(b)
		if err != nil {
			return
		}
		p := &Page{Blocks: []Block{{Text: "x", box: -1}}}
		m.Score(p, Hints{})
		again, err := m.MarshalBinary()
		if err != nil || bytes.Equal(again, nil) {
			t.Error("read, but not written", err)
		}
	})
}
