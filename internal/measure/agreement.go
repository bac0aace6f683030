package measure

import (
	"cmp"
	"math"
	"slices"
)

// Mean is the arithmetic mean, NaN of nothing.
func Mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// Pearson is the linear correlation of a and b, which are equally long.
func Pearson(a, b []float64) float64 {
	if constant(a) || constant(b) {
		return math.NaN()
	}
	ma, mb := Mean(a), Mean(b)
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	return ab / math.Sqrt(aa*bb)
}

// constant reports whether all values are the same: their deviations may come
// out as tiny figures instead of 0.
func constant(x []float64) bool {
	return !slices.ContainsFunc(x, func(v float64) bool { return v != x[0] })
}

// Spearman is the correlation of ranks; equal values share theirs.
func Spearman(a, b []float64) float64 { return Pearson(Ranks(a), Ranks(b)) }

// Ranks are the places of the values in order, from 1; equal values share the
// mean of theirs.
func Ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(x[i], x[j]) })
	out := make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+1+to) / 2
		}
		from = to
	}
	return out
}

// RMSE is the root of the mean squared difference.
func RMSE(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum / float64(len(a)))
}

// Kappa is the quadratic weighted kappa: one less the squared disagreement as a
// share of what chance would give. Equal steps of a scale weigh equally, so that
// the values may be the scale's own numbers and also means of several raters.
func Kappa(a, b []float64) float64 {
	ma, mb := Mean(a), Mean(b)
	var apart, chance float64
	for i := range a {
		apart += (a[i] - b[i]) * (a[i] - b[i])
		chance += (a[i]-ma)*(a[i]-ma) + (b[i]-mb)*(b[i]-mb) + (ma-mb)*(ma-mb)
	}
	if chance == 0 {
		return math.NaN() // both always say the same one thing
	}
	return 1 - apart/chance
}

// Bins puts shares from 0 to 1 on a scale of n equal steps from 0 to n-1, each
// to the nearest.
func Bins(shares []float64, n int) []float64 {
	out := make([]float64, len(shares))
	for i, s := range shares {
		out[i] = math.Round(min(max(s, 0), 1) * float64(n-1))
	}
	return out
}

// AUC is how often a value of yes lies above one of no; equal ones count half.
func AUC(yes, no []float64) float64 {
	if len(yes) == 0 || len(no) == 0 {
		return math.NaN()
	}
	ranks := Ranks(slices.Concat(yes, no))
	sum := 0.0
	for _, r := range ranks[:len(yes)] {
		sum += r
	}
	n := float64(len(yes))
	return (sum - n*(n+1)/2) / (n * float64(len(no)))
}
