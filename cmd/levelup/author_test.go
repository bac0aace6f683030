package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
	"levelup/internal/grading"
)

// press starts the program over a folder of its own: one chapter and one prompt
// that a test may change.
func press(t *testing.T, database string, change func(*config)) (*running, folder) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../internal/curriculum/testdata/content")); err != nil {
		t.Fatal(err)
	}
	return start(t, database, func(c *config, _ *serving) {
		c.contentDir = dir
		if change != nil {
			change(c)
		}
	}), folder{t, dir}
}

// folder is a content folder.
type folder struct {
	t   *testing.T
	dir string
}

func (f folder) read(name string) string {
	f.t.Helper()
	text, err := os.ReadFile(filepath.Join(f.dir, name))
	if err != nil {
		f.t.Fatal(err)
	}
	return string(text)
}

// write saves a file as many editors do: a new one, moved over the old.
func (f folder) write(name, text string) {
	f.t.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.WriteFile(path+".new", []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		f.t.Fatal(err)
	}
}

// edit replaces a piece of a file.
func (f folder) edit(name, old, new string) {
	f.t.Helper()
	text := f.read(name)
	if !strings.Contains(text, old) {
		f.t.Fatalf("%s does not hold %q", name, old)
	}
	f.write(name, strings.Replace(text, old, new, 1))
}

const coatCheck = "prompts/coat-check.md"

// The desk is for authors alone, and without one there is nothing to follow.
func TestAuthorPagesAreForAuthors(t *testing.T) {
	t.Parallel()
	r, _ := press(t, dbtest.SQLite(t), nil)
	author, learner, visitor := r.person(t, "first"), r.person(t, "second"), r.visitor(t)
	for _, path := range []string{"/author", "/author/prompt/coat-check", "/author/chapter/application", "/author/prompt/coat-check/compare"} {
		if got := visitor.get(path); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/signin?next=%2Fauthor") {
			t.Errorf("a visitor gets %d %s for %s, want to be asked to sign in", got.status, got.header.Get("Location"), path)
		}
		if got := learner.get(path).want(http.StatusForbidden); !strings.Contains(got.body, "role of author") {
			t.Errorf("a learner is told %.200s", got.body)
		}
	}
	visitor.get("/author/stream").want(http.StatusUnauthorized)
	learner.get("/author/stream").want(http.StatusForbidden)
	learner.post("/author/pull", nil).want(http.StatusForbidden)
	learner.post("/author/prompt/coat-check/try", url.Values{"text": {"x"}}).want(http.StatusForbidden)

	author.get("/author").want(200)
	author.get("/author/prompt/nothing").want(404)
	author.get("/author/sample/coat-check").want(404)
	author.get("/author/prompt/coat-check/compare?from=x&to=y").want(404)
	author.get("/author/prompt/coat-check/compare?from=git-HEAD&to=y").want(404)
	author.post("/author/pull", nil).want(404) // the folder is no git checkout
	author.json("/hooks/content", "{}").want(404)
	for who, want := range map[*browser]bool{author: true, learner: false, visitor: false} {
		page := who.get("/learn/application").want(200).body
		if got := strings.Contains(page, "/static/live-"); got != want {
			t.Errorf("the page follows the files: %t, want %t", got, want)
		}
		if got := strings.Contains(page, `href="/author"`); got != want {
			t.Errorf("the menu leads to the desk: %t, want %t", got, want)
		}
	}
	for name, page := range map[string]string{"an embedded": start(t, dbtest.SQLite(t), nil).person(t, "first").get("/author").want(200).body} {
		if !strings.Contains(page, "what the program carries") || strings.Contains(page, "/static/live-") {
			t.Errorf("%s desk does not say what it shows", name)
		}
	}
}

// An author sees of each file what readers get of it, and what is wrong with it.
func TestAuthorSeesWhatReadersGet(t *testing.T) {
	t.Parallel()
	r, content := press(t, dbtest.SQLite(t), nil)
	author, learner := r.person(t, "first"), r.person(t, "second")
	shows := func(path string, want ...string) {
		t.Helper()
		eventually(t, fmt.Sprintf("%s to show %q", path, want), func() bool {
			page := author.get(path).want(200).body
			for _, w := range want {
				if !strings.Contains(page, w) {
					return false
				}
			}
			return true
		})
	}
	shows("/author", "chapters/application.md", "Coat check", "In force", "samples/coat-check/strong.json")
	shows("/author/prompt/coat-check", "Readers get it as it is.", `href="/prompts/coat-check"`, "Try the grader", "strong")

	good := content.read(coatCheck)
	content.edit(coatCheck, "title: Coat check", "titel: Coat check")
	shows("/author", "Broken")
	shows("/author/prompt/coat-check", "Readers keep the last good version.", "prompts/coat-check.md:2", `unknown key &#34;titel&#34;`, "titel: Coat check")
	learner.get("/prompts/coat-check").want(200)

	content.write(coatCheck, strings.Replace(good, "title: Coat check", "title: Coat check TODO", 1))
	shows("/author/prompt/coat-check", "Unfinished", "There is still something to do in it.", "Readers keep the last good version.", `href="/prompts/coat-check?draft"`)
	if page := author.get("/prompts/coat-check?draft").want(200).body; !strings.Contains(page, "Coat check TODO") || !strings.Contains(page, "Readers do not get it as it is.") {
		t.Error("the author does not see the unfinished prompt")
	}
	if page := learner.get("/prompts/coat-check?draft").want(200).body; strings.Contains(page, "TODO") {
		t.Error("a learner sees the unfinished prompt")
	}

	content.write(coatCheck, good)
	content.edit("samples/coat-check/weak.json", `"step": "clarify"`, `"step": "lunch"`)
	shows("/author/prompt/coat-check", "samples/coat-check/weak.json:", "lunch")

	content.write("prompts/_long.md", good+strings.Repeat("TODO: a line\n", 70))
	shows("/author", "prompts/_long.md")
	shows("/author/prompt/_long", "more; levelup content check prints all of them")

	content.write("prompts/_cellar.md", strings.Replace(good, "title: Coat check", "title: The cellar", 1))
	content.write("chapters/_search.md", "---\ntitle: Searching\norder: 4\n---\nNot much yet.\n")
	shows("/author", "The cellar", "Draft", "Searching")
	shows("/author/prompt/_cellar", "Readers do not see it.")
	for path, says := range map[string]string{"/prompts/_cellar": "The cellar", "/learn/_search": "Not much yet."} {
		if page := author.get(path + "?draft").want(200).body; !strings.Contains(page, says) {
			t.Errorf("the author's view of %s lacks %q", path, says)
		}
		author.get(path).want(404)
		learner.get(path + "?draft").want(404)
		learner.get(path).want(404)
	}
	if list := learner.get("/prompts").want(200).body; strings.Contains(list, "The cellar") {
		t.Error("a draft stands in the list of prompts")
	}
	learner.post("/attempts", url.Values{"prompt": {"_cellar"}, "mode": {"practice"}}).want(404)
}

// The grader can be tried on a paragraph and on a whole transcript; nothing of it
// is kept.
func TestAuthorTriesTheGrader(t *testing.T) {
	t.Parallel()
	r, content := press(t, dbtest.SQLite(t), nil)
	author := r.person(t, "first")
	const path = "/author/prompt/coat-check/try"
	try := func(text, step, level string) *answer {
		t.Helper()
		return author.post(path, url.Values{"text": {text}, "step": {step}, "level": {level}})
	}
	sample := content.read("samples/coat-check/strong.json")
	whole := try(sample, "every", "senior").want(200)
	if !strings.Contains(whole.body, `class="overall"`) || strings.Count(whole.body, `class="criterion"`) != 5 {
		t.Error("a transcript is not graded by all five criteria")
	}
	says := between(content.read(coatCheck), "says:\n              - ", "\n")
	if said := try(strings.Join(says, ". ")+".", "every", "senior").want(200); !strings.Contains(said.body, "<q>"+says[0]) {
		t.Errorf("%q is graded without evidence", says[0])
	}
	for name, form := range map[string]url.Values{
		"nothing":        {"text": {"  "}, "step": {"every"}, "level": {"mid"}},
		"no level":       {"text": {"We store it."}, "step": {"every"}, "level": {"king"}},
		"no step":        {"text": {"We store it."}, "step": {"lunch"}, "level": {"mid"}},
		"half JSON":      {"text": {sample[:100]}},
		"another prompt": {"text": {strings.Replace(sample, "coat-check", "chat", 1)}},
		"too long":       {"text": {strings.Repeat("a ", 40_000)}, "step": {"map"}, "level": {"mid"}},
	} {
		got := author.post(path, form).want(422)
		if !strings.Contains(got.body, `class="notice bad"`) || !strings.Contains(got.body, "<textarea") {
			t.Errorf("%s: the answer has no advice or has lost the form", name)
		}
	}
	author.post(path, url.Values{"text": {strings.Repeat("a", 2<<20)}}).want(http.StatusRequestEntityTooLarge)
	if got := try("<script>alert(1)</script> We store it.", "map", "staff").want(200); strings.Contains(got.body, "<script>alert") {
		t.Error("what is pasted comes back as markup")
	}
	fragment := author.do("POST", path, strings.NewReader(url.Values{"text": {"We store it."}, "step": {"map"}, "level": {"mid"}}.Encode()),
		map[string]string{"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}).want(200)
	if strings.Contains(fragment.body, "<html") || !strings.Contains(fragment.body, `class="overall"`) {
		t.Errorf("to htmx it answers %.200s, want the result alone", fragment.body)
	}
}

// Attempts are summed up by version, an edit begins a new one, and the two can be
// put side by side. A prompt that is gone still opens and grades for who took it.
func TestAuthorSumsUpAttempts(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, content := press(t, address(t), nil)
			author, ada, bob := r.person(t, "first"), r.person(t, "ada"), r.person(t, "bob")
			take := func(who *browser) string {
				t.Helper()
				attempt := who.begin("coat-check", "practice")
				who.save(attempt, "page", 1, 0, "map", "Each coat gets a number, and the list is kept on disk because a number must never be given twice.").want(200)
				return attempt
			}
			submit := func(who *browser, attempt string) {
				t.Helper()
				who.post(attempt+"/submit", nil).want(303)
				eventually(t, "the grade", func() bool { return who.grade(attempt).State == "done" })
			}
			one := take(ada)
			submit(ada, one)
			submit(bob, take(bob))
			overall := ada.grade(one).Overall
			// What learners say against a verdict is counted, and not shown.
			ada.post(one+"/self", url.Values{"skip": {"1"}}).want(303)
			argued := pointsOf(ada.get(one).want(200).body)[0]
			ada.post(one+"/argue", url.Values{"point": {argued}, "text": {"It is in my own words."}}).want(303)
			page := author.get("/author/prompt/coat-check").want(200).body
			for _, want := range []string{"built-in grade of 2 attempts", fmt.Sprintf("%.2f", overall)} {
				if !strings.Contains(page, want) {
					t.Errorf("the prompt's page lacks %q", want)
				}
			}
			_, row, _ := strings.Cut(page, `small soft">`+argued+`<`)
			row, _, _ = strings.Cut(row, "</tr>")
			if cells := between(row, `<td class="n">`, "<"); len(cells) != 6 || cells[5] != "1" || strings.Count(page, ">Argued<") != 1 {
				t.Errorf("the counts of %s are %v, want one note at the end", argued, cells)
			}
			if strings.Contains(page, "in my own words") || strings.Contains(page, "Each coat gets a number") || strings.Contains(page, "ada") {
				t.Error("an author sees whose words they are")
			}

			// An attempt that runs while the prompt changes and goes.
			running := take(ada)
			content.edit(coatCheck, "title: Coat check", "title: Hat check")
			eventually(t, "the new version", func() bool { return strings.Contains(author.get("/author").want(200).body, "3, 0 at this version") })
			page = author.get("/author/prompt/coat-check").want(200).body
			refs := between(page, `name="from" value="`, `"`)
			if len(refs) != 2 {
				t.Fatalf("the page lists %d versions, want 2", len(refs))
			}
			diff := author.get("/author/prompt/coat-check/compare?from=" + refs[1] + "&to=" + refs[0]).want(200).body
			if !strings.Contains(diff, "1 line gone, 1 line new") || !strings.Contains(diff, "<ins>Hat</ins>") || !strings.Contains(diff, "<del>Coat</del>") {
				t.Errorf("the versions side by side lack what has changed: %.400s", diff[strings.Index(diff, "<h1>"):])
			}
			if same := author.get("/author/prompt/coat-check/compare?from=" + refs[0] + "&to=" + refs[0]).want(200).body; !strings.Contains(same, "The two are alike.") {
				t.Error("a version differs from itself")
			}

			if err := os.Remove(filepath.Join(content.dir, coatCheck)); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the prompt to be gone", func() bool { return ada.get("/prompts/coat-check").status == 404 })
			ada.post("/attempts", url.Values{"prompt": {"coat-check"}, "mode": {"practice"}}).want(404)
			ada.get(running).want(200)
			ada.get(one).want(200)
			submit(ada, running)
			if again := ada.grade(running); again.Overall != overall {
				t.Errorf("the same words are worth %.2f once the prompt is gone, and were worth %.2f", again.Overall, overall)
			}
			ada.post(one+"/grade", url.Values{"grader": {grading.BuiltIn}}).want(303)
			author.get("/author/prompt/coat-check").want(404)
		})
	}
}

// between are the pieces of a text between two marks.
func between(text, from, to string) (out []string) {
	for {
		_, after, ok := strings.Cut(text, from)
		if !ok {
			return out
		}
		piece, rest, _ := strings.Cut(after, to)
		out, text = append(out, piece), rest
	}
}

// The stream tells which files have changed and what is wrong with them.
func TestAuthorStreamTellsOfChanges(t *testing.T) {
	t.Parallel()
	r, content := press(t, dbtest.SQLite(t), nil)
	author := r.person(t, "first")
	frames, leave := author.listen("/author", "")
	defer leave()
	for range 7 {
		more, close := author.listen("/author", "")
		defer close()
		if f := <-more; f.name != "ready" {
			t.Fatalf("a further stream begins with %q", f.name)
		}
	}
	author.get("/author/stream").want(http.StatusTooManyRequests)
	next := func(name string) frame {
		t.Helper()
		for f := range frames {
			if f.name == name {
				return f
			}
		}
		t.Fatalf("the stream ended before %s", name)
		return frame{}
	}
	next("ready")
	content.edit(coatCheck, "title: Coat check", "title: Coats and hats")
	if got := next("content").data; got != `{"files":["prompts/coat-check.md"],"problems":[]}` {
		t.Errorf("a good change = %s", got)
	}
	content.edit(coatCheck, "title: Coats and hats", "titel: Coats and hats")
	if got := next("content").data; !strings.Contains(got, `"at":"prompts/coat-check.md:2"`) || !strings.Contains(got, `"href":"/author/prompt/coat-check"`) {
		t.Errorf("a bad change = %s", got)
	}
	// What is wrong elsewhere is no news.
	content.edit("chapters/application.md", "order: 1", "order: 2")
	if got := next("content").data; !strings.Contains(got, `"files":["chapters/application.md"]`) || strings.Contains(got, "coat-check") {
		t.Errorf("a change of another file = %s, want that file alone", got)
	}
	r.stop()
	next("reconnect")
}
