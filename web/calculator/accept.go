package calculator

import (
	"strconv"
	"strings"
)

// prefers returns which of the types on offer an Accept header likes best. Of
// those liked alike, one that is named wins over one that a star lets through,
// and the earlier of two that are named; where nothing decides, the first offer.
func prefers(accept string, offers ...string) string {
	best, liked := offers[0], liking{}
	for _, offer := range offers {
		if l := likes(accept, offer); l.over(liked) {
			best, liked = offer, l
		}
	}
	return best
}

// liking is how a header likes a type.
type liking struct {
	quality float64
	named   int // 2 as itself, 1 as all of its kind, 0 as anything
	place   int // in the header
}

func (l liking) over(other liking) bool {
	switch {
	case l.quality != other.quality:
		return l.quality > other.quality
	case l.named != other.named:
		return l.named > other.named
	}
	return l.named == 2 && l.place < other.place
}

func likes(accept, offer string) liking {
	found, is := liking{}, false
	for i, part := range strings.Split(accept, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		named := 0
		switch kind, _, _ := strings.Cut(offer, "/"); strings.ToLower(strings.TrimSpace(name)) {
		case offer:
			named = 2
		case kind + "/*":
			named = 1
		case "*/*":
		default:
			continue
		}
		if !is || named > found.named { // the closest name decides
			found, is = liking{quality(parameters), named, i}, true
		}
	}
	if found.quality == 0 {
		return liking{}
	}
	return found
}

// quality reads the q among the parameters of a type; without one it is 1.
func quality(parameters string) float64 {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(name, "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || q < 0 || q > 1 {
				return 0
			}
			return q
		}
	}
	return 1
}
