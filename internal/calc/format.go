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
		return x + 0 // of -0 makes 0
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
	if sign, rest := inFront(unit); sign != "" {
		if digits, negative := strings.CutPrefix(number, "-"); negative {
			return "-" + sign + digits + rest
		}
		return sign + number + rest
	}
	if unit == "" || unit[0] == '/' || unit[0] == '%' {
		return number + unit
	}
	return number + " " + unit
}

// inFront parts the sign of money, which stands before a number, from the rest of
// a unit. A sign that is a factor of something else stands behind it: 5 $·GB.
func inFront(unit string) (sign, rest string) {
	for _, sign := range [...]string{"$", "€"} {
		if rest, ok := strings.CutPrefix(unit, sign); ok && (rest == "" || rest[0] == '/') {
			return sign, rest
		}
	}
	return "", unit
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
	if t := q.shown; t != nil {
		out.units, out.label, out.suffix, out.percent = t.units, t.label, t.suffix, t.percent
	}
	out.span = q.scaled(q.writing())
	out.span = span{snap(out.low), snap(out.mid), snap(out.high)}
	out.settle()
	return out
}

// writing turns the number of q into the one that is written.
func (q quantity) writing() scaling {
	s, percent := asIs, q.percent
	if t := q.shown; t != nil {
		percent = t.percent
		if len(t.units) != len(q.units) { // min/month
			_, back := units(nil).with(t.units, 1)
			s = scaling{back.by, back.times}
		}
		s.by *= t.scale
	}
	if percent {
		s.times *= 100
	}
	return s
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
	return behind(s.suffix, s.units.write(x))
}

// behind puts a unit behind a scale: million users, million/s.
func behind(scale, unit string) string {
	if scale == "" || unit == "" || unit[0] == '/' {
		return scale + unit
	}
	return scale + " " + unit
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
		low, high := s.figures(s.low), s.figures(s.high)
		if s.low != 0 && !lettered(low) && lettered(high) { // 10..20M might well begin at 10M
			s.lettered = false
			low, high = s.figures(s.low), s.figures(s.high)
		}
		out = s.spread(low, high)
	}
	if about {
		return "~" + out
	}
	return out
}

// lettered reports whether a letter stands for thousands or more in a number.
func lettered(number string) bool { return !digit(number[len(number)-1]) }

// billions reports whether a B behind a number with a unit is a billion for sure,
// as it is in 5B users and $5B. In 500B/link it means bytes.
func billions(unit string, u units) bool {
	if sign, _ := inFront(unit); sign != "" {
		return true
	}
	for _, f := range u {
		if f.exp > 0 {
			return f.unit.of.counted()
		}
	}
	return false
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
	out := friendly(x, s.lettered)
	if rest, ok := strings.CutSuffix(out, "B"); ok && s.unit != "" && !billions(s.unit, s.units) {
		return rest + "bn"
	}
	return out
}

func (s shownIn) exact() string {
	if s.ranged() {
		return s.spread(precise(s.low), precise(s.high))
	}
	return join(precise(s.mid), s.unitAt(s.mid))
}

// spread writes a range as it is typed: 10M..20M users, 5 million..6 million users,
// $5..$10/month. What a number is multiplied by stands at both ends, and so does
// the sign of money; the unit stands at the higher end alone.
func (s shownIn) spread(low, high string) string {
	if s.suffix != "" {
		low += " " + s.suffix
	}
	sign, _ := inFront(s.unit)
	return join(low, sign) + ".." + join(high, s.unit)
}
