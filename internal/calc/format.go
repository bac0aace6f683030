package calc

import (
	"math"
	"strconv"
	"strings"
)

// snap rounds a result to 15 digits, so that 0.1 + 0.2 is 0.3. Whole numbers that
// a double holds exactly stay.
func snap(x float64) float64 {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return x
	}
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	if err != nil { // at the very edge of what a double holds
		return x
	}
	return y
}

// precise writes x with all its digits, thousands parted.
func precise(x float64) string {
	if a := math.Abs(x); a != 0 && (a >= 1e21 || a < 1e-6) {
		return tidy(strconv.FormatFloat(x, 'g', -1, 64))
	}
	return grouped(strconv.FormatFloat(x, 'f', -1, 64))
}

// tidy writes 1e+21 as 1e21.
func tidy(s string) string {
	m, e, ok := strings.Cut(s, "e")
	if !ok {
		return s
	}
	n, _ := strconv.Atoi(e)
	return m + "e" + strconv.Itoa(n)
}

func grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, rest := s, ""
	if i := strings.IndexByte(s, '.'); i >= 0 {
		whole, rest = s[:i], s[i:]
	}
	if len(whole) <= 3 {
		return sign + s
	}
	b := make([]byte, 0, len(s)+len(whole)/3+1)
	b = append(b, sign...)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, whole[i])
	}
	return string(append(b, rest...))
}

var letters = [...]struct {
	size   float64
	letter string
}{{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "k"}}

// friendly writes x with three figures; lettered says whether k, M, B and T may
// stand for thousands and more.
func friendly(x float64, lettered bool) string {
	a := math.Abs(x)
	switch {
	case a == 0:
		return "0"
	case a >= 1e15 || a < 1e-4:
		return tidy(strconv.FormatFloat(round3(x), 'g', -1, 64))
	}
	r := round3(x)
	if lettered {
		for _, l := range letters {
			if math.Abs(r) >= l.size {
				return strconv.FormatFloat(round3(r/l.size), 'f', -1, 64) + l.letter
			}
		}
	}
	return grouped(strconv.FormatFloat(r, 'f', -1, 64))
}

// round3 rounds to three figures, halves away from zero.
func round3(x float64) float64 {
	const half = 1 + 1e-14
	y, err := strconv.ParseFloat(strconv.FormatFloat(x*half, 'g', 3, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// write writes units as they stand behind the number x.
func (u units) write(x float64) string {
	var b strings.Builder
	for _, f := range u {
		if f.exp > 0 {
			if b.Len() > 0 {
				b.WriteString("·")
			}
			b.WriteString(f.unit.behind(x))
			b.WriteString(exponent(f.exp))
		}
	}
	for _, late := range [...]bool{false, true} {
		for _, f := range u {
			if f.exp < 0 && (f.unit.of == timespan) == late {
				b.WriteString("/" + f.unit.per() + exponent(-f.exp))
			}
		}
	}
	return b.String()
}

func (u *unit) behind(x float64) string {
	if math.Abs(x) == 1 {
		return u.one
	}
	return u.many
}

// per is how a unit is written behind a slash.
func (u *unit) per() string { return u.one }

func exponent(n int) string {
	if n == 1 {
		return ""
	}
	return "^" + strconv.Itoa(n)
}

// join puts a number and its unit together.
func join(number, unit string) string {
	switch {
	case unit == "":
		return number
	case strings.HasPrefix(unit, "$"), strings.HasPrefix(unit, "€"):
		sign, rest := unit[:1], unit[1:]
		if unit[0] != '$' {
			sign, rest = "€", unit[len("€"):]
		}
		if strings.HasPrefix(number, "-") {
			return "-" + sign + number[1:] + rest
		}
		if strings.HasPrefix(rest, "·") || strings.HasPrefix(rest, "^") {
			return number + " " + unit
		}
		return sign + number + rest
	case unit[0] == '/' || unit[0] == '%':
		return number + unit
	}
	return number + " " + unit
}

// shownIn is a quantity in the units in which it is written.
type shownIn struct {
	span
	units    units
	unit     string // of the number, for a value other than 1
	lettered bool   // whether k, M, B and T are clear beside the unit
	suffix   string
	label    string
	percent  bool
}

// own shows q as it was calculated: in the target's units, or in those first
// written.
func (q quantity) own() shownIn {
	out := shownIn{span: q.span, units: q.units, label: q.label, percent: q.percent}
	t := q.shown
	if t != nil {
		if len(t.units) != len(q.units) {
			_, back := units(nil).with(t.units, 1)
			out.span = q.scaled(scaling{back.by, back.times})
		}
		out.units, out.label, out.suffix, out.percent = t.units, t.label, t.suffix, t.percent
		if t.scale != 1 {
			out.span = out.scaled(scaling{1, t.scale})
		}
	}
	if out.percent {
		out.span = out.scaled(scaling{100, 1})
	}
	out.span = span{snap(out.low), snap(out.mid), snap(out.high)}
	out.settle()
	return out
}

func (s *shownIn) settle() {
	s.lettered = s.suffix == "" && !s.percent && s.label == ""
	for _, f := range s.units {
		if f.exp > 0 && (f.unit.of == data || f.unit.of == timespan) {
			s.lettered = false
		}
	}
	s.unit = s.unitAt(2)
}

func (s shownIn) unitAt(x float64) string {
	switch {
	case s.percent:
		return "%"
	case s.label != "":
		return s.label
	}
	u := s.units.write(x)
	switch {
	case s.suffix == "":
		return u
	case u == "":
		return s.suffix
	}
	return s.suffix + " " + u
}

// best shows q in the prefix that suits it, unless a target was asked for.
func (q quantity) best() shownIn {
	own := q.own()
	if q.shown != nil || q.label != "" || len(own.units) == 0 || own.mid == 0 {
		return own
	}
	i := -1
	for j, f := range own.units {
		if f.exp > 0 && f.unit.family != nil {
			if i >= 0 || f.exp != 1 || f.unit.of == timespan && len(own.units) > 1 {
				return own
			}
			i = j
		}
	}
	if a := math.Abs(own.mid); i < 0 || a >= 1 && a < 1000 {
		return own
	}
	from := own.units[i].unit
	fits := from
	base := math.Abs(own.mid) * from.size
	for k, u := range *from.family {
		if k == 0 || base >= u.size*0.9995 {
			fits = u
		}
	}
	s := asIs
	s.change(from, fits, 1)
	own.span = own.scaled(s)
	own.units = append(units(nil), own.units...)
	own.units[i].unit = fits
	own.settle()
	return own
}

func (s shownIn) display(about bool) string {
	out := join(s.figures(s.mid), s.unitAt(round3(s.mid)))
	if s.ranged() {
		out = join(s.figures(s.low)+" to "+s.figures(s.high), s.unit)
	}
	if about {
		return "~" + out
	}
	return out
}

// figures writes a number with the figures that matter: of a share that is almost
// the whole those of what is missing.
func (s shownIn) figures(x float64) string {
	if s.percent && x > 99 && x < 100 {
		missing, err := strconv.ParseFloat(strconv.FormatFloat(100-x, 'g', 2, 64), 64)
		if err == nil {
			return precise(snap(100 - missing))
		}
	}
	return friendly(x, s.lettered)
}

func (s shownIn) exact() string {
	if s.ranged() {
		return join(precise(s.low)+" to "+precise(s.high), s.unit)
	}
	return join(precise(s.mid), s.unitAt(s.mid))
}
