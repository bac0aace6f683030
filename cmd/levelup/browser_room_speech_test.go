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

// ears is a recogniser that hears what a test says: hear(words, final), fail(error).
// Whether the device recognises by itself is what window.onDevice says.
const ears = `(() => {
	class Ears {
		constructor() { window.ear = this; this.results = []; }
		start() { window.began = (window.began ?? 0) + 1; this.is = true; }
		stop() { setTimeout(() => this.end()); }
		abort() { this.onerror?.({error: "aborted"}); this.end(); }
		end() { if (!this.is) return; this.is = false; this.onend?.(); }
		static async available(o) { return o.processLocally && o.langs[0].startsWith("en") ? window.onDevice ?? "unavailable" : "unavailable"; }
	}
	window.SpeechRecognition = window.webkitSpeechRecognition = Ears;
	window.hear = (words, final) => {
		const resultIndex = ear.results.length;
		const result = Object.assign([{transcript: words}], {isFinal: final});
		ear.onresult({resultIndex, results: [...ear.results, result]});
		if (final) ear.results.push(result);
		return true;
	};
	window.fail = (error) => (ear.onerror({error}), ear.end(), true);
	window.spoken = [];
	window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
	const voices = [{name: "Far", lang: "en-US", localService: false, default: true}, {name: "Near", lang: "en-US", localService: true}];
	Object.defineProperty(window, "speechSynthesis", {value: {
		getVoices: () => voices, cancel: () => { window.now = null; }, addEventListener() {},
		speak: (u) => { spoken.push(u.text + " (" + u.voice.name + ", " + u.rate + ")"); window.now = u; if (window.quick) setTimeout(() => u.onend()); },
	}});
})()`

// deaf is a browser without either.
const deaf = `delete window.SpeechRecognition; delete window.webkitSpeechRecognition; delete window.speechSynthesis; delete Window.prototype.speechSynthesis`

const (
	speech      = ".bar .speech"
	dictateHere = `[data-dictate="answer"]`
	chooses     = `[data-choose="dictation"]`
	hears       = `!!document.querySelector("[data-heard]")?.checkVisibility()`
)

// hear lets the recogniser hear something.
func hear(p *browsertest.Page, words string, final bool) {
	browsertest.Eval[bool](p, fmt.Sprintf(`hear(%q, %v)`, words, final))
}

// listens waits until it listens, or does not.
func listens(p *browsertest.Page, yes bool) { p.Wait(fmt.Sprintf("(%s) === %v", hears, yes)) }

// Chosen once, words are dictated into the answer at the cursor, saved, and
// undone; Escape, another step and a hidden page end it.
func TestBrowserRoomDictation(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := chromium.Open(t, view)
			p.Before(ears)
			enter(p, start(t, dbtest.SQLite(t), nil))
			begin(p)
			p.Wait(`document.body.matches(".live")`)
			if browsertest.Eval[bool](p, `document.querySelector('[data-dictate="answer"]').checkVisibility()`) {
				t.Error("dictation is offered before it was chosen")
			}
			p.Press("9", chromedp.ModifierAlt) // not chosen: the choice opens
			p.Wait(`document.querySelector("#room-speech").matches(":popover-open")`)
			p.WaitText("[data-where]", "a service of the browser’s maker")
			p.Axe()
			p.Click(chooses)
			p.Press(kb.Escape)
			p.Wait(`!document.querySelector("#room-speech").matches(":popover-open")`)

			p.Type(editor, "It shortens links.")
			p.Click(dictateHere)
			listens(p, true)
			if got := browsertest.Eval[string](p, `[ear.lang, ear.continuous, ear.interimResults].join()`); got != "en-US,true,true" {
				t.Errorf("the recogniser is asked for %s", got)
			}
			p.Wait(fmt.Sprintf(`document.activeElement.matches(%q)`, editor))
			hear(p, "mostly", false)
			p.WaitText("[data-heard-words]", "mostly")
			if got := p.Value(editor); got != "It shortens links." {
				t.Errorf("with words that are not final the editor holds %q", got)
			}
			p.Axe()
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the room is %d px wider than the window", wide)
			}
			hear(p, "mostly they are opened full stop", true)
			const both = "It shortens links. Mostly they are opened."
			p.Wait(fmt.Sprintf(`document.querySelector(%q).value === %q`, editor, both))
			p.Wait(saved)
			wantTranscript(t, p, both)
			p.Press("z", chromedp.ModifierCtrl)
			if got := p.Value(editor); strings.Contains(got, "Mostly") {
				t.Errorf("after undoing, the editor holds %q", got)
			}

			hear(p, "seldom", false)
			p.Press(kb.Escape)
			listens(p, false)
			if got := p.Value(editor); !strings.HasSuffix(got, "links. Seldom") {
				t.Errorf("stopped before the words were final, the editor holds %q", got)
			}
			p.Press("9", chromedp.ModifierAlt)
			listens(p, true)
			hear(p, "are they made", false)
			p.Press(".", chromedp.ModifierCtrl) // on to the next step
			p.WaitText("[data-title]", "Map")
			listens(p, false)
			p.Press("1", chromedp.ModifierAlt)
			p.Wait(fmt.Sprintf(`document.querySelector(%q).value.endsWith("links. Seldom are they made")`, editor))
			p.Wait(saved)
			wantTranscript(t, p, "links. Seldom are they made")

			p.Press("9", chromedp.ModifierAlt)
			listens(p, true)
			p.Press(kb.Tab) // to the button that goes with the sign
			p.Wait(`document.activeElement?.closest("[data-heard]")`)
			browsertest.Eval[bool](p, `fail("not-allowed")`)
			listens(p, false)
			p.Wait(fmt.Sprintf(`document.activeElement?.matches(%q)`, editor))
			p.WaitText("[data-say]", "The microphone is not allowed for this site")

			p.Press("9", chromedp.ModifierAlt)
			listens(p, true)
			browsertest.Eval[bool](p, `Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true}); document.dispatchEvent(new Event("visibilitychange"))`)
			listens(p, false)
		})
	}
}

// Into the conversation; what is chosen outlives the page, not the sign-out; and
// a choice made for the device is not one for the maker.
func TestBrowserRoomDictatedMessage(t *testing.T) {
	t.Parallel()
	p := browsertest.Start(t).Open(t, browsertest.View{})
	p.Before(`window.onDevice = sessionStorage.getItem("far") ? "unavailable" : "available"`)
	p.Before(ears)
	enter(p, start(t, dbtest.SQLite(t), nil))
	begin(p)
	p.Wait(`document.body.matches(".live")`)
	p.Click(speech)
	p.WaitText("[data-where]", "on this device")
	p.Click(chooses)
	p.Reload()
	p.Wait(`document.body.matches(".live")`)
	p.Press("8", chromedp.ModifierAlt)
	p.Wait(`document.activeElement?.matches("[data-message]")`)
	p.Press("9", chromedp.ModifierAlt)
	listens(p, true)
	if !browsertest.Eval[bool](p, `ear.processLocally === true`) {
		t.Error("the device can recognise by itself, and is not held to it")
	}
	p.Axe()
	hear(p, "how many new links", true)
	hear(p, "are made", false)
	p.Press(kb.Enter)
	p.WaitText(said, "How many new links are made")
	p.WaitText(said, "Take 100 million")
	listens(p, false)
	if got := p.Value(say); got != "" {
		t.Errorf("the box still holds %q", got)
	}

	browsertest.Eval[bool](p, `sessionStorage.setItem("far", "1") ?? true`)
	p.Reload()
	p.Wait(`document.body.matches(".live")`)
	p.Press("9", chromedp.ModifierAlt)
	p.Wait(`document.querySelector("#room-speech").matches(":popover-open")`)
	if browsertest.Eval[bool](p, `!!window.began || document.querySelector("[data-choose=dictation]").checked`) {
		t.Error("a choice for the device lets the maker listen")
	}
	if got := browsertest.Eval[int](p, `Object.keys(localStorage).filter((key) => key.startsWith("levelup room speech")).length`); got != 1 {
		t.Errorf("%d choices are kept, want this person's", got)
	}
}

// The interviewer's words are read as they come, by a voice of the device, until
// one types; and the statement on demand.
func TestBrowserRoomReadAloud(t *testing.T) {
	t.Parallel()
	p := browsertest.Start(t).Open(t, browsertest.View{})
	p.Before(ears)
	enter(p, start(t, dbtest.SQLite(t), nil))
	begin(p)
	p.Wait(`document.body.matches(".live")`)
	p.Click("[data-read]")
	p.WaitText("[data-read]", "Stop reading")
	p.Wait(`spoken.length === 1 && spoken[0].endsWith("(Near, 1)")`)
	p.Axe()
	p.Press(kb.Escape)
	p.WaitText("[data-read]", "Read aloud")

	p.Click(speech)
	p.WaitText("[data-voice]", "Near, of this device")
	p.Click(`[data-choose="aloud"]`)
	browsertest.Eval[bool](p, `(() => { const rate = document.querySelector("[data-choose=rate]"); rate.value = "1.5"; return rate.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	p.Axe()
	p.Press(kb.Escape)
	browsertest.Eval[bool](p, `(spoken.length = 0) === 0`)
	p.Press("8", chromedp.ModifierAlt)
	p.Wait(`document.activeElement?.matches("[data-message]")`)
	p.Press("How many new links are made?")
	p.Press(kb.Enter)
	p.WaitText(said, "Take 100 million")
	p.Wait(`spoken.length === 1 && spoken[0].startsWith("Take 100 million") && spoken[0].endsWith("(Near, 1.5)") && !!window.now`)
	p.Press("T")
	p.Wait(`window.now === null`)
}

// A browser that can neither shows nothing of it.
func TestBrowserRoomWithoutSpeech(t *testing.T) {
	t.Parallel()
	p := browsertest.Start(t).Open(t, browsertest.View{})
	p.Before(deaf)
	enter(p, start(t, dbtest.SQLite(t), nil))
	begin(p)
	p.Wait(`document.body.matches(".live")`)
	p.Press("9", chromedp.ModifierAlt)
	p.Press("/", chromedp.ModifierCtrl)
	p.Wait(`document.querySelector("#room-keys").matches(":popover-open")`)
	if got := browsertest.Eval[int](p, `[...document.querySelectorAll("[data-speech], [data-dictate], #room-speech")].filter((e) => e.checkVisibility()).length`); got != 0 {
		t.Errorf("%d things are shown that this browser cannot do", got)
	}
}
