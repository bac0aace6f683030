package main

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

const (
	said    = "[data-talk-log]"
	say     = "[data-message]"
	askHint = `[data-do="hint"]`
)

// coached starts an interview with hints from the prompt's page.
func coached(p *browsertest.Page) string {
	p.Click(`label:has([name="coach"])`)
	return begin(p)
}

// A whole step by keyboard: a question and its answer, a hint, a pause with a probe
// while the conversation is out of sight, and the answer to it.
func TestBrowserRoomTalk(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := chromium.Open(t, view)
			var ahead atomic.Int64 // of the server's clock
			enter(p, start(t, dbtest.SQLite(t), func(_ *config, s *serving) {
				s.now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
			}))
			coached(p)
			p.Wait(`document.body.matches(".live")`)
			p.Type(editor, "Who makes links, and who opens them?")
			p.Wait(saved)
			p.Press("8", chromedp.ModifierAlt)
			p.Wait(`document.activeElement?.matches("[data-message]")`)
			p.Axe()
			p.Press("How many new links are made,")
			p.Press(kb.Enter, chromedp.ModifierShift)
			p.Press("and how long must a link live?")
			p.Press(kb.Enter)
			p.WaitText(said, "Take 100 million new ones a month.")
			p.WaitText(said, "Size it for five years.")
			if got := p.Value(say); got != "" {
				t.Errorf("the box still holds %q", got)
			}
			p.Press(kb.Tab)
			p.Press(kb.Tab)
			p.Wait(`document.activeElement?.textContent === "Hint 1 of 3"`)
			p.Press(kb.Enter)
			p.WaitText(said, "Before you design anything")
			p.WaitText(askHint, "Hint 2 of 3")
			p.Axe()
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the room is %d px wider than the window", wide)
			}

			if got := browsertest.Eval[int64](p, `document.querySelector("[data-place=Talk]").offsetWidth`); view.Width < 820 && got != view.Width {
				t.Errorf("on a phone the conversation is %d px wide, want all of it", got)
			}

			p.Press("8", chromedp.ModifierAlt) // back to the editor
			p.Wait(fmt.Sprintf(`document.activeElement?.matches(%q)`, editor))
			if view.Width >= 820 {
				p.Click(`label:has([data-tool="Prompt"])`)
			}
			ahead.Store(int64(time.Minute))
			p.Wait(`[...document.querySelectorAll("[data-unread]")].some((mark) => mark.checkVisibility())`)
			p.WaitText("[data-say]", "The interviewer has said something")
			p.Axe()
			p.Press("8", chromedp.ModifierAlt)
			p.WaitText(said, "You have a monthly figure.")
			p.Wait(`![...document.querySelectorAll("[data-unread]")].some((mark) => mark.checkVisibility())`)
			p.Press("39 links a second, because a month has 2.6 million of them.")
			p.Press(kb.Enter)
			p.Wait(`document.querySelectorAll("[data-talk-log] .turn").length === 7`)
			wantTranscript(t, p, `"dialogue":[{"from":"candidate","text":"How many new links are made,\nand how long must a link live?"}`,
				`{"from":"interviewer","text":"Take 100 million`, "Size it for five years.", "monthly figure", "39 links a second", `"hints":1`)

			p.Reload()
			p.Wait(`document.body.matches(".live")`)
			p.WaitText(said, "39 links a second")
			p.Axe()
		})
	}
}

// F7 for the talk: what is said offline waits in sight, and goes once.
func TestBrowserF7SaidOffline(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	one, attempt := room(t, browser, r)
	two := one.Tab(t)
	for _, p := range []*browsertest.Page{one, two} {
		p.Allow("Failed to load resource", "net::ERR", "htmx:error")
	}
	two.Go(r.url + attempt)
	for _, p := range []*browsertest.Page{one, two} {
		p.Wait(`document.body.matches(".live")`)
		p.Click(`label:has([data-tool="Talk"])`)
	}
	if browsertest.Eval[bool](one, `!!document.querySelector('[data-do="hint"]')`) {
		t.Error("an exam offers hints")
	}
	one.Offline(true)
	one.Type(say, "How many new links are there?")
	one.Press(kb.Enter)
	one.WaitText("[data-talk-waiting]", "not sent yet")
	one.Wait(says + `.includes("kept on this device")`)
	one.Offline(false)
	for _, p := range []*browsertest.Page{one, two} {
		p.WaitText(said, "Take 100 million")
		p.Wait(`document.querySelectorAll("[data-talk-waiting] .turn").length === 0`)
	}
	if got := fetched(one); strings.Count(got, "How many new links are there?") != 1 {
		t.Errorf("the question stands in the transcript %d times", strings.Count(got, "How many new links are there?"))
	}
	one.Fill(say, strings.Repeat("x", 2_001))
	one.Press(kb.Enter)
	one.WaitText("[data-talk-problem]", "2000 characters")
}

// Without JavaScript it is a part of the form, and what stands in the editor is
// saved with it.
func TestBrowserRoomTalkWithoutJavaScript(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800, NoScript: true}, {Width: 390, Height: 844, NoScript: true, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := chromium.Open(t, view)
			p.Allow("status of 413")
			enter(p, start(t, dbtest.SQLite(t), nil))
			coached(p)
			p.Type(editor, "Mostly readers.")
			choose := `label:has([data-tool="Talk"])`
			if view.Width < 820 {
				choose = `label:has([data-pane="Talk"])`
			}
			p.Click(choose)
			p.WaitVisible(say)
			p.Axe()
			p.Type(say, "How many new links are made?")
			p.Click(`[data-do="say"]`)
			p.WaitText(said, "Take 100 million")
			p.WaitVisible(say) // still in sight
			if got := p.Value(editor); got != "Mostly readers." {
				t.Errorf("the editor holds %q", got)
			}
			for _, hint := range []string{"Before you design", "You will need two rates", "100 million a month over"} {
				p.Click(askHint)
				p.WaitText(said, hint)
			}
			p.WaitText("[data-hint-note]", "All hints")
			p.Axe()
			wantTranscript(t, p, "Mostly readers.", "How many new links are made?", "Take 100 million", `"hints":3`)
			p.Fill(say, strings.Repeat("x", 2_001))
			p.Click(`[data-do="say"]`)
			p.WaitText(".say .notice", "2000 characters")
			if got := p.Value(say); len(got) != 2_001 {
				t.Errorf("the box holds %d characters of what was not sent", len(got))
			}
		})
	}
}
