package calc_test

import (
	"math"
	"testing"

	"levelup/internal/calc"
)

func TestAgainst(t *testing.T) {
	t.Parallel()
	same, alike, timeless, unlike := calc.Fact{Comparable: true, Alike: true}, calc.Fact{Alike: true}, calc.Fact{Timeless: true}, calc.Fact{}
	for _, test := range []struct {
		line  string
		value float64
		unit  string
		want  calc.Fact // without its ratio
		ratio float64
	}{
		{"100M links / 30 days in links/s", 38.6, "links/s", same, 1},
		{"100 MB", 800, "Mbit", same, 1},
		{"4 KiB", 4, "KB", same, 1.024},
		{"1 year", 12, "months", same, 1},
		{"10 queries/s", 600, "requests/min", same, 1},
		{"0.1", 10, "%", same, 1},
		{"10..20 GB", 15, "GB", same, 1},
		{"100M / 30 days", 38.6, "links/s", alike, 1},
		{"40 urls/s", 40, "links/s", alike, 1},
		{"40", 20, "nodes", alike, 2},
		{"25k requests/s", 25_000, "requests/s/gateway", alike, 1},
		{"500 B/row", 500, "B/link", alike, 1},
		{"4000 requests/min", 4000, "requests", timeless, 1},
		{"40 links", 40, "links/s", timeless, 1},
		{"40", 40, "links/s", timeless, 1},
		{"10 requests/user/day", 10, "requests/day", unlike, 0},
		{"500 B/link", 500, "bytes", unlike, 0},
		{"2 TB/month", 2, "TB", unlike, 0},
		{"5 ms", 5, "requests", unlike, 0},
		{"5 s", 5, "requests/s", unlike, 0},
		{"4000", 4000, "bytes", unlike, 0},
		{"$5", 5, "€", unlike, 0},
		{"4 GB^2", 4, "GB", unlike, 0},
		{"nonsense", 1, "links", unlike, 0},
		{"", 1, "links", unlike, 0},
		{"5 links", 0, "links", unlike, 0},
	} {
		r := calc.Eval(test.line)
		got, err := r.Against(test.value, test.unit)
		if err != nil {
			t.Errorf("%q against %v %s: %v", test.line, test.value, test.unit, err)
		}
		if off := math.Abs(got.Ratio - test.ratio); off > 1e-3 {
			t.Errorf("%q by %v %s = %v, want %v", test.line, test.value, test.unit, got.Ratio, test.ratio)
		}
		if test.want.Derived = r.Inputs > 1; r.Err != nil {
			test.want.Derived = false
		}
		if got.Ratio = 0; got != test.want {
			t.Errorf("%q against %v %s = %+v, want %+v", test.line, test.value, test.unit, got, test.want)
		}
	}
	for factor, want := range map[float64]bool{3: true, 2.9: false} {
		for _, value := range []float64{100, 900} {
			r := calc.Eval("300 links")
			if got, err := r.Against(value, "links"); err != nil || got.Within(factor) != want {
				t.Errorf("300 links is within %v of %v: %v, %v, want %v", factor, value, !want, err, want)
			}
		}
	}
	r := calc.Eval("5 links")
	if _, err := r.Against(5, "links +"); err == nil {
		t.Error("a reference in links + is taken, want an error")
	}
}
