package search

import (
	"cmp"
	"slices"
	"strings"
)

// spelling finds words of the documents that look like one that none of them has.
type spelling struct {
	words []spelled
	by    map[trigram][]int32 // which words have it
	index map[string]int32
}

type spelled struct {
	folded, stem string
	letters      []rune
	times        int
}

// trigram is three letters in a row, of a word with a space before it and one behind it.
type trigram [3]rune

func trigrams(folded string) []trigram {
	letters := append(append([]rune{' '}, []rune(folded)...), ' ')
	if len(letters) < 3 {
		return nil
	}
	out := make([]trigram, 0, len(letters)-2)
	for i := range len(letters) - 2 {
		out = append(out, trigram{letters[i], letters[i+1], letters[i+2]})
	}
	return out
}

// newSpelling learns the words of the documents; a short one has too many neighbours.
func newSpelling(times map[string]int) *spelling {
	s := &spelling{by: make(map[trigram][]int32), index: make(map[string]int32, len(times))}
	for folded, n := range times {
		s.words = append(s.words, spelled{folded, stem(folded), []rune(folded), n})
	}
	slices.SortFunc(s.words, func(a, b spelled) int { return cmp.Compare(a.folded, b.folded) })
	for i := range s.words {
		w := &s.words[i]
		s.index[w.folded] = int32(i)
		for _, g := range trigrams(w.folded) {
			if list := s.by[g]; len(list) == 0 || list[len(list)-1] != int32(i) {
				s.by[g] = append(list, int32(i))
			}
		}
	}
	return s
}

// has reports whether some document has a word as it is spelled.
func (s *spelling) has(folded string) bool {
	_, ok := s.index[folded]
	return ok
}

// guess is a word that was probably meant, and how sure that is, from 0 to 1.
type guess struct {
	folded, stem string
	likeness     float64
}

// mostGuesses is how many words are tried for one.
const mostGuesses = 3

// guesses are the words most like one that is in no document, the likeliest first. One
// letter may be wrong in a short word, two in a long one; two letters in the wrong order
// are one mistake.
func (s *spelling) guesses(folded string) []guess {
	letters := []rune(folded)
	if len(letters) < 4 {
		return nil
	}
	allowed := 1
	if len(letters) >= 7 {
		allowed = 2
	}
	tried := make(map[int32]bool)
	var out []guess
	try := func(i int32) {
		if tried[i] {
			return
		}
		tried[i] = true
		if likeness := likeness(letters, s.words[i].letters, allowed); likeness > 0 {
			out = append(out, guess{s.words[i].folded, s.words[i].stem, likeness})
		}
	}
	for _, g := range trigrams(folded) {
		for _, i := range s.by[g] {
			try(i)
		}
	}
	for k := range len(letters) - 1 { // "laod" and "load" have no trigram in common
		swapped := slices.Clone(letters)
		swapped[k], swapped[k+1] = letters[k+1], letters[k]
		if i, ok := s.index[string(swapped)]; ok {
			try(i)
		}
	}
	slices.SortFunc(out, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), cmp.Compare(s.words[s.index[b.folded]].times, s.words[s.index[a.folded]].times), cmp.Compare(a.folded, b.folded))
	})
	out = slices.CompactFunc(out, func(a, b guess) bool { return a.stem == b.stem })
	return out[:min(len(out), mostGuesses)]
}

// likeness is how much two words look alike, 0 where more is wrong than is allowed.
func likeness(typed, meant []rune, allowed int) float64 {
	d := distance(typed, meant, allowed)
	if d > allowed {
		return 0
	}
	out := 1 - float64(d)/float64(len(typed))
	if typed[0] != meant[0] { // people seldom miss the first letter
		out *= 0.85
	}
	if len(typed) != len(meant) || !sameLetters(typed, meant) { // and often swap two
		out *= 0.95
	}
	return out
}

func sameLetters(a, b []rune) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// halves are the two words that a word without a space between them may be.
func (s *spelling) halves(folded string) (first, second string, ok bool) {
	best := 0
	for at := 2; at <= len(folded)-2; at++ {
		a, b := s.index[folded[:at]], s.index[folded[at:]]
		if !s.has(folded[:at]) || !s.has(folded[at:]) {
			continue
		}
		if n := min(s.words[a].times, s.words[b].times) * min(at, len(folded)-at); n > best {
			best, first, second, ok = n, folded[:at], folded[at:], true
		}
	}
	return first, second, ok
}

// distance is how many letters differ, at most one more than is allowed: put in, left
// out, another one, or two in the wrong order.
func distance(a, b []rune, allowed int) int {
	if d := len(a) - len(b); d > allowed || -d > allowed {
		return allowed + 1
	}
	var rows [3][longestWord + 1]int
	before, row, next := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for k := range row {
		row[k] = k
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		least := i
		for k := 1; k <= len(b); k++ {
			cost := 1
			if a[i-1] == b[k-1] {
				cost = 0
			}
			next[k] = min(row[k]+1, next[k-1]+1, row[k-1]+cost)
			if i > 1 && k > 1 && a[i-1] == b[k-2] && a[i-2] == b[k-1] {
				next[k] = min(next[k], before[k-2]+1)
			}
			least = min(least, next[k])
		}
		if least > allowed {
			return allowed + 1
		}
		before, row, next = row, next, before
	}
	return min(row[len(b)], allowed+1)
}

// The least letters of a beginning, and how many words it may stand for.
const (
	leastBeginning = 3
	mostWhole      = 6
)

// beginning are the words that begin so, the most frequent first.
func (s *spelling) beginning(folded string) []spelled {
	if len(folded) < leastBeginning {
		return nil
	}
	from, _ := slices.BinarySearchFunc(s.words, folded, func(w spelled, folded string) int { return cmp.Compare(w.folded, folded) })
	to := from
	for to < len(s.words) && strings.HasPrefix(s.words[to].folded, folded) {
		to++
	}
	out := slices.Clone(s.words[from:to])
	slices.SortStableFunc(out, func(a, b spelled) int { return cmp.Compare(b.times, a.times) })
	return out[:min(len(out), mostWhole)]
}
