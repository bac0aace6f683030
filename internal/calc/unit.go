package calc

import (
	"slices"
	"strings"
)

// dimension is what a unit measures. A counted thing is a dimension of its own:
// "#" and the thing in the singular.
type dimension string

const (
	timespan dimension = "time"
	data     dimension = "data"
	dollars  dimension = "$"
	euros    dimension = "€"
)

func (d dimension) counted() bool { return d[0] == '#' }

func (d dimension) money() bool { return d == dollars || d == euros }

// unit is one unit. Within a dimension, size compares them: nanoseconds, bits,
// and 1 for what has no smaller parts.
type unit struct {
	of        dimension
	size      float64
	one, many string // how it is written after 1 and after other numbers
	family    *[]*unit
}

// factor is a unit with its exponent, which is never 0.
type factor struct {
	unit *unit
	exp  int
}

// units is a product of units. In a quantity each dimension stands once.
type units []factor

func symbolic(of dimension, size float64, s string) *unit {
	return &unit{of: of, size: size, one: s, many: s}
}

// The calendar's months and years are whole days, but a year has 12 months.
const (
	daysOfMonth  = 30
	daysOfYear   = 365
	monthsOfYear = 12
)

var (
	nanosecond  = symbolic(timespan, 1, "ns")
	microsecond = symbolic(timespan, 1e3, "µs")
	millisecond = symbolic(timespan, 1e6, "ms")
	second      = symbolic(timespan, 1e9, "s")
	minute      = symbolic(timespan, 60e9, "min")
	hour        = &unit{of: timespan, size: 3600e9, one: "hour", many: "hours"}
	day         = &unit{of: timespan, size: 86400e9, one: "day", many: "days"}
	week        = &unit{of: timespan, size: 7 * 86400e9, one: "week", many: "weeks"}
	month       = &unit{of: timespan, size: daysOfMonth * 86400e9, one: "month", many: "months"}
	year        = &unit{of: timespan, size: daysOfYear * 86400e9, one: "year", many: "years"}

	bit    = &unit{of: data, size: 1, one: "bit", many: "bits"}
	octet  = symbolic(data, 8, "B")
	dollar = symbolic(dollars, 1, "$")
	euro   = symbolic(euros, 1, "€")

	inDollars = units{{dollar, 1}}
	inEuros   = units{{euro, 1}}

	decimalBytes = []*unit{octet}
	binaryBytes  = []*unit{octet}
	decimalBits  = []*unit{bit}
	spans        = []*unit{nanosecond, microsecond, millisecond, second, minute, hour, day, year}
)

// spelling is what a word means as a unit.
type spelling struct {
	units units
	label string // how a rate of one word is written, where it is not by its parts
	doubt string // what else the word might have meant
}

// spelled are the words that are units by themselves; folded are the same in
// lower case, for those who do not mind the case.
var spelled, folded = vocabulary()

func vocabulary() (exact, loose map[string]spelling) {
	exact, loose = map[string]spelling{}, map[string]spelling{}
	put := func(s spelling, names string) {
		for name := range strings.FieldsSeq(names) {
			exact[name] = s
			if low := strings.ToLower(name); low != name || len(name) > 1 {
				if _, taken := loose[low]; !taken {
					loose[low] = s
				}
			}
		}
	}
	one := func(u *unit, names string) { put(spelling{units: units{{u, 1}}}, names) }
	one(nanosecond, "ns nanosecond nanoseconds")
	one(microsecond, "us µs μs microsecond microseconds")
	one(millisecond, "ms msec millisecond milliseconds millis")
	one(second, "s sec secs second seconds")
	one(minute, "min mins minute minutes")
	one(hour, "h hr hrs hour hours")
	one(day, "d day days")
	one(week, "wk week weeks")
	one(month, "mo month months")
	one(year, "y yr yrs year years")
	one(bit, "bit bits")
	one(octet, "B byte bytes octet octets")
	one(dollar, "USD dollar dollars")
	one(euro, "EUR euro euros")

	size := 1.0
	for i, name := range []string{"kilo", "mega", "giga", "tera", "peta", "exa"} {
		size *= 1000
		letter := strings.ToUpper(name[:1])
		bytes, bits := symbolic(data, 8*size, letter+"B"), symbolic(data, size, letter+"bit")
		if i == 0 {
			bits.one, bits.many = "kbit", "kbit"
		}
		decimalBytes, decimalBits = append(decimalBytes, bytes), append(decimalBits, bits)
		one(bytes, letter+"B "+name+"byte "+name+"bytes")
		one(bits, letter+"bit "+letter+"bits "+name+"bit "+name+"bits")
		if i == 0 {
			one(bytes, "kB")
			one(bits, "kbit kbits")
		}
		if name == "giga" {
			one(bytes, "gig gigs")
		}
		put(spelling{units: units{{bits, 1}}, doubt: letter + "b is read as " + letter + "bit; for bytes write " + letter + "B."}, letter+"b")
		put(spelling{units: units{{bytes, 1}}, doubt: strings.ToLower(letter) + "b is read as bytes; for bits write " + letter + "bit."}, strings.ToLower(letter)+"b")
		loose[strings.ToLower(letter)+"b"] = exact[strings.ToLower(letter)+"b"]
		put(spelling{units: units{{bits, 1}, {second, -1}}, label: letter + "bps"}, letter+"bps "+strings.ToLower(letter)+"bps")
		put(spelling{units: units{{bytes, 1}, {second, -1}}}, letter+"Bps")
		binary := symbolic(data, 8*power(1024, i+1), letter+"iB")
		binaryBytes = append(binaryBytes, binary)
		one(binary, letter+"iB "+name[:2]+"bibyte "+name[:2]+"bibytes")
		one(symbolic(data, power(1024, i+1), letter+"ibit"), letter+"ibit "+letter+"ibits")
	}
	loose["kib"], exact["kiB"] = exact["KiB"], exact["KiB"]
	put(spelling{units: units{{bit, 1}, {second, -1}}}, "bps")

	per := func(thing string, u *unit, names string) {
		put(spelling{units: units{{noun(thing), 1}, {u, -1}}}, names)
	}
	per("requests", second, "QPS qps RPS rps")
	per("requests", minute, "QPM qpm RPM rpm")
	per("transactions", second, "TPS tps")
	per("operations", second, "IOPS iops")
	per("writes", second, "WPS wps")
	put(spelling{units: units{{noun("users"), 1}}}, "DAU MAU WAU")
	for name, u := range map[string]*unit{"hourly": hour, "daily": day, "weekly": week, "monthly": month, "yearly": year, "annually": year} {
		put(spelling{units: units{{u, -1}}}, name)
	}

	for _, family := range []*[]*unit{&decimalBytes, &binaryBytes, &decimalBits} {
		for _, u := range (*family)[1:] {
			u.family = family
		}
	}
	octet.family, bit.family = &decimalBytes, &decimalBits
	for _, u := range []*unit{nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, year} {
		u.family = &spans
	}
	return exact, loose
}

func power(x float64, n int) float64 {
	out := 1.0
	for range n {
		out *= x
	}
	return out
}

// measure finds the unit that a word is by itself. Counted things are not among
// them.
func measure(w string) (spelling, bool) {
	if s, ok := spelled[w]; ok {
		return s, true
	}
	if len(w) < 2 {
		return spelling{}, false
	}
	s, ok := folded[strings.ToLower(w)]
	return s, ok
}

// find is the place of a dimension in u, or -1.
func (u units) find(of dimension) int {
	for i := range u {
		if u[i].unit.of == of {
			return i
		}
	}
	return -1
}

// scaling is a factor as a product and a divisor, which keeps whole numbers whole.
type scaling struct{ times, by float64 }

var asIs = scaling{1, 1}

func (s scaling) apply(x float64) float64 { return x * s.times / s.by }

// change adds to s what turns one unit into another of its dimension, exp times.
func (s *scaling) change(from, to *unit, exp int) {
	if from == to || from.size == to.size {
		return
	}
	a, b := from.size, to.size
	switch {
	case from == month && to == year:
		a, b = 1, monthsOfYear
	case from == year && to == month:
		a, b = monthsOfYear, 1
	case a > b:
		a, b = a/b, 1
	default:
		a, b = 1, b/a
	}
	if exp < 0 {
		a, b, exp = b, a, -exp
	}
	s.times *= power(a, exp)
	s.by *= power(b, exp)
}

// with multiplies u by v raised to sign. Where both have a unit of one
// dimension, u's stays and the scaling tells what the number is to be multiplied
// by. Units are never changed in place, so that the result may be u or v itself.
func (u units) with(v units, sign int) (units, scaling) {
	s := asIs
	switch {
	case len(v) == 0:
		return u, s
	case len(u) == 0 && sign == 1 && v.merged():
		return v, s
	}
	var buf [8]factor
	out := append(units(buf[:0]), u...)
	for _, f := range v {
		exp := f.exp * sign
		i := out.find(f.unit.of)
		if i < 0 {
			out = append(out, factor{f.unit, exp})
			continue
		}
		s.change(f.unit, out[i].unit, exp)
		out[i].exp += exp
		if out[i].exp == 0 {
			out = append(out[:i], out[i+1:]...)
		}
	}
	if len(out) == 0 {
		return nil, s
	}
	return slices.Clone(out), s
}

// merged reports whether each dimension stands in u once.
func (u units) merged() bool {
	for i := range u {
		if u.find(u[i].unit.of) < i {
			return false
		}
	}
	return true
}

// counted reports whether things are counted in u, above or below the line.
func (u units) counted() bool {
	for _, f := range u {
		if f.unit.of.counted() {
			return true
		}
	}
	return false
}
