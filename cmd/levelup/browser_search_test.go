package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// The search as somebody types: results come by themselves, the address follows, going
// back goes back a query and not a letter, and all of it works by keyboard.
func TestBrowserSearch(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := chromium.Open(t, view)
			focused := func(what string) { p.Wait(fmt.Sprintf(`document.activeElement?.matches(%q)`, what)) }
			fits := func(where string) {
				t.Helper()
				p.Axe()
				if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
					t.Errorf("%s is %d px wider than the window", where, wide)
				}
			}
			p.Go(r.url + "/learn/database")
			if view.Width >= 1280 {
				p.Press("/")
				focused(".finder input")
				p.Fill(".finder input", "") // a key that the driver presses is typed even where the page has taken it
				p.Press("shradding")
				p.Press(kb.Enter)
			} else {
				p.Click(".finder a")
				p.WaitURL("/search")
				fits("the empty search")
				p.Type("#q", "shradding")
			}
			p.Wait(`document.querySelector("[data-hit]")?.getAttribute("href") === "/learn/database#sharding"`)
			p.WaitURL("q=shradding")
			fits("the results")
			p.Wait(`document.querySelector(".why summary")?.textContent.includes("sharding (spelling for shradding)")`)
			p.Click(".why summary")
			p.WaitVisible(".reasons")
			fits("the reasons")

			// Another query is typed: the address follows without a step of history for each letter.
			steps := browsertest.Eval[int](p, `history.length`)
			p.Fill("#q", "")
			p.Type("#q", "stampede")
			p.Wait(`[...document.querySelectorAll("[data-hit]")].some((a) => a.getAttribute("href") === "/learn/database#caching-hot-keys")`)
			p.WaitURL("q=stampede")
			if now := browsertest.Eval[int](p, `history.length`); now != steps {
				t.Errorf("typing made %d steps of history", now-steps)
			}
			if view.Width >= 1280 { // is said to who does not see it
				p.Wait(`/results?$|^The best/.test(document.querySelector("[data-said]").textContent)`)
			}

			// Compare, and back.
			p.Click(`label:has([value=compare])`)
			p.WaitURL("mode=compare")
			p.Wait(`document.querySelectorAll(".compared section").length === 4`)
			p.Wait(`document.querySelector(".compared .missed li")`)
			p.Wait(`[...document.querySelectorAll(".compared .tally")].every((line) => / in .*ms$/.test(line.textContent.trim()))`)
			fits("the comparison")
			p.Back()
			p.Wait(`document.querySelector(".hits [data-hit]") && document.querySelector("#q").value === "stampede"`)

			// By keyboard: the slash, the arrows, Escape, Enter.
			p.Click("h1")
			p.Press("/")
			focused("#q")
			p.Press(kb.ArrowDown)
			focused(".hit:nth-child(1) [data-hit]")
			p.Press(kb.ArrowDown)
			focused(".hit:nth-child(2) [data-hit]")
			p.Press(kb.ArrowUp)
			focused(".hit:nth-child(1) [data-hit]")
			p.Press(kb.Escape)
			focused("#q")
			p.Press("a", chromedp.ModifierCtrl)
			p.Press("[")
			p.Press(kb.Tab)
			p.Press(kb.ArrowRight)
			p.Press(kb.ArrowRight)
			p.Press(kb.ArrowRight)
			p.WaitURL("mode=regex")
			p.WaitText("#found .notice", "not a regular expression")
			fits("a wrong pattern")
			p.Fill("#q", "zzzzqq")
			p.WaitText("#found", "No line matches")
			fits("nothing found")
			p.Fill("#q", `\bSHARD`)
			p.Fill("#q", `shard key`)
			p.WaitVisible(".snippet.raw mark")
			p.Press("a", chromedp.ModifierCtrl)
			p.Click(".hit [data-hit]")
			p.WaitURL("/learn/")
		})
	}
}

// The same without JavaScript, by its button.
func TestBrowserSearchWithoutJavaScript(t *testing.T) {
	t.Parallel()
	p := browsertest.Start(t).Open(t, browsertest.View{NoScript: true})
	r := start(t, dbtest.SQLite(t), nil)
	p.Go(r.url + "/search")
	p.Type("#q", "idempotent")
	p.Click(`label:has([value=keyword])`)
	p.Click(".ask button")
	p.WaitURL("mode=keyword")
	p.WaitText(".hits", "idempotency")
	p.Axe()
	p.Click(`a[href*="mode=compare"]`)
	p.WaitVisible(".compared")
	p.Axe()
}
