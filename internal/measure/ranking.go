package measure

import (
	"cmp"
	"math"
	"slices"
)

// NDCG is the normalized discounted cumulative gain of a ranking's first k: a result
// gains its grade, divided by the binary logarithm of its rank plus one, and the sum is
// divided by that of the best ranking there could be (Järvelin and Kekäläinen, 2002).
// Grades are those of the results in their order, and all are those of everything that is
// relevant. It is not a number where nothing is.
func NDCG(grades, all []float64, k int) float64 {
	best := slices.SortedFunc(slices.Values(all), func(a, b float64) int { return cmp.Compare(b, a) })
	return dcg(grades, k) / dcg(best, k)
}

func dcg(grades []float64, k int) float64 {
	var sum float64
	for i, g := range grades[:min(k, len(grades))] {
		sum += g / math.Log2(float64(i)+2)
	}
	return sum
}

// Recall is the share of what is relevant that stands among the first k.
func Recall(grades []float64, relevant, k int) float64 {
	n := 0
	for _, g := range grades[:min(k, len(grades))] {
		if g > 0 {
			n++
		}
	}
	return float64(n) / float64(relevant)
}

// ReciprocalRank is one divided by the rank of the first relevant result, 0 where there
// is none.
func ReciprocalRank(grades []float64) float64 {
	at := slices.IndexFunc(grades, func(g float64) bool { return g > 0 })
	if at < 0 {
		return 0
	}
	return 1 / float64(at+1)
}
