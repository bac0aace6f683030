package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

const (
	sheet   = "#calc-sheet"
	outcome = "[data-results]"
	behind  = ".detail.here"
)

// beside checks that every line has a row, and each row is as high up as its line.
func beside(t *testing.T, p *browsertest.Page) {
	t.Helper()
	wrong := browsertest.Eval[string](p, `(() => {
		const area = document.querySelector("#calc-sheet");
		const rows = [...document.querySelectorAll("[data-results] li")];
		const lines = area.value.split("\n").length;
		if (rows.length !== lines) return rows.length + " rows for " + lines + " lines";
		const high = parseFloat(getComputedStyle(area).lineHeight), top = rows[0].getBoundingClientRect().top;
		for (const [i, row] of rows.entries()) {
			const off = row.getBoundingClientRect().top - top - i * high;
			if (Math.abs(off) > 1) return "row " + (i + 1) + " is " + off + " px off its line";
		}
		return area.scrollHeight > area.clientHeight + 1 ? "the field scrolls by itself" : "";
	})()`)
	if wrong != "" {
		t.Errorf("results beside lines: %s", wrong)
	}
}

// Six lines by keyboard alone: a mistake mended by its button and the mending
// undone, a name changed at the top, a line put between others.
func TestBrowserCalculatorByKeyboard(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800, Dark: true}, {Width: 390, Height: 844}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := chromium.Open(t, view)
			p.Go(r.url + "/calculator")
			p.Type(sheet, six)
			p.WaitText(outcome, "208k loads/s")
			p.WaitText(behind, "417k loads/s") // of ans, which passes over the line that is wrong
			beside(t, p)

			p.Press(kb.ArrowUp)
			p.WaitText(behind, "Users remain")
			p.Wait(`!document.querySelector(".typing")`)
			p.Axe()
			p.Press(kb.Tab)
			p.Wait(`document.activeElement.matches("[data-use]")`)
			p.Press(kb.Enter)
			p.WaitText(outcome, "2.31k requests/s")
			mended := p.Value(sheet)
			if !strings.Contains(mended, "10M users * 10 requests/user/day in QPS\nans * 2") {
				t.Errorf("after the button the sheet is %q", mended)
			}
			p.Press("z", chromedp.ModifierCtrl)
			p.Wait(fmt.Sprintf(`document.querySelector(%q).value === %q`, sheet, six))
			p.WaitText(outcome, "Users remain")
			p.Press("z", chromedp.ModifierCtrl, chromedp.ModifierShift)
			p.WaitText(outcome, "2.31k requests/s")

			p.Press(kb.Home, chromedp.ModifierCtrl)
			p.WaitText(behind, "300M users")
			for range len("dau = ") {
				p.Press(kb.ArrowRight)
			}
			p.Press(kb.Delete)
			p.Press("6")
			p.WaitText(outcome, "417k loads/s")
			p.Press(kb.End)
			p.Press(kb.Enter)
			beside(t, p) // before the answer, as after it
			p.Press("1 + 1")
			p.Wait(`document.querySelectorAll("[data-results] li")[1]?.textContent.trim() === "2"`)
			beside(t, p)
			p.Axe()
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the page is %d px wider than the window", wide)
			}
		})
	}
}

// A screen reader is told the line's outcome, once the hands are still.
func TestBrowserCalculatorSaysWhatALineComesTo(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	p := browsertest.Start(t).Open(t, browsertest.View{})
	p.Go(r.url + "/calculator")
	browsertest.Eval[bool](p, `(window.said = [], new MutationObserver(() => said.push(document.querySelector("[data-aloud]").textContent)).observe(document.querySelector("[data-aloud]"), {childList: true, characterData: true, subtree: true}), true)`)
	p.Type(sheet, "10 GB + 5 requests")
	p.WaitText("[data-aloud]", "Line 1: An amount of data (GB) and a count of requests cannot be added.")
	p.Press(kb.Enter)
	p.Press("3 * 4")
	p.WaitText("[data-aloud]", "Line 2: 12")
	if said := browsertest.Eval[[]string](p, `said`); len(said) > 3 { // a pause between two keys may be one too
		t.Errorf("said %q, want the outcome and not every keystroke", said)
	}
}

// What was typed is there after a reload, after Clear, and after a link to
// another sheet.
func TestBrowserCalculatorLosesNothing(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	p := browsertest.Start(t).Open(t, browsertest.View{Width: 390, Height: 844})
	holds := func(text string) { p.Wait(fmt.Sprintf(`document.querySelector(%q).value === %q`, sheet, text)) }
	p.Go(r.url + "/calculator")
	p.Type(sheet, "3 users * 7")
	p.WaitText(outcome, "21 users")
	p.Reload()
	p.WaitText(outcome, "21 users")

	p.Click("[data-clear]")
	holds("")
	p.Click("[data-back]")
	holds("3 users * 7")
	p.WaitText(outcome, "21 users")

	p.Go(r.url + "/calculator?worksheet=" + url.QueryEscape("5 links * 5"))
	p.WaitText(outcome, "25 links")
	p.Click(sheet)
	p.Press(kb.End, chromedp.ModifierCtrl)
	p.Press(" * 2")
	p.WaitText(outcome, "50 links")
	p.Reload()
	p.WaitText(outcome, "50 links")
	p.Go(r.url + "/calculator?worksheet=" + url.QueryEscape("1 + 1"))
	p.Click("[data-back]")
	holds("5 links * 5 * 2")
	p.Click("[data-back]")
	holds("3 users * 7")
	p.Go(r.url + "/calculator")
	holds("3 users * 7")
}

// Without the server the lines stay, the page says so, and it goes on by itself.
func TestBrowserCalculatorOffline(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	p := browsertest.Start(t).Open(t, browsertest.View{})
	p.Allow("htmx:error")
	p.Go(r.url + "/calculator")
	p.Type(sheet, "3 users")
	p.WaitText(outcome, "3 users")
	p.Offline(true)
	p.Press(" * 5\n1 + 1")
	p.WaitText("[data-note]", "The server cannot be reached.")
	p.Axe()
	beside(t, p)
	p.Offline(false)
	p.WaitText(outcome, "15 users")
	p.Wait(`document.querySelector("[data-note]").textContent === "" && !document.querySelector(".offline")`)
}

// A sheet beyond the limits says so and loses nothing.
func TestBrowserCalculatorTooLong(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	p := browsertest.Start(t).Open(t, browsertest.View{})
	p.Allow("status of 413")
	p.Go(r.url + "/calculator")
	p.Fill(sheet, strings.Repeat("1 + 1\n", 250))
	p.WaitText("#calc-details", "this one has 250")
	p.Axe()
	p.Fill(sheet, strings.Repeat("1 + 1\n", 199)+"3 * 4")
	p.WaitText(outcome, "12")
	beside(t, p)
}

// Advice is taken, and the sheet is had as Markdown, without a script.
func TestBrowserCalculatorAdviceWithoutJavaScript(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	p := browsertest.Start(t).Open(t, browsertest.View{NoScript: true})
	p.Go(r.url + "/calculator")
	p.Axe()
	p.Click(`.beginning a`)
	p.WaitText(outcome, "1.16k requests/s")
	p.Click(sheet)
	p.Press(kb.End, chromedp.ModifierCtrl)
	p.Press("\n10M users * 10 requests/day in QPS")
	p.Click(".calculate")
	p.WaitText("#calc-details", "Did you mean 10 requests/user/day?")
	p.Axe()
	p.Click("[data-use]")
	p.WaitGone("[data-use]")
	if got := p.Value(sheet); !strings.Contains(got, "10 requests/user/day in QPS") {
		t.Errorf("after the button the sheet is %q", got)
	}
	p.Click("[data-markdown]")
	if got := p.Value("#calc-markdown"); strings.Count(got, "1.16k requests/s") != 2 {
		t.Errorf("as Markdown it is %q, want both results", got)
	}
}
