package match

// Text is a text that was read: its words and sentences, in order. It is not
// changed after Read but by Discount.
type Text struct {
	Source    string
	Words     []Word
	Sentences []Sentence

	at map[string][]int // stem to the places in Words
	in []int            // the sentence of each word
}

// Sentence is a part of a text that holds one thought.
type Sentence struct {
	From, To    int  // bytes of the source, the closing mark included
	First, Last int  // words [First, Last)
	Claim       bool // could be a thought; see the package comment
	Question    bool
	Reason      bool // gives a reason, a consequence or a cost
	Struck      bool // discounted: neither claim nor figure

	naming    bool // names things and ties none to another
	ended     bool // by a mark of its own, not only by the line's end
	negations []negation
	doubts    []doubt
}

// Read takes s apart.
func Read(s string) *Text {
	t := &Text{Source: s, Words: words(s)}
	stems := make(stemmer)
	for i := range t.Words {
		t.Words[i].Stem = stems.stem(t.Words[i].Form)
	}
	t.split()
	for i := range t.Sentences {
		s := &t.Sentences[i]
		s.negations = t.negations(*s)
		s.Reason = t.reasons(*s)
	}
	t.doubt()
	t.judge()
	t.at = make(map[string][]int)
	t.in = make([]int, len(t.Words))
	for n, s := range t.Sentences {
		for i := s.First; i < s.Last; i++ {
			t.at[t.Words[i].Stem] = append(t.at[t.Words[i].Stem], i)
			t.in[i] = n
		}
	}
	return t
}

// Discount strikes sentence i: whoever reads the text knows a reason why it
// proves nothing.
func (t *Text) Discount(i int) {
	t.Sentences[i].Claim = false
	t.Sentences[i].Struck = true
}

// Quote is the source of sentence i.
func (t *Text) Quote(i int) string {
	s := t.Sentences[i]
	return t.Source[s.From:s.To]
}

// gap is what stands between word i and the next one, or the end.
func (t *Text) gap(i int) string {
	to := len(t.Source)
	if i+1 < len(t.Words) {
		to = t.Words[i+1].From
	}
	return t.Source[t.Words[i].To:to]
}

// words are those of sentence s.
func (t *Text) words(s Sentence) []Word { return t.Words[s.First:s.Last] }
