package measure

import (
	"math"
	"slices"
)

// The bootstrap: enough rounds for two digits of a bound, and a seed, so that a
// figure is the same from run to run.
const (
	rounds     = 1000
	seed       = 20
	confidence = 0.95
)

// Interval is a lower and an upper bound.
type Interval [2]float64

// Bootstrap is the 95 % interval of each figure that of returns, which it is
// given the rows for. Whole groups are drawn, with repetition, since the rows of
// one group are alike: the answers to one question. Rounds in which a figure is
// not defined do not count for it; with fewer than two groups none is.
func Bootstrap(groups [][]int, of func(rows []int) []float64) []Interval {
	if len(groups) < 2 {
		return nil
	}
	draw := sequence(seed)
	var drawn [][]float64 // by figure
	var rows []int
	for range rounds {
		rows = rows[:0]
		for range groups {
			rows = append(rows, groups[draw.below(len(groups))]...)
		}
		for k, v := range of(rows) {
			if k == len(drawn) {
				drawn = append(drawn, nil)
			}
			if !math.IsNaN(v) {
				drawn[k] = append(drawn[k], v)
			}
		}
	}
	out := make([]Interval, len(drawn))
	for k, values := range drawn {
		slices.Sort(values)
		out[k] = Interval{quantile(values, (1-confidence)/2), quantile(values, (1+confidence)/2)}
	}
	return out
}

// quantile is the value below which that share of the sorted values lies, on a
// straight line between neighbours.
func quantile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := share * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// sequence is SplitMix64. The draws have to be the same on every run, which rules
// out crypto/rand, and nothing secret hangs on them.
type sequence uint64

// below is the next number from 0 to n-1. That it favours small ones a little
// shows in the sixteenth digit.
func (s *sequence) below(n int) int {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}
