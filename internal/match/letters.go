package match

// What a word is worth in the place of another one, by its letters.
const (
	misspelt   = 0.9
	derived    = 0.7 // of the same root: "transmit" for "transmission"
	longWord   = 6   // letters from which a word with one wrong letter is still known
	rootLetter = 5   // letters of a common root
	rootShare  = 0.6 // of the longer word
)

// resembles is what stem b is worth in the place of stem a by its letters alone.
func resembles(a, b string) float64 {
	switch {
	case a == b:
		return 1
	case numeral(a) || numeral(b):
		return 0
	case len(a) >= longWord && len(b) >= longWord && oneEdit(a, b):
		return misspelt
	}
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	if n >= rootLetter && float64(n) >= rootShare*float64(max(len(a), len(b))) {
		return derived
	}
	return 0
}

func numeral(s string) bool { return s[0] >= '0' && s[0] <= '9' }

// oneEdit reports whether a becomes b by one letter put in, left out or
// replaced, or by two neighbours that change places.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case i == len(a) || a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
