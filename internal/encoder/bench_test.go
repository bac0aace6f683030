//go:build bench

package encoder_test

import (
	"runtime"
	"strings"
	"testing"

	"levelup/internal/encoder"
)

// TestBenchVector says how long a vector takes by the number of tokens, on one core,
// and what a model costs. It is part of make bench.
func TestBenchVector(t *testing.T) {
	data := file(t)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m, err := encoder.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	open := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			if _, err := encoder.Open(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	t.Logf("a file of %.2f MB is opened in %.1f ms and takes %.2f MB more",
		float64(len(data))/1e6, float64(open.NsPerOp())/1e6, float64(after.HeapAlloc-before.HeapAlloc)/1e6)
	for _, n := range []int{1, 10, 30, encoder.MaxTokens} {
		text := strings.TrimSpace(strings.Repeat("the ", n))
		if got := len(m.Tokens(text)); got != n {
			t.Fatalf("%q has %d tokens, want %d", text, got, n)
		}
		took := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				m.Vector(text)
			}
		})
		t.Logf("%3d tokens take %5.1f ms, and %4d KB for that long", n, float64(took.NsPerOp())/1e6, took.AllocedBytesPerOp()/1e3)
	}
	letters := strings.Repeat("a queue before the workers ", 400)
	cut := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			m.Tokens(letters)
		}
	})
	t.Logf("%d characters are cut in %.1f ms", len(letters), float64(cut.NsPerOp())/1e6)
}
