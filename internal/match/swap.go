package match

// Who does what to whom: "A waits for B" and "B waits for A" are the same words.

// roles are the stems on either side of a pivot, which is a verb or "than".
type roles struct {
	pivot         string
	before, after map[string]bool
	passive       bool // "by" stands behind the pivot: the sides have changed places
}

// roles are those of the pivots of s.
func (t *Text) roles(s *Sentence) []roles {
	var out []roles
	for i := s.First + 1; i+1 < s.Last; i++ {
		w := t.Words[i]
		if w.Form != "than" && (!verbs[w.Stem] || determiners[t.Words[i-1].Form]) {
			continue
		}
		r := roles{pivot: w.Stem, before: make(map[string]bool), after: make(map[string]bool)}
		for k := s.First; k < s.Last; k++ {
			side := r.before
			if k > i {
				side = r.after
			}
			if k != i && (!functional(t.Words[k].Form) || t.named(k)) {
				side[t.Words[k].Stem] = true
			}
		}
		for k := i + 1; k <= i+2 && k < s.Last; k++ {
			r.passive = r.passive || t.Words[k].Form == "by"
		}
		out = append(out, r)
	}
	return out
}

// swapped reports whether the sides of a pivot of both have changed places: words
// of either side stand on the other one, and more do than on their own. One side
// alone may have been moved by grammar, and a word on both says nothing.
func swapped(a, b []roles) bool {
	for _, p := range a {
		for _, q := range b {
			if p.pivot != q.pivot {
				continue
			}
			if p.passive != q.passive {
				q.before, q.after = q.after, q.before
			}
			left, right := moved(p.before, p.after, q.after, q.before), moved(p.after, p.before, q.before, q.after)
			stayed := moved(p.before, p.after, q.before, q.after) + moved(p.after, p.before, q.after, q.before)
			if left > 0 && right > 0 && left+right > stayed {
				return true
			}
		}
	}
	return false
}

// moved is how many stems that stand in from and not in its other side stand in
// to and not in its other side.
func moved(from, notFrom, to, notTo map[string]bool) int {
	n := 0
	for s := range from {
		if to[s] && !notFrom[s] && !notTo[s] {
			n++
		}
	}
	return n
}
