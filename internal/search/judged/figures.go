package judged

import (
	"levelup/internal/fault"
	"levelup/internal/measure"
	"levelup/internal/search"
)

// First is how many hits of a query count.
const First = 10

// Names are those of the figures, in their order.
var Names = [...]string{"ndcg10", "recall10", "mrr"}

// Figures are those of some queries, a row each.
type Figures [][]float64

// Measure asks each query and compares what is found with what is relevant. For a query
// that cannot be answered, since it is no pattern, say, nothing is found.
func Measure(queries []Query, find func(query string) ([]search.Hit, error)) (Figures, error) {
	out := make(Figures, len(queries))
	for i, q := range queries {
		hits, err := find(q.Text)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return nil, err
		}
		grades, all := q.Grades(hits), q.All()
		out[i] = []float64{measure.NDCG(grades, all, First), measure.Recall(grades, len(all), First), measure.ReciprocalRank(grades)}
	}
	return out, nil
}

// Rows are the numbers of all queries.
func (f Figures) Rows() []int {
	out := make([]int, len(f))
	for i := range out {
		out[i] = i
	}
	return out
}

// Groups are the rows as a bootstrap draws them: each query by itself.
func (f Figures) Groups() [][]int {
	out := make([][]int, len(f))
	for i := range out {
		out[i] = []int{i}
	}
	return out
}

// Means are the means of the figures of some queries.
func (f Figures) Means(rows []int) []float64 {
	out := make([]float64, len(Names))
	for _, i := range rows {
		for k, v := range f[i] {
			out[k] += v / float64(len(rows))
		}
	}
	return out
}
