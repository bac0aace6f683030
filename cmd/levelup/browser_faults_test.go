package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
)

// room opens a page of somebody new in an attempt that has just begun.
func room(t *testing.T, browser *browsertest.Browser, r *running) (p *browsertest.Page, attempt string) {
	t.Helper()
	p = browser.Open(t, browsertest.View{})
	return p, walkIn(t, p, r)
}

// walkIn brings a page of nobody into such an attempt.
func walkIn(t *testing.T, p *browsertest.Page, r *running) (attempt string) {
	t.Helper()
	p.Go(r.url + "/signin")
	p.Fill("[name=email]", strings.ToLower(strings.NewReplacer("/", "-", "_", "-").Replace(t.Name()))+"@example.org")
	p.Fill("[name=name]", "Ada")
	p.Click(`form[action="/signin/local"] button`)
	p.WaitGone(`form[action="/signin/local"]`)
	p.Go(r.url + "/prompts/url-shortener")
	return begin(p)
}

// stored waits until the server has a text for a step; it asks as the page would.
func stored(p *browsertest.Page, attempt, step, text string) {
	p.Wait(fmt.Sprintf(`(() => {
		const asked = window.asked ??= {};
		fetch(%q + "/transcript.json").then((r) => r.json()).then((t) => { asked.text = t.steps.find((s) => s.step === %q)?.answer; }, () => {});
		return asked.text === %s;
	})()`, attempt, step, strconv.Quote(text)))
}

const says = `document.querySelector("[data-saved]").textContent`

// F7: offline, typing goes on, is said to be kept, and is sent without a click
// when the network is back.
func TestBrowserF7Offline(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	p, attempt := room(t, browser, start(t, dbtest.SQLite(t), nil))
	p.Allow("Failed to load resource", "net::ERR")
	p.Fill(editor, "before ")
	p.Wait(saved)
	p.Offline(true)
	p.Type(editor, strings.Repeat("offline 🙂 ", 50))
	p.Wait(says + `.includes("kept on this device")`)
	p.Offline(false)
	p.Wait(saved)
	stored(p, attempt, "clarify", p.Value(editor))
	if got := p.Value(editor); !strings.HasPrefix(got, "before ") || strings.Count(got, "🙂") != 50 {
		t.Errorf("the text changed: %q", got)
	}
}

// F8 and F9: what was typed offline, little or much, is there and is sent when
// the page is opened again after its tab was closed.
func TestBrowserF8F9ClosedTabs(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for name, text := range map[string]string{"little": "typed and gone", "much": strings.Repeat("many words ", 5_900)} {
		t.Run(name, func(t *testing.T) {
			other, attempt := room(t, browser, r)
			p := other.Tab(t)
			p.Allow("Failed to load resource", "net::ERR")
			p.Go(r.url + attempt)
			other.Go("about:blank")
			p.Offline(true)
			p.Fill(editor, text)
			p.Wait(says + `.includes("kept on this device")`)
			p.Go("about:blank") // gone while offline: nothing can be sent
			other.Go(r.url + attempt)
			other.Wait(saved)
			stored(other, attempt, "clarify", text)
			if got := other.Value(editor); got != text {
				t.Errorf("the page shows %d characters, want %d", len(got), len(text))
			}
		})
	}
}

// F4: two tabs on one attempt. What does not touch is merged; what does stays
// twice until one is chosen.
func TestBrowserF4TwoTabs(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	one, attempt := room(t, browser, r)
	two := one.Tab(t)
	for _, p := range []*browsertest.Page{one, two} {
		p.Allow("status of 409", "Failed to load resource", "net::ERR")
	}
	one.Fill(editor, "first line\n\nmiddle\n\nlast line")
	one.Wait(saved)
	two.Go(r.url + attempt)
	one.Offline(true)
	one.Fill(editor, "FIRST line\n\nmiddle\n\nlast line")
	two.Fill(editor, "first line\n\nmiddle\n\nlast LINE")
	two.Wait(saved)
	one.Offline(false)
	stored(one, attempt, "clarify", "FIRST line\n\nmiddle\n\nlast LINE")
	two.Wait(fmt.Sprintf(`document.querySelector(%q).value.startsWith("FIRST")`, editor))

	one.Offline(true)
	two.Offline(true)
	one.Fill(editor, "what one says")
	two.Fill(editor, "what two says")
	two.Offline(false)
	stored(two, attempt, "clarify", "what two says")
	one.Offline(false)
	one.WaitVisible("[data-clash-other]")
	if mine, theirs := one.Value(editor), one.Value("[data-clash-other]"); mine != "what one says" || theirs != "what two says" {
		t.Errorf("the two texts are %q and %q", mine, theirs)
	}
	one.Axe()
	one.Click(`[data-clash-take="yours"]`)
	stored(one, attempt, "clarify", "what one says")
}

// F13, seen from the page: words that a closed room still held when the attempt
// ended become the learner's note as soon as any page of it is opened.
func TestBrowserF13WordsOfAClosedRoom(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	clock := dbtest.NewClock()
	r := start(t, dbtest.SQLite(t), func(_ *config, s *serving) { s.now = clock.Now })
	p, attempt := room(t, browser, r)
	p.Allow("Failed to load resource", "net::ERR", "status of 410")
	p.Fill(editor, "in time")
	p.Wait(saved)
	p.Offline(true)
	p.Fill(editor, "in time, and held back"+strings.Repeat(" many words", 5_800)) // more than a closing page can send
	p.Wait(says + `.includes("kept on this device")`)
	clock.Advance(time.Hour)
	p.Go("about:blank") // gone while offline: nothing can be sent
	p.Offline(false)
	p.Go(r.url + attempt)
	p.Click(".own-scores [name=skip]")
	p.Wait(reported)
	p.Wait(`document.body.textContent.includes("and held back")`)
	stored(p, attempt, "clarify", "in time")
}

// F10 and F11: the browser's clock is hours off and the laptop slept; the time
// that is left is the server's.
func TestBrowserF10F11TheClockIsTheServers(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	clock := dbtest.NewClock() // years from the browser's
	p, _ := room(t, browser, start(t, dbtest.SQLite(t), func(_ *config, s *serving) { s.now = clock.Now }))
	left := func() time.Duration {
		minutes, seconds, _ := strings.Cut(p.Text("[data-left]"), ":")
		m, err1 := strconv.Atoi(minutes)
		s, err2 := strconv.Atoi(seconds)
		if err1 != nil || err2 != nil {
			t.Fatalf("time left = %q", p.Text("[data-left]"))
		}
		return time.Duration(m)*time.Minute + time.Duration(s)*time.Second
	}
	if got := left(); got > 40*time.Minute || got < 39*time.Minute {
		t.Errorf("time left at the start = %v, want about 40m", got)
	}
	browsertest.Eval[bool](p, `(() => { const now = Date.now; Date.now = () => now() + 7_200_000; return true; })()`)
	clock.Advance(10 * time.Minute)
	browsertest.Eval[bool](p, `(document.dispatchEvent(new Event("visibilitychange")), window.dispatchEvent(new Event("focus")), true)`)
	p.Wait(`/^(29|30):/.test(document.querySelector("[data-left]").textContent)`)
	if p.Has(".own-scores") {
		t.Error("the attempt was submitted early")
	}
	clock.Advance(31 * time.Minute)
	browsertest.Eval[bool](p, `(document.dispatchEvent(new Event("visibilitychange")), window.dispatchEvent(new Event("focus")), true)`)
	p.Allow("status of 410")
	p.WaitVisible(".own-scores, [data-ended]:not([hidden])")
}

// F38: without IndexedDB saving goes on, and the page says so.
func TestBrowserF38NoIndexedDB(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	p, attempt := room(t, browser, start(t, dbtest.SQLite(t), nil))
	browsertest.Eval[bool](p, `(() => {
		const fail = () => { throw new DOMException("full", "QuotaExceededError"); };
		IDBObjectStore.prototype.put = fail;
		IDBObjectStore.prototype.add = fail;
		return true;
	})()`)
	p.Fill(editor, "kept nowhere but on the server")
	p.Wait(saved)
	stored(p, attempt, "clarify", "kept nowhere but on the server")
	p.Wait(`document.querySelector("[data-say]").textContent.includes("no copy")`)
}

// F1, seen from the page: the server goes away and comes back; the page goes on
// without being loaded again.
func TestBrowserF1ThePageResumes(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	database, addr := dbtest.SQLite(t), freeAddr(t)
	server := spawn(t, addr, database)
	p, attempt := room(t, browser, &running{url: "http://" + addr})
	p.Allow("Failed to load resource", "net::ERR")
	p.Fill(editor, "before the kill")
	p.Wait(saved)
	server.kill(t)
	p.Fill(editor, "before the kill, and while it was away")
	p.Wait(says + `.includes("kept on this device")`)
	spawn(t, addr, database)
	p.Wait(saved)
	stored(p, attempt, "clarify", "before the kill, and while it was away")
}

// Eight tabs share one event stream, so all of them stay usable over HTTP/1.1.
func TestBrowserEightTabsStayUsable(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	first, attempt := room(t, browser, r)
	tabs := []*browsertest.Page{first}
	for range 7 {
		tab := first.Tab(t)
		tab.Allow("status of 409")
		tab.Go(r.url + attempt)
		tabs = append(tabs, tab)
	}
	text := ""
	for i, tab := range tabs {
		tab.Wait(fmt.Sprintf(`document.querySelector(%q).value === %q`, editor, text))
		text += strconv.Itoa(i)
		tab.Fill(editor, text)
		tab.Wait(saved)
		stored(tab, attempt, "clarify", text)
	}
}
