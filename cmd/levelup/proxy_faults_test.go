package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// F27: a proxy cuts the stream over and over. Each time it goes on after the last event
// that was heard, with the state as it is, so nothing that happened between is missed.
func TestF27AProxyCutsTheStream(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		p := newProxy(t, r.url)
		p.set(func(p *proxy) { p.delay = 5 * time.Millisecond })
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		behind := *ada
		behind.base = p.url
		last := int64(0)
		heard := func(want func(frame) bool) func(frame) bool { // and ids rise, whatever the clock does: it stands still here
			return func(f frame) bool {
				t.Helper()
				id, err := strconv.ParseInt(f.id, 10, 64)
				if err != nil || id <= last {
					t.Errorf("after event %d comes %q", last, f.id)
				}
				last = id
				return want(f)
			}
		}
		state := func(part string) func(frame) bool {
			return heard(func(f frame) bool { return f.name == "clock" && strings.Contains(f.data, part) })
		}
		texts := 0
		save := func() string {
			ada.save(attempt, "page", texts+1, texts, "clarify", "x").want(http.StatusOK)
			texts++
			return fmt.Sprintf(`"clarify":%d`, texts)
		}
		missed := `"clarify":0`
		for range 5 {
			frames, leave := behind.listen(attempt, strconv.FormatInt(last, 10))
			next(t, frames, "what was missed", state(missed))
			next(t, frames, "what happens now", state(save()))
			p.cut()
			for f := range frames {
				heard(func(frame) bool { return true })(f)
			}
			leave()
			missed = save()
		}
		ada.json(attempt+"/events", `{"client": "talk", "events": [{"n": 1, "type": "message", "step": "clarify", "text": "How many users?"}]}`).want(http.StatusOK)
		ada.post(attempt+"/submit", nil).want(http.StatusSeeOther)
		ada.grade(attempt)
		frames, leave := behind.listen(attempt, strconv.FormatInt(last, 10))
		defer leave()
		end := next(t, frames, "the end", state(`"status":"submitted"`))
		var seen struct{ Talk int }
		if err := json.Unmarshal([]byte(end.data), &seen); err != nil || seen.Talk < 2 {
			t.Errorf("of the talk it tells %s, %v", end.data, err)
		}
		next(t, frames, "the grade", heard(func(f frame) bool { return f.name == "graded" }))
	})
}

// F27, seen from the page: behind a proxy that cuts, goes away for a while, and lets
// connections die without a word, the room shows what others store and stores what is
// typed, without being loaded again.
func TestBrowserF27AProxyCutsTheStream(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	behind := newProxy(t, r.url)
	p := browser.Open(t, browsertest.View{})
	p.Before(`{ // three quarters of a minute are long for a test
		const later = window.setTimeout;
		window.setTimeout = (f, ms, ...rest) => later(f, ms === 45_000 ? 4_000 : ms, ...rest);
	}`)
	attempt := walkIn(t, p, &running{url: behind.url})
	p.Allow("Failed to load resource", "net::ERR", "status of 409")
	other := r.person(t, strings.ToLower(t.Name()))
	p.Fill(editor, "zero")
	p.Wait(saved)
	browsertest.Eval[bool](p, `window.here = true`)
	text := "zero"
	for round, spoil := range []func(){behind.cut, behind.cut, behind.vanish, behind.mute} {
		spoil()
		word := fmt.Sprintf("%d ", round+1)
		other.save(attempt, "elsewhere", round+1, other.baseOf(attempt, "clarify"), "clarify", word).want(http.StatusOK)
		behind.comeBack()
		text = word + text
		p.Wait(fmt.Sprintf(`document.querySelector(%q).value === %q`, editor, text))
		text += "."
		p.Fill(editor, text)
		p.Wait(saved)
		stored(p, attempt, "clarify", text)
	}
	if !browsertest.Eval[bool](p, `window.here === true`) {
		t.Error("the page was loaded again")
	}
}

// baseOf is how many changes the server has of a step's text.
func (b *browser) baseOf(attempt, step string) int {
	b.t.Helper()
	frames, leave := b.listen(attempt, "")
	defer leave()
	var state struct{ Answers map[string]int }
	if err := json.Unmarshal([]byte((<-frames).data), &state); err != nil {
		b.t.Fatal(err)
	}
	return state.Answers[step]
}

// F39: of two devices one was offline with words that are old by now. What does not
// touch is merged; what does stays twice, and the newer words stand at the server until
// the learner has chosen. So it is when the page was closed meanwhile.
func TestBrowserF39TwoDevices(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	way := newProxy(t, r.url) // the laptop's, which is cut where it is offline, whatever its browser thinks
	laptop, attempt := room(t, browser, &running{url: way.url})
	phone := browser.Open(t, browsertest.View{Width: 390, Height: 844})
	phone.Go(r.url + "/signin")
	phone.Fill("[name=email]", strings.ToLower(t.Name())+"@example.org")
	phone.Fill("[name=name]", "Ada")
	phone.Click(`form[action="/signin/local"] button`)
	phone.WaitGone(`form[action="/signin/local"]`)
	for _, p := range []*browsertest.Page{laptop, phone} {
		p.Allow("status of 409", "Failed to load resource", "net::ERR")
	}
	laptop.Fill(editor, "first line\n\nmiddle\n\nlast line")
	laptop.Wait(saved)
	phone.Go(r.url + attempt)
	phone.Wait(fmt.Sprintf(`document.querySelector(%q).value.endsWith("last line")`, editor))

	// Old words elsewhere in the text.
	way.vanish()
	laptop.Fill(editor, "FIRST line\n\nmiddle\n\nlast line")
	laptop.Wait(says + `.includes("kept on this device")`)
	phone.Fill(editor, "first line\n\nmiddle\n\nlast LINE")
	phone.Wait(saved)
	way.comeBack()
	stored(laptop, attempt, "clarify", "FIRST line\n\nmiddle\n\nlast LINE")
	phone.Wait(fmt.Sprintf(`document.querySelector(%q).value.startsWith("FIRST")`, editor))

	// Old words at the same place, on a device that was put away in between.
	way.vanish()
	laptop.Fill(editor, "old words")
	laptop.Wait(says + `.includes("kept on this device")`)
	laptop.Go("about:blank")
	phone.Fill(editor, "newer words")
	phone.Wait(saved)
	stored(phone, attempt, "clarify", "newer words")
	way.comeBack()
	laptop.Go(way.url + attempt)
	laptop.WaitVisible("[data-clash-other]")
	if mine, theirs := laptop.Value(editor), laptop.Value("[data-clash-other]"); mine != "old words" || theirs != "newer words" {
		t.Errorf("the two texts are %q and %q", mine, theirs)
	}
	stored(phone, attempt, "clarify", "newer words")
	if got := phone.Value(editor); got != "newer words" {
		t.Errorf("the other device shows %q", got)
	}
	laptop.Click(`[data-clash-take="theirs"]`)
	laptop.Wait(saved)
	stored(laptop, attempt, "clarify", "newer words")
}
