package calc

import "strings"

// numerals are the numbers that are one word.
var numerals = map[string]float64{
	"half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

// cardinal reads a number in words that begins at token i: twenty-five, two
// hundred and fifty, two and a half; of half an hour the half, of a million one.
// The scale that may follow is left. next is the token after it, i for none.
func (p *prose) cardinal(i int) (n token, next int) {
	v, next := 0.0, i
	switch t := p.at(i); {
	case t.says("a", "an") && len(p.at(i+1).text) > 1 && scaleOf(p.at(i+1)) > 0:
		v, next = 1, i+1
	case t.says("half"):
		v, next = numerals["half"], i+1
		if p.at(next).says("a", "an") && p.at(next+1).kind == word {
			next++
		}
	default:
		if v, next = p.small(i); next == i {
			return t, i
		}
		if p.at(next).says("and") && p.at(next+1).says("a") && p.at(next+2).says("half") {
			v, next = v+numerals["half"], next+3
		}
	}
	if p.at(next).says("hundred") {
		tail := next + 1
		if p.at(tail).says("and") {
			tail++
		}
		if rest, end := p.small(tail); end > tail && !p.at(end).says("hundred") {
			v, next = v*100+rest, end
		}
	}
	from, to := p.at(i).from, p.at(next-1).to
	return token{kind: number, text: p.text[from:to], value: v, from: from, to: to}, next
}

// small reads a number in words below a hundred.
func (p *prose) small(i int) (v float64, next int) {
	v = p.numeral(i)
	if v < 1 {
		return 0, i
	}
	next = i + 1
	if v < 20 {
		return v, next
	}
	if p.at(next).is("-") && p.at(next).attached {
		next++
	}
	if digit := p.numeral(next); digit >= 1 && digit < 10 {
		return v + digit, next + 1
	}
	return v, i + 1
}

// numeral is the value of the word at token i, 0 if it is no number.
func (p *prose) numeral(i int) float64 {
	if t := p.at(i); t.kind == word && len(t.text) <= longestNumeral {
		return numerals[t.low()]
	}
	return 0
}

// longestNumeral is the length of the longest of the numerals and the scales.
const longestNumeral = len("seventeen")

// begins reports whether token i, which is no digits, may begin an operand.
func (p *prose) begins(i int) bool {
	t := p.at(i)
	return t.is("$") || t.is("€") || p.numeral(i) > 0 || t.says("a", "an") && scaleOf(p.at(i+1)) > 0
}

// numeric reports whether there is any number in text: digits, or a word.
func numeric(text string) bool {
	for i := 0; i < len(text); i++ {
		switch {
		case digit(text[i]):
			return true
		case !letter(text[i]):
			continue
		}
		from := i
		for i+1 < len(text) && letter(text[i+1]) {
			i++
		}
		if w := text[from : i+1]; len(w) > 2 && len(w) <= longestNumeral {
			low := strings.ToLower(w)
			if numerals[low] > 0 || scales[low].factor > 0 {
				return true
			}
		}
	}
	return false
}
