package curriculum_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"levelup/content"
	"levelup/internal/curriculum"

	"github.com/google/go-cmp/cmp"
)

// many are n groups, a line each.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d, b%d\n", i, i)
	}
	return b.String()
}

// manyTerms is a group of n terms.
func manyTerms(n int) string {
	var terms []string
	for i := range n {
		terms = append(terms, fmt.Sprint("t", i))
	}
	return strings.Join(terms, ", ")
}

func TestSynonyms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		groups     int
		want       []string // problems
	}{
		{"groups, remarks and blank lines", "# remark\n\nlb, load  balancer\r\n  # another\n\t db,database, store \n", 2, nil},
		{"a remark at the end is a term", "a, b # c", 1, nil},
		{"an empty file", "", 0, nil},
		{"a mark at the beginning", "\ufeffa, b", 1, nil},
		{"a term alone", "a, b\n\nc\nd, e", 2, []string{"synonyms.txt:3: there is one term; write those that mean the same behind it, with commas between"}},
		{"nothing between commas", "a,, b", 0, []string{"synonyms.txt:1: there is nothing between two commas; write a term there, or take one out"}},
		{"a comma at the end", "a, b\nc, d,", 1, []string{"synonyms.txt:2: there is nothing between two commas; write a term there, or take one out"}},
		{"twice", "a, b, A", 0, []string{"synonyms.txt:1: A stands here twice; take one out"}},
		{"twice with other space", "a  b, c, a b", 0, []string{"synonyms.txt:1: a b stands here twice; take one out"}},
		{"a long term", "a, " + strings.Repeat("é", 61), 0, []string{"synonyms.txt:1: a term has more than 60 characters; write what people type"}},
		{"almost too long a term", "a, " + strings.Repeat("é", 60), 1, nil},
		{"20 terms", manyTerms(20), 1, nil},
		{"21 terms", manyTerms(21), 0, []string{"synonyms.txt:1: a line has at most 20 terms; take those out that mean something else"}},
		{"2,000 lines", many(2000), 2000, nil},
		{"2,001 lines", many(2001), 2000, []string{"synonyms.txt:2001: a thesaurus has at most 2,000 lines; take some out"}},
		{"several faults", "a\nb, b\nc, d", 1, []string{
			"synonyms.txt:1: there is one term; write those that mean the same behind it, with commas between", "synonyms.txt:2: b stands here twice; take one out"}},
		{"no text", "a, b\xff", 0, []string{"synonyms.txt:1: the file is not UTF-8; save it in that encoding"}},
		{"a zero byte", "a, b\x00", 0, []string{"synonyms.txt:1: the file holds a zero byte; save it as plain text"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := goodContent(t)
			fsys["synonyms.txt"] = &fstest.MapFile{Data: []byte(tt.text)}
			lib, problems := curriculum.Load(fsys)
			if diff := cmp.Diff(tt.want, texts(problems)); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
			if len(curriculum.Broken(problems)) != len(tt.want) {
				t.Errorf("not all of %q are broken", texts(problems))
			}
			if got := len(lib.Synonyms()); got != tt.groups {
				t.Errorf("%d groups, want %d", got, tt.groups)
			}
		})
	}
	fsys := goodContent(t)
	fsys["synonyms.txt"] = &fstest.MapFile{Data: []byte(tests[0].text)}
	lib, _ := curriculum.Load(fsys)
	if diff := cmp.Diff([][]string{{"lb", "load balancer"}, {"db", "database", "store"}}, lib.Synonyms()); diff != "" {
		t.Errorf("groups differ (-want +got):\n%s", diff)
	}
}

// A thesaurus that is broken leaves the one before in force, one that is gone is gone.
func TestSourceKeepsTheThesaurus(t *testing.T) {
	t.Parallel()
	with := func(text string) fstest.MapFS {
		fsys := goodContent(t)
		fsys["synonyms.txt"] = &fstest.MapFile{Data: []byte(text)}
		return fsys
	}
	lib, _ := curriculum.Load(with("lb, load balancer"))
	source := curriculum.NewSource(lib)
	steps := []struct {
		name   string
		fsys   fstest.MapFS
		broken bool
		groups [][]string
	}{
		{"broken", with("db, database\nalone"), true, [][]string{{"lb", "load balancer"}}},
		{"no text", with("\xff"), true, [][]string{{"lb", "load balancer"}}},
		{"mended", with("db, database\nalone, lone"), false, [][]string{{"db", "database"}, {"alone", "lone"}}},
		{"gone", goodContent(t), false, nil},
	}
	for _, step := range steps {
		problems := source.Replace(step.fsys)
		if got := len(curriculum.Broken(problems)) > 0; got != step.broken {
			t.Errorf("%s: broken is %t: %q", step.name, got, texts(problems))
		}
		if diff := cmp.Diff(step.groups, source.Current().Synonyms()); diff != "" {
			t.Errorf("%s: groups differ (-want +got):\n%s", step.name, diff)
		}
	}
}

// The shipped thesaurus is read whole.
func TestContentHasSynonyms(t *testing.T) {
	t.Parallel()
	lib, problems := curriculum.Load(content.FS)
	for _, p := range problems {
		if p.File == "synonyms.txt" {
			t.Error(p)
		}
	}
	if got := len(lib.Synonyms()); got < 50 {
		t.Errorf("%d groups of synonyms, want at least 50", got)
	}
}
