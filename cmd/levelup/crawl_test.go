package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"levelup/internal/db/dbtest"
)

// mostLinks bounds the crawl; it is far above what there is.
const mostLinks = 20_000

// Every link of every page leads to a page, and every anchor to something on it,
// for a visitor and for who is signed in.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	ada.begin("url-shortener", "practice")
	ben := r.person(t, "ben")
	shared := ben.graded(someWords)
	ben.share(shared, "queue", "Is it deep?").want(http.StatusSeeOther)
	ada.post(reviewOf(shared)+"/claim", nil).want(http.StatusSeeOther) // the first here is a coach too
	for name, who := range map[string]*browser{"visitor": r.visitor(t), "signed in": ada} {
		t.Run(name, func(t *testing.T) {
			who := &browser{t, who.base, who.client}
			ids := map[string]map[string]bool{} // of each page that was seen
			type link struct{ from, to, anchor string }
			var anchors []link
			queue := []link{{to: "/"}}
			for n := 0; len(queue) > 0; n++ {
				if n == mostLinks {
					t.Fatalf("more than %d links", mostLinks)
				}
				next := queue[0]
				queue = queue[1:]
				if ids[next.to] != nil {
					continue
				}
				page := who.get(next.to)
				ids[next.to] = map[string]bool{}
				if page.status == http.StatusSeeOther || page.status == http.StatusFound {
					queue = append(queue, link{from: next.to, to: page.header.Get("Location")})
					continue
				}
				if page.status != http.StatusOK {
					t.Errorf("%s links to %s, which is %d", next.from, next.to, page.status)
					continue
				}
				if !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
					continue
				}
				root, err := html.Parse(strings.NewReader(page.body))
				if err != nil {
					t.Fatal(err)
				}
				for node := range root.Descendants() {
					for _, a := range node.Attr {
						if a.Key == "id" {
							ids[next.to][a.Val] = true
						}
						if a.Key != "href" && (a.Key != "src" || node.Data != "script") {
							continue
						}
						to, err := url.Parse(a.Val)
						if err != nil {
							t.Errorf("%s has the link %q", next.to, a.Val)
							continue
						}
						if to.Host != "" {
							continue // to others
						}
						base, err := url.Parse(next.to)
						if err != nil {
							t.Fatal(err)
						}
						whole := base.ResolveReference(to)
						anchor := whole.Fragment
						whole.Fragment = ""
						if whole.Path == "/signin" || whole.Path == "/calculator" {
							whole.RawQuery = "" // one page, whatever it is to come back to or to calculate
						}
						if anchor != "" {
							anchors = append(anchors, link{next.to, whole.String(), anchor})
						}
						queue = append(queue, link{from: next.to, to: whole.String()})
					}
				}
			}
			for _, a := range anchors {
				if found, seen := ids[a.to]; seen && len(found) > 0 && !found[a.anchor] {
					t.Errorf("%s links to %s#%s, which is not there", a.from, a.to, a.anchor)
				}
			}
			if len(ids) < 28 {
				t.Errorf("the crawl has seen %d pages", len(ids))
			}
		})
	}
}

// A chapter weighs less than 60 KB on the wire, with all that it loads.
func TestChaptersAreLight(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	who := r.visitor(t)
	for _, slug := range []string{"application", "version-control", "database", "search", "hosting", "routing", "auth", "scheduled-jobs", "workers-and-scale", "system-design"} {
		page := who.get("/learn/" + slug).want(200).body
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		add := func(path string) {
			total += len(who.do("GET", path, nil, map[string]string{"Accept-Encoding": "br"}).want(200).body)
		}
		add("/learn/" + slug)
		for node := range root.Descendants() {
			for _, a := range node.Attr {
				loads := node.Data == "script" && a.Key == "src" || node.Data == "link" && a.Key == "href" && strings.HasPrefix(a.Val, "/static/")
				if loads {
					add(a.Val)
				}
			}
		}
		t.Logf("%s: %.1f KB", slug, float64(total)/1024)
		if total > 60<<10 {
			t.Errorf("%s weighs %d bytes on the wire, want 60 KB at most", slug, total)
		}
	}
}
