package browsertest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// Axe examines the page as it stands with axe-core, all its rules, and fails the
// test for each finding. Where JavaScript is off it is on for that time; the page,
// loaded without, does not notice.
func (p *Page) Axe() {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatal(err)
	}
	if p.view.NoScript {
		p.script(true)
		defer p.script(false)
	}
	run(p, "loading axe-core", chromedp.Evaluate[chromedp.Void](source+"\n;undefined"))
	type finding struct {
		ID, Impact, Help string
		Nodes            []struct {
			Target         []string
			FailureSummary string
		}
	}
	findings := Eval[[]finding](p, `axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) => ({
		ID: v.id, Impact: v.impact, Help: v.help,
		Nodes: v.nodes.map((n) => ({Target: n.target.map(String), FailureSummary: n.failureSummary})),
	})))`)
	for _, f := range findings {
		var b strings.Builder
		for _, n := range f.Nodes {
			fmt.Fprintf(&b, "\n\t%s\n\t\t%s", strings.Join(n.Target, " "), strings.ReplaceAll(n.FailureSummary, "\n", "\n\t\t"))
		}
		p.t.Errorf("on %s at %d px: axe %s (%s): %s%s", p.last, p.view.Width, f.ID, f.Impact, f.Help, b.String())
	}
}

// axeSource reads axe-core from the packages that npm fetched.
var axeSource = sync.OnceValues(func() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		if folder == filepath.Dir(folder) {
			return "", errors.New("no go.mod above the test's folder")
		}
		folder = filepath.Dir(folder)
	}
	source, err := os.ReadFile(filepath.Join(folder, "web", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("axe-core is not there; run make assets: %w", err)
	}
	return string(source), nil
})
