package search

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// Embedder turns texts into vectors, so that texts that mean alike lie close together.
type Embedder interface {
	// Name says which vectors can be compared: those of one name.
	Name() string
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// ErrNoVectors says that nothing can be found by meaning: nobody turns texts into
// vectors here, or the vectors of the documents are not ready yet.
var ErrNoVectors = errors.New("there are no vectors")

// vectors are those of the documents. Texts about one subject all lie in one direction;
// the mean is that direction, and is taken off, so that what is left tells them apart.
type vectors struct {
	embedder Embedder
	mean     []float32
	of       [][]float32 // by document; each has the length 1, or is all zero
}

// WithVectors is the same index with vectors: one for each document, by the embedder.
func (x *Index) WithVectors(embedder Embedder, of [][]float32) (*Index, error) {
	if len(of) != len(x.docs) || len(of) == 0 {
		return nil, errors.New("search: not one vector a document")
	}
	v := &vectors{embedder: embedder, mean: make([]float32, len(of[0]))}
	for _, one := range of {
		if len(one) != len(v.mean) {
			return nil, errors.New("search: vectors of different lengths")
		}
		for i, n := range one {
			v.mean[i] += n / float32(len(of))
		}
	}
	for _, one := range of {
		v.of = append(v.of, v.centred(one))
	}
	with := *x
	with.vectors = v
	return &with, nil
}

// HasVectors reports whether documents can be found by meaning.
func (x *Index) HasVectors() bool { return x.vectors != nil }

// centred is a vector without the mean, of the length 1.
func (v *vectors) centred(one []float32) []float32 {
	out := make([]float32, len(one))
	var square float64
	for i, n := range one {
		out[i] = n - v.mean[i]
		square += float64(out[i]) * float64(out[i])
	}
	if !(square > 0) || math.IsInf(square, 1) { // it says nothing, or is no vector
		return make([]float32, len(one))
	}
	length := float32(math.Sqrt(square))
	for i := range out {
		out[i] /= length
	}
	return out
}

func dot(a, b []float32) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return float64(s0 + s1 + s2 + s3)
}

// near is a document and its cosine.
type near struct {
	doc    int
	cosine float64
}

// nearest are the documents whose vectors lie closest to the query's. All are looked
// at: for thousands that takes less than an index of vectors would.
func (x *Index) nearest(ctx context.Context, query string, limit int) ([]near, error) {
	if x.vectors == nil {
		return nil, ErrNoVectors
	}
	of, err := x.vectors.embedder.Embed(ctx, []string{query})
	if err != nil {
		return nil, err
	}
	if len(of) != 1 || len(of[0]) != len(x.vectors.mean) {
		return nil, errors.New("search: the query's vector has another length than those of the documents")
	}
	q := x.vectors.centred(of[0])
	list := make([]near, len(x.docs))
	for i, d := range x.vectors.of {
		list[i] = near{i, dot(q, d)}
	}
	slices.SortFunc(list, func(a, b near) int { return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.doc, b.doc)) })
	list = list[:min(limit, len(list))]
	return slices.DeleteFunc(list, func(n near) bool { return n.cosine <= 0 }), nil
}

func (x *Index) byVector(ctx context.Context, query string, limit int) (Answer, error) {
	list, err := x.nearest(ctx, query, limit)
	if err != nil {
		return Answer{}, err
	}
	p, err := x.planOf(ctx, query)
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	wanted := x.wanted(p)
	for _, n := range list {
		answer.Hits = append(answer.Hits, Hit{Doc: x.docs[n.doc], Score: n.cosine, Snippet: x.snippet(n.doc, p, wanted), Why: Why{Cosine: &n.cosine}})
	}
	if len(list) == 0 {
		answer.Advice = "No section is close to this in meaning. Ask in a whole sentence, or in other words."
	}
	return answer, nil
}
