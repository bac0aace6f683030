package main

import (
	"testing"

	embedded "levelup/content"
	"levelup/internal/curriculum"
)

// The code with which a new chapter begins is kept as true as that of a written one.
func TestCodeOfANewChapter(t *testing.T) {
	t.Parallel()
	library, _ := curriculum.Open(embedded.FS)
	files, err := library.NewChapter("database")
	if err != nil {
		t.Fatal(err)
	}
	chapter, _ := curriculum.ParseChapter("database", files[0].Source)
	r := &runner{t: t, folder: t.TempDir()}
	kept := 0
	for i, f := range chapter.Outline.Fences {
		words := f.Words()
		if len(words) < 2 {
			continue
		}
		kept++
		switch words[1] {
		case "excerpt":
			if problem := excerptProblem(words[2], f.Body); problem != "" {
				t.Error(problem)
			}
		case "run":
			r.run("a new chapter", f, chapter.Outline.Fences[i+1].Body)
		}
	}
	if kept != 2 {
		t.Errorf("%d blocks are kept true, want one that is run and one excerpt", kept)
	}
}
