package curriculum_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"levelup/internal/curriculum"
)

// shipped is the content that is shipped, as a map that a test may change.
func shipped(t testing.TB) fstest.MapFS {
	t.Helper()
	return inMemory(t, os.DirFS("../../content"))
}

func newPrompt(t *testing.T, fsys fs.FS, slug string) []curriculum.NewFile {
	t.Helper()
	lib, _ := curriculum.Open(fsys)
	files, err := lib.NewPrompt(slug)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func put(fsys fstest.MapFS, files []curriculum.NewFile) {
	for _, f := range files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Source}
	}
}

// onlyToDo reports each problem that is no mark of something to do, and marks that
// say nothing or too much.
func onlyToDo(t *testing.T, problems []curriculum.Problem) {
	t.Helper()
	if len(problems) == 0 {
		t.Error("nothing is to do")
	}
	for _, p := range problems {
		if !p.Unfinished || p.Broken || !strings.HasPrefix(p.Message, "TODO: ") {
			t.Errorf("not only something to do: %s", p)
		}
		if len(strings.Fields(p.Message)) < 4 || strings.ContainsAny(p.Message, "{}[]|\"") {
			t.Errorf("no sentence that helps: %s", p)
		}
	}
}

// What is new has nothing wrong with it but what is still to do, whatever stands
// in the folder beside it.
func TestNewPromptIsOnlyToDo(t *testing.T) {
	t.Parallel()
	bare := shipped(t)
	bare["chapters/system-design.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Another\n---\n\n## Another heading\n")}
	lib, was := curriculum.Load(bare)
	if _, ok := lib.WrittenChapter("system-design"); !ok || len(was) == 0 {
		t.Fatal("the chapter with other headings was not read")
	}
	for name, fsys := range map[string]fstest.MapFS{
		"in an empty folder": {}, "beside what is shipped": shipped(t), "in the folder of the tests": goodContent(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			put(fsys, newPrompt(t, fsys, "parking-garage"))
			_, problems := curriculum.Load(fsys)
			onlyToDo(t, problems)
		})
	}
	put(bare, newPrompt(t, bare, "parking-garage"))
	_, problems := curriculum.Load(bare)
	for _, p := range problems {
		if strings.Contains(p.File, "parking-garage") && !p.Unfinished {
			t.Errorf("beside a chapter with other headings: %s", p)
		}
	}
}

func TestNewChapterIsOnlyToDo(t *testing.T) {
	t.Parallel()
	lib, _ := curriculum.Open(os.DirFS("../../content"))
	for _, unit := range curriculum.Chapters {
		t.Run(unit.Slug, func(t *testing.T) {
			t.Parallel()
			files, err := lib.NewChapter(unit.Slug)
			if err != nil {
				t.Fatal(err)
			}
			fsys := shipped(t)
			put(fsys, files) // in place of the one that is shipped
			_, problems := curriculum.Open(fsys)
			onlyToDo(t, problems)
			c, _ := curriculum.ParseChapter(unit.Slug, files[0].Source)
			if c.Title != unit.Title || curriculum.Chapters[c.Order-1] != unit {
				t.Errorf("title %q and order %d, want those of %q", c.Title, c.Order, unit.Title)
			}
		})
	}
}

// When each mark has been replaced by words, nothing is wrong any more, save that
// a chapter takes more words than that.
func TestNothingElseIsToDo(t *testing.T) {
	t.Parallel()
	fsys := shipped(t)
	lib, _ := curriculum.Open(fsys)
	prompt, err := lib.NewPrompt("parking-garage")
	if err != nil {
		t.Fatal(err)
	}
	chapter, err := lib.NewChapter("hosting")
	if err != nil {
		t.Fatal(err)
	}
	put(fsys, append(prompt, chapter...))
	for name, file := range fsys {
		fsys[name] = &fstest.MapFile{Data: []byte(done(name, string(file.Data)))}
	}
	lib, problems := curriculum.Load(fsys)
	for _, p := range problems {
		if p.File != "chapters/hosting.md" || !strings.HasPrefix(p.Message, "the text has ") {
			t.Error(p)
		}
	}
	if p, ok := lib.Prompt("parking-garage"); !ok || p.Title != "Parking garage" || len(lib.Samples("parking-garage")) != 3 {
		t.Errorf("the prompt is %v with %d samples, want it in force with 3", p, len(lib.Samples("parking-garage")))
	}
	if _, ok := lib.Chapter("hosting"); !ok {
		t.Error("the chapter is not in force")
	}
}

// done replaces what is to do by words that differ from line to line and from file
// to file.
func done(name, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		before, mark, ok := strings.Cut(line, "TODO")
		if !ok {
			continue
		}
		after := ""
		if at := strings.IndexAny(mark, "\"|"); at >= 0 {
			after = mark[at:]
		}
		lines[i] = before + fmt.Sprintf("word%d written in%d %s", i, i, strings.NewReplacer("/", " ", "-", " ").Replace(name)) + after
	}
	return strings.Join(lines, "\n")
}

func TestNewIsRefused(t *testing.T) {
	t.Parallel()
	lib, _ := curriculum.Open(fstest.MapFS{"prompts/README.txt": {}})
	for slug, want := range map[string]string{
		"Parking Garage": `did you mean "parking-garage"?`, "../x": `did you mean "x"?`, "_draft": `did you mean "draft"?`,
		"": "lower-case letters", "größe": "lower-case letters", strings.Repeat("a", 81): "at most 80 characters",
	} {
		if files, err := lib.NewPrompt(slug); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("NewPrompt(%q) = %d files, %v, want none and %q", slug, len(files), err, want)
		}
	}
	for slug, want := range map[string]string{"databse": `did you mean "database"`, "": "nothing is written here", "cooking": "the chapters are application, "} {
		if files, err := lib.NewChapter(slug); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("NewChapter(%q) = %d files, %v, want none and %q", slug, len(files), err, want)
		}
	}
}
