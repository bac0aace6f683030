package measure_test

import (
	"math"
	"slices"
	"testing"

	"levelup/internal/measure"
)

func near(a, b float64) bool {
	return math.Abs(a-b) < 1e-9 || math.IsNaN(a) && math.IsNaN(b)
}

// Calculated by hand.
func TestAgreement(t *testing.T) {
	t.Parallel()
	var (
		a = []float64{1, 2, 3, 4}
		b = []float64{2, 1, 4, 3}
		c = []float64{5, 5, 5, 5}
	)
	tests := []struct {
		name      string
		got, want float64
	}{
		{"mean", measure.Mean(a), 2.5},
		{"mean of nothing", measure.Mean(nil), math.NaN()},
		{"Pearson", measure.Pearson(a, b), 0.6}, // 3 / sqrt(5 * 5)
		{"Pearson of itself", measure.Pearson(a, a), 1},
		{"Pearson with a constant", measure.Pearson(a, c), math.NaN()},
		{"Pearson of tenths that are all one", measure.Pearson([]float64{0.1, 0.1, 0.1}, []float64{1, 2, 3}), math.NaN()},
		{"Spearman bends", measure.Spearman(a, []float64{1, 10, 100, 1000}), 1},
		{"Spearman with ties", measure.Spearman([]float64{1, 1, 2}, []float64{3, 5, 9}), math.Sqrt(3) / 2},
		{"RMSE", measure.RMSE(a, b), 1},
		{"kappa", measure.Kappa([]float64{0, 0, 1, 1}, []float64{0, 1, 1, 1}), 0.5},      // seen 1/4, by chance 1/2
		{"kappa, quadratic", measure.Kappa([]float64{0, 1, 2}, []float64{0, 2, 2}), 0.8}, // seen 3/9, by chance 15/9,
		{"kappa of a constant", measure.Kappa(c, c), math.NaN()},
		{"kappa of the same", measure.Kappa(a, a), 1},
		{"AUC", measure.AUC([]float64{0.9, 0.4}, []float64{0.1, 0.4}), 0.875}, // of four pairs three, and one half
		{"AUC of nothing", measure.AUC(nil, a), math.NaN()},
	}
	for _, tt := range tests {
		if !near(tt.got, tt.want) {
			t.Errorf("%s = %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

// Calculated by hand.
func TestRanking(t *testing.T) {
	t.Parallel()
	log3, log5 := math.Log2(3), math.Log2(5)
	tests := []struct {
		name      string
		got, want float64
	}{
		{"nDCG of the best order", measure.NDCG([]float64{3, 2, 1}, []float64{1, 2, 3}, 10), 1},
		{"nDCG of the order turned round", measure.NDCG([]float64{1, 2, 3}, []float64{3, 2, 1}, 10), (1 + 2/log3 + 1.5) / (3 + 2/log3 + 0.5)},
		{"nDCG with something missing", measure.NDCG([]float64{0, 3}, []float64{3, 1}, 10), 3 / log3 / (3 + 1/log3)},
		{"nDCG of what stands too low", measure.NDCG([]float64{0, 0, 3}, []float64{3}, 2), 0},
		{"nDCG where more is relevant than counts", measure.NDCG([]float64{1, 1}, []float64{1, 1, 1}, 2), 1},
		{"nDCG at four", measure.NDCG([]float64{0, 0, 0, 2, 2}, []float64{2, 2}, 4), 2 / log5 / (2 + 2/log3)},
		{"nDCG of nothing found", measure.NDCG(nil, []float64{1}, 10), 0},
		{"nDCG where nothing is relevant", measure.NDCG([]float64{0, 0}, nil, 10), math.NaN()},
		{"recall", measure.Recall([]float64{0, 3, 1, 1}, 4, 3), 0.5},
		{"recall of fewer than count", measure.Recall([]float64{1}, 2, 10), 0.5},
		{"recall of nothing found", measure.Recall(nil, 2, 10), 0},
		{"recall where nothing is relevant", measure.Recall([]float64{0}, 0, 10), math.NaN()},
		{"reciprocal rank of the first", measure.ReciprocalRank([]float64{1, 3}), 1},
		{"of the third", measure.ReciprocalRank([]float64{0, 0, 0.5, 3}), 1.0 / 3},
		{"of none", measure.ReciprocalRank([]float64{0, 0}), 0},
		{"of nothing found", measure.ReciprocalRank(nil), 0},
	}
	for _, tt := range tests {
		if !near(tt.got, tt.want) {
			t.Errorf("%s = %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	all := []float64{1, 3, 2}
	measure.NDCG([]float64{1}, all, 10)
	if !slices.Equal(all, []float64{1, 3, 2}) {
		t.Errorf("NDCG changed the grades it was given: %v", all)
	}
}

func TestRanksAndBins(t *testing.T) {
	t.Parallel()
	if got, want := measure.Ranks([]float64{7, 3, 7, 1}), []float64{3.5, 2, 3.5, 1}; !slices.Equal(got, want) {
		t.Errorf("Ranks = %v, want %v", got, want)
	}
	if got, want := measure.Bins([]float64{-1, 0, 0.09, 0.1, 0.5, 1, 2}, 6), []float64{0, 0, 0, 1, 3, 5, 5}; !slices.Equal(got, want) {
		t.Errorf("Bins = %v, want %v", got, want)
	}
}

func TestBootstrap(t *testing.T) {
	t.Parallel()
	values := []float64{0, 0, 1, 1, 5, math.NaN()}
	mean := func(rows []int) []float64 {
		sum := 0.0
		for _, i := range rows {
			sum += values[i]
		}
		return []float64{sum / float64(len(rows)), 7}
	}
	// Of two groups of equal size a round draws a mean of 0, 1/2 or 1.
	got := measure.Bootstrap([][]int{{0, 1}, {2, 3}}, mean)
	if want := []measure.Interval{{0, 1}, {7, 7}}; !slices.Equal(got, want) {
		t.Errorf("interval = %v, want %v", got, want)
	}
	if again := measure.Bootstrap([][]int{{0, 1}, {2, 3}}, mean); !slices.Equal(got, again) {
		t.Errorf("interval = %v, and again %v", got, again)
	}
	if got := measure.Bootstrap([][]int{{0, 1, 2}}, mean); got != nil {
		t.Errorf("interval of one group = %v, want none", got)
	}
	if got := measure.Bootstrap([][]int{{0}, {5}}, mean); got[0] != (measure.Interval{0, 0}) {
		t.Errorf("interval with rounds that are not defined = %v, want those left out", got[0])
	}
}
