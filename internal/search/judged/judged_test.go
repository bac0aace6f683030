package judged_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levelup/internal/search"
	"levelup/internal/search/judged"
)

func read(t *testing.T, text, set string) ([]judged.Query, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "q.tsv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return judged.Read(file, set)
}

func TestRead(t *testing.T) {
	t.Parallel()
	const head = "query\trelevant\tset\n"
	tests := []struct {
		name, in, set, wrong string
		n                    int
	}{
		{"as editors on Windows write it", "\ufeff" + strings.ReplaceAll(head+"a b\tc\tx\n\nd\te#f=2, g\ty\n", "\n", "\r\n"), "", "", 2},
		{"quotes are letters", head + `"a" b` + "\tc", "", "", 1},
		{"one set", head + "a\tb\tx\nc\td\ty\ne\tf\tx", "x", "", 2},
		{"what is wrong in another set", head + "a\tb\tx\n\t=\ty", "x", "", 1},
		{"columns in another order", "set\trelevant\tmore\tquery\nx\tb=3\t\ta\n", "x", "", 1},
		{"a line with the last column left out", head + "a\tb", "", "", 1},

		{"nothing", "", "", ":1: the file is empty; begin it with a line that names the columns query and relevant", 0},
		{"no column", "query\tset\na\tx", "", `:1: there is no column "relevant"`, 0},
		{"no line", head, "", ":2: there is nothing below the names of the columns", 0},
		{"no such set", head + "a\tb\tx", "z", ` has no line with "z" in the column set`, 0},
		{"no relevant", head + "a\tb\tx\na", "", ":3: the line has 1 fields where the columns need 2", 0},
		{"no query", head + " \tb\tx", "", ":2: the query is empty; write what somebody types", 0},
		{"nothing is relevant", head + "a\t\tx", "", `:2: relevant is ""; write slug`, 0},
		{"nothing between commas", head + "a\tb,,c\tx", "", `:2: relevant is "b,,c"; write slug`, 0},
		{"a heading of nothing", head + "a\t#b\tx", "", `:2: relevant is "#b"; write slug`, 0},
		{"no grade", head + "a\tb=\tx", "", `:2: the grade of b is ""; write a number above 0`, 0},
		{"a word as the grade", head + "a\tb=good\tx", "", `:2: the grade of b is "good"`, 0},
		{"grade 0", head + "a\tb=0\tx", "", `:2: the grade of b is "0"; write a number above 0 and up to 10, and leave out`, 0},
		{"a grade below 0", head + "a\tb=-1\tx", "", `:2: the grade of b is "-1"`, 0},
		{"too high a grade", head + "a\tb=11\tx", "", `:2: the grade of b is "11"`, 0},
		{"no number", head + "a\tb=NaN\tx", "", `:2: the grade of b is "NaN"`, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, tt.in, tt.set)
			if (err == nil) != (tt.wrong == "") || err == nil && len(got) != tt.n {
				t.Fatalf("Read = %d queries, %v, want %d and an error: %q", len(got), err, tt.n, tt.wrong)
			}
			if err != nil && !strings.Contains(err.Error(), "q.tsv"+tt.wrong) {
				t.Errorf("error = %q, want %q in it", err, "q.tsv"+tt.wrong)
			}
		})
	}
	if _, err := judged.Read(filepath.Join(t.TempDir(), "nowhere"), ""); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("Read(nowhere) = %v", err)
	}
}

func TestGrades(t *testing.T) {
	t.Parallel()
	hit := func(slug, anchor, heading string) search.Hit {
		return search.Hit{Doc: search.Doc{Slug: slug, Anchor: anchor, Heading: heading}}
	}
	tests := []struct {
		name, relevant string
		hits           []search.Hit
		want, all      []float64
	}{
		{"a section by its anchor", "database#indexes=3", []search.Hit{hit("database", "", ""), hit("database", "indexes", "Indexes"), hit("cache", "indexes", "")}, []float64{0, 3, 0}, []float64{3}},
		{"a section by its heading", "database#Unique Keys", []search.Hit{hit("database", "unique-keys-1", "Unique keys"), hit("database", "unique-keys", "")}, []float64{1, 0}, []float64{1}},
		{"a page by any of its sections, once", "database=2", []search.Hit{hit("x", "", ""), hit("database", "a", ""), hit("database", "b", "")}, []float64{0, 2, 0}, []float64{2}},
		{"a section before its page", "database=1,database#b=3", []search.Hit{hit("database", "b", ""), hit("database", "a", ""), hit("database", "c", "")}, []float64{3, 1, 0}, []float64{1, 3}},
		{"a section twice is one", "database#b=3", []search.Hit{hit("database", "b", ""), hit("database", "b", "")}, []float64{3, 0}, []float64{3}},
		{"nothing found", "database", nil, []float64{}, []float64{1}},
	}
	for _, tt := range tests {
		queries, err := read(t, "query\trelevant\nq\t"+tt.relevant, "")
		if err != nil {
			t.Fatal(err)
		}
		if got := queries[0].Grades(tt.hits); !slices.Equal(got, tt.want) {
			t.Errorf("%s: grades %v, want %v", tt.name, got, tt.want)
		}
		if got := queries[0].All(); !slices.Equal(got, tt.all) {
			t.Errorf("%s: all grades %v, want %v", tt.name, got, tt.all)
		}
	}
}
