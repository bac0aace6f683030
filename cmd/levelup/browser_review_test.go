package main

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// as signs a page in.
func (s *faculty) as(p *browsertest.Page, name string) *browsertest.Page {
	p.Go(s.url + "/signin")
	p.Type("[name=email]", name+"@example.org")
	p.Type("[name=name]", name)
	p.Click(`form[action="/signin/local"] button`)
	p.WaitGone("[name=email]")
	return p
}

// typist counts the keys that are not prose.
type typist struct {
	p    *browsertest.Page
	keys int
}

func (k *typist) press(keys string, modifiers ...chromedp.Modifier) {
	k.keys += len([]rune(keys)) + len(modifiers)
	k.p.Press(keys, modifiers...)
}

// command presses a key after which the focus is in a field.
func (k *typist) command(letter rune) {
	k.keys++
	k.p.Shortcut(letter)
}

// Two people at work, by the pages: a learner asks, a coach reviews by the keyboard
// alone with no more than forty keys beside the prose, the learner reads and answers;
// a third, who is a coach too, finds nothing throughout.
func TestBrowserReview(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for name, view := range map[string]browsertest.View{"wide": {Width: 1280, Height: 900}, "narrow, dark": {Width: 390, Height: 844, Dark: true}} {
		t.Run(name, func(t *testing.T) {
			s := newFaculty(t, dbtest.SQLite(t), nil)
			attempt := s.ada.graded("Who shortens links?\n\nReads outnumber writes 𝄞 a hundred to one.")
			learner, coach := s.as(chromium.Open(t, view), "ada"), s.as(chromium.Open(t, view), "cara")
			stranger := func() {
				t.Helper()
				s.cyril.get(reviewOf(attempt)).want(http.StatusNotFound)
				s.cyril.get(attempt + "/grades.json").want(http.StatusNotFound)
			}
			fits := func(p *browsertest.Page) {
				t.Helper()
				if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
					t.Errorf("%s is %d px wider than the window", p.URL(), wide)
				}
				p.Axe()
			}
			stranger()
			learner.Go(s.url + attempt)
			learner.Click(".coach .ask > summary")
			learner.WaitVisible("#question")
			fits(learner)
			learner.Fill(".coach [name=coach]", "cara@example.org")
			learner.Fill("#question", "Is it deep enough?")
			learner.Click(`.coach form[action$="/share"] button`)
			learner.WaitText(".coach", "cara alone can read this attempt")
			stranger()

			coach.Go(s.url + "/review")
			coach.WaitText(".queue", "Is it deep enough?")
			fits(coach)
			coach.Go(s.url + reviewOf(attempt))
			fits(coach)
			k := &typist{p: coach}
			k.press("a")
			coach.WaitVisible("form[data-comment]")
			fits(coach)
			k.press("jj")
			k.command('c')
			coach.Wait(`document.activeElement.id === "text"`)
			coach.Press("The ratio, with its reason.")
			k.press("1", chromedp.ModifierAlt)
			k.press("\r", chromedp.ModifierCtrl)
			coach.WaitText(".thread", "The ratio, with its reason.")
			coach.WaitText(".part mark", "Reads outnumber writes 𝄞 a hundred to one.")
			coach.WaitText(".thread.good", "draft")
			k.press("s")
			k.press("33324")
			k.press("\r") // on the button to which the last one led
			coach.WaitText("#publish", "5 scores and 1 comment")
			coach.WaitText(".scores", "The built-in grader gives")
			fits(coach)
			stranger()
			k.press("p")
			k.press("\r")
			coach.WaitText("main", "Claim it")
			if k.keys > 40 {
				t.Errorf("a review took %d keys beside its prose, want at most 40", k.keys)
			}
			stranger()

			learner.Go(s.url + "/notices")
			learner.WaitText("main", "The review of your attempt at")
			fits(learner)
			learner.Click(".notices li a")
			learner.WaitText(".coach .thread", "The ratio, with its reason.")
			learner.WaitText("h1", "Your coach")
			learner.Click(".coach .thread .answer > summary")
			learner.Fill(".coach .thread textarea", "Thank you. מה עם עברית?")
			learner.Click(`.coach .thread form button:not([name])`)
			learner.WaitText(".coach .thread", "Thank you.")
			fits(learner)
			coach.Go(s.url + reviewOf(attempt))
			coach.WaitText(".thread", "Thank you.")
			coach.Go(s.url + "/review/agreement")
			fits(coach)
			stranger()

			learner.Go(s.url + attempt)
			learner.Click(`form[action$="/unshare"] button`)
			learner.WaitGone(`form[action$="/unshare"]`)
			coach.Allow("404")
			coach.Go(s.url + reviewOf(attempt))
			coach.WaitText("main", "There is no such attempt.")
		})
	}
}

// Without a script a passage is commented on by its link, and what is selected with
// one is counted in characters as the server counts them.
func TestBrowserCommentsOnAPassage(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s := newFaculty(t, dbtest.SQLite(t), nil)
	attempt := s.ada.graded("One 𝄞 two.\n\nThree 𝄞 four.")
	s.ada.share(attempt, "queue", "").want(http.StatusSeeOther)
	plain := s.as(chromium.Open(t, browsertest.View{Width: 1280, Height: 900, NoScript: true}), "cara")
	plain.Go(s.url + "/review")
	plain.Click(".queue button")
	plain.WaitVisible("#clarify-2")
	plain.Click("#clarify-2 .about")
	plain.WaitText("[data-quote]", "Three 𝄞 four.")
	plain.Fill("#text", "Which?")
	plain.Click("form[data-comment] button")
	plain.WaitText("mark", "Three 𝄞 four.")
	plain.Axe()

	quick := s.as(chromium.Open(t, browsertest.View{Width: 1280, Height: 900}), "cara")
	quick.Go(s.url + reviewOf(attempt))
	quick.Wait(`!document.querySelector("[data-keys]").hidden`)
	browsertest.Eval[bool](quick, `(() => { const text = document.querySelector("#clarify-1 .verbatim").firstChild, range = document.createRange();
		range.setStart(text, 4); range.setEnd(text, 10); getSelection().removeAllRanges(); getSelection().addRange(range); return true })()`)
	quick.Shortcut('c')
	quick.WaitText("[data-quote]", "𝄞 two")
	if from, to := quick.Value("form[data-comment] [name=from]"), quick.Value("form[data-comment] [name=to]"); from != "4" || to != strconv.Itoa(4+len([]rune("𝄞 two"))) {
		t.Errorf("the passage is %s to %s, want 4 to 9", from, to)
	}
	quick.Press("This.")
	quick.Click("form[data-comment] button")
	quick.Wait(`document.querySelector("#clarify-1 mark")?.textContent === "𝄞 two"`) // and no more than was selected
}

// Saving one form of the page loses nothing of another, nor does a reload, a server that
// cannot be reached or a link to another passage; and nothing half-written is published
// unasked.
func TestBrowserKeepsWhatACoachTypes(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s := newFaculty(t, dbtest.SQLite(t), nil)
	attempt := s.ada.graded("One 𝄞 two.\n\nThree 𝄞 four.")
	s.ada.share(attempt, "queue", "").want(http.StatusSeeOther)
	p := s.as(chromium.Open(t, browsertest.View{Width: 1280, Height: 900}), "cara")
	p.Go(s.url + "/review")
	p.Click(".queue button")
	const reason = `[name="reason.communication"]`
	shows := func(selector, text string) {
		t.Helper()
		p.Wait(`document.querySelector('` + selector + `')?.value === ` + strconv.Quote(text))
	}
	p.WaitVisible(reason)
	p.Wait(`!document.querySelector("[data-keys]").hidden`)
	p.Fill(reason, "Half a thought")
	p.Click(`[name="score.communication"][value="3"]`)
	p.Fill("#note", "Shy.")
	p.Click("#clarify-2 .about")
	p.WaitText("[data-quote]", "Three 𝄞 four.")
	p.Fill("#text", "Which four?")
	p.Reload()
	p.Wait(`!document.querySelector("[data-keys]").hidden`)
	p.WaitText("[data-quote]", "Three 𝄞 four.")
	shows("#text", "Which four?")
	p.Click("form[data-comment] button")
	p.WaitText(".thread", "Which four?")
	p.Wait(`!document.querySelector("[data-keys]").hidden`)
	shows("#text", "")
	shows(reason, "Half a thought")
	shows("#note", "Shy.")
	p.Wait(`document.querySelector('[name="score.communication"][value="3"]').checked`)

	p.Click("form[data-publish] button")
	p.WaitText("[data-unsaved-warning]", "Not saved yet: your scores.")
	p.Axe()
	p.Fill(reason, "A whole thought")
	p.Click("form[data-scores] .go button")
	p.WaitText("#publish", "1 score and 1 comment")
	p.Wait(`!document.querySelector("[data-keys]").hidden`)
	shows(reason, "A whole thought")
	shows("#note", "Shy.")

	// A comment that is changed is another one than the one that is begun.
	p.Fill("#text", "Another matter")
	p.Click(".thread .do a")
	p.WaitText("form[data-comment] h2", "Change a comment")
	p.Wait(`!document.querySelector("[data-keys]").hidden`)
	shows("#text", "Which four?")
	p.Click("[data-fresh]")
	p.WaitText("form[data-comment] h2", "Write a comment")
	shows("#text", "Another matter")

	// What is selected with the mouse alone is offered.
	browsertest.Eval[bool](p, `(() => { const text = document.querySelector("#clarify-1 .verbatim").firstChild, range = document.createRange();
		range.setStart(text, 4); range.setEnd(document.querySelector("#clarify-1 .about"), 0); getSelection().removeAllRanges(); getSelection().addRange(range); return true })()`)
	p.WaitVisible(".pick")
	p.Click(".pick")
	p.WaitText("[data-quote]", "𝄞 two.")
	shows("#text", "Another matter")
	p.Fill("#text", "")
	p.Click("#private button")
	p.Wait(`document.querySelector("#note")?.defaultValue === "Shy." && !document.querySelector("[data-keys]").hidden`)
	p.Click("form[data-publish] button")
	p.WaitText("main", "Claim it")
	p.Wait(`Object.keys(localStorage).every((key) => !key.startsWith("levelup-review "))`)
}
