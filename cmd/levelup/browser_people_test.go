package main

import (
	"fmt"
	"strings"
	"testing"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// shows says whether a word is anywhere on the page: in its text, in a field, or in the
// data that it came with.
func shows(p *browsertest.Page, word string) bool {
	return browsertest.Eval[bool](p, fmt.Sprintf(`document.documentElement.outerHTML.includes(%[1]q) || [...document.querySelectorAll("textarea, input")].some((field) => field.value.includes(%[1]q))`, word))
}

// F26: the session ends in the middle of an attempt. What is typed and drawn is kept;
// while somebody else is signed in it is neither shown nor sent; when the one who wrote
// it signs in again it goes on.
func TestBrowserF26AnotherPersonSignsIn(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	p := chromium.Open(t, browsertest.View{Width: 1440, Height: 900})
	p.Allow("status of 401", "status of 403", "status of 404", "ERR_")
	as := func(tab *browsertest.Page, name string) {
		tab.Allow("status of 4", "ERR_")
		tab.Go(r.url + "/healthz")
		for _, step := range []string{`fetch("/signout", {method: "POST"}).then(() => true)`,
			fmt.Sprintf(`fetch("/signin/local", {method: "POST", body: new URLSearchParams({email: "%[1]s@example.org", name: "%[1]s"})}).then((r) => r.ok)`, name)} {
			browsertest.Eval[bool](tab, step)
		}
	}
	other := p.Tab(t)
	as(other, "ada")
	p.Go(r.url + "/prompts/url-shortener")
	attempt := begin(p)
	toBoard(p)
	p.Fill(editor, "Hedgehogs hibernate.")
	p.Wait(saved)

	p.Click(`.faces label:nth-of-type(2)`)
	p.WaitVisible(boardText)
	as(other, "eve")
	browsertest.Eval[bool](p, fmt.Sprintf(`(() => { // at once: with the first that is sent the page knows
		for (const [selector, text] of [[%q, "Hedgehogs hibernate, and badgers dig."], [%q, "[queue] Porcupine\n"]]) {
			const field = document.querySelector(selector);
			field.value = text;
			field.dispatchEvent(new InputEvent("input", {bubbles: true}));
			field.dispatchEvent(new Event("change", {bubbles: true}));
		}
		return true;
	})()`, editor, boardText))
	p.Wait(`document.body.matches(".away")`)
	for _, word := range []string{"Hedgehogs", "badgers", "Porcupine"} {
		if shows(p, word) {
			t.Errorf("the word %q is on the page while somebody else is signed in", word)
		}
	}
	if mine := browsertest.Eval[string](other, fmt.Sprintf(`fetch(%q).then((r) => r.text())`, attempt+"/transcript.json")); strings.Contains(mine, "badgers") {
		t.Error("words were sent while somebody else was signed in")
	}

	as(other, "ada")
	p.Wait(`!document.body.matches(".away")`)
	p.Wait(saved)
	p.Wait(fmt.Sprintf(`document.querySelector(%q).value === "Hedgehogs hibernate, and badgers dig."`, editor))
	has(p, "[queue] Porcupine")
	wantTranscript(t, p, `"label":"Porcupine"`)
	wantTranscript(t, p, "Hedgehogs hibernate, and badgers dig.")
}

// Every page as everybody who may see it: nothing that the policy refuses, nothing
// that is missing, nothing on the console, and no barrier for a screen reader.
func TestBrowserEveryPageAsEveryRole(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	h := moveIn(t)
	rights := readRights(t)
	review := strings.Replace(h.ended, "/attempts/", "/review/", 1)
	read := map[string]bool{} // by a screen reader; once will do
	for i, who := range askers {
		t.Run(who, func(t *testing.T) {
			p := chromium.Open(t, browsertest.View{Width: 1280, Height: 800, Dark: i%2 == 1})
			p.Go(h.r.url + "/sample")
			if who != "anonymous" {
				browsertest.Eval[bool](p, fmt.Sprintf(`fetch("/signin/local", {method: "POST", body: new URLSearchParams({email: "%[1]s@example.org", name: "%[1]s"})}).then((r) => r.ok)`, who))
			}
			seen := 0
			for route, row := range rights {
				path, page := strings.CutPrefix(route, "GET ")
				if !page || row[i] != "open" {
					continue
				}
				switch path = strings.NewReplacer("/attempts/{id}", h.ended, "/review/{attempt}", review, "{chapter}", "auth", "{slug}", "twitter", "{kind}", "prompt").Replace(path); {
				case strings.Contains(path, "{"), strings.Contains(path, "/static/"), strings.HasSuffix(path, "z"), strings.Contains(path, ".json"), strings.HasSuffix(path, ".md"),
					strings.HasSuffix(path, "/stream"), strings.HasSuffix(path, "/export"), strings.HasSuffix(path, "/board"), strings.HasSuffix(path, "/random"), path == "/metrics":
					continue // no page, or another one's
				}
				p.Go(h.r.url + path)
				if !read[path] {
					p.Axe()
					read[path] = true
				}
				seen++
			}
			if seen < 8 {
				t.Errorf("as %s only %d pages were seen", who, seen)
			}
		})
	}
}
