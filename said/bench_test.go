package said

import "testing"

func BenchmarkAnalyze(b *testing.B) {
	engine := New()
	a := Article{Text: readText(b, "seed.txt"), Language: "en"}
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		engine.Analyze(a)
	}
}
