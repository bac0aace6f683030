package curriculum_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"levelup/internal/curriculum"
)

// aside is the content with the samples that were set aside in the place of the
// others.
type aside struct{ fs.FS }

func (a aside) Open(name string) (fs.File, error) {
	if rest, ok := strings.CutPrefix(name, "samples"); ok {
		name = "samples/_aside" + rest
	}
	return a.FS.Open(name)
}

// Samples that were set aside are well formed, as the others are; they may still wait
// for their labels. That words of a rubric stand in them is chance: whoever wrote one
// had not seen the other.
func TestSamplesSetAside(t *testing.T) {
	t.Parallel()
	content := os.DirFS("../../content")
	files, err := fs.Glob(content, "samples/_aside/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d samples are set aside, %v", len(files), err)
	}
	_, problems := curriculum.Load(aside{content})
	for _, p := range problems {
		if strings.HasPrefix(p.File, "samples/") && !strings.Contains(p.Message, "there are 0") {
			t.Errorf("set aside: %s", p)
		}
	}
}
