package search_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"levelup/internal/search"
)

func TestPassages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		doc  search.Doc
		want []string
	}{
		{"sentences, and the name", search.Doc{Title: "Database", Heading: "Replicas", Body: "A copy of all rows is kept. Is it always the same?\n\nIt lags  behind\na little, always."},
			[]string{"A copy of all rows is kept.", "Is it always the same?", "It lags behind a little, always.", "Database: Replicas"}},
		{"quotation marks belong to their sentence", search.Doc{Title: "T", Body: "She said: \"Nothing is lost.\" Then the disk was full."},
			[]string{"She said: \"Nothing is lost.\"", "Then the disk was full.", "T"}},
		{"what is too short says nothing", search.Doc{Title: "T", Body: "No. Why not? Because it is stored twice."}, []string{"Because it is stored twice.", "T"}},
		{"a point within a word ends nothing", search.Doc{Title: "T", Body: "Version 1.2 of example.org is out."}, []string{"Version 1.2 of example.org is out.", "T"}},
		{"nothing but a name", search.Doc{Title: "T"}, []string{"T"}},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range tt.doc.Passages() {
			got = append(got, p.Text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What is stored comes back, rounded to a 127th of the largest number.
func TestStoredRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(1, 40).Draw(rt, "size")
		number := rapid.Float32Range(-1, 1)
		stored := search.Stored{Name: rapid.StringN(0, 20, 200).Draw(rt, "name")}
		texts := rapid.SliceOfNDistinct(rapid.String(), 0, 10, rapid.ID).Draw(rt, "texts")
		var vectors [][]float32
		for range texts {
			vectors = append(vectors, rapid.SliceOfN(number, size, size).Draw(rt, "vector"))
		}
		stored.Add(texts, vectors)
		file := stored.Marshal()
		back, err := search.ReadStored(file)
		if err != nil || back.Name != stored.Name || len(back.Of) != len(texts) {
			rt.Fatalf("%d vectors of %q came back as %d of %q, %v", len(texts), stored.Name, len(back.Of), back.Name, err)
		}
		for i, text := range texts {
			got := back.Of[search.KeyOf(text)]
			most := 0.0
			for _, n := range vectors[i] {
				most = max(most, math.Abs(float64(n)))
			}
			for k, n := range vectors[i] {
				if math.Abs(float64(n-got[k])) > most/127/2+1e-6 {
					rt.Fatalf("%v came back as %v", vectors[i], got)
				}
			}
		}
		if !bytes.Equal(back.Marshal(), file) {
			rt.Fatal("written again, the file is another one")
		}
	})
}

func TestStoredDamage(t *testing.T) {
	t.Parallel()
	var stored search.Stored
	stored.Name = "a model"
	stored.Add([]string{"one", "two"}, [][]float32{{1, 0}, {0, 1}})
	file := stored.Marshal()
	for cut := range len(file) {
		if _, err := search.ReadStored(file[:cut]); err == nil {
			t.Errorf("the first %d of %d bytes are read without an error", cut, len(file))
		}
	}
	for name, data := range map[string][]byte{"more": append(slices.Clone(file), 0), "another file": []byte(strings.Repeat("x", len(file)))} {
		if _, err := search.ReadStored(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestStoredKnowsWhatIsMissing(t *testing.T) {
	t.Parallel()
	docs := []search.Doc{{Title: "Database", Body: "A copy of all rows is kept."}, {Title: "Database", Body: "It lags behind a little."}}
	var stored search.Stored
	if got := stored.Missing(docs); len(got) != 3 { // the name is one
		t.Fatalf("missing are %q", got)
	}
	stored.Add(stored.Missing(docs[:1]), [][]float32{{1}, {2}})
	if got := stored.Missing(docs); !slices.Equal(got, []string{"It lags behind a little."}) {
		t.Errorf("then missing is %q", got)
	}
	if got := stored.For(docs[:1]); len(got) != 1 || len(got[0]) != 2 || got[0][0][0] != 1 || got[0][1][0] != 2 {
		t.Errorf("the first document has %v", got)
	}
	stored.Keep(docs[1:])
	if len(stored.Of) != 1 {
		t.Errorf("of the second document %d are kept, want its name", len(stored.Of))
	}
}
