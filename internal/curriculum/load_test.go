package curriculum_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"levelup/internal/curriculum"

	"github.com/google/go-cmp/cmp"
)

// texts are problems as an author reads them.
func texts(problems []curriculum.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.String())
	}
	return out
}

func slugs(lib *curriculum.Library) []string {
	var out []string
	for _, p := range lib.Prompts() {
		out = append(out, p.Slug)
	}
	return out
}

func TestLoad(t *testing.T) {
	t.Parallel()
	fsys := goodContent(t)
	good := string(fsys["prompts/coat-check.md"].Data)
	second := strings.NewReplacer("title: Coat check", "title: Baggage").Replace(good)
	fsys["prompts/baggage.md"] = &fstest.MapFile{Data: []byte(second)}
	for name, file := range goodContent(t) {
		if after, ok := strings.CutPrefix(name, "samples/coat-check/"); ok {
			fsys["samples/baggage/"+after] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(file.Data), `"coat-check"`, `"baggage"`))}
		}
	}
	lib, problems := curriculum.Load(fsys)
	if len(problems) > 0 {
		t.Fatalf("Load(two good prompts) has problems %q", texts(problems))
	}
	if got, want := slugs(lib), []string{"baggage", "coat-check"}; !slices.Equal(got, want) {
		t.Errorf("Prompts() = %v, want %v", got, want)
	}
	if p, ok := lib.Prompt("baggage"); !ok || p.Title != "Baggage" {
		t.Errorf("Prompt(baggage) = %v, %t", p, ok)
	}
	if p, ok := lib.Prompt("twitter"); ok {
		t.Errorf("Prompt(twitter) = %v, want none", p)
	}
	var files []string
	for _, s := range lib.Samples("baggage") {
		files = append(files, s.File)
		if string(s.Source) != string(fsys[s.File].Data) {
			t.Errorf("the source of %s differs from the file", s.File)
		}
	}
	if want := []string{"samples/baggage/fair.json", "samples/baggage/strong.json", "samples/baggage/weak.json"}; !slices.Equal(files, want) {
		t.Errorf("Samples(baggage) = %v, want %v", files, want)
	}
}

func TestLoadSkipsDraftsAndStrangers(t *testing.T) {
	t.Parallel()
	fsys := goodContent(t)
	for _, name := range []string{
		"prompts/_draft.md", "prompts/.coat-check.md.swp", "prompts/coat-check.md~", "prompts/README.txt", "prompts/.hidden.md",
		"samples/_draft/a.json", "samples/coat-check/_draft.json", "samples/coat-check/notes.txt", "chapters/_application.md", "README.md",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte("\x00 nobody reads this")}
	}
	fsys["prompts/_folder.md/inner"] = &fstest.MapFile{} // nor is there anything to read
	lib, problems := curriculum.Load(fsys)
	if len(problems) > 0 || len(lib.Prompts()) != 1 || len(lib.Samples("coat-check")) != 3 {
		t.Errorf("Load(with drafts) = %v and %q, want the good content alone", slugs(lib), texts(problems))
	}
}

func TestLoadOfWhatIsNoContent(t *testing.T) {
	t.Parallel()
	good := goodContent(t)
	withoutSample := goodContent(t)
	delete(withoutSample, "samples/coat-check/weak.json")
	binary := goodContent(t)
	binary["samples/coat-check/another.json"] = &fstest.MapFile{Data: []byte("{\x00}")}
	tests := []struct {
		name    string
		fsys    fstest.MapFS
		want    []string
		broken  int
		prompts int
	}{
		{"empty folder", fstest.MapFS{}, []string{"prompts:1: there is no such folder to read; is this the content folder?"}, 1, 0},
		{"no prompt", fstest.MapFS{"prompts/README.txt": {}}, []string{"prompts:1: there is no prompt; write prompts/SLUG.md"}, 0, 0},
		{"prompts is a file", fstest.MapFS{"prompts": {Data: []byte("x")}}, []string{"prompts:1: there is no such folder to read; is this the content folder?"}, 1, 0},
		{"prompt is a folder", fstest.MapFS{"prompts/a.md/b": {}}, []string{"prompts/a.md:1: the file cannot be read: it is no regular file"}, 1, 0},
		{"chapter that is no text", fstest.MapFS{"prompts/README.txt": {}, "chapters/search.md": {Data: []byte("# Search\xff")}},
			[]string{"chapters/search.md:1: the file is not UTF-8; save it in that encoding", "prompts:1: there is no prompt; write prompts/SLUG.md"}, 1, 0},
		{"chapters is a file", fstest.MapFS{"prompts/README.txt": {}, "chapters": {Data: []byte("x")}},
			[]string{"chapters:1: the folder cannot be read: readdir chapters: not implemented", "prompts:1: there is no prompt; write prompts/SLUG.md"}, 1, 0},
		{"sample that is no text", binary, []string{"samples/coat-check/another.json:1: the file holds a zero byte; save it as plain text"}, 1, 1},
		{"a sample too few", withoutSample, []string{"prompts/coat-check.md:1: samples/coat-check: write at least 3 samples of different quality; there are 2"}, 0, 1},
		{"samples without a prompt", fstest.MapFS{"prompts/coat-check.md": good["prompts/coat-check.md"], "samples/coat-check/fair.json": good["samples/coat-check/fair.json"],
			"samples/coat-check/strong.json": good["samples/coat-check/strong.json"], "samples/coat-check/weak.json": good["samples/coat-check/weak.json"], "samples/other/x.json": {}},
			[]string{"samples/other:1: there is no prompt other; rename the folder, or begin its name with an underscore"}, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			lib, problems := curriculum.Load(tt.fsys)
			if diff := cmp.Diff(tt.want, texts(problems)); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
			if got := len(curriculum.Broken(problems)); got != tt.broken {
				t.Errorf("%d problems are broken, want %d", got, tt.broken)
			}
			if got := len(lib.Prompts()); got != tt.prompts {
				t.Errorf("the library has %d prompts, want %d", got, tt.prompts)
			}
		})
	}
}

// A file of any size is refused without being read to its end.
func TestLoadReadsNoMoreThanTheLimit(t *testing.T) {
	t.Parallel()
	endless := &endlessFS{FS: fstest.MapFS{"prompts/a.md": {}}}
	_, problems := curriculum.Load(endless)
	if want := []string{"prompts/a.md:1: the file is larger than 1024 KiB; split or shorten it"}; !slices.Equal(texts(problems)[:1], want) {
		t.Errorf("Load(endless file) has problems %q, want %q first", texts(problems), want)
	}
	if endless.read > 2<<20 {
		t.Errorf("Load(endless file) read %d bytes, want 1 MiB and a little", endless.read)
	}
}

// endlessFS has files that never end.
type endlessFS struct {
	fs.FS
	read int
}

func (e *endlessFS) Open(name string) (fs.File, error) {
	f, err := e.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".md") {
		return f, err
	}
	return endlessFile{f, e}, nil
}

type endlessFile struct {
	fs.File
	fsys *endlessFS
}

func (f endlessFile) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	f.fsys.read += len(p)
	return len(p), nil
}

func TestLoadStaysInsideTheFolder(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "outside.md")
	if err := os.WriteFile(outside, goodPrompt(t), 0o600); err != nil {
		t.Fatal(err)
	}
	inside := t.TempDir()
	if err := os.Mkdir(filepath.Join(inside, "prompts"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(inside, "prompts", "coat-check.md")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	lib, problems := curriculum.Load(root.FS())
	if len(lib.Prompts()) != 0 || len(curriculum.Broken(problems)) != 1 || problems[0].File != "prompts/coat-check.md" {
		t.Errorf("Load(link out of the folder) = %v, %q, want one broken file", slugs(lib), texts(problems))
	}
}

func TestStats(t *testing.T) {
	t.Parallel()
	lib, _ := curriculum.Load(os.DirFS("testdata/content"))
	points := [3]int{3, 1, 1}
	want := []curriculum.PromptStats{{
		Slug: "coat-check", Words: 15, Clarifications: 10, Probes: 5, Samples: 3,
		Points: []curriculum.CriterionStats{
			{Criterion: "structured-thinking", ByLevel: points}, {Criterion: "trade-off-awareness", ByLevel: points},
			{Criterion: "depth-on-the-crux", ByLevel: points}, {Criterion: "communication", ByLevel: points}, {Criterion: "prioritization", ByLevel: points},
		},
	}}
	if diff := cmp.Diff(want, curriculum.Stats(lib)); diff != "" {
		t.Errorf("Stats differs (-want +got):\n%s", diff)
	}
}

func FuzzLoadSample(f *testing.F) {
	good := goodContent(f)
	for name, file := range good {
		if strings.HasPrefix(name, "samples/") {
			f.Add(file.Data)
		}
	}
	for _, s := range []string{"", "null", "[]", "{}", `{"steps":[null]}`, `{"steps":[{"diagram":null}],"labels":[null,{}]}`, `{"labels":[{"why":1}]}`, "{} {}", `{"a":"\ud800"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		_, problems := curriculum.Load(fstest.MapFS{
			"prompts/coat-check.md":         good["prompts/coat-check.md"],
			"samples/coat-check/fuzzy.json": {Data: source},
		})
		lines := 1 + strings.Count(string(source), "\n")
		for _, p := range problems {
			if p.File == "samples/coat-check/fuzzy.json" && (p.Line < 1 || p.Line > lines) {
				t.Errorf("problem %q does not stand in the %d lines of the file", p, lines)
			}
		}
	})
}
