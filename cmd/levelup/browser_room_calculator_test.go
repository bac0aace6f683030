package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// fetched is the transcript of the attempt in sight, as its owner gets it.
func fetched(p *browsertest.Page) string {
	return browsertest.Eval[string](p, `fetch(location.pathname + "/transcript.json").then((r) => r.text())`)
}

// wantTranscript checks that each part stands in the transcript, in this order.
func wantTranscript(t *testing.T, p *browsertest.Page, parts ...string) {
	t.Helper()
	got := strings.Join(strings.Fields(strings.ReplaceAll(fetched(p), `": `, `":`)), " ")
	rest := got
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("the transcript lacks %q, or has it earlier: %s", part, got)
			return
		}
		rest = after
	}
}

// Six lines in the room by keyboard alone: from the editor into the calculator,
// a mistake mended, a name changed at the top, a result put into the answer, and
// all of it in the transcript.
func TestBrowserRoomCalculatorByKeyboard(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := chromium.Open(t, view)
			enter(p, start(t, dbtest.SQLite(t), nil))
			begin(p)
			p.Wait(`document.body.matches(".live")`)
			p.Type(editor, "Mostly readers.")
			p.Press("7", chromedp.ModifierAlt)
			p.Wait(`document.activeElement?.id === "calc-sheet"`)
			p.Press(six)
			p.WaitText(outcome, "208k loads/s")
			p.Wait(`!document.querySelector(".typing")`)
			p.Wait(saved)
			beside(t, p)
			p.Axe()

			p.Press(kb.ArrowUp) // to the line that is wrong
			p.WaitText(behind, "Users remain")
			p.Wait(`!document.querySelector(".typing")`)
			p.Press(kb.Tab)
			p.Wait(`document.activeElement.matches("[data-use]")`)
			p.Press(kb.Enter)
			p.WaitText(outcome, "2.31k requests/s")

			p.Press(kb.Home, chromedp.ModifierCtrl)
			for range len("dau = ") {
				p.Press(kb.ArrowRight)
			}
			p.Press(kb.Delete)
			p.Press("6") // 600M users
			p.WaitText(outcome, "417k loads/s")

			for range 3 {
				p.Press(kb.ArrowDown)
			}
			p.WaitText(behind, "417k loads/s")
			p.Wait(`!document.querySelector(".typing")`)
			p.Press(kb.Tab)
			p.Wait(`document.activeElement.matches("[data-take]")`)
			p.Press(kb.Enter)
			const answer = "Mostly readers. peak(loads, 3) = 417k loads/s"
			p.Wait(fmt.Sprintf(`document.activeElement.matches(%q) && document.activeElement.value === %q`, editor, answer))
			p.Press(" at the peak.")
			p.Wait(saved)
			p.Axe()
			wantTranscript(t, p, answer+" at the peak.",
				`"input":"dau = 600M users","output":"600M users"`,
				`"input":"loads = dau at 20 loads/day","output":"12B loads/day"`,
				`"input":"peak(loads, 3) in loads/s","output":"417k loads/s"`,
				`"input":"10M users * 10 requests/user/day in QPS","output":"1.16k requests/s"`,
				`"input":"ans * 2","output":"2.31k requests/s"`)

			p.Reload() // the attempt has kept the lines
			p.Wait(`document.body.matches(".live")`)
			p.Press("7", chromedp.ModifierAlt)
			p.WaitText(outcome, "417k loads/s")
			if got := p.Value(sheet); !strings.HasPrefix(got, "dau = 600M users\n") {
				t.Errorf("after a reload the sheet is %q", got)
			}
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the room is %d px wider than the window", wide)
			}
		})
	}
}

// The same without JavaScript: lines are a part of the form, and stay with the
// attempt when one goes on and hands in.
func TestBrowserRoomCalculatorWithoutJavaScript(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	const (
		plain    = "#room-sheet"
		outcomes = ".outcomes"
		calc     = ".apart .go button"
	)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800, NoScript: true}, {Width: 390, Height: 844, NoScript: true, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			choose := func(p *browsertest.Page) {
				if view.Width < 820 {
					p.Click(`label:has([data-pane="Calculator"])`)
				} else {
					p.Click(`label:has([data-tool="Calculator"])`)
				}
				p.WaitVisible(plain)
			}
			p := chromium.Open(t, view)
			p.Allow("status of 413")
			enter(p, start(t, dbtest.SQLite(t), nil))
			begin(p)
			p.Type(editor, "Mostly readers.")
			choose(p)
			p.Axe()
			p.Type(plain, six)
			p.Click(calc)
			p.WaitVisible(outcomes) // the calculator is still in sight
			p.WaitText(outcomes, "208k loads/s")
			p.WaitText(outcomes, "Users remain")
			p.Axe()
			p.Fill(plain, strings.ReplaceAll(strings.ReplaceAll(six, "300M", "600M"), "10 requests/day", "10 requests/user/day"))
			p.Click(calc)
			p.WaitText(outcomes, "417k loads/s")
			p.WaitText(outcomes, "2.31k requests/s")
			p.Click(outcomes + ` button[value^="peak"]`)
			const answer = "Mostly readers.\npeak(loads, 3) = 417k loads/s\n"
			p.Wait(fmt.Sprintf(`document.querySelector(%q)?.value === %q`, editor, answer))
			p.WaitVisible(editor)

			choose(p)
			p.Fill(plain, strings.Repeat("1\n", 200)+"1")
			p.Click(calc)
			p.WaitText(".apart .notice", "up to 200 lines")
			p.Axe()
			if got := p.Value(plain); strings.Count(got, "\n") != 200 {
				t.Errorf("the lines that were not saved are not all there: %d", strings.Count(got, "\n"))
			}
			p.Fill(plain, "40 * 2\n"+six)
			if view.Width < 820 {
				p.Click(`label:has([data-pane="Write"])`)
			}
			p.Click(`[data-way="on"]`)
			p.Wait(gone("clarify"))
			wantTranscript(t, p, `Mostly readers.\npeak(loads, 3) = 417k loads/s`, `"input":"40 * 2","output":"80"`, `"input":"dau = 300M users","output":"300M users"`,
				`"input":"peak(loads, 3) in loads/s","output":"208k loads/s"`, `"input":"ans * 2","output":"417k loads/s"`)
		})
	}
}

// reckoning opens the calculator of the room that is in sight.
func reckoning(p *browsertest.Page) {
	p.Wait(`document.body.matches(".live")`)
	p.Click(`label:has([data-tool="Calculator"])`)
	p.WaitVisible(sheet)
}

// F7 and F8 for the sheet: lines typed offline are kept on the device and are
// sent by themselves: when the network is back, or from the next page if the tab
// was closed.
func TestBrowserF7F8LinesTypedOffline(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	other, attempt := room(t, browser, r)
	p := other.Tab(t)
	p.Allow("Failed to load resource", "net::ERR", "htmx:error")
	p.Go(r.url + attempt)
	other.Go("about:blank")
	reckoning(p)
	p.Type(sheet, "n = 3 users")
	p.WaitText(outcome, "3 users")
	p.Wait(saved)
	p.Offline(true)
	p.Press("\nn * 4")
	p.Wait(says + `.includes("kept on this device")`)
	p.Offline(false)
	p.WaitText(outcome, "12 users")
	p.Wait(saved)
	wantTranscript(t, p, `"input":"n = 3 users"`, `"input":"n * 4","output":"12 users"`)

	p.Offline(true)
	p.Press("\nn * 5")
	p.Wait(says + `.includes("kept on this device")`)
	p.Go("about:blank")
	other.Go(r.url + attempt)
	reckoning(other)
	other.WaitText(outcome, "15 users")
	other.Wait(saved)
	wantTranscript(t, other, `"input":"n = 3 users"`, `"input":"n * 4"`, `"input":"n * 5","output":"15 users"`)
}

// F4 for the sheet: two tabs on it see each other's lines, and what both did
// while one was offline is there in the end.
func TestBrowserF4TwoTabsOnOneSheet(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	one, attempt := room(t, browser, r)
	two := one.Tab(t)
	for _, p := range []*browsertest.Page{one, two} {
		p.Allow("status of 409", "Failed to load resource", "net::ERR", "htmx:error")
	}
	reckoning(one)
	one.Type(sheet, "a = 1\nb = 2")
	one.Wait(saved)
	two.Go(r.url + attempt)
	reckoning(two)
	two.Wait(fmt.Sprintf(`document.querySelector(%q).value === "a = 1\nb = 2"`, sheet))
	one.Offline(true)
	one.Press("0") // b = 20
	one.Wait(says + `.includes("kept on this device")`)
	two.Click(sheet)
	two.Press(kb.Home, chromedp.ModifierCtrl)
	two.Press("# above\n")
	two.Press(kb.End, chromedp.ModifierCtrl)
	two.Press("\na + 100")
	two.Wait(saved)
	one.Offline(false)
	const both = "# above\na = 1\nb = 20\na + 100"
	for _, p := range []*browsertest.Page{one, two} {
		p.Wait(fmt.Sprintf(`document.querySelector(%q).value === %q`, sheet, both))
		p.WaitText(outcome, "101")
		p.Wait(saved)
	}
	wantTranscript(t, two, `"input":"a = 1"`, `"input":"b = 20","output":"20"`, `"input":"a + 100","output":"101"`)
}
