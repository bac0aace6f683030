package browsertest_test

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"levelup/internal/browsertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// One browser serves all tests: starting it is what takes time.
func TestBrowser(t *testing.T) {
	t.Parallel()
	b := browsertest.Start(t)
	for name, test := range map[string]func(*testing.T, *browsertest.Browser){
		"a person uses a page":  personUsesAPage,
		"a page without script": pageWithoutScript,
		"trouble is seen":       troubleIsSeen,
		"axe's findings":        axeFindings,
		"offline":               offline,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, b)
		})
	}
}

// serve answers with pages under the program's content security policy.
func serve(t *testing.T, pages map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if strings.HasSuffix(r.URL.Path, ".js") {
			w.Header().Set("Content-Type", "text/javascript")
		}
		fmt.Fprint(w, page)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

const good = `<!doctype html><html lang="en"><head><title>Good</title><link rel="icon" href="data:,"><script src="/good.js" defer></script></head>
<body><main><h1>Good</h1><label>Name <input id="name"></label><button id="go">Go</button><p id="out">nothing</p>
<noscript><p id="off">without</p></noscript></main></body></html>`

const goodScript = `document.querySelector("#go").addEventListener("click", () => {
	document.querySelector("#out").textContent = "hello " + document.querySelector("#name").value;
});`

func personUsesAPage(t *testing.T, b *browsertest.Browser) {
	base := serve(t, map[string]string{"/": good, "/good.js": goodScript})
	for _, view := range []browsertest.View{{}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view), func(t *testing.T) {
			t.Parallel()
			p := b.Open(t, view)
			p.Go(base + "/")
			p.Type("#name", "Ada")
			p.Click("#go")
			p.WaitText("#out", "hello Ada")
			p.Fill("#name", "Grace \"\n")
			p.Click("#go")
			p.WaitText("#out", "hello Grace")
			p.Axe()
			if p.Has("#off") || !p.Has("#out") {
				t.Error("Has is wrong")
			}
			if got := browsertest.Eval[bool](p, `matchMedia("(prefers-color-scheme: dark)").matches`); got != view.Dark {
				t.Errorf("dark = %v, want %v", got, view.Dark)
			}
			picture, err := png.Decode(bytes.NewReader(p.Screenshot()))
			if want := max(view.Width, 390); err != nil || int64(picture.Bounds().Dx()) < want {
				t.Errorf("screenshot = %v, %v, want %d px wide at least", picture.Bounds(), err, want)
			}
			browsertest.Eval[bool](p, `localStorage.setItem("k", "v") ?? true`)
			if got := p.Tab(t); got != nil {
				got.Go(base + "/")
				if v := browsertest.Eval[string](got, `localStorage.getItem("k") ?? "nothing"`); v != "v" {
					t.Errorf("a tab sees %q, want what the person's other tab stored", v)
				}
			}
		})
	}
}

func pageWithoutScript(t *testing.T, b *browsertest.Browser) {
	base := serve(t, map[string]string{"/": good, "/good.js": goodScript})
	p := b.Open(t, browsertest.View{NoScript: true})
	p.Go(base + "/")
	if got := p.Text("#off"); got != "without" {
		t.Errorf("text = %q, want what noscript holds", got)
	}
	p.Type("#name", "Ada")
	if got := p.Value("#name"); got != "Ada" {
		t.Errorf("value = %q, want Ada", got)
	}
	p.WaitText("#out", "nothing")
	p.Axe()
	p.Reload()
	if !p.Has("#off") {
		t.Error("JavaScript is on after Axe")
	}
}

// Whatever shows in the console is seen, and fails the test.
func troubleIsSeen(t *testing.T, b *browsertest.Browser) {
	page := func(body string) string {
		return `<!doctype html><html lang="en"><head><title>Bad</title><link rel="icon" href="data:,"></head><body><main><h1>Bad</h1>` + body + `</main></body></html>`
	}
	base := serve(t, map[string]string{
		"/inline-script": page(`<script>1</script>`),
		"/inline-style":  page(`<p style="color: red">x</p>`),
		"/missing":       page(`<script src="/none.js"></script>`),
		"/error":         page(`<script src="/error.js"></script>`),
		"/throws":        page(`<script src="/throws.js"></script>`),
		"/rejects":       page(`<script src="/rejects.js"></script>`),
		"/error.js":      `console.error("oh", "no")`,
		"/throws.js":     `throw new Error("thrown")`,
		"/rejects.js":    `Promise.reject(new Error("rejected"))`,
	})
	for path, want := range map[string]string{
		"/inline-script": "content security policy: script-src",
		"/inline-style":  "content security policy: style-src",
		"/missing":       "404",
		"/error":         "console: oh no",
		"/throws":        "Error: thrown",
		"/rejects":       "Error: rejected",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			watched := &recorder{TB: t}
			p := b.Open(watched, browsertest.View{})
			p.Go(base + path)
			p.Wait("true")
			if got := p.Trouble(); !slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, want) }) {
				t.Errorf("Trouble() on %s = %q, want a line with %q", path, got, want)
			}
			watched.end()
			if len(watched.errors) == 0 {
				t.Errorf("the test of %s would have passed", path)
			}
		})
	}
}

func axeFindings(t *testing.T, b *browsertest.Browser) {
	base := serve(t, map[string]string{"/": `<!doctype html><html lang="en"><head><title>x</title><link rel="icon" href="data:,"></head><body><main><h1>x</h1><input id="bare"></main></body></html>`})
	watched := &recorder{TB: t}
	p := b.Open(watched, browsertest.View{})
	p.Go(base + "/")
	p.Axe()
	if len(watched.errors) != 1 || !strings.Contains(watched.errors[0], "#bare") {
		t.Errorf("Axe reported %q, want one finding that names #bare", watched.errors)
	}
	watched.end()
}

func offline(t *testing.T, b *browsertest.Browser) {
	base := serve(t, map[string]string{"/": good, "/good.js": goodScript})
	p := b.Open(t, browsertest.View{})
	p.Go(base + "/")
	const ask = `fetch("/good.js", {cache: "no-store"}).then((r) => r.status, () => 0)`
	for _, off := range []bool{false, true, false} {
		p.Offline(off)
		status, online := browsertest.Eval[int](p, ask), browsertest.Eval[bool](p, `navigator.onLine`)
		if want := map[bool]int{false: 200, true: 0}[off]; status != want || online == off {
			t.Errorf("offline %v: fetch = %d, onLine = %v, want %d, %v", off, status, online, want, !off)
		}
	}
}

// recorder is a test that is meant to fail: it keeps its errors, and its cleanups
// until end.
type recorder struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *recorder) end() {
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
}
