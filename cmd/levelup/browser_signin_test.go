package main

import (
	"bufio"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
	"levelup/internal/oauth"
	"levelup/web/site"
)

// oidcFolder holds a real OpenID Connect provider, which make test fetches.
const oidcFolder = "../../tools/oidc"

// realProvider starts it, for a program whose people come back to base, and returns its
// issuer.
func realProvider(t *testing.T, base string) (issuer string) {
	t.Helper()
	if _, err := os.Stat(oidcFolder + "/node_modules/.package-lock.json"); err != nil {
		const why = "tools/oidc is not fetched: make test does it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	server := exec.Command("node", "server.mjs", "the-key", "the-secret", base+"/auth/oidc/callback")
	server.Dir = oidcFolder
	in, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close() // which ends it
		_ = server.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider did not start: %v", err)
	}
	return strings.TrimSpace(line)
}

// agree is a person at the real provider, which asks for a name and for consent.
func agree(p *browsertest.Page, name string) {
	p.WaitVisible("input[name=login]")
	p.Type("input[name=login]", name)
	p.Type("input[name=password]", "anything")
	p.Click("button[type=submit]")
	p.Wait(`!document.querySelector("input[name=login]") && document.querySelector("button[type=submit]") && document.readyState === "complete"`)
	p.Click("button[type=submit]")
}

// V10.2.1, V10.5.1: through a real OpenID Connect provider and back, in a browser, with
// and without JavaScript; and saying no there.
func TestV10_5_1BrowserSignsInThroughARealProvider(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	addr := freeAddr(t)
	issuer := realProvider(t, "http://"+addr)
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.addr, c.local, c.baseURL = addr, site.LocalOff, &url.URL{Scheme: "http", Host: addr}
		c.providers = []oauth.Config{{Kind: "oidc", Key: "the-key", Secret: "the-secret", URL: issuer}}
	})
	for name, view := range map[string]browsertest.View{
		"ada":   {Width: 1280, Height: 800},
		"grace": {Width: 390, Height: 844, Dark: true, NoScript: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := browser.Open(t, view)
			p.Allow("status of 409", "favicon")
			p.Go(r.url + "/signin?next=/settings")
			p.Axe()
			p.Click(`.providers a`)
			agree(p, name)
			p.WaitURL(r.url + "/settings")
			p.Axe()
			settings := p.Text("main")
			for _, want := range []string{name + "@example.org", "Chrome on", "this one"} {
				if !strings.Contains(settings, want) {
					t.Errorf("the settings lack %q: %s", want, settings)
				}
			}
			if wide := browsertest.Eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the settings are %d px wider than the window", wide)
			}

			// Once more, to link a second account: the provider still knows who it is.
			p.Click(`a[href="/auth/oidc?link"]`)
			p.WaitURL(r.url + "/auth/oidc/callback")
			p.WaitText("main", "linked to yours already")
			p.Axe()
			p.Click(`main a[href="/settings"]`)
			p.WaitURL(r.url + "/settings")
		})
	}
	t.Run("no", func(t *testing.T) {
		p := browser.Open(t, browsertest.View{})
		p.Allow("status of 403", "favicon")
		p.Go(r.url + "/signin")
		p.Click(`.providers a`)
		p.WaitVisible("input[name=login]")
		p.Click(`a[href$="/abort"]`)
		p.WaitURL(r.url + "/auth/oidc/callback")
		p.WaitText("main", "you did not agree")
		p.Axe()
	})
}
