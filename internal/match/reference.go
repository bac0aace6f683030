package match

import "math"

// How an answer is compared with a reference. The figures are few, were
// set by reasoning and then tried on both training sets; moving one by half changes a correlation on the
// training answers of SAF and Beetle by about 0.01.
const (
	echoWeight   = 0.2 // of a word that the question has said already
	synonymWorth = 0.5 // of a word of the same family
	axisWorth    = 0.8 // of a word on the same axis, whichever side: the sides are weighed by themselves
	pairWeight   = 0.5 // of two words side by side, beside the words themselves
	opposedWorth = 0.3 // of what is said, where the opposite is said of it
	enough       = 0.8 // of full likeness, as of the points of a rubric
	shortThought = 12  // words with a meaning up to which a reference is one thought
	leastAlike   = 0.2 // of a short thought, below which a sentence is about something else
	closelyAlike = 0.7 // of a longer one, and of the sentence, from which they are about the same
	sameThought  = 2   // times the words of a short thought that a sentence may have and be one as well
)

// Reference is an expected answer, taken apart into its points. It is compared
// with answers as short as a word, so that there no sentence has to be a claim.
// It never changes and may be shared.
type Reference struct {
	text    *Text
	asked   *Text
	points  []point
	weights Weights
	short   bool // one short thought, which stands or falls as a whole
	without rules
}

// rules are parts of the comparison that are left out, to see what each brings.
type rules struct {
	rarity, echo, letters, family, pairs, pieces, poles, swaps, precision bool
}

// NewReference reads an expected answer to a question. The weights say how much
// its words tell, by their rarity over the references to all questions.
func NewReference(question, reference string, w Weights) *Reference {
	return newReference(question, reference, w, rules{})
}

func newReference(question, reference string, w Weights, without rules) *Reference {
	r := &Reference{asked: Read(question), weights: w, without: without}
	r.text = pieces(reference)
	if without.pieces {
		r.text = Read(reference)
	}
	telling := 0
	for _, w := range r.text.Words {
		if !functional(w.Form) {
			telling++
		}
	}
	r.short = telling <= shortThought
	had := make(map[string]bool)
	for n := range r.text.Sentences {
		if p := r.newPoint(&r.text.Sentences[n], had); p.total > 0 {
			r.points = append(r.points, p)
		}
	}
	return r
}

// weigh is how much a word counts. The root takes some of the edge off rarity: a
// file has few references, and what is rare in them need not be rare.
func (r *Reference) weigh(w Word) float64 {
	x := math.Sqrt(r.weights.of(w))
	if x > 0 && r.without.rarity {
		x = 1
	}
	if !r.without.echo && len(r.asked.at[w.Stem]) > 0 {
		x *= echoWeight
	}
	return x
}

// worth is what stem b is worth in the place of stem a. In a long reference
// families and axes count nothing: among so many words each is met by chance.
func (r *Reference) worth(a, b string) float64 {
	if a == b {
		return 1
	}
	v := 0.0
	if !r.without.letters {
		v = resembles(a, b)
	}
	if r.short && !r.without.poles && v < axisWorth && onOneAxis(polesOf(a), polesOf(b)) {
		v = axisWorth
	}
	if r.short && !r.without.family && v < synonymWorth && akin(a, b) {
		v = synonymWorth
	}
	return v
}

// Score says from 0 to 1 how much of the reference the answer says: the share of
// its weight that is found, which is recall, a little less where the answer says
// much else, and of that the root, since nobody says everything.
func (r *Reference) Score(answer string) float64 {
	x := r.compare(answer)
	var found, whole, said float64
	for i := range r.points {
		p := &r.points[i]
		words, sentence, there := x.words(p)
		pairs := x.pairs(p)
		share := 1.0
		if sentence >= 0 && x.opposes(p, sentence, there) {
			share = opposedWorth
		}
		found += share * (words + pairs)
		said += share * words
		whole += p.total + p.pairs
	}
	if found == 0 {
		return 0
	}
	recall, precision := found/whole, min(said/max(x.spent(0, len(x.Words)), said), 1)
	if r.without.precision {
		return min(1, math.Sqrt(recall)/enough)
	}
	return min(1, math.Sqrt((1+recallCounts)*precision*recall/(recallCounts*precision+recall))/enough)
}
