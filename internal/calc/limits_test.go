package calc_test

import (
	"runtime"
	"strings"
	"testing"

	"levelup/internal/calc"
	"levelup/internal/fault"
)

// What cannot be calculated is an error with its place, and costs little.
func TestBadInput(t *testing.T) {
	long := strings.Repeat("1+", 1<<19)
	for _, test := range []struct {
		name, input string
		column      int
		says        string
	}{
		{"division by zero", "5 GB / 0", 6, "divides by zero"},
		{"overflow", "1e300 * 1e300", 1, "too large"},
		{"a tower of powers", "10^10^10", 1, "too large"},
		{"ten thousand brackets", strings.Repeat("(", 10_000), 1, "2000 characters"},
		{"a thousand brackets", strings.Repeat("(", 1_000) + "1", 101, "100 deep"},
		{"a thousand signs", strings.Repeat("-", 1_000) + "1", 100, "100 deep"},
		{"a line of 1 MiB", long, 1, "2000 characters"},
		{"a root of nothing", "sqrt(-1)", 6, "no square root"},
		{"mixed currencies", "$5 + €3", 4, "mixed"},
		{"mixed currencies in a product", "$5 * €3", 4, "mixed"},
		{"another dimension", "5 GB/s in requests/s", 11, "A data rate (GB/s) cannot be converted to a rate of requests (requests/s)"},
		{"bytes and requests", "10 GB + 5 requests", 7, "An amount of data (GB) and a count of requests cannot be added"},
		{"a reversed range", "20M..10M", 1, "reversed"},
		{"a zero byte", "5 \x00 3", 3, "control character"},
		{"no text", "5 \xff 3", 3, "UTF-8"},
		{"units to a great power", "((((2 GB)^9)^9)^9)^9", 2, "too large"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := calc.Eval(test.input)
		runtime.ReadMemStats(&after)
		if r.Err == nil || r.Err.Column != test.column || !strings.Contains(r.Err.Message, test.says) {
			t.Errorf("%s: error = %+v, want column %d and %q", test.name, r.Err, test.column, test.says)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
			t.Errorf("%s took %d bytes, want at most 1 MiB", test.name, used)
		}
	}
}

func TestWorksheetsAreBounded(t *testing.T) {
	t.Parallel()
	if err := calc.Check(strings.Repeat("1\n", calc.MaxLines)); err != nil {
		t.Errorf("Check of a full worksheet = %v, want none", err)
	}
	for name, text := range map[string]string{"a line too many": strings.Repeat("1\n", calc.MaxLines+1), "a byte too many": strings.Repeat("#", calc.MaxSheet+1)} {
		if err := calc.Check(text); fault.CodeOf(err) != "too-large" {
			t.Errorf("Check of %s = %v, want too-large", name, err)
		}
	}
	results := calc.Worksheet(strings.Repeat("1\n", calc.MaxLines+1))
	if last := results[calc.MaxLines]; last.Err == nil || results[calc.MaxLines-1].Err != nil {
		t.Errorf("line %d = %+v, want an error there and none before", last.Line, last)
	}
}
