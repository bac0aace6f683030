package calc_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"levelup/internal/calc"
)

// pick is one of the words of a line.
func pick(t *rapid.T, what, words string) string {
	return rapid.SampledFrom(strings.Split(words, "|")).Draw(t, what)
}

// operand is a number in one of the ways in which one may be written.
func operand(t *rapid.T) string {
	n := pick(t, "number", "0|1|2|3|7|12|0.5|.25|99.95|1,200|1_000|2.5e3|20k|3M|1.5bn|2T|5 million|7 hundred thousand|4 thousand")
	switch pick(t, "written", "unit|unit|unit|%|money|guess|range|time|alone") {
	case "%":
		return pick(t, "share", "0%|5%|12.5%|99.95%|40 percent")
	case "money":
		return pick(t, "sign", "$|€") + strings.TrimSpace(n) + pick(t, "per", "||/month|/GB/month|/user| million| users|·GB")
	case "guess":
		return pick(t, "about", "~|about ") + n + unit(t)
	case "range":
		return "(" + rangeOf(t) + ")"
	case "time":
		return pick(t, "time", "1 h 30 min|1 h 10 min 7 s|2 days 5 hours|3 min 20 s")
	case "alone":
		return pick(t, "alone", "hour|GB|Mbps|GB/s|hour/min|month|QPS|$1|1 user")
	}
	return n + unit(t)
}

func unit(t *rapid.T) string {
	return pick(t, "unit", "|||| GB| KiB| users| requests/s| QPS| req/user/day| Mbps| MB/s| days| min/month|/s|/user| GB^2| s^2| users^12|/s^2| $| €/month| $^2| $·GB| USD| GB·MB| GB USD| users days| lines| caches| GBs| people|x| IOPS| GB per day| posts a day")
}

func rangeOf(t *rapid.T) string {
	u := pick(t, "unit of the range", "|||| GB| users| requests/s|/s|/user|%| Mbps| min/month| days| million users| $/month| $^2|k req/s")
	switch pick(t, "range", "plain|both|signed|money|letters") {
	case "both":
		return "2" + u + "..9" + u
	case "signed":
		return pick(t, "ends", "-5..-2|-5..3|~2..3|-1..~4") + u
	case "money":
		return pick(t, "ends", "$5..$10|$5..$10/month|-$2..$3/GB|€1k..€2k/month")
	case "letters":
		return pick(t, "ends", "500..1,500|10k..20M|0..3M|1B..2B users|900M..2bn|1e15..1e16")
	}
	return pick(t, "ends", "1..3|0..5|0.01..250|10..10") + u
}

// expression is a formula of up to so many operators. Many mean nothing, as
// adding users to bytes does.
func expression(t *rapid.T, operators int) string {
	if operators == 0 {
		return pick(t, "a name or a number", "a|dau|rate|share|ssd_read|memory|line 2|L3|ans") + pick(t, "behind the name", "||||%|/day|/s")
	}
	if operators == 1 && rapid.Bool().Draw(t, "a number") {
		return operand(t)
	}
	a := func() string { return expression(t, operators/2) }
	bracket := func() string { return "(" + a() + ")" }
	switch pick(t, "operator", "sign|sum|product|product|product|power|range|bracket|units|convert|call|at|of") {
	case "sign":
		return pick(t, "sign", "-|+|~") + bracket()
	case "sum":
		return a() + pick(t, "sign", " + | - ") + a()
	case "power":
		return bracket() + pick(t, "power", "^|**") + pick(t, "exponent", "2|-1|3|0.5|(1/2)|(2k)|-(1)|2^1|(50%)|(2 hundred)")
	case "range":
		return bracket() + ".." + bracket()
	case "bracket":
		return bracket()
	case "units":
		return bracket() + pick(t, "behind the bracket", " GB| users|/s|%| $| $/month| min/month| Mbps|/user/day|^2 B|^2%")
	case "convert":
		return "(" + a() + " in " + target(t) + ")"
	case "call":
		return pick(t, "function", "min|max|ceil|round|sqrt|serial|availability|servers|peak|littles") + "(" + strings.ReplaceAll(a(), ",", "") + pick(t, "further", "||, 2|, 30%|, 5k req/s|, 1 s") + ")"
	case "at":
		return a() + " at " + bracket()
	case "of":
		return a() + " of " + bracket()
	}
	return bracket() + pick(t, "times", " * | / | × | ÷ | per | ") + bracket()
}

func target(t *rapid.T) string {
	return pick(t, "target", "GB|MB/s|Mbps|QPS|requests/day|%|million|million users|thousand/s|hundred|x|$|$/year|million $|€|min/month|days|/h|users|GB^2|hour/min|$·MB")
}

var above = []string{"a = 3", "dau = 10M..20M users", "rate = 5 GB/s", "share = 12.5%"}

// asked is a formula below some names that means something, which one in four
// does.
func asked(t *rapid.T) (line string, r calc.Result) {
	for range 20 {
		line = expression(t, rapid.IntRange(1, 8).Draw(t, "operators")) + pick(t, "in", "||| in | to | as ")
		if strings.HasSuffix(line, " ") {
			line += target(t)
		}
		if r = calculated(line); r.Err == nil {
			return line, r
		}
	}
	t.Skip("nothing that means something")
	return "", r
}

func calculated(line string) calc.Result {
	lines := calc.Lines(append(above[:len(above):len(above)], line))
	return lines[len(above)]
}

// The reading of a line is a line that is read the same and comes to the same.
func TestReadingReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line, r := asked(t)
		if len(r.Doubts) > 0 {
			return
		}
		again := calculated(r.Reading())
		if again.Err != nil || len(again.Doubts) > 0 || again.Exact != r.Exact || again.Display != r.Display || again.Value != r.Value || again.Inputs != r.Inputs {
			t.Fatalf("%s = %s; its reading %s = %s (%v, %v)", line, r.Exact, r.Reading(), again.Exact, again.Err, again.Doubts)
		}
		if again.Reading() != r.Reading() {
			t.Fatalf("%s is read as %s, and that as %s", line, r.Reading(), again.Reading())
		}
	})
}

var scaled = regexp.MustCompile(`^(hundred|thousand|million)\b`)

// What is shown as exact is the same value in the same unit, or the same range.
func TestExactReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line, r := asked(t)
		exact := r.Exact
		if scaled.MatchString(r.Unit) { // 5 million is 5,000,000 unless asked for
			exact += " in " + r.Unit
		}
		again := calc.Eval(exact)
		if again.Err != nil || plural(again.Unit) != plural(r.Unit) || again.Exact != r.Exact || r.Range == nil && again.Value != r.Value || r.Range != nil && (again.Range == nil || *again.Range != *r.Range) {
			t.Fatalf("%s = %s, which reads back as %s (%v)", line, r.Exact, again.Exact, again.Err)
		}
	})
}

// What is shown is the same within the rounding, in whatever unit.
func TestDisplayReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line, r := asked(t)
		shown := r.Display
		if r.Unit != "" {
			shown += " in " + r.Unit
		}
		again := calc.Eval(shown)
		if again.Err != nil || again.About != r.About || again.Unit != r.Unit {
			t.Fatalf("%s = %s, in %s %s (%v)", line, r.Display, r.Unit, again.Exact, again.Err)
		}
		was, is := bounds(r), bounds(again)
		if r.Range == nil {
			was, is = calc.Range{Low: r.Value, High: r.Value}, calc.Range{Low: again.Value, High: again.Value}
		}
		if !rounded(is.Low, was.Low, r.Unit) || !rounded(is.High, was.High, r.Unit) {
			t.Fatalf("%s = %s is shown as %s, which is %s", line, r.Exact, r.Display, again.Exact)
		}
	})
}

func bounds(r calc.Result) calc.Range {
	if r.Range == nil {
		return calc.Range{Low: r.Value, High: r.Value}
	}
	return *r.Range
}

// rounded reports whether is is was with three figures, or where nearly all of a
// whole is meant with two of what is missing.
func rounded(is, was float64, unit string) bool {
	if unit == "%" && was > 99 && was < 100 {
		return math.Abs(is-was) <= 0.050001*(100-was)
	}
	return math.Abs(is-was) <= 0.0050001*math.Abs(was)
}

// plural forgets whether a unit stands behind one or many.
func plural(unit string) string { return strings.ReplaceAll(unit+" ", "s ", "") }
