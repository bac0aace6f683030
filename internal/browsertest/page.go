package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Page is one tab. Its methods do what a person does and fail the test when that
// is not possible; selectors are CSS. A page belongs to one goroutine.
type Page struct {
	t       testing.TB
	ctx     context.Context
	view    View
	trouble *trouble
	last    string // the address of the last page gone to
	close   func()
}

// Go opens an address and waits until the page is loaded.
func (p *Page) Go(url string) {
	p.t.Helper()
	// Clean-ups run last in, first out: this one before that of the server, which is up by
	// now. A page that were still open would complain that its server is gone.
	p.t.Cleanup(p.close)
	p.last = url
	p.do("going to "+url, chromedp.Navigate(url))
}

// Before runs a script in every document that is opened from now on, before any of
// the page's own: for what the browser is made to have, or not to have.
func (p *Page) Before(script string) {
	p.t.Helper()
	p.do("adding a script", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reloading", chromedp.Reload())
}

// Back goes back in the history.
func (p *Page) Back() {
	p.t.Helper()
	p.do("going back", chromedp.NavigateBack())
}

// Click clicks the first element that matches, once it is visible.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("clicking "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Type puts the focus on an element and types, key by key.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.do("typing into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text, chromedp.NodeVisible))
}

// Fill sets the value of a field at once, as a paste does, and lets the page know.
func (p *Page) Fill(selector, text string) {
	p.t.Helper()
	p.do("filling "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
	Eval[bool](p, fmt.Sprintf(`(() => {
		const field = document.querySelector(%s);
		field.focus();
		field.value = %s;
		field.dispatchEvent(new InputEvent("input", {bubbles: true, inputType: "insertFromPaste"}));
		field.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})()`, strconv.Quote(selector), strconv.Quote(text)))
}

// Press sends keys to what has the focus; see chromedp's kb for names.
func (p *Page) Press(keys string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	p.do("pressing "+strconv.Quote(keys), chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}

// Shortcut presses a key of which the page makes a command. A page that prevents the
// key keeps its letter from what has the focus then, which the browser would leave to
// the keyboard's driver.
func (p *Page) Shortcut(letter rune) {
	p.t.Helper()
	key := func(kind input.DispatchKeyEventType) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: string(letter), Code: "Key" + strings.ToUpper(string(letter))})
			return err
		})
	}
	p.do("pressing "+string(letter), key(input.DispatchKeyEventTypeRawKeyDown), key(input.DispatchKeyEventTypeKeyUp))
}

// Text waits for an element and returns its text as it is rendered.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return run(p, "reading "+selector, chromedp.Text(chromedp.CSS(selector), chromedp.NodeReady))
}

// Value waits for a field and returns its value.
func (p *Page) Value(selector string) string {
	p.t.Helper()
	return run(p, "reading "+selector, chromedp.Value(chromedp.CSS(selector), chromedp.NodeReady))
}

// Has tells whether an element is there now.
func (p *Page) Has(selector string) bool {
	p.t.Helper()
	return len(run(p, "looking for "+selector, chromedp.Nodes(chromedp.CSSAll(selector), chromedp.AtLeast(0)))) > 0
}

// URL is the page's address.
func (p *Page) URL() string {
	p.t.Helper()
	return run(p, "reading the address", chromedp.Location())
}

// WaitVisible waits until an element can be seen.
func (p *Page) WaitVisible(selector string) {
	p.t.Helper()
	p.do("waiting for "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// WaitGone waits until no element matches.
func (p *Page) WaitGone(selector string) {
	p.t.Helper()
	p.do("waiting until there is no "+selector, chromedp.WaitNotPresent(chromedp.CSS(selector)))
}

// WaitText waits until an element's text holds a part.
func (p *Page) WaitText(selector, part string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf(`document.querySelector(%s)?.textContent.includes(%s)`, strconv.Quote(selector), strconv.Quote(part)))
}

// WaitURL waits until the address holds a part, so for a navigation.
func (p *Page) WaitURL(part string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf(`location.href.includes(%s) && document.readyState === "complete"`, strconv.Quote(part)))
}

// Wait waits until an expression of JavaScript is true, through navigations too.
func (p *Page) Wait(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	var err error
	for {
		var yes bool
		if yes, err = chromedp.Run(ctx, chromedp.Evaluate[bool](`!!(`+expression+`)`)); err == nil && yes {
			return
		}
		select {
		case <-ctx.Done():
			p.t.Fatalf("on %s: waited %v for %s (%v)", p.last, patience, expression, err)
		case <-look.C:
		}
	}
}

// Eval returns the value of an expression of JavaScript, of a promise too. It
// goes past the content security policy.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return run(p, "evaluating "+strings.TrimSpace(expression), chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Offline cuts the page off from the network, or gives it back. What the browser
// logs about it is allowed.
func (p *Page) Offline(yes bool) {
	p.t.Helper()
	p.Allow("net::ERR_INTERNET_DISCONNECTED")
	p.do("changing the network", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		all := &network.Conditions{Offline: yes, DownloadThroughput: -1, UploadThroughput: -1}
		if _, err := cdp.Call(ctx, target, network.EmulateNetworkConditionsByRule,
			network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{all}}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, target, network.OverrideNetworkState,
			network.OverrideNetworkStateParams{Offline: yes, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	}))
}

// Allow names trouble that the test provokes, by a part of its line, such as
// "status of 409".
func (p *Page) Allow(parts ...string) { p.trouble.allow(parts) }

// Trouble is what was seen so far and not allowed.
func (p *Page) Trouble() []string { return p.trouble.list() }

// Screenshot returns the whole page as a PNG.
func (p *Page) Screenshot() []byte {
	p.t.Helper()
	return run(p, "taking a screenshot", chromedp.FullScreenshot(100))
}

// picture leaves a screenshot of a page whose test failed in the folder of
// LEVELUP_TEST_SCREENSHOTS, if there is one.
func (p *Page) picture() {
	folder := os.Getenv("LEVELUP_TEST_SCREENSHOTS")
	if folder == "" || !p.t.Failed() {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		name := strings.NewReplacer("/", "_", " ", "_").Replace(p.t.Name()) + ".png"
		err = os.WriteFile(filepath.Join(folder, name), png, 0o644)
	}
	if err != nil {
		p.t.Logf("no screenshot: %v", err)
	}
}

func (p *Page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, what, chromedp.Steps(steps...))
}

// run does one thing, in bounded time. The page's first action is not bounded:
// with its context the page would close.
func run[T any](p *Page, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx := p.ctx
	if chromedp.FromContext(ctx).Target != nil {
		limited, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		ctx = limited
	}
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatalf("on %s: %s: %v%s", p.last, what, err, seen(p.trouble.list()))
	}
	return v
}

func seen(trouble []string) string {
	if len(trouble) == 0 {
		return ""
	}
	return "\nseen before: " + strings.Join(trouble, "\n")
}
