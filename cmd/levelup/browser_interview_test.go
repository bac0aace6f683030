package main

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
	"levelup/internal/llm/llmtest"
)

// ahead is a clock that a test can set forward.
type ahead struct{ atomic.Int64 }

func (a *ahead) now() time.Time        { return time.Now().Add(time.Duration(a.Load())) }
func (a *ahead) pass(by time.Duration) { a.Add(int64(by)) }

// tell says something to the interviewer by the button.
func tell(p *browsertest.Page, text string) {
	p.Fill(say, text)
	p.Click(`[data-do="say"]`)
}

// A whole interview with the scripted interviewer: questions, a hint, a probe in a
// pause, a curveball in the deep dive, the time in the server's words, and all of it
// in the report.
func TestBrowserAWholeInterview(t *testing.T) {
	t.Parallel()
	var clock ahead
	p := browsertest.Start(t).Open(t, browsertest.View{Width: 1280, Height: 800})
	enter(p, start(t, dbtest.SQLite(t), func(_ *config, s *serving) { s.now = clock.now }))
	coached(p)
	p.Wait(`document.body.matches(".live")`)
	p.Click(`label:has([data-tool="Talk"])`)
	write := func(step string) {
		t.Helper()
		p.Fill(editor, answerFor(step))
		p.Wait(saved)
	}
	on := func(step string) {
		t.Helper()
		p.Click(`[data-way="on"]`)
		p.Wait(gone(step))
	}
	write("clarify")
	tell(p, "How many new links are made, and how long must a link live?")
	p.WaitText(said, "Take 100 million new ones a month.")
	p.WaitText(said, "Size it for five years.")
	tell(p, "May the colour of the page be blue?")
	p.Click(askHint)
	p.WaitText(said, "Before you design anything")
	on("clarify")

	write("map")
	turns := browsertest.Eval[int](p, `document.querySelectorAll("[data-talk-log] .turn").length`)
	clock.pass(time.Minute)
	p.Wait(fmt.Sprintf(`document.querySelectorAll("[data-talk-log] .turn").length === %d`, turns+1))
	tell(p, "It goes from the browser to the service and from there to the store, since that is the shortest way.")
	on("map")

	write("deep-dive")
	clock.pass(8 * time.Minute)
	p.Wait(`[...document.querySelectorAll("[data-talk-log] .turn.interviewer")].at(-1)?.previousElementSibling?.tagName === "H2"`)
	curveball := p.Text("[data-talk-log] .turn.interviewer:last-child .words")
	tell(p, "Then each region hands out codes of its own range, so that nobody has to ask across the sea.")
	on("deep-dive")

	write("trade-offs")
	tell(p, "How much time is left?")
	p.Wait(`[...document.querySelectorAll("[data-talk-log] .turn.interviewer")].at(-1)?.textContent.includes("left")`)
	on("trade-offs")

	write("synthesize")
	tell(p, "That is all, thank you.")
	p.Wait(`document.querySelectorAll("[data-talk-waiting] .turn").length === 0`)
	p.Click(`[data-way="end"]`)
	p.WaitVisible("#room-submit")
	p.Click(`#room-submit [data-do="submit"]`)
	p.WaitVisible(`.own-scores`)
	p.Click(`.own-scores [name=skip]`)
	p.Wait(reported)
	p.Axe()
	report := browsertest.Eval[string](p, `document.body.textContent`)
	for _, want := range []string{"Take 100 million new ones a month.", "each region hands out codes", "hint taken", curveball, "That is all, thank you."} {
		if want == "" || !strings.Contains(report, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}

// The model speaks while one watches, breaks off in the middle, and the script goes
// on in the same turn. What was said out of sight is marked until it was seen, over a
// reload too.
func TestBrowserAModelBreaksOff(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			model := llmtest.New(llmtest.CutOff, llmtest.Honest)
			model.Pace = 150 * time.Millisecond
			web := httptest.NewServer(model)
			t.Cleanup(web.Close)
			var clock ahead
			p := chromium.Open(t, view)
			enter(p, start(t, dbtest.SQLite(t), func(c *config, s *serving) {
				c.model = modelConfig{baseURL: web.URL + "/v1", name: "fake", daily: 1_000_000}
				s.now = clock.now
			}))
			p.Click(`label:has([name="interviewer"])`)
			p.Axe()
			coached(p)
			p.Wait(`document.body.matches(".live")`)
			p.Press("8", chromedp.ModifierAlt)
			tell(p, "How many new links are made?")
			const speaking = "[data-talk-speaking]"
			p.WaitVisible(speaking)
			p.WaitText(speaking, "Let me put it so.")
			p.Axe()
			p.WaitText(said, "Let me put it so. Take 100 million new ones a month. They come evenly enough over the day")
			p.WaitGone(speaking + ":not([hidden])")
			if got := browsertest.Eval[int](p, `document.querySelectorAll("[data-talk-log] .turn").length`); got != 2 {
				t.Errorf("the talk has %d turns, want the question and one answer", got)
			}
			if got := p.Text(said); strings.Count(got, "Take 100 million") != 1 {
				t.Errorf("the fact is said more than once: %s", got)
			}

			model.Pace = 0
			p.Press("8", chromedp.ModifierAlt) // back to the editor
			if view.Width >= 820 {
				p.Click(`label:has([data-tool="Prompt"])`)
			}
			clock.pass(time.Minute)
			const marked = `[...document.querySelectorAll("[data-unread]")].some((mark) => mark.checkVisibility())`
			p.Wait(marked)
			p.Reload()
			p.Wait(`document.body.matches(".live")`)
			p.Wait(marked)
			p.Press("8", chromedp.ModifierAlt)
			p.WaitText(said, "Let me put it so. You have a monthly figure.")
			p.Wait("!" + marked)
			p.Reload()
			p.Wait(`document.body.matches(".live") && !` + marked)
			p.Axe()
		})
	}
}

// What is being said is seen in each tab, and again after a reload in the middle of it;
// in the end each has the one turn.
func TestBrowserATurnInTwoTabs(t *testing.T) {
	t.Parallel()
	model := llmtest.New(llmtest.Honest)
	model.Pace = 300 * time.Millisecond // the next sentence is three seconds away
	web := httptest.NewServer(model)
	t.Cleanup(web.Close)
	one := browsertest.Start(t).Open(t, browsertest.View{Width: 1280, Height: 800})
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.model = modelConfig{baseURL: web.URL + "/v1", name: "fake", daily: 1_000_000}
	})
	enter(one, r)
	one.Click(`label:has([name="interviewer"])`)
	attempt := begin(one)
	two := one.Tab(t)
	two.Go(r.url + attempt)
	for _, p := range []*browsertest.Page{one, two} {
		p.Wait(`document.body.matches(".live")`)
		p.Click(`label:has([data-tool="Talk"])`)
	}
	tell(one, "How many new links are made?")
	const speaking = "[data-talk-speaking]:not([hidden])"
	for _, p := range []*browsertest.Page{two, one} {
		p.WaitText(speaking, "Let me put it so.")
	}
	one.Reload()
	one.Wait(`document.querySelector("[data-talk-speaking] [data-words]")?.textContent === "Let me put it so."`)
	for _, p := range []*browsertest.Page{one, two} {
		p.WaitText(said, "Let me put it so. Take 100 million new ones a month.")
		p.WaitGone(speaking)
		p.Wait(`document.querySelectorAll("[data-talk-log] .turn").length === 2`)
	}
}

// Who has no tokens left for the model is told in a line, as soon as the script speaks
// in its place.
func TestBrowserTheTokensAreSpent(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(llmtest.New(llmtest.Honest))
	t.Cleanup(web.Close)
	p := browsertest.Start(t).Open(t, browsertest.View{Width: 390, Height: 844, Dark: true})
	enter(p, start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.model = modelConfig{baseURL: web.URL + "/v1", name: "fake", daily: 10}
	}))
	p.Click(`label:has([name="interviewer"])`)
	begin(p)
	p.Wait(`document.body.matches(".live")`)
	p.Press("8", chromedp.ModifierAlt)
	p.WaitVisible("[data-model]")
	p.WaitGone("[data-model-spent]:not([hidden])")
	tell(p, "How many new links are made?")
	p.WaitText(said, "Take 100 million new ones a month.")
	p.WaitVisible("[data-model-spent]")
	p.WaitGone("[data-model]:not([hidden])")
	p.Axe()
	p.Reload()
	p.Wait(`document.body.matches(".live")`)
	p.Wait(`!document.querySelector("[data-model-spent]").hidden`)
}
