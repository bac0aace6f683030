package search_test

import (
	"context"
	"errors"
	"hash/fnv"
	"math"
	"strings"
	"testing"

	"levelup/internal/search"
)

// bag is an embedder that knows words by their hash only.
type bag struct{ size int }

func (bag) Name() string { return "bag" }

func (b bag) Embed(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i] = make([]float32, b.size)
		for word := range strings.FieldsSeq(strings.ToLower(text)) {
			h := fnv.New32a()
			h.Write([]byte(strings.Trim(word, ".,:;()"))) //nolint:errcheck // a hash takes all
			out[i][int(h.Sum32())%b.size]++
		}
	}
	return out, nil
}

// always is an embedder that gives one vector for everything.
type always []float32

func (always) Name() string { return "always" }

func (a always) Embed(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = a
	}
	return out, nil
}

// broken is an embedder that does not answer.
type broken struct{ bag }

var errBroken = errors.New("no answer")

func (broken) Embed(context.Context, []string) ([][]float32, error) { return nil, errBroken }

func withVectors(t testing.TB, x *search.Index) *search.Index {
	t.Helper()
	stored := search.Stored{Name: "bag"}
	missing := stored.Missing(x.Docs())
	of, err := bag{16}.Embed(t.Context(), missing)
	if err != nil {
		t.Fatal(err)
	}
	stored.Add(missing, of)
	with, err := x.WithVectors(bag{16}, stored.For(x.Docs()))
	if err != nil {
		t.Fatal(err)
	}
	return with
}

// single are documents of one passage each.
func single(of [][]float32) (out [][][]float32) {
	for _, one := range of {
		out = append(out, [][]float32{one})
	}
	return out
}

// three are documents of one subject, the first number, of which two say something of
// their own.
func three(t *testing.T) *search.Index {
	return indexOf(t, []search.Doc{{Slug: "a", Anchor: "a", Body: "alpha"}, {Slug: "b", Anchor: "b", Body: "beta"}, {Slug: "n", Anchor: "n", Body: "nothing"}})
}

func TestVector(t *testing.T) {
	t.Parallel()
	subject := [][]float32{{9, 1, 0}, {9, 0, 1}, {9, 0, 0}}
	tests := []struct {
		name  string
		of    [][]float32
		query []float32
		want  string
	}{
		{"the nearest first", [][]float32{{1, 0}, {1, 1}, {-1, -1}}, []float32{2, 0.5}, "a b"},
		{"the length does not matter", [][]float32{{1, 0}, {100, 100}, {-101, -100}}, []float32{0.1, 0}, "a b"},
		{"what all have in common does not count", subject, []float32{9, 1, 0}, "a"},
		{"who is equally near stands in the order of the documents", subject, []float32{9, 1, 1}, "a b"},
		{"a query that says nothing", subject, []float32{0, 0, 0}, ""},
		{"documents that say nothing", [][]float32{{0, 0}, {0, 0}, {0, 0}}, []float32{1, 0}, ""},
		{"what is no number", subject, []float32{float32(math.NaN()), 0, 0}, ""},
		{"too large a number", subject, []float32{float32(math.Inf(1)), 0, 0}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x, err := three(t).WithVectors(always(tt.query), single(tt.of))
			if err != nil {
				t.Fatal(err)
			}
			answer := find(t, x, search.Vector, "anything")
			if got := anchors(answer); got != tt.want {
				t.Errorf("finds %q, want %q", got, tt.want)
			}
			for _, h := range answer.Hits {
				if h.Why.Cosine == nil || *h.Why.Cosine < h.Score || !(h.Score > 0 && *h.Why.Cosine <= 1+1e-6) {
					t.Errorf("%s scores %v with the cosine %v, want more than 0, and the cosine at most 1 and no less", h.Doc.Anchor, h.Score, *h.Why.Cosine)
				}
			}
			if tt.want == "" && !strings.Contains(answer.Advice, "close") {
				t.Errorf("advice = %q, want that nothing is close", answer.Advice)
			}
		})
	}
}

func TestVectorsThatDoNotFit(t *testing.T) {
	t.Parallel()
	x := three(t)
	for name, of := range map[string][][]float32{
		"none": nil, "one too few": {{1}, {2}}, "one too many": {{1}, {2}, {3}, {4}}, "of other lengths": {{1, 2}, {1}, {1, 2}},
	} {
		if _, err := x.WithVectors(bag{2}, single(of)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	with, err := x.WithVectors(bag{3}, single([][]float32{{1, 0}, {0, 1}, {1, 1}}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := with.Search(t.Context(), search.Vector, "alpha", 10); err == nil || !strings.Contains(err.Error(), "length") {
		t.Errorf("a query's vector of another length: %v, want an error", err)
	}
	failing, err := x.WithVectors(broken{}, single([][]float32{{1, 0}, {0, 1}, {1, 1}}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := failing.Search(t.Context(), search.Vector, "alpha", 10); !errors.Is(err, errBroken) {
		t.Errorf("an embedder that does not answer: %v, want its error", err)
	}
	answer := find(t, failing, search.Hybrid, "alpha")
	if anchors(answer) != "a" || !errors.Is(answer.Missing, errBroken) {
		t.Errorf("hybrid without an answer of the embedder finds %q and misses %v, want what the words find, and why", anchors(answer), answer.Missing)
	}
}

func TestWithoutVectors(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	if _, err := x.Search(t.Context(), search.Vector, "replica", 10); !errors.Is(err, search.ErrNoVectors) {
		t.Errorf("by vector: %v, want ErrNoVectors", err)
	}
	if x.HasVectors() || !withVectors(t, x).HasVectors() || x.HasVectors() {
		t.Error("an index gained vectors, or its copy has none")
	}
	for _, query := range []string{"replica database", "xylophone", "queue cache index"} {
		words, both := find(t, x, search.Keyword, query), find(t, x, search.Hybrid, query)
		if anchors(words) != anchors(both) || words.Advice != both.Advice {
			t.Errorf("%s: hybrid without vectors finds %q, by keyword %q", query, anchors(both), anchors(words))
		}
	}
}

func TestHybrid(t *testing.T) {
	t.Parallel()
	x := withVectors(t, indexOf(t, library()))
	const query = "replica database index"
	rank := make(map[string]search.Ranks)
	for i, h := range find(t, x, search.Keyword, query).Hits {
		rank[h.Doc.ID()] = search.Ranks{Keyword: i + 1}
	}
	for i, h := range find(t, x, search.Vector, query).Hits {
		r := rank[h.Doc.ID()]
		r.Vector = i + 1
		rank[h.Doc.ID()] = r
	}
	answer, err := x.Search(t.Context(), search.Hybrid, query, 50)
	if err != nil || len(answer.Hits) != len(rank) {
		t.Fatalf("hybrid finds %d, %v, want the %d that either way finds", len(answer.Hits), err, len(rank))
	}
	seen := 0
	for _, h := range answer.Hits {
		want := rank[h.Doc.ID()]
		if h.Why.Ranks == nil || *h.Why.Ranks != want {
			t.Fatalf("%s has the ranks %v, want %v", h.Doc.ID(), h.Why.Ranks, want)
		}
		if (h.Why.Cosine != nil) != (want.Vector > 0) || (len(h.Why.Terms) > 0) != (want.Keyword > 0) {
			t.Errorf("%s: the reasons %+v do not go with its ranks %v", h.Doc.ID(), h.Why, want)
		}
		if want.Keyword > 0 && want.Vector > 0 {
			seen++
		}
	}
	if first := answer.Hits[0].Why.Ranks; first.Keyword != 1 || seen == 0 {
		t.Errorf("first is what has the ranks %v, and %d are in both lists; want the best by keyword, and some", first, seen)
	}
}

// The query is embedded in the words of the section that has most of it, and the answer
// says so.
func TestTheQueryIsReadInTheContentsWords(t *testing.T) {
	t.Parallel()
	x := withVectors(t, indexOf(t, library()))
	for query, want := range map[string]string{"replika": "replica", "replica": ""} {
		for _, mode := range []string{search.Vector, search.Hybrid} {
			if got := find(t, x, mode, query).ReadAs; got != want {
				t.Errorf("%s by %s is read as %q, want %q", query, mode, got, want)
			}
		}
	}
}

// A section with several sentences that are near comes before one with a single one, and
// the nearest sentence is what is shown.
func TestSentencesCountTogether(t *testing.T) {
	t.Parallel()
	x := indexOf(t, []search.Doc{
		{Slug: "one", Anchor: "one", Body: "The first sentence is near. The second is far away."},
		{Slug: "two", Anchor: "two", Body: "Far away is the first. The next one is near too. And so is this one here."},
	})
	with, err := x.WithVectors(always{1, 0}, [][][]float32{{{1, 0.1}, {-1, 0.2}, {-1, 0}}, {{-1, 0}, {1, 0.3}, {1, 0.2}, {-1, 0}}})
	if err != nil {
		t.Fatal(err)
	}
	answer := find(t, with, search.Vector, "anything")
	if got := anchors(answer); got != "two one" && got != "two" {
		t.Errorf("finds %q, want the section with two near sentences first", got)
	}
	if got := answer.Hits[0].Snippet.String(); got != "…And so is this one here." {
		t.Errorf("shows %q, want the nearest sentence", got)
	}
}

// What stands in quotation marks must be there, however near something else is.
func TestHybridKeepsToWhatIsQuoted(t *testing.T) {
	t.Parallel()
	x, err := three(t).WithVectors(always{0, 1}, single([][]float32{{1, 0}, {0, 1}, {-1, -1}}))
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{"alpha": "a b", `"alpha"`: "a", `"gamma"`: ""} {
		if got := anchors(find(t, x, search.Hybrid, query)); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

// Who is the best by keyword comes before who is the best by vector, and either comes
// before who is second in its list.
func TestHybridTrustsWordsMore(t *testing.T) {
	t.Parallel()
	x, err := three(t).WithVectors(always{0, 1}, single([][]float32{{1, 0}, {0, 1}, {-1, -1}}))
	if err != nil {
		t.Fatal(err)
	}
	if got := anchors(find(t, x, search.Hybrid, "alpha")); got != "a b" {
		t.Errorf("hybrid finds %q, want what has the word before what is near", got)
	}
}
