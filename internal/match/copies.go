package match

// What makes a sentence a near copy.
const (
	shingle       = 3   // words in a row that are compared
	copiedShare   = 0.6 // of them found in the original
	containedIn   = 0.9 // of its words with a meaning found in one sentence of the original
	fewestContent = 4   // such words before that counts
)

// Original is a text of which copies are looked for.
type Original struct {
	shingles  map[[shingle]string]bool
	sentences []map[string]bool
}

// NewOriginal reads the texts whose copies are meant.
func NewOriginal(texts ...string) *Original {
	o := &Original{shingles: make(map[[shingle]string]bool)}
	for _, text := range texts {
		x := Read(text)
		for i := 0; i+shingle <= len(x.Words); i++ {
			o.shingles[x.shingle(i)] = true
		}
		for _, s := range x.Sentences {
			stems := make(map[string]bool)
			for _, w := range x.words(s) {
				stems[w.Stem] = true
			}
			o.sentences = append(o.sentences, stems)
		}
	}
	return o
}

func (t *Text) shingle(i int) (k [shingle]string) {
	for n := range k {
		k[n] = t.Words[i+n].Stem
	}
	return k
}

// Copied reports whether sentence n of x is a near copy of the original: most
// of its runs of three words stand there, or nearly all that it says stands in
// one sentence of it.
func (o *Original) Copied(x *Text, n int) bool {
	s := x.Sentences[n]
	runs, same := 0, 0
	for i := s.First; i+shingle <= s.Last; i++ {
		runs++
		if o.shingles[x.shingle(i)] {
			same++
		}
	}
	if runs > 0 && float64(same) >= copiedShare*float64(runs) {
		return true
	}
	var content []string
	for _, w := range x.words(s) {
		if !functional(w.Form) {
			content = append(content, w.Stem)
		}
	}
	if len(content) < fewestContent {
		return false
	}
	for _, stems := range o.sentences {
		held := 0
		for _, c := range content {
			if stems[c] {
				held++
			}
		}
		if float64(held) >= containedIn*float64(len(content)) {
			return true
		}
	}
	return false
}
