// Package browsertest drives a real browser for tests: Chromium, headless, at
// LEVELUP_TEST_CHROMIUM, which make test sets. Without it the tests are skipped,
// except under CI=true, where they fail.
//
// What it promises: every page that is opened is watched from its first byte, and
// its test fails for whatever a person would find in the console: errors,
// exceptions nobody caught, violations of the content security policy. What a
// test provokes on purpose it names with Page.Allow.
package browsertest

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long an action may take before it fails the test.
const patience = 20 * time.Second

// Browser is one running Chromium. Its pages may be used by parallel tests.
type Browser struct{ ctx context.Context }

// Start starts a browser that ends with the test; subtests share it.
func Start(t testing.TB) *Browser {
	t.Helper()
	program := os.Getenv("LEVELUP_TEST_CHROMIUM")
	if program == "" {
		const why = "LEVELUP_TEST_CHROMIUM is not set: make test finds a browser and sets it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, // it sees our own pages only, and root has no other way
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		cancel() // kills it: nothing of its profile is kept, and a graceful end takes seconds
		chromedp.FromContext(ctx).Allocator.Wait()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting %s: %v", program, err)
	}
	return &Browser{ctx}
}

// View is how a page is looked at.
type View struct {
	Width, Height int64 // 1280 × 800 when zero
	Dark          bool
	NoScript      bool // JavaScript is off
}

// Open opens an empty page for a new person: cookies, storage and cache are its
// own. At the end of the test it is closed, and the test fails for the trouble
// that was seen.
func (b *Browser) Open(t testing.TB, v View) *Page {
	t.Helper()
	return open(t, b.ctx, v, chromedp.WithNewBrowserContext())
}

// Tab opens another page for the same person.
func (p *Page) Tab(t testing.TB) *Page {
	t.Helper()
	return open(t, p.ctx, p.view)
}

func open(t testing.TB, parent context.Context, v View, options ...chromedp.ContextOption) *Page {
	t.Helper()
	p := &Page{t: t, view: v, trouble: &trouble{}}
	ctx, cancel := chromedp.NewContext(parent, append(options, chromedp.WithListener(p.trouble.listen))...)
	p.ctx = ctx
	p.close = sync.OnceFunc(func() {
		p.picture()
		for _, line := range p.trouble.list() {
			t.Errorf("on %s: %s", p.last, line)
		}
		cancel()
	})
	t.Cleanup(p.close)
	if v.Width == 0 {
		v.Width, v.Height = 1280, 800
	}
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	p.do("opening a page", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, runtime.AddBinding, runtime.AddBindingParams{Name: violationBinding}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: violationScript}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}), chromedp.EmulateViewport(v.Width, v.Height))
	if v.NoScript {
		p.script(false)
	}
	return p
}

// script turns JavaScript on or off.
func (p *Page) script(on bool) {
	p.t.Helper()
	p.do("turning JavaScript on or off", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}
