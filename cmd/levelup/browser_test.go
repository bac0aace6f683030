package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// answerFor is an answer of its own for each step.
func answerFor(step string) string {
	return "In " + step + " I assume 100 million new links a month, because nobody said otherwise.\nThat is about 40 writes a second 🙂, and reads are a hundred times that."
}

// enter signs somebody in through the page that Start leads through.
func enter(p *browsertest.Page, r *running) {
	p.Go(r.url + "/")
	p.Click(`form[action="/signin/local"] button`)
	p.WaitURL("/prompts/url-shortener")
}

// begin starts the interview from the prompt's page.
func begin(p *browsertest.Page) (attempt string) {
	p.Click(`form[action="/attempts"] button:not([type=button])`)
	p.WaitURL("/attempts/")
	u, err := url.Parse(p.URL())
	if err != nil {
		return ""
	}
	return u.Path
}

// gone says that another step is current and shown.
func gone(step string) string {
	return fmt.Sprintf(`document.readyState === "complete" && document.querySelector("li.current.shown")?.dataset.step !== %q && document.querySelector("li.current.shown")`, step)
}

const reported = `!!document.body?.textContent.toLowerCase().includes("not calibrated here yet")`

// editor is the step's text that is shown; the others wait behind it.
const editor = "[data-text]:not([hidden])"

const saved = `document.querySelector("[data-saved]").textContent.startsWith("Saved")`

// The whole job through the page: start, five steps, submit, report, at both
// widths, light and dark, with nothing in the console and nothing for axe.
func TestBrowserTheMainJob(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := browser.Open(t, view)
			p.Allow("status of 404")
			for _, path := range []string{"/", "/signin", "/nowhere"} {
				p.Go(r.url + path)
				p.Axe()
			}
			enter(p, r)
			p.Axe()
			attempt := begin(p)
			p.Axe()
			for i, step := range []string{"clarify", "map", "deep-dive", "trade-offs", "synthesize"} {
				p.Fill(editor, answerFor(step))
				p.Wait(saved)
				if i < 4 {
					p.Click(`[data-way="on"]`)
					p.Wait(gone(step))
				}
			}
			p.Click(`[data-way="end"]`)
			p.WaitVisible("#room-submit")
			p.Axe()
			p.Click(`#room-submit [data-do="submit"]`)
			p.WaitVisible(`.own-scores`)
			p.Axe()
			for _, c := range []string{"structured-thinking", "trade-off-awareness", "depth-on-the-crux", "communication", "prioritization"} {
				browsertest.Eval[bool](p, fmt.Sprintf(`(document.querySelector('[name="score.%s"][value="2"]').click(), true)`, c))
			}
			p.Click(`.own-scores button:not([name])`)
			p.Wait(reported)
			p.Axe()
			report := p.Text("main")
			for _, want := range []string{"Depth on the crux", "Structured thinking", "The one thing to do next"} {
				if !strings.Contains(report, want) {
					t.Errorf("the report lacks %q", want)
				}
			}
			for _, path := range []string{"/", "/prompts", "/prompts/rate-limiter", "/settings", "/sample", attempt} {
				p.Go(r.url + path)
				p.Axe()
				if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
					t.Errorf("%s is %d px wider than the window", path, wide)
				}
			}
		})
	}
}

// The same without JavaScript.
func TestBrowserTheMainJobWithoutJavaScript(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800, NoScript: true}, {Width: 390, Height: 844, NoScript: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := browser.Open(t, view)
			enter(p, r)
			begin(p)
			p.Axe()
			for i, step := range []string{"clarify", "map", "deep-dive", "trade-offs", "synthesize"} {
				p.Type(editor, "Plain words about "+step+", typed by hand and long enough to count as an answer here.")
				if i%2 == 0 { // with Save, or by going on at once
					p.Click("[data-save]")
					p.WaitURL("step=" + step)
				}
				if i < 4 {
					p.Click(`[data-way="on"]`)
					p.Wait(gone(step))
				}
			}
			p.Click(`[data-way="end"]`)
			p.WaitVisible("#room-submit")
			p.Click(`#room-submit [data-do="submit"]`)
			p.WaitVisible(`.own-scores`)
			p.Click(`.own-scores [name=skip]`)
			p.WaitGone(".own-scores")
			report := browsertest.Eval[string](p, `location.pathname`)
			for end := time.Now().Add(15 * time.Second); !browsertest.Eval[bool](p, reported) && time.Now().Before(end); {
				p.Go(r.url + report) // a grade takes a moment, and the page cannot ask by itself
			}
			for _, step := range []string{"clarify", "map", "deep-dive", "trade-offs", "synthesize"} {
				if !browsertest.Eval[bool](p, fmt.Sprintf(`document.body.textContent.includes("Plain words about %s,")`, step)) {
					t.Errorf("the words of %s are missing", step)
				}
			}
		})
	}
}
