package calc

import (
	"math"
	"strconv"
	"strings"
)

// write writes units as they stand behind the number x.
func (u units) write(x float64) string {
	if len(u) == 1 && u[0].exp == 1 {
		return u[0].unit.behind(x)
	}
	var buf [64]byte
	return string(u.append(buf[:0], x))
}

func (u units) append(b []byte, x float64) []byte {
	start := len(b)
	for _, f := range u {
		if f.exp > 0 {
			if len(b) > start {
				b = append(b, "·"...)
			}
			b = exponent(append(b, f.unit.behind(x)...), f.exp)
		}
	}
	for _, late := range [...]bool{false, true} {
		for _, f := range u {
			if f.exp < 0 && (f.unit.of == timespan) == late {
				b = exponent(append(append(b, '/'), f.unit.one...), -f.exp)
			}
		}
	}
	return b
}

func (u *unit) behind(x float64) string {
	if math.Abs(x) == 1 {
		return u.one
	}
	return u.many
}

func exponent(b []byte, n int) []byte {
	if n == 1 {
		return b
	}
	return strconv.AppendInt(append(b, '^'), int64(n), 10)
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

// behind puts a unit behind a number or a scale: 5 users, million users, 5/s, 5%.
func behind(number, unit string) string {
	if number == "" || unit == "" {
		return number + unit
	}
	return number + gap(unit) + unit
}

// gap stands before a unit.
func gap(unit string) string {
	if unit == "" || unit[0] == '/' || unit[0] == '%' {
		return ""
	}
	return " "
}

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
