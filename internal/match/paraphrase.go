package match

import (
	"math"
	"slices"
)

// How alike two sentences must be.
const (
	// alike is the least likeness of a paraphrase. Two fifths of its weight in
	// sentences that say nothing else are enough, and so are three fifths in
	// sentences of four times its weight. So set, one in seven hundred of the
	// paraphrases of a prompt is found in an answer to another prompt.
	alike = 0.45
	// leastRecall follows from alike: below this share of the paraphrase no
	// sentence can be like it.
	leastRecall = recallCounts * alike / (1 + recallCounts - alike)
	// recallCounts is how many times more it counts that the paraphrase is
	// found in the sentence than the other way round, since people say more
	// than was asked for.
	recallCounts = 9.0
	// fewestShared is how many stems must be shared, if the paraphrase has so
	// many.
	fewestShared = 3
	// againstShare is the share of the common weight that must stand in a
	// clause of the opposite sign for the thought to be the opposite. On the
	// Beetle training answers half tells contradictions better than a fifth.
	againstShare = 0.5
	// kinWeight is what a word counts that the author put beside another one in
	// a group: it may stand for it here, and often does.
	kinWeight = 0.6
	// plainWeight and leastWeight bound what a stem counts: words of every
	// system count half, and so little as a fifth counts a word that half of
	// the author's points use.
	plainWeight = 0.5
	leastWeight = 0.2
)

// Weights says how much a stem tells. The nil value weighs all alike, but for
// function words, which count nothing, and plain words, which count half.
type Weights map[string]float64

// Rarity weighs the stems of some texts by how few of the texts use them: the
// subject that is in each of them tells nothing about any.
func Rarity(texts []string) Weights {
	in := make(map[string]int)
	for _, s := range texts {
		seen := make(map[string]bool)
		for _, w := range words(s) {
			if st := Stem(w.Form); !seen[st] {
				seen[st] = true
				in[st]++
			}
		}
	}
	w := make(Weights, len(in))
	for st, n := range in {
		w[st] = math.Log(1+float64(len(texts))/float64(n)) / math.Log(1+float64(len(texts)))
	}
	return w
}

func (w Weights) of(word Word) float64 {
	if functional(word.Form) {
		return 0
	}
	x := 1.0
	if r, ok := w[word.Stem]; ok {
		x = r
	}
	if plain[word.Stem] {
		x *= plainWeight
	}
	return max(x, leastWeight)
}

// plain are stems that tell little in any talk about systems.
var plain = stems(`use make get need have thing way time system work data number lot like want put new different
	same good bad big small part case point kind sort type set go do take give come simple simply really
	basically just important main first second next second whole example something whatever etc`)

// Kin are words that may stand for each other in what an author expects: the
// single words of a group.
type Kin map[string][]int // stem to the groups in which it stands

// NewKin reads the groups of an author.
func NewKin(groups [][]Term) Kin {
	k := make(Kin)
	for n, terms := range groups {
		for _, t := range terms {
			if len(t.stems) == 1 && !slices.Contains(k[t.stems[0]], n) {
				k[t.stems[0]] = append(k[t.stems[0]], n)
			}
		}
	}
	return k
}

// Paraphrase is a whole sentence to compare others with.
type Paraphrase struct {
	parts   []part
	total   float64
	weights Weights
}

// part is a stem of a paraphrase.
type part struct {
	stem   string
	weight float64
	turned bool
	others map[string]float64 // what a stem in its place is worth; below 0 for its opposite
}

// NewParaphrase reads a sentence as its author wrote it.
func NewParaphrase(s string, w Weights, kin Kin) Paraphrase {
	x := Read(s)
	p := Paraphrase{weights: w}
	for n := range x.Sentences {
		st := &x.Sentences[n]
		for i := st.First; i < st.Last; i++ {
			word := x.Words[i]
			weight := w.of(word)
			if weight == 0 || slices.ContainsFunc(p.parts, func(q part) bool { return q.stem == word.Stem }) {
				continue
			}
			p.parts = append(p.parts, part{stem: word.Stem, weight: weight, turned: st.against(i), others: kin.others(word.Stem)})
			p.total += weight
		}
	}
	for _, q := range p.parts {
		// "The same list at different windows" uses both words and is opposed
		// by neither.
		if o := opposites[q.stem]; len(x.at[o]) > 0 {
			delete(q.others, o)
		}
	}
	return p
}

// others are the stems that may stand where stem does.
func (k Kin) others(stem string) map[string]float64 {
	m := make(map[string]float64)
	for _, n := range k[stem] {
		for other, groups := range k {
			if slices.Contains(groups, n) {
				m[other] = kinWeight
			}
		}
	}
	if o := opposites[stem]; o != "" {
		m[o] = -1
	}
	m[stem] = 1
	return m
}

// Find returns the first sentence of the place in x that is most like p: a claim,
// or two that follow each other. The number is -1 if none is alike enough.
func (p Paraphrase) Find(x *Text) (sentence int, likeness float64) {
	found := make(map[int]float64)
	for _, q := range p.parts {
		here := make(map[int]bool)
		for stem := range q.others {
			for _, at := range x.at[stem] {
				here[x.in[at]] = true
			}
		}
		for n := range here {
			found[n] += q.weight
		}
	}
	sentence = -1
	for n := range found {
		for last := n; last <= n+1; last++ {
			if !p.worth(x, n, last, found) {
				continue
			}
			l := p.likeness(x, n, last)
			if l >= alike && (l > likeness || l == likeness && n < sentence) {
				sentence, likeness = n, l
			}
		}
	}
	return sentence, likeness
}

// worth reports whether the sentences n to last can be like p at all.
func (p Paraphrase) worth(x *Text, n, last int, found map[int]float64) bool {
	if last >= len(x.Sentences) || !x.Sentences[n].Claim || !x.Sentences[last].Claim {
		return false
	}
	shared := found[n]
	if last > n {
		shared += found[last]
		if found[last] == 0 || x.Sentences[last].Last-x.Sentences[n].First > spanWords {
			return false
		}
	}
	return shared >= leastRecall*p.total
}

// likeness compares p with the sentences from n to last of x: the weighted
// shares of stems found, both ways, as one figure from 0 to 1. It is 0 if one
// says the opposite of the other, by a negation or by an opposite word but not
// by both.
func (p Paraphrase) likeness(x *Text, n, last int) float64 {
	var shared, against float64
	count := 0
	swapped := false
	for _, q := range p.parts {
		worth, opposed, turned := 0.0, false, false
		for k := n; k <= last; k++ {
			s := &x.Sentences[k]
			for i := s.First; i < s.Last; i++ {
				v, ok := q.others[x.Words[i].Stem]
				if !ok || worth >= 1 {
					continue
				}
				if v < 0 && worth == 0 {
					opposed, turned, worth = true, s.against(i) != q.turned, -v/2
				} else if v > worth || v == worth && turned && s.against(i) == q.turned {
					opposed, turned, worth = false, s.against(i) != q.turned, v
				}
			}
		}
		if worth == 0 {
			continue
		}
		count++
		shared += worth * q.weight
		if turned {
			against += worth * q.weight
		}
		swapped = swapped != opposed
	}
	contradicts := (against > againstShare*shared) != swapped
	if count < min(fewestShared, len(p.parts)) || contradicts {
		return 0
	}
	recall, precision := shared/p.total, min(shared/p.spent(x, n, last), 1)
	return (1 + recallCounts) * precision * recall / (recallCounts*precision + recall)
}

// spent is the weight of all that the sentences from n to last say.
func (p Paraphrase) spent(x *Text, n, last int) float64 {
	said := x.Words[x.Sentences[n].First:x.Sentences[last].Last]
	total := 0.0
	for i, w := range said {
		if !slices.ContainsFunc(said[:i], func(v Word) bool { return v.Stem == w.Stem }) {
			total += p.weights.of(w)
		}
	}
	return total
}

// opposites are stems that turn a thought round when they change places.
var opposites = bothWays(`increase decrease  more fewer  fast slow  high low  same different  before after
	open close  sync async  synchronous asynchronous  allow refuse  accept reject  safe unsafe  always never
	cheap expensive  large small  long short  strong weak  exact approximate  early late  often rarely
	possible impossible  consistent inconsistent  permanent temporary  public private  rise fall
	hit miss  gain lose  read write  local remote`)

func bothWays(s string) map[string]string {
	m := make(map[string]string)
	for a, b := range pairs(s) {
		m[Stem(a)], m[Stem(b)] = Stem(b), Stem(a)
	}
	return m
}
