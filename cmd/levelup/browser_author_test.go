package main

import (
	"strconv"
	"strings"
	"testing"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// signIn signs a page in as the first person, who has all roles here.
func signIn(p *browsertest.Page, base string) {
	p.Go(base + "/signin")
	p.Type("[name=email]", "first@example.org")
	p.Type("[name=name]", "First")
	p.Click(`form[action="/signin/local"] button`)
	p.WaitGone("[name=email]")
}

// An author reads a chapter while it is saved: the page follows in place, without
// losing where one reads or what one has answered, and says what is wrong.
func TestBrowserFollowsTheFiles(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r, content := press(t, dbtest.SQLite(t), nil)
	const file = "chapters/application.md"
	good := content.read(file)
	p := chromium.Open(t, browsertest.View{Width: 1280, Height: 800})
	signIn(p, r.url)
	p.Go(r.url + "/learn/application")
	p.Wait(`!!document.querySelector("[data-code] .copy") && !document.querySelector('#quiz-section noscript')`) // its own answers have come
	p.Click(`#quiz-q2 [value="1"]`)
	p.Click(`#quiz-q2 button`)
	p.WaitText("#quiz-q2 .verdict", "Right.")
	const heading = `Math.round(document.getElementById("closing-time").getBoundingClientRect().top)`
	browsertest.Eval[bool](p, `(document.getElementById("closing-time").scrollIntoView(), window.here = true)`)
	before := browsertest.Eval[int](p, heading)

	content.write(file, strings.Replace(good, "\n## The number\n", "\nA paragraph that was not there before, and makes the page longer above the place where one reads.\n\n## The number\n", 1))
	p.WaitText("article", "A paragraph that was not there before")
	p.WaitText(".live-note", file)
	p.Wait(`window.here && document.querySelectorAll("[data-code] .copy").length === document.querySelectorAll("[data-code]").length`)
	p.WaitText("#quiz-q2 .verdict", "an earlier form of this question") // which was of another version
	p.Wait(`Math.abs(` + heading + ` - ` + strconv.Itoa(before) + `) < 4`)
	p.Axe()

	content.write(file, strings.Replace(good, "title:", "titel:", 1))
	p.WaitText(".live-note.bad", "chapters/application.md:2")
	p.WaitText(".live-note.bad", "titel")
	p.WaitText("article", "A paragraph that was not there before") // the last good version
	p.Axe()
	p.Click(`.live-note a`)
	p.WaitText("main", "Readers keep the last good version.")
	p.Axe()
	content.write(file, good)
	p.WaitText("main", "Readers get it as it is.")
	p.WaitText(".live-note:not(.bad)", file)
}

// The desk by mouse and with a script: the grader answers while one types, what is
// pasted stays when a file is saved, and versions are put side by side.
func TestBrowserAuthorsDesk(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for name, view := range map[string]browsertest.View{"wide": {Width: 1280, Height: 800, Dark: true}, "phone": {Width: 390, Height: 844}} {
		t.Run(name, func(t *testing.T) {
			r, content := press(t, dbtest.SQLite(t), nil)
			r.person(t, "first").begin("coat-check", "practice") // keeps the version of today
			p := chromium.Open(t, view)
			signIn(p, r.url)
			p.Go(r.url + "/author")
			p.Axe()
			p.Click(`a[href="/author/prompt/coat-check"]`)
			p.WaitVisible("#text")
			p.Axe()
			says := between(content.read(coatCheck), "says:\n              - ", "\n")
			pasted := strings.Join(says, ". ") + "."
			p.Fill("#text", pasted)
			p.WaitText("#tried q", says[0])
			p.Axe()
			content.edit(coatCheck, "title: ", "title: New ")
			p.WaitText("h1", "New ")
			if got := p.Value("#text"); got != pasted {
				t.Errorf("what was pasted is %q once a file is saved, want it as it was", got)
			}
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the page is %d px wider than the window", wide)
			}
			p.Click(`form[action$="/compare"] button`)
			p.WaitText("ins", "New")
			p.Axe()
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the versions are %d px wider than the window", wide)
			}
		})
	}
}
