package calc_test

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"levelup/internal/calc"
)

func numeral(t *rapid.T, name string) string {
	x := rapid.Float64Range(1e-3, 1e6).Draw(t, name)
	return strconv.FormatFloat(x, 'f', rapid.IntRange(0, 6).Draw(t, name+" digits"), 64) + "1"
}

// What is converted there and back is what it was.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	families := [][]string{
		{"ns", "µs", "ms", "s", "min", "h", "days", "weeks", "months", "years"},
		{"bits", "B", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "Mbit"},
		{"requests/s", "rpm", "QPS", "requests/day", "requests/month", "requests/year"},
		{"Mbps", "MB/s", "GB/day", "TB/month"},
	}
	rapid.Check(t, func(t *rapid.T) {
		family := rapid.SampledFrom(families).Draw(t, "family")
		from, to := rapid.SampledFrom(family).Draw(t, "from"), rapid.SampledFrom(family).Draw(t, "to")
		x := numeral(t, "x")
		there := calc.Eval(x + " " + from + " in " + to)
		if there.Err != nil {
			t.Fatalf("%s %s in %s: %v", x, from, to, there.Err)
		}
		back := calc.Eval(there.Exact + " in " + from)
		want, err := strconv.ParseFloat(x, 64)
		if err != nil || back.Err != nil || math.Abs(back.Value-want) > 1e-12*want {
			t.Fatalf("%s in %s = %s; back in %s = %v (%v), want %v", x+" "+from, to, there.Exact, from, back.Value, back.Err, want)
		}
	})
}

// Whatever lies inside the ranges of the inputs comes out inside the range of
// the result.
func TestRangesHold(t *testing.T) {
	t.Parallel()
	type given struct{ low, in, high float64 }
	draw := func(t *rapid.T, name string) given {
		low := rapid.Float64Range(0.5, 100).Draw(t, name+" low")
		high := low + rapid.Float64Range(0, 100).Draw(t, name+" width")
		in := low + (high-low)*rapid.Float64Range(0, 1).Draw(t, name+" within")
		return given{low, in, high}
	}
	write := func(x float64) string { return strconv.FormatFloat(x, 'f', 9, 64) }
	forms := []string{"%s + %s", "%s - %s", "%s * %s", "%s / %s", "max(%s, %s)", "min(%s, %s)", "sqrt(%s) * %s", "log2(%s) - %s", "(%s)^2 - %s", "-(%s) / %s", "littles(%s req/s, 1 s) * %s", "birthday(%s, 1000) + %s"}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		form := rapid.SampledFrom(forms).Draw(t, "form")
		spread := func(g given) string { return write(g.low) + ".." + write(g.high) }
		wide := calc.Eval(fmt.Sprintf(form, spread(a), spread(b)))
		point := calc.Eval(fmt.Sprintf(form, write(a.in), write(b.in)))
		if wide.Err != nil || point.Err != nil {
			t.Fatalf("%s: %v, %v", wide.Input, wide.Err, point.Err)
		}
		bounds := calc.Range{Low: wide.Value, High: wide.Value}
		if wide.Range != nil {
			bounds = *wide.Range
		}
		slack := 1e-6 * (1 + math.Abs(bounds.Low) + math.Abs(bounds.High)) // nine digits were written
		if point.Value < bounds.Low-slack || point.Value > bounds.High+slack || wide.Value < bounds.Low-slack || wide.Value > bounds.High+slack {
			t.Fatalf("%s = %v in %v; at %v and %v it is %v", wide.Input, wide.Value, bounds, a.in, b.in, point.Value)
		}
	})
}

// A line depends on those above it alone.
func TestLinesDependOnThoseAbove(t *testing.T) {
	t.Parallel()
	lines := rapid.SampledFrom([]string{"a = 3 users", "b = a * 2", "b + 1 user", "ans", "line 1", "nonsense +", "# remark", "", "a = 5 GB", "a in MB"})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(lines, 1, 12).Draw(t, "lines")
		n := rapid.IntRange(1, len(all)).Draw(t, "n")
		whole, part := calc.Lines(all), calc.Lines(all[:n])
		for i := range part {
			if part[i].Display != whole[i].Display || (part[i].Err == nil) != (whole[i].Err == nil) {
				t.Fatalf("line %d of %q is %q alone and %q with those below", i+1, all, part[i].Display, whole[i].Display)
			}
		}
	})
}
