package curriculum_test

import (
	"os"
	"strings"
	"testing"

	"levelup/internal/curriculum"
)

// TestContent tests the content that is shipped, as it is shipped.
func TestContent(t *testing.T) {
	t.Parallel()
	lib, problems := curriculum.Load(os.DirFS("../../content"))
	for _, p := range problems {
		t.Error(p)
	}
	for _, s := range curriculum.Stats(lib) {
		t.Logf("%s: %d words, %d clarifications, %d probes, %d samples, points by level %v", s.Slug, s.Words, s.Clarifications, s.Probes, s.Samples, s.Points)
	}
}

// What the curriculum owes is taught in the sections where rubrics and readers look
// for it: every row and cell of its decision tables. A section ends at the next
// heading of its level; alternatives stand between bars.
func TestWhatIsOwedIsTaught(t *testing.T) {
	t.Parallel()
	lib, _ := curriculum.Load(os.DirFS("../../content"))
	owed, err := os.ReadFile("testdata/taught.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for i, line := range strings.Split(strings.TrimSpace(string(owed)), "\n") {
		cells := strings.Split(line, "\t")
		if i == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(cells) != 3 {
			t.Fatalf("testdata/taught.tsv:%d: %d cells, want 3", i+1, len(cells))
		}
		rows++
		chapter, ok := lib.Chapter(cells[0])
		if !ok {
			t.Errorf("there is no chapter %s", cells[0])
			continue
		}
		found := false
		for anchor := range strings.SplitSeq(cells[1], "|") {
			text := strings.ToLower(section(chapter, anchor))
			for keyword := range strings.SplitSeq(cells[2], "|") {
				found = found || strings.Contains(text, keyword)
			}
		}
		if !found {
			t.Errorf("testdata/taught.tsv:%d: %s does not speak of %s in its section %s", i+1, cells[0], cells[2], cells[1])
		}
	}
	if rows < 200 {
		t.Errorf("testdata/taught.tsv has %d rows, want all of the tables", rows)
	}
}

// section is the source of a section, those below it included.
func section(c *curriculum.Chapter, anchor string) string {
	lines := strings.Split(c.Body, "\n")
	level := 0
	from, to := len(lines), len(lines)
	for _, h := range c.Outline.Headings {
		switch {
		case h.ID == anchor:
			level, from = h.Level, h.Line-1
		case level > 0 && h.Level <= level && h.Line-1 > from && to == len(lines):
			to = h.Line - 1
		}
	}
	return strings.Join(lines[from:to], "\n")
}
