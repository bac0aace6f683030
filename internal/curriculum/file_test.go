package curriculum_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"levelup/internal/curriculum"

	"github.com/google/go-cmp/cmp"
)

// The list of files tells what each is to readers, and drafts are read for their
// author alone.
func TestFiles(t *testing.T) {
	t.Parallel()
	fsys := goodContent(t)
	good := string(fsys["prompts/coat-check.md"].Data)
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	put := func(name, source string) { fsys[name] = &fstest.MapFile{Data: []byte(source), ModTime: at} }
	put("prompts/_cellar.md", strings.Replace(good, "title: Coat check", "title: Cellar", 1))
	put("prompts/_half.md", good[:4000])
	put("prompts/attic.md", strings.Replace(good, "title: Coat check", "title: Attic TODO", 1))
	put("prompts/loft.md", "no front matter")
	put("chapters/_search.md", "---\ntitle: Search\norder: 4\n---\nNot much yet.\n")
	put("chapters/_recipes.md", "nobody's")
	put("samples/_cellar/first.json", `{"prompt": "_cellar", "steps": [{"step": "clarify", "answer": "three words here"}]}`)

	// What code says of itself is not the author's to do.
	chapter := fsys["chapters/application.md"]
	chapter.Data = []byte(strings.Replace(string(chapter.Data), "```board\n", "```text\nTODO: oil the rail\n```\n\n```board\n", 1))

	lib, problems := curriculum.Load(fsys)
	for _, p := range problems {
		if strings.Contains(p.File, "/_") {
			t.Errorf("a problem of a draft is everybody's: %s", p)
		}
	}
	if got := slugs(lib); !cmp.Equal(got, []string{"coat-check"}) {
		t.Errorf("prompts in force = %v, want the good one alone", got)
	}
	var got []string
	for _, f := range lib.Files() {
		got = append(got, fmt.Sprintf("%s %s %s %s", f.Kind, f.Slug, f.Name, f.Standing))
		if want := strings.Contains(f.Name, "_") || strings.Contains(f.Name, "attic") || strings.Contains(f.Name, "loft"); f.Changed.Equal(at) != want {
			t.Errorf("%s changed at %v", f.Name, f.Changed)
		}
		if (f.Standing == curriculum.BrokenFile || f.Standing == curriculum.Unfinished) && len(f.Problems) == 0 {
			t.Errorf("%s is %s without a problem", f.Name, f.Standing)
		}
	}
	want := []string{
		"chapter application chapters/application.md in force",
		"chapter _search chapters/_search.md draft",
		"prompt _cellar prompts/_cellar.md draft",
		"prompt _half prompts/_half.md broken",
		"prompt attic prompts/attic.md unfinished",
		"prompt coat-check prompts/coat-check.md in force",
		"prompt loft prompts/loft.md broken",
		"sample _cellar samples/_cellar/first.json draft",
		"sample coat-check samples/coat-check/fair.json in force",
		"sample coat-check samples/coat-check/strong.json in force",
		"sample coat-check samples/coat-check/weak.json in force",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	if p, ok := lib.Written("_cellar"); !ok || p.Title != "Cellar" {
		t.Errorf("Written(_cellar) = %v, %t, want the draft", p, ok)
	}
	if c, ok := lib.WrittenChapter("_search"); !ok || c.Title != "Search" {
		t.Errorf("WrittenChapter(_search) = %v, %t, want the draft", c, ok)
	}
	if _, ok := lib.Chapter("search"); ok {
		t.Error("a draft of a chapter is in force")
	}
	if f, ok := lib.File(curriculum.KindSample, "_cellar"); !ok || f.Words != 3 {
		t.Errorf("File(sample, _cellar) = %v, %t, want 3 words", f, ok)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	before, _ := curriculum.Load(goodContent(t))
	fsys := goodContent(t)
	fsys["prompts/coat-check.md"].Data = append(fsys["prompts/coat-check.md"].Data, "\nMore.\n"...)
	fsys["prompts/_new.md"] = &fstest.MapFile{Data: []byte("nothing yet")}
	delete(fsys, "samples/coat-check/fair.json")
	after, _ := curriculum.Load(fsys)
	want := []string{"prompts/_new.md", "prompts/coat-check.md", "samples/coat-check/fair.json"}
	if diff := cmp.Diff(want, after.Differences(before)); diff != "" {
		t.Errorf("differences differ (-want +got):\n%s", diff)
	}
	if got := after.Differences(after); len(got) > 0 {
		t.Errorf("a library differs from itself in %v", got)
	}
	if f, ok := after.File(curriculum.KindPrompt, "_new"); !ok || string(f.Source) != "nothing yet" {
		t.Errorf("the source of a broken file = %q, want its bytes", f.Source)
	}
}
