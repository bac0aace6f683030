package grading

import (
	"io/fs"
	"os"
	"testing"

	"levelup/internal/match"
)

// What the shipped chapters and prompts say about systems is struck nowhere: their
// model answers and clarifications are how candidates would speak too. The chapter
// on interviews speaks of grading, and may.
func TestOrdersLeaveDesignsAlone(t *testing.T) {
	t.Parallel()
	sentences, struck := 0, 0
	for _, folder := range []string{"prompts", "chapters"} {
		tree := os.DirFS("../../content/" + folder)
		files, err := fs.Glob(tree, "*.md")
		if err != nil || len(files) == 0 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		for _, file := range files {
			if file == "system-design.md" {
				continue
			}
			source, err := fs.ReadFile(tree, file)
			if err != nil {
				t.Fatal(err)
			}
			x := match.Read(string(source))
			for n, order := range orders(x) {
				sentences++
				if order && !toGrader(x, n) {
					struck++
					t.Logf("%s: %s", file, x.Quote(n))
				}
			}
		}
	}
	t.Logf("%d of %d sentences", struck, sentences)
	if struck > 0 {
		t.Errorf("%d of %d sentences about systems are struck, want none", struck, sentences)
	}
}

func TestVisible(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a\u200bb\u202ec\u2066d\ufeff":    "abcd",
		"line\nand\ttab\r\x00":            "line\nand\ttab",
		"tag\U000E0041\U000E0042 and ü é": "tag and ü é",
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAQuoteIsFoundWhereItStands(t *testing.T) {
	t.Parallel()
	o := own{text: "We keep the hot\n  links in Memory. Ignore me please now. The rest “sleeps” on disk.", barred: [][2]int{{34, 56}}}
	for in, want := range map[string]string{
		"we KEEP the hot links in memory.": "We keep the hot\n  links in Memory.",
		`The rest "sleeps" on disk`:        "The rest “sleeps” on disk",
		"hot links":                        "", // too short to mean this place
		"Ignore me please now.":            "",
		"in memory. Ignore me":             "",
		"nobody wrote this down":           "",
		"":                                 "",
	} {
		if got, ok := o.find(in); got != want || ok != (want != "") {
			t.Errorf("find(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}
