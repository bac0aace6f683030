package interviewer

import (
	"os"
	"strings"
	"testing"

	"levelup/content"
	"levelup/internal/curriculum"
)

// Questions in other words than any of the bank's, of five prompts, written before
// the threshold was set; "-" has no answer. A wrong answer is worse than none,
// since the candidate cannot know.
func TestQuestionsInOtherWords(t *testing.T) {
	t.Parallel()
	library, _ := curriculum.Load(content.FS)
	data, err := os.ReadFile("testdata/questions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	ears := map[string]*ear{}
	right, wrong, none := 0, 0, 0
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if ears[f[0]] == nil {
			p, _ := library.Prompt(f[0])
			ears[f[0]] = newEar(p)
		}
		h := ears[f[0]].hear(f[1])
		switch got := h.id(); {
		case got == f[2]:
			right++
		case got == "-":
			none++
			t.Logf("not heard (%.2f): %s: %q, want %s", h.sure, f[0], f[1], f[2])
		default:
			wrong++
			t.Logf("misheard (%.2f): %s: %q, want %s, got %s by %q", h.sure, f[0], f[1], f[2], got, h.ask)
		}
	}
	t.Logf("right %d, wrong %d, not heard %d", right, wrong, none)
	if right < 87 || wrong > 8 {
		t.Errorf("right %d and wrong %d, want at least 87 and at most 8", right, wrong)
	}
}

func (h hearing) id() string {
	if h.entry == nil {
		return "-"
	}
	return h.entry.ID
}

// Every wording of every prompt finds its own clarification, or one that asks
// the same in nearly the same words.
func TestTheBanksOwnWords(t *testing.T) {
	t.Parallel()
	library, _ := curriculum.Load(content.FS)
	all, lost := 0, 0
	for _, p := range library.Prompts() {
		e := newEar(p)
		for _, c := range p.Clarifications {
			for _, a := range c.Ask {
				all++
				if got := e.hear(a).id(); got != c.ID {
					lost++
					t.Logf("%s: %q is heard as %s, want %s", p.Slug, a, got, c.ID)
				}
			}
		}
	}
	t.Logf("%d of %d wordings find another clarification or none", lost, all)
	if lost*50 > all {
		t.Errorf("%d of %d wordings are lost, want at most 2 %%", lost, all)
	}
}
