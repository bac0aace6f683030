package match

// point is a thought of a reference.
type point struct {
	sentence *Sentence
	parts    []piece
	total    float64 // weight of its words
	pairs    float64 // and of its neighbours
	stance   stance
	roles    []roles
}

// piece is a word of a point.
type piece struct {
	stem   string
	weight float64
}

// newPoint reads sentence s of the reference. A word counts in the first point
// that has it.
func (r *Reference) newPoint(s *Sentence, had map[string]bool) point {
	p := point{sentence: s, roles: r.text.roles(s)}
	for _, w := range r.text.words(*s) {
		if weight := r.weigh(w); weight > 0 && !had[w.Stem] {
			had[w.Stem] = true
			p.parts = append(p.parts, piece{w.Stem, weight})
			p.total += weight
		}
	}
	p.stance = r.text.stance(s, func(Word) bool { return true })
	for k := 1; k < len(p.parts) && !r.without.pairs; k++ {
		p.pairs += pairWeight * min(p.parts[k-1].weight, p.parts[k].weight)
	}
	return p
}

// comparison is an answer beside a reference.
type comparison struct {
	*Text
	r     *Reference
	worth map[string]map[string]float64 // stem of the reference to those of the answer that may stand for it
}

func (r *Reference) compare(answer string) comparison {
	x := comparison{Text: Read(answer), r: r, worth: make(map[string]map[string]float64)}
	for _, p := range r.points {
		for _, q := range p.parts {
			m := make(map[string]float64)
			for stem := range x.at {
				if v := r.worth(q.stem, stem); v > 0 {
					m[stem] = v
				}
			}
			x.worth[q.stem] = m
		}
	}
	return x
}

// of is what word i is worth in the place of a stem of the reference.
func (x comparison) of(stem string, i int) float64 {
	w := x.Words[i]
	if functional(w.Form) {
		return 0
	}
	return x.worth[stem][w.Stem]
}

// words is the weight of the words of p that are found anywhere in the answer.
// The sentence is the one in which most of them stand, with their weight there;
// it is -1 if none does.
func (x comparison) words(p *point) (all float64, sentence int, there float64) {
	in := make([]float64, len(x.Sentences))
	for _, q := range p.parts {
		best := 0.0
		for n, s := range x.Sentences {
			here := 0.0
			for i := s.First; i < s.Last; i++ {
				here = max(here, x.of(q.stem, i))
			}
			in[n] += here * q.weight
			best = max(best, here)
		}
		all += best * q.weight
	}
	sentence = -1
	for n, weight := range in {
		if weight > there {
			sentence, there = n, weight
		}
	}
	return all, sentence, there
}

// How far apart words may stand that are neighbours in the reference.
const (
	pairBefore = 2
	pairAfter  = 3
)

// pairs is the weight of the neighbours in p that stand side by side here too.
func (x comparison) pairs(p *point) float64 {
	sum := 0.0
	for k := 1; k < len(p.parts) && !x.r.without.pairs; k++ {
		a, b := p.parts[k-1], p.parts[k]
		best := 0.0
		for i := range x.Words {
			first := x.of(a.stem, i)
			if first <= best {
				continue
			}
			for j := max(0, i-pairBefore); j <= min(len(x.Words)-1, i+pairAfter); j++ {
				if j != i {
					best = max(best, min(first, x.of(b.stem, j)))
				}
			}
		}
		sum += pairWeight * best * min(a.weight, b.weight)
	}
	return sum
}

// opposes reports whether sentence n, in which so much of p is found, says the
// opposite of it. In a long reference that takes a sentence that is nearly the
// same: in a loose one a "not" may belong to anything.
func (x comparison) opposes(p *point, n int, there float64) bool {
	s := &x.Sentences[n]
	switch {
	case x.r.without.poles:
		return false
	case x.r.short:
		if s.Last-s.First > sameThought*shortThought || there <= leastAlike*p.total {
			return false
		}
	case there < closelyAlike*p.total || there < closelyAlike*x.spent(s.First, s.Last):
		return false
	}
	matters := func(w Word) bool {
		for _, q := range p.parts {
			if x.worth[q.stem][w.Stem] > 0 && !functional(w.Form) {
				return true
			}
		}
		return false
	}
	opposed := p.stance.opposes(x.stance(s, matters))
	return opposed != (!x.r.without.swaps && swapped(p.roles, x.roles(s)))
}

// spent is the weight of the words [from, to) of the answer, each once.
func (x comparison) spent(from, to int) float64 {
	sum := 0.0
	had := make(map[string]bool)
	for _, w := range x.Words[from:to] {
		if !had[w.Stem] {
			had[w.Stem] = true
			sum += x.r.weigh(w)
		}
	}
	return sum
}
