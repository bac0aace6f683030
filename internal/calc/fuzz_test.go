package calc_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"levelup/internal/calc"
)

// Whatever is typed, there is an answer or an error that points into the line.
func FuzzWorksheet(f *testing.F) {
	for _, s := range []string{
		"10M users at 10 requests/day in QPS", "800*20B*250M in TB", "a=5\nb=a*2\nline 1 + L2", "min(1,2..3)", "$5k/month in €/year", "~5m..6m users",
		"1 h 30 min", "availability(99.9%) in min/month", "10^10^10", "servers(1,2,3%)", "5 GB/(user day)", "((1))(2)", "1..2..3 GB^2", "birthday(5,9)",
		"2^-3 B", "x times", "per day", "in 1/s", "5 = 3", "a\x00b", "\xff", "名前 = 3 页", "5 Ⱥs", "0/(AA*)", "1e308%", "3 µs²", "5 GB in % in million",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range calc.Worksheet(text) {
			if e := r.Err; e != nil && (e.Message == "" || e.Width < 1 || e.Column < 1 || e.Column > utf8.RuneCountInString(r.Input)+1) {
				t.Errorf("%q: error %+v", r.Input, e)
			}
			if again, ok := reread(text, r); ok && (again.Value != r.Value || calc.Lines([]string{r.Exact, again.Exact, "L1 - L2"})[2].Err != nil) {
				t.Errorf("%q = %s; its reading %q = %s (%v)", r.Input, r.Exact, r.Reading(), again.Exact, again.Err)
			}
			if bad(r.Value) || r.Range != nil && (bad(r.Range.Low) || bad(r.Range.High)) {
				t.Errorf("%q = %v in %v", r.Input, r.Value, r.Range)
			}
			if r.Err == nil && !r.Blank && (r.Display == "" || r.Reading() == "" || strings.Contains(r.Display, "NaN")) {
				t.Errorf("%q = %q, read as %q", r.Input, r.Display, r.Reading())
			}
			if _, err := json.Marshal(r); err != nil {
				t.Errorf("%q: %v", r.Input, err)
			}
		}
	})
}

// reread calculates one of the first lines anew from its reading, where that leaves
// no doubt.
func reread(text string, r calc.Result) (calc.Result, bool) {
	if r.Err != nil || r.Blank || len(r.Doubts) > 0 || r.Line > 10 || len(r.Reading()) > calc.MaxLine/2 {
		return r, false
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")[:r.Line]
	lines[r.Line-1] = r.Reading()
	return calc.Lines(lines)[r.Line-1], true
}

func bad(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }
