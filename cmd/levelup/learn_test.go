package main

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// school starts the program with a curriculum of one chapter, application.
func school(t *testing.T, database string) *running {
	t.Helper()
	return start(t, database, func(c *config, _ *serving) { c.contentDir = "../../internal/curriculum/testdata/content" })
}

func TestLearnIsAPathOfTenChapters(t *testing.T) {
	t.Parallel()
	r := school(t, dbtest.SQLite(t))
	page := r.visitor(t).get("/learn").want(200).body
	if n := strings.Count(page, `class="stratum`); n != 10 {
		t.Errorf("the path has %d strata, want 10", n)
	}
	if !strings.Contains(page, `href="/learn/application"`) || strings.Contains(page, `href="/learn/database"`) {
		t.Error("the path links to other chapters than those that are written")
	}
	for path, says := range map[string]string{"/learn/database": "not written yet", "/learn/dancing": "no chapter at this address"} {
		if got := r.visitor(t).get(path).want(404); !strings.Contains(got.body, says) {
			t.Errorf("%s = %.300s, want it to say %q", path, got.body, says)
		}
	}
}

// A chapter is answered with 304 to who has it, compressed to who takes that, and
// is another page for each person, since it says who one is.
func TestChaptersAreKeptReady(t *testing.T) {
	t.Parallel()
	r := school(t, dbtest.SQLite(t))
	visitor, ada, bob := r.visitor(t), r.person(t, "ada"), r.person(t, "bob")
	const path = "/learn/application"
	first := visitor.get(path).want(200)
	for _, want := range []string{"<h2 id=\"the-room\">", "Where this lives in Level Up", `<svg class="board-drawing"`, `href="/prompts/coat-check"`, `id="quiz-q1"`} {
		if !strings.Contains(first.body, want) {
			t.Errorf("the chapter lacks %q", want)
		}
	}
	tag := first.header.Get("ETag")
	if again := visitor.do("GET", path, nil, map[string]string{"If-None-Match": tag}); again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("asked again = %d with %d bytes, want 304 and none", again.status, len(again.body))
	}
	small := visitor.do("GET", path, nil, map[string]string{"Accept-Encoding": "gzip"}).want(200)
	if small.header.Get("Content-Encoding") != "gzip" || len(small.body) > len(first.body)/2 || small.header.Get("ETag") != tag {
		t.Errorf("compressed: %q, %d bytes of %d, tag %s of %s", small.header.Get("Content-Encoding"), len(small.body), len(first.body), small.header.Get("ETag"), tag)
	}
	for range 2 {
		if page := ada.do("GET", path, nil, map[string]string{"If-None-Match": tag}).want(200).body; !strings.Contains(page, "ada@example.org") || strings.Contains(page, "bob@example.org") {
			t.Error("ada's page is not hers")
		}
		if page := bob.get(path).want(200).body; !strings.Contains(page, "bob@example.org") || strings.Contains(page, "ada@example.org") {
			t.Error("bob's page is not his")
		}
		if page := visitor.get(path).want(200).body; strings.Contains(page, "@example.org") {
			t.Error("a visitor's page is somebody's")
		}
	}
	ada.post("/settings/theme", url.Values{"theme": {"dark"}, "next": {path}}).want(303)
	if page := ada.get(path).want(200).body; !strings.Contains(page, `data-theme="dark"`) {
		t.Error("the page has the theme of before")
	}
}

// A chapter that its author saves is the new one at once.
func TestChaptersFollowTheirFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("../../internal/curriculum/testdata/content")); err != nil {
		t.Fatal(err)
	}
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.contentDir = folder })
	visitor := r.visitor(t)
	before := visitor.get("/learn/application").want(200)
	file := filepath.Join(folder, "chapters", "application.md")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(strings.Replace(string(source), "with a wet coat", "with two wet coats", 1))
	eventually(t, "the new text", func() bool {
		page := visitor.do("GET", "/learn/application", nil, map[string]string{"If-None-Match": before.header.Get("ETag")})
		return page.status == 200 && strings.Contains(page.body, "two wet coats")
	})
	write("---\ntitle: [\n---\n")
	write(strings.Replace(string(source), "with a wet coat", "with three wet coats", 1))
	eventually(t, "the text after the broken one", func() bool {
		return strings.Contains(visitor.get("/learn/application").want(200).body, "three wet coats")
	})
}

// Answers are kept by person, and shown to nobody else; who is signed out has them
// in the address.
func TestQuizAnswersAreKept(t *testing.T) {
	t.Parallel()
	startEachSchool(t, func(t *testing.T, r *running) {
		const path = "/learn/application"
		answer := func(question, choice string) url.Values {
			return url.Values{"question": {question}, "choice": {choice}}
		}
		visitor := r.visitor(t)
		to := visitor.post(path+"/quiz", answer("q1", "1")).want(303).header.Get("Location")
		if to != path+"?choice=1&question=q1#quiz-q1" {
			t.Errorf("a visitor is sent to %q", to)
		}
		if page := visitor.get(to).want(200).body; strings.Count(page, "Nothing else knows both.") != 1 || !strings.Contains(page, "Right.") {
			t.Error("a visitor is not told about the one answer")
		}

		ada, bob := r.person(t, "ada"), r.person(t, "bob")
		if to := ada.post(path+"/quiz", answer("q1", "0")).want(303).header.Get("Location"); to != path+"?quiz=mine#quiz-q1" {
			t.Errorf("ada is sent to %q", to)
		}
		ada.post(path+"/quiz", answer("q1", "1")).want(303)
		ada.post(path+"/quiz", answer("q2", "0")).want(303)
		mine := ada.get(path + "?quiz=mine").want(200).body
		if strings.Count(mine, "Nothing else knows both.") != 2 || !strings.Contains(mine, "1 of 5 questions right so far") || !strings.Contains(mine, "Not that one.") {
			t.Error("ada's page lacks her answers")
		}
		fragment := ada.do("GET", path, nil, map[string]string{"HX-Request": "true"}).want(200).body
		if strings.Contains(fragment, "<html") || strings.Count(fragment, "Nothing else knows both.") != 2 {
			t.Errorf("the fragment is not her quiz: %.200s", fragment)
		}
		for _, page := range []string{path, path + "?quiz=mine"} {
			if strings.Contains(bob.get(page).want(200).body, "Nothing else knows both.") {
				t.Errorf("bob sees an answer on %s", page)
			}
		}
		if page := ada.get("/learn").want(200).body; !strings.Contains(page, "1 of 5 questions answered right") {
			t.Error("the path lacks ada's answers")
		}
		one := ada.do("POST", path+"/quiz", strings.NewReader(answer("q3", "1").Encode()), map[string]string{"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}).want(200).body
		if strings.Contains(one, "quiz-q2") || !strings.Contains(one, `id="quiz-q3"`) || !strings.Contains(one, "Right.") {
			t.Errorf("the answer to one question is %.300s", one)
		}

		for _, form := range []url.Values{{"question": {"q1"}}, answer("q1", ""), answer("q1", "9"), answer("q1", "-1"), answer("q1", "x")} {
			if got := ada.post(path+"/quiz", form).want(422); !strings.Contains(got.body, "Choose one of the answers first.") {
				t.Errorf("%v = %.200s, want advice", form, got.body)
			}
		}
		ada.post(path+"/quiz", answer("q99", "0")).want(404)
		ada.post("/learn/database/quiz", answer("q1", "0")).want(404)
		ada.post(path+"/quiz", url.Values{"question": {strings.Repeat("q", 20_000)}}).want(http.StatusRequestEntityTooLarge)
	})
}

func startEachSchool(t *testing.T, f func(t *testing.T, r *running)) {
	t.Helper()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, school(t, address(t)))
		})
	}
}

// A chapter in the browser: contents, code to copy, the quiz, and the place where
// one stopped.
func TestBrowserReadsAChapter(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r := school(t, dbtest.SQLite(t))
	for name, view := range map[string]browsertest.View{"wide": {Width: 1280, Height: 800}, "phone": {Width: 390, Height: 844, Dark: true}} {
		t.Run(name, func(t *testing.T) {
			p := chromium.Open(t, view)
			p.Go(r.url + "/learn")
			p.Axe()
			p.Click(`a[href="/learn/application"]`)
			p.WaitVisible("article h1")
			p.Axe()
			p.Wait(`!!document.querySelector("[data-code] .copy")`)
			p.Click(`#quiz-q1 [value="0"]`)
			p.Click(`#quiz-q1 button`)
			p.WaitText("#quiz-q1", "Nothing else knows both.")
			p.WaitText("#quiz-q1 .verdict", "Not that one.")
			p.Axe()
			browsertest.Eval[bool](p, `(document.getElementById("closing-time").scrollIntoView(), true)`)
			p.Wait(`localStorage.getItem("levelup place application") === "closing-time"`)
			p.Go(r.url + "/learn")
			p.Go(r.url + "/learn/application")
			p.WaitText("[data-resume]", "Closing time")
			p.Click("[data-resume] a")
			p.WaitURL("#closing-time")
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the chapter is %d px wider than the window", wide)
			}
		})
	}
}

// The quiz without JavaScript, signed in and not.
func TestBrowserQuizWithoutJavaScript(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r := school(t, dbtest.SQLite(t))
	p := chromium.Open(t, browsertest.View{NoScript: true})
	p.Go(r.url + "/learn/application")
	p.Axe()
	p.Click(`#quiz-q2 [value="1"]`)
	p.Click(`#quiz-q2 button`)
	p.WaitText("#quiz-q2 .verdict", "Right.")
	p.Axe()
	p.Go(r.url + "/signin")
	p.Type("[name=email]", "ada@example.org")
	p.Type("[name=name]", "Ada")
	p.Click(`form[action="/signin/local"] button`)
	p.WaitGone("[name=email]")
	p.Go(r.url + "/learn/application")
	p.Click(`#quiz-q3 [value="1"]`)
	p.Click(`#quiz-q3 button`)
	p.WaitText("#quiz-q3 .verdict", "Right.")
	p.Go(r.url + "/learn/application")
	p.Click(`a[href="?quiz=mine#quiz"]`)
	p.WaitText("#quiz-q3 .verdict", "Right.")
	p.Go(r.url + "/learn")
	p.WaitText("main", "1 of 5 questions answered right")
}

// eventually waits until something holds, and fails the test where it never does.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited 10 s for %s", what)
		}
	}
}

// The chapters as they are shipped: nothing for axe, nothing in the console, and
// no wider than a phone.
func TestBrowserShippedChapters(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for i, slug := range []string{"application", "version-control", "database", "search", "hosting", "routing", "auth", "scheduled-jobs", "workers-and-scale", "system-design"} {
		p := chromium.Open(t, []browsertest.View{{Width: 390, Height: 844}, {Width: 1280, Height: 800, Dark: true}}[i%2])
		p.Go(r.url + "/learn/" + slug)
		p.WaitVisible("article h1")
		p.Axe()
		if captions := browsertest.Eval[int](p, `document.querySelectorAll("figure.board figcaption").length`); slug == "auth" && captions == 0 {
			t.Error("the remark of a diagram does not stand beneath it")
		}
		if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
			t.Errorf("%s is %d px wider than the window", slug, wide)
		}
	}
}
