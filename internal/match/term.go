package match

// gapWords is how many words may stand between two words of a term.
const gapWords = 2

// Term is words in order, compared by stem. The zero Term is found nowhere.
type Term struct{ stems []string }

// NewTerm reads a term as its author wrote it. Articles in it are left out:
// "open a link" is also found in "open the link" and in "open links".
func NewTerm(s string) Term {
	var t Term
	ws := words(s)
	for _, w := range ws {
		if (w.Form == "a" || w.Form == "an" || w.Form == "the") && len(ws) > 1 {
			continue
		}
		t.stems = append(t.stems, Stem(w.Form))
	}
	return t
}

// Hit is a place where a term was found.
type Hit struct {
	Sentence int
	From, To int // words of the text [From, To)
}

// hits are the places of t in x, in order, in claims and elsewhere, denied or
// not. A term does not go over the end of a sentence.
func (t Term) hits(x *Text) []Hit {
	if len(t.stems) == 0 {
		return nil
	}
	for _, s := range t.stems[1:] {
		if len(x.at[s]) == 0 {
			return nil
		}
	}
	var out []Hit
	for _, at := range x.at[t.stems[0]] {
		n := x.in[at]
		if to := t.from(x, at, x.Sentences[n].Last); to > 0 {
			out = append(out, Hit{Sentence: n, From: at, To: to})
		}
	}
	return out
}

// from is the end of the shortest occurrence of t that begins at word i and ends
// before last, or 0. The places that the words read so far may have reached are
// kept as the bits of a mask, so that repeated words cost nothing more.
func (t Term) from(x *Text, i, last int) int {
	const widest = 63
	reached := uint64(1)
	for n, stem := range t.stems[1:] {
		var next uint64
		for off := n + 1; off <= min((n+1)*(gapWords+1), widest) && i+off < last; off++ {
			lo := max(off-1-gapWords, 0)
			near := reached >> lo & (1<<(off-lo) - 1)
			if near != 0 && x.Words[i+off].Stem == stem {
				next |= 1 << off
			}
		}
		if next == 0 {
			return 0
		}
		reached = next
	}
	end := 0
	for reached>>end&1 == 0 {
		end++
	}
	return i + end + 1
}

// Mentions reports whether any of the terms stands in x, which may be a mere
// label.
func Mentions(x *Text, terms []Term) bool {
	for _, t := range terms {
		if len(t.hits(x)) > 0 {
			return true
		}
	}
	return false
}
