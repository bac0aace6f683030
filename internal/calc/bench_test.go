//go:build bench

package calc_test

import (
	"strings"
	"testing"
	"time"

	"levelup/internal/calc"
)

// TestBenchCalculator compares the time of an expression with that of GNU units,
// which is started once for all of them. It is part of make bench.
func TestBenchCalculator(t *testing.T) {
	asked := questions()
	var script strings.Builder
	for _, q := range asked {
		script.WriteString(q.have + "\n" + q.want + "\n")
	}
	began := time.Now()
	ask(t, "units", "1\n1\n", "-q", "-t", "-o", "%.17g")
	empty := time.Since(began)
	began = time.Now()
	ask(t, "units", script.String(), "-q", "-t", "-o", "%.17g")
	theirs := float64((time.Since(began) - empty).Nanoseconds()) / float64(len(asked)) / 1e3

	const rounds = 20
	began = time.Now()
	for range rounds {
		for _, q := range asked {
			if r := calc.Eval(q.ours); r.Err != nil {
				t.Fatal(r.Err)
			}
		}
	}
	ours := float64(time.Since(began).Nanoseconds()) / float64(len(asked)*rounds) / 1e3
	t.Logf("an expression takes us %.1f µs and units %.1f µs: %.2f of it", ours, theirs, ours/theirs)
}
