package search

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
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

// vectors are those of the passages. Texts about one subject all lie in one direction;
// the mean is that direction, and is taken off, so that what is left tells them apart.
type vectors struct {
	embedder Embedder
	mean     []float32
	of       [][][]float32 // by document, a passage each; each has the length 1, or is all zero
}

// WithVectors is the same index with vectors by the embedder: for each document one for
// each of its passages.
func (x *Index) WithVectors(embedder Embedder, of [][][]float32) (*Index, error) {
	if len(of) != len(x.docs) {
		return nil, errors.New("search: not as many lists of vectors as documents")
	}
	v := &vectors{embedder: embedder}
	count := 0
	for _, list := range of {
		var own [][]float32
		for _, one := range list {
			if v.mean == nil {
				v.mean = make([]float32, len(one))
			}
			if len(one) != len(v.mean) || len(one) == 0 {
				return nil, errors.New("search: vectors of different lengths")
			}
			one = unit(one)
			for i, n := range one {
				v.mean[i] += n
			}
			own = append(own, one)
			count++
		}
		v.of = append(v.of, own)
	}
	if count == 0 {
		return nil, errors.New("search: there is no vector")
	}
	for i := range v.mean {
		v.mean[i] /= float32(count)
	}
	for _, list := range v.of {
		for i, one := range list {
			list[i] = v.centred(one)
		}
	}
	with := *x
	with.vectors = v
	return &with, nil
}

// HasVectors reports whether documents can be found by meaning.
func (x *Index) HasVectors() bool { return x.vectors != nil }

// leastOwn is how long a vector must be without the mean to say anything of its own.
const leastOwn = 1e-3

// centred is a vector without the mean, of the length 1; all zero where nothing is left.
func (v *vectors) centred(one []float32) []float32 {
	out := unit(one)
	if dot(out, out) == 0 {
		return out
	}
	for i := range out {
		out[i] -= v.mean[i]
	}
	if dot(out, out) < leastOwn*leastOwn {
		return make([]float32, len(one))
	}
	return unit(out)
}

// unit is a vector in the same direction of the length 1; all zero where there is no
// direction.
func unit(one []float32) []float32 {
	var square float64
	for _, n := range one {
		square += float64(n) * float64(n)
	}
	out := make([]float32, len(one))
	if !(square > 0) || math.IsInf(square, 0) {
		return out
	}
	length := math.Sqrt(square)
	for i, n := range one {
		out[i] = float32(float64(n) / length)
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

// near is a document with how near it is to a query.
type near struct {
	doc    int
	score  float64
	cosine float64 // of the passage that is nearest
	best   int     // that passage
}

// A section is near to a query if several of its sentences are: the mean of the best few
// cosines counts. One that has fewer sentences is taken to have others that are a little
// further away.
const (
	bestPassages = 3
	further      = 0.8
)

// meanings tells how near each document is to a text, in the order of the documents. All
// are looked at: for thousands that takes less than an index of vectors would.
func (x *Index) meanings(ctx context.Context, text string) ([]near, error) {
	if x.vectors == nil {
		return nil, ErrNoVectors
	}
	of, err := x.vectors.embedder.Embed(ctx, []string{text})
	if err != nil {
		return nil, err
	}
	if len(of) != 1 || len(of[0]) != len(x.vectors.mean) {
		return nil, errors.New("search: the query's vector has another length than those of the documents")
	}
	q := x.vectors.centred(of[0])
	out := make([]near, len(x.docs))
	for i, passages := range x.vectors.of {
		out[i] = nearness(i, q, passages)
	}
	return out, nil
}

func nearness(doc int, q []float32, passages [][]float32) near {
	n := near{doc: doc}
	var best [bestPassages]float64 // falling
	found := 0
	for i, p := range passages {
		cosine := dot(q, p)
		if i == 0 || cosine > n.cosine {
			n.cosine, n.best = cosine, i
		}
		at := found
		for at > 0 && best[at-1] < cosine {
			at--
		}
		if at < bestPassages {
			copy(best[at+1:], best[at:])
			best[at] = cosine
			found = min(found+1, bestPassages)
		}
	}
	for i := range best {
		switch {
		case i < found:
			n.score += best[i] / bestPassages
		case found > 0:
			n.score += further * best[found-1] / bestPassages
		}
	}
	return n
}

// nearest are the documents whose meaning is closest, the closest first.
func nearest(all []near, limit int) []near {
	list := slices.DeleteFunc(slices.Clone(all), func(n near) bool { return !(n.score > 0) })
	slices.SortFunc(list, func(a, b near) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc)) })
	return list[:min(limit, len(list))]
}

func (x *Index) byVector(ctx context.Context, query string, limit int) (Answer, error) {
	if x.vectors == nil {
		return Answer{}, ErrNoVectors
	}
	text := meant(query, x.keywords(x.planOf(query), 1))
	all, err := x.meanings(ctx, text)
	if err != nil {
		return Answer{}, err
	}
	list := nearest(all, limit)
	answer := Answer{ReadAs: readAs(query, text)}
	for _, n := range list {
		answer.Hits = append(answer.Hits, Hit{Doc: x.docs[n.doc], Score: n.score, Snippet: x.passage(n), Why: Why{Cosine: &n.cosine}})
	}
	if len(list) == 0 {
		answer.Advice = "No section is close to this in meaning. Ask in a whole sentence, or in other words."
	}
	return answer, nil
}

// passage shows the sentence of a document that is nearest.
func (x *Index) passage(n near) Snippet {
	d := x.docs[n.doc]
	p := d.Passages()[n.best]
	if p.to == 0 { // the name says it already
		return Passage{Text: oneLine(d.Body), to: len(d.Body)}.snippet(d.Body)
	}
	return p.snippet(d.Body)
}

// meant is a query in the words of the section that keywords find first: an embedder
// knows neither slips of the pen nor the abbreviations of the field.
func meant(query string, words []found) string {
	if len(words) == 0 {
		return query
	}
	for _, t := range words[0].terms {
		if t.How == "spelling" || t.How == "synonym" {
			query = strings.Replace(query, t.Word, t.Found, 1)
		}
	}
	return query
}

func readAs(query, text string) string {
	if query == text {
		return ""
	}
	return text
}
