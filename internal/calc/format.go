package calc

import (
	"math"
	"slices"
)

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
func (q *quantity) own() shownIn {
	out := shownIn{span: q.scaled(q.writing()), units: q.units, label: q.label, percent: q.percent}
	if t := q.shown; t != nil {
		out.units, out.label, out.suffix, out.percent = t.units, t.label, t.suffix, t.percent
	}
	if out.ranged() {
		out.low, out.mid, out.high = snap(out.low), snap(out.mid), snap(out.high)
	} else {
		out.span = exactly(snap(out.mid))
	}
	out.settle()
	return out
}

// writing turns the number of q into the one that is written.
func (q *quantity) writing() scaling {
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
	switch {
	case s.percent:
		s.unit = "%"
	case s.label != "":
		s.unit = s.label
	default:
		s.unit = behind(s.suffix, s.units.write(2))
	}
}

// best is own in the prefix that suits it, unless something else was asked for.
func (q *quantity) best(own shownIn) shownIn {
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
	if fits == from {
		return own
	}
	s := asIs
	s.change(from, fits, 1)
	own.span = own.scaled(s)
	own.units = slices.Clone(own.units)
	own.units[i].unit = fits
	own.settle()
	return own
}

// display is s for reading, with three figures.
func (s shownIn) display(about bool) string {
	var buf [64]byte
	if s.ranged() && s.low != 0 && !s.letters(s.low) && s.letters(s.high) { // 10..20M might well begin at 10M
		s.lettered = false
	}
	b := buf[:0]
	if about {
		b = append(b, '~')
	}
	return string(s.append(b, s.figures))
}

// exact is s with all its digits. Where these are those displayed, it is that text.
func (s shownIn) exact(display string) string {
	var buf [64]byte
	b := s.append(buf[:0], precise)
	if string(b) == display {
		return display
	}
	return string(b)
}

// append appends s with its unit, and a range as it is typed: 10M..20M users,
// 5 million..6 million users, $5..$10/month. What a number is multiplied by stands
// at both ends, and so does the sign of money; the unit stands at the higher end
// alone.
func (s *shownIn) append(b []byte, number func([]byte, float64) []byte) []byte {
	sign, unit := inFront(s.unit)
	if s.ranged() {
		b = signed(b, s.low, sign, number)
		if s.suffix != "" {
			b = append(append(b, ' '), s.suffix...)
		}
		b = append(b, ".."...)
		return append(append(signed(b, s.high, sign, number), gap(unit)...), unit...)
	}
	start := len(b)
	b = signed(b, s.mid, sign, number)
	single := string(b[start:]) == "1" || string(b[start:]) == "-1"
	b = append(b, gap(unit)...)
	if single && sign == "" && !s.percent && s.label == "" && s.suffix == "" {
		return s.units.append(b, 1)
	}
	return append(b, unit...)
}

// signed appends a number behind the sign of money, if it has one: -$5.
func signed(b []byte, x float64, sign string, number func([]byte, float64) []byte) []byte {
	if sign != "" && x < 0 {
		b, x = append(b, '-'), -x
	}
	return number(append(b, sign...), x)
}

// figures appends a number with the figures that matter: of a share that is almost
// the whole those of what is missing.
func (s *shownIn) figures(b []byte, x float64) []byte {
	if s.percent && x > 99 && x < 100 {
		return precise(b, snap(100-rounded(100-x, 2)))
	}
	b = friendly(b, x, s.lettered)
	if last := len(b) - 1; b[last] == 'B' && s.unit != "" && !billions(s.unit, s.units) {
		b = append(b[:last], "bn"...)
	}
	return b
}

// letters reports whether a letter stands for thousands or more of x.
func (s *shownIn) letters(x float64) bool {
	var buf [32]byte
	b := s.figures(buf[:0], x)
	return !digit(b[len(b)-1])
}
