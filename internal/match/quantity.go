package match

import "levelup/internal/calc"

// Quantity is a number as it stands in a sentence.
type Quantity struct {
	Sentence int
	From, To int             // words of the text [From, To), unit included
	Factor   bool            // says only how many times as much: 100x
	Readings []calc.Quantity // each way in which it may be meant

	rates []calc.Quantity // what its sentence says of rates without a number
}

// mostQuantities is the number of figures in a sentence above which it is a
// table or a guess at everything, and none of them counts.
const mostQuantities = 12

// Quantities lists the numbers of the sentences that were not struck, as the
// calculator reads them.
func (t *Text) Quantities() []Quantity {
	var out []Quantity
	from := 0
	for n, s := range t.Sentences {
		if !s.Struck {
			out = append(out, t.quantities(n, from)...)
		}
		from = s.To
	}
	return out
}

// quantities are those of sentence n, unless they are too many. Its text is taken from the byte where the
// sentence before it ends, since a sign may stand before its first word: $5.
func (t *Text) quantities(n, from int) []Quantity {
	s := t.Sentences[n]
	var out []Quantity
	var rates []calc.Quantity
	word := s.First
	for m := range calc.Prose(t.Source[from:s.To], functional) {
		if m.Kind == calc.Rate {
			rates = append(rates, m.Readings...)
			continue
		}
		for word < s.Last && t.Words[word].To <= from+m.From {
			word++
		}
		q := Quantity{Sentence: n, From: word, Factor: m.Kind == calc.Factor, Readings: m.Readings}
		for word < s.Last && t.Words[word].From < from+m.To {
			word++
		}
		if q.To = word; q.From == q.To {
			continue
		}
		if len(out) == mostQuantities {
			return nil
		}
		out = append(out, q)
	}
	for i := range out {
		out[i].rates = rates
	}
	return out
}
