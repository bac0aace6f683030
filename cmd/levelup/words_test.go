package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
)

// Authors and attempts speak of the same steps, levels and kinds of parts. The
// two packages may not know each other, so this is where it shows.
func TestAuthorsAndAttemptsShareTheirWords(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(texts(interview.Steps[:]), texts(curriculum.Steps[:])); diff != "" {
		t.Errorf("steps (-interview +curriculum):\n%s", diff)
	}
	if diff := cmp.Diff(texts(interview.Levels[:]), texts(curriculum.Levels[:])); diff != "" {
		t.Errorf("levels (-interview +curriculum):\n%s", diff)
	}
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}
