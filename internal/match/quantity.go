package match

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Quantity is a number as it stands in a sentence.
type Quantity struct {
	Sentence int
	From, To int     // words of the text [From, To), unit included
	Value    float64 // with its scale word, without its unit's
	Unit     Unit
}

// mostQuantities is the number of figures in a sentence above which it is a
// table or a guess at everything, and none of them counts.
const mostQuantities = 12

// scales are the words and letters behind a number that multiply it.
var scales = map[string]float64{
	"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "t": 1e12, "tn": 1e12,
	"hundred": 100, "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "billions": 1e9, "trillion": 1e12, "trillions": 1e12,
}

// spelled are small numbers in words. "a" counts only before a scale.
var spelled = map[string]float64{
	"half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80, "ninety": 90,
}

// Quantities lists the numbers of the sentences that were not struck. Where a
// letter may be read in two ways ("500B": bytes or a billion), both stand in
// the list.
func (t *Text) Quantities() []Quantity {
	var out []Quantity
	for n := range t.Sentences {
		s := t.Sentences[n]
		if s.Struck {
			continue
		}
		start := len(out)
		figures := 0
		for i := s.First; i < s.Last; {
			q, ok := t.quantity(i, s.Last)
			if !ok {
				i++
				continue
			}
			figures++
			for _, r := range q {
				r.Sentence = n
				out = append(out, r)
				i = max(i+1, r.To)
			}
		}
		if figures > mostQuantities {
			out = out[:start]
		}
	}
	return out
}

// quantity reads the number that begins at word i, in each way in which it may
// be meant.
func (t *Text) quantity(i, last int) ([]Quantity, bool) {
	v, suffix, next, ok := t.number(i, last)
	if !ok {
		return nil, false
	}
	read := func(v float64, u Unit, to int) Quantity {
		return Quantity{From: i, To: max(to, i+1), Value: v, Unit: u}
	}
	if suffix != "" {
		var out []Quantity
		if f, ok := scales[suffix]; ok {
			v, next := v*f, next
			v, next = t.scaled(v, next, last)
			u, to := t.unit(next, last)
			out = append(out, read(v, u, to))
		}
		if f, ok := byteUnits[suffix]; ok || suffix == "b" {
			u := Unit{Dimension: Bytes, Scale: max(f, 1)}
			rest, to := t.unit(next, last)
			u.Per, u.Things = rest.Per, rest.Things
			out = append(out, read(v, u, to))
		} else if f, ok := timeUnits[suffix]; ok {
			out = append(out, read(v, Unit{Dimension: Seconds, Scale: f}, next))
		} else if f, ok := rateUnits[suffix]; ok {
			out = append(out, read(v, Unit{Scale: 1, Per: f}, next))
		}
		return out, len(out) > 0
	}
	v, next = t.scaled(v, next, last)
	if next > i && strings.HasPrefix(t.gap(next-1), "%") {
		return []Quantity{read(v, Unit{Dimension: Percent, Scale: 1}, next)}, true
	}
	u, to := Unit{Scale: 1}, next
	if g := strings.TrimSpace(t.gap(next - 1)); next < last && (g == "" || slashes(g)) {
		u, to = t.unit(next, last)
	}
	return []Quantity{read(v, u, to)}, true
}

// number reads the number at word i: its value, the letters that follow it
// without a space, and the word after it.
func (t *Text) number(i, last int) (v float64, suffix string, next int, ok bool) {
	form := t.Words[i].Form
	if form[0] >= '0' && form[0] <= '9' {
		digits := numeral(form)
		v, ok = value(form[:digits])
		suffix = form[digits:]
		if ok && suffix == "" && i+1 < last && power(t.gap(i)) {
			if e, whole := value(t.Words[i+1].Form); whole {
				return math.Pow(v, min(e, 400)), "", i + 2, true
			}
		}
		return v, suffix, i + 1, ok
	}
	if v, ok = spelled[form]; ok {
		if form == "half" && i+1 < last && t.Words[i+1].Form == "a" {
			i++
		}
		return v, "", i + 1, true
	}
	if (form == "a" || form == "an") && i+1 < last && utf8.RuneCountInString(t.Words[i+1].Form) > 2 && scales[t.Words[i+1].Form] > 0 {
		return 1, "", i + 1, true
	}
	return 0, "", 0, false
}

func power(gap string) bool {
	gap = strings.TrimSpace(gap)
	return gap == "^" || gap == "**"
}

// scaled multiplies v by the scale words from word next on. A single letter
// scales only as a capital: "10 M", not "10 m".
func (t *Text) scaled(v float64, next, last int) (float64, int) {
	for next < last && strings.TrimSpace(t.gap(next-1)) == "" {
		w := t.Words[next]
		f, ok := scales[w.Form]
		if !ok || len(w.Form) == 1 && t.Source[w.From:w.To] == w.Form && w.Form != "k" {
			break
		}
		v *= f
		next++
	}
	return v, next
}

// numeral is the length of the number at the head of form, its exponent
// included.
func numeral(form string) int {
	n := 0
	for n < len(form) && (form[n] >= '0' && form[n] <= '9' || form[n] == '.' || form[n] == ',') {
		n++
	}
	if n+1 < len(form) && form[n] == 'e' && form[n+1] >= '0' && form[n+1] <= '9' {
		for n++; n < len(form) && form[n] >= '0' && form[n] <= '9'; {
			n++
		}
	}
	return n
}

// value reads digits with a point, and with commas that part thousands or, if
// they cannot, decimals.
func value(s string) (float64, bool) {
	if whole, parts := thousands(s); whole {
		s = parts
	} else {
		s = strings.Replace(s, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, false
	}
	return v, true
}

func thousands(s string) (bool, string) {
	parts := strings.Split(s, ",")
	for i, p := range parts {
		if i > 0 {
			p, _, _ = strings.Cut(p, ".")
			if len(p) != 3 {
				return false, ""
			}
		}
	}
	return true, strings.Join(parts, "")
}
