package curriculum_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"levelup/internal/curriculum"
)

// elsewhere is the content with samples of another folder in the place of those that
// are shipped.
type elsewhere struct {
	fs.FS
	folder string
}

func (e elsewhere) Open(name string) (fs.File, error) {
	if rest, ok := strings.CutPrefix(name, "samples"); ok {
		name = e.folder + rest
	}
	return e.FS.Open(name)
}

// Samples that are not shipped are well formed and labelled, as the others are: those
// by which rubrics were widened, whose words no rubric may quote either, and those that
// were set aside. That words of a rubric stand in one of the latter is chance: whoever
// wrote one had not seen the other; so it is where a rubric was left as it had been.
func TestSamplesThatAreNotShipped(t *testing.T) {
	t.Parallel()
	older := map[string]bool{"prompts/payment-ledger.md": true, "prompts/url-shortener.md": true}
	content := os.DirFS("../../content")
	for _, folder := range []string{"samples/_seen", "samples/_aside"} {
		files, err := fs.Glob(content, folder+"/*/*.json")
		if err != nil || len(files) < 40 {
			t.Fatalf("%s holds %d samples, %v", folder, len(files), err)
		}
		_, problems := curriculum.Load(elsewhere{content, folder})
		for _, p := range problems {
			quotes := strings.HasPrefix(p.File, "prompts/") && !older[p.File] && strings.Contains(p.Message, "a rubric may not quote")
			if strings.HasPrefix(p.File, "samples/") || quotes && folder == "samples/_seen" {
				t.Errorf("%s: %s", folder, p)
			}
		}
	}
}
