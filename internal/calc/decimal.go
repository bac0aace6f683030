package calc

import (
	"math"
	"strconv"
)

// snap rounds a result to 15 digits, so that 0.1 + 0.2 is 0.3. Whole numbers that
// a double holds exactly stay.
func snap(x float64) float64 {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return x + 0 // of -0 makes 0
	}
	for _, ten := range powers {
		p := x * ten
		if math.Abs(p) < 1e14 {
			continue
		}
		if math.Abs(p) >= 1e15 {
			break
		}
		m := math.RoundToEven(p)
		switch off := p - m + math.FMA(x, ten, -p); { // with what the product lost
		case off > 0.5:
			m++
		case off < -0.5:
			m--
		}
		return m / ten // both are exact, so that this is the nearest double
	}
	return rounded(x, 15)
}

// powers of ten that a double holds exactly.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// rounded is x with so many figures.
func rounded(x float64, figures int) float64 {
	var buf [32]byte
	y, err := strconv.ParseFloat(string(strconv.AppendFloat(buf[:0], x, 'e', figures-1, 64)), 64)
	if err != nil { // at the very edge of what a double holds
		return x
	}
	return y
}

// decimal is a number as digits without zeros at the end, the point being in front
// of the first digit plus so many places. 0 has no digits.
type decimal struct {
	negative bool
	digits   []byte
	point    int
}

// shortest is a number of figures: as many as tell x from all other numbers.
const shortest = 0

// decimalOf rounds x to a number of figures. The digits stand in buf.
func decimalOf(x float64, figures int, buf *[32]byte) decimal {
	if x == 0 {
		return decimal{}
	}
	text := strconv.AppendFloat(buf[:0], math.Abs(x), 'e', figures-1, 64)
	e := len(text) - 1
	for text[e] != 'e' {
		e--
	}
	power := 0
	for _, c := range text[e+2:] {
		power = power*10 + int(c-'0')
	}
	if text[e+1] == '-' {
		power = -power
	}
	digits := text[:1]
	if e > 2 {
		digits = append(digits, text[2:e]...) // over the point
	}
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return decimal{negative: x < 0, digits: digits, point: power + 1}
}

// plain appends 1234.5, or 1,234.5 with its thousands parted.
func (d decimal) plain(b []byte, parted bool) []byte {
	if d.negative {
		b = append(b, '-')
	}
	if d.point <= 0 {
		b = append(b, '0')
	}
	for i := range d.point {
		if parted && i > 0 && (d.point-i)%3 == 0 {
			b = append(b, ',')
		}
		if i < len(d.digits) {
			b = append(b, d.digits[i])
		} else {
			b = append(b, '0')
		}
	}
	if len(d.digits) <= d.point || len(d.digits) == 0 {
		return b
	}
	b = append(b, '.')
	for range -d.point {
		b = append(b, '0')
	}
	return append(b, d.digits[max(d.point, 0):]...)
}

// scientific appends 1.2345e21.
func (d decimal) scientific(b []byte) []byte {
	if d.negative {
		b = append(b, '-')
	}
	b = append(b, d.digits[0])
	if len(d.digits) > 1 {
		b = append(append(b, '.'), d.digits[1:]...)
	}
	return strconv.AppendInt(append(b, 'e'), int64(d.point-1), 10)
}

// precise appends x with all its digits, thousands parted.
func precise(b []byte, x float64) []byte {
	var buf [32]byte
	d := decimalOf(x, shortest, &buf)
	if a := math.Abs(x); a != 0 && (a >= 1e21 || a < 1e-6) {
		return d.scientific(b)
	}
	return d.plain(b, true)
}

// letters stand for thousands and more: k for three places, M for six.
const letters = "kMBT"

// friendly appends x with three figures, halves rounded away from zero; lettered
// says whether k, M, B and T may stand for thousands and more.
func friendly(b []byte, x float64, lettered bool) []byte {
	var buf [32]byte
	up := x * (1 + 1e-14)
	if math.IsInf(up, 0) {
		up = x
	}
	d := decimalOf(up, 3, &buf)
	a := math.Abs(x)
	switch {
	case a >= 1e15, a < 1e-4 && d.point < -3:
		return d.scientific(b)
	case lettered && d.point > 3:
		thousands := min((d.point-1)/3, len(letters))
		d.point -= 3 * thousands
		return append(d.plain(b, false), letters[thousands-1])
	}
	return d.plain(b, true)
}
