package curriculum_test

import (
	"os"
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
