package main

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"levelup/internal/account"
	"levelup/internal/db/dbtest"
)

var writeRights = flag.Bool("rights", false, "write what the routes do now into testdata/rights.tsv, to be read before it is committed")

const rightsFile = "testdata/rights.tsv"

// askers are the columns of the matrix. The owner is a learner whose attempt it is, the
// shared coach one with whom it is shared.
var askers = []string{"anonymous", "learner", "coach", "author", "admin", "owner", "shared-coach"}

// house is a running program with somebody for each column.
type house struct {
	t      *testing.T
	r      *running
	routes []string // "GET /prompts/{slug}"
	who    map[string]*browser
	ended  string // an attempt of the owner's that is over
	other  string // the id of a person about whom nobody cares
	file   string // one that pages load

	restore func() // of a right that is taken away; nil while none is
	without account.Action
}

func moveIn(t *testing.T) *house {
	h := &house{t: t, who: map[string]*browser{}}
	checkout := t.TempDir() // and a secret: without both there is no webhook
	if err := os.CopyFS(filepath.Join(checkout, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	git(t, checkout, "init", "-q")
	git(t, checkout, "add", ".")
	git(t, checkout, "commit", "-q", "-m", "All of it")
	h.r = start(t, dbtest.SQLite(t), func(c *config, s *serving) {
		c.contentDir, c.webhookSecret = filepath.Join(checkout, "content"), hookSecret
		s.mounted = func(handler http.Handler) {
			if err := chi.Walk(handler.(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
				h.routes = append(h.routes, method+" "+route)
				return nil
			}); err != nil {
				t.Error(err)
			}
		}
	})
	slices.Sort(h.routes)
	boss := h.r.person(t, "boss") // the first one has all roles
	h.who["anonymous"] = h.r.visitor(t)
	for _, name := range []string{"owner", "learner", "coach", "author", "admin", "shared-coach", "other"} {
		h.r.person(t, name)
		id := personID(t, boss, name)
		if name == "other" {
			h.other = id
			continue
		}
		roles := url.Values{"role": {"learner"}}
		if name != "owner" && name != "learner" {
			roles.Set("role", strings.TrimPrefix(name, "shared-"))
		}
		boss.post("/admin/users/"+id+"/roles", roles).want(http.StatusSeeOther)
		h.who[name] = h.r.person(t, name)
	}
	_, rest, _ := strings.Cut(h.who["anonymous"].get("/").body, `href="/static/site-`)
	file, _, _ := strings.Cut(rest, `"`)
	h.file = "/static/site-" + file
	h.ended = h.who["owner"].begin("rate-limiter", "practice")
	h.who["owner"].post(h.ended+"/submit", nil).want(http.StatusSeeOther)
	h.who["owner"].post(h.ended+"/share", url.Values{"coach": {"shared-coach@example.org"}}).want(http.StatusSeeOther)
	return h
}

// personID finds somebody in the admin's list.
func personID(t *testing.T, admin *browser, name string) string {
	t.Helper()
	page := admin.get("/admin/users?q=" + name + "%40example.org").want(http.StatusOK).body
	_, rest, _ := strings.Cut(page, `action="/admin/users/`)
	id, _, found := strings.Cut(rest, "/roles")
	if !found {
		t.Fatalf("%s is not in the list of people", name)
	}
	return id
}

// attempt is one of the owner's that runs, with a board, whatever was done to the one
// before it. For its making all rights are there.
func (h *house) attempt() string {
	if h.restore != nil {
		h.restore()
		defer func() { h.restore = account.Without(h.without) }()
	}
	owner := h.who["owner"]
	attempt := owner.begin("url-shortener", "practice")
	owner.post(attempt+"/answer", url.Values{"step": {"map"}, "base": {"0"}, "text": {""}, "board": {"[service] API"}, "boardbase": {"0"}})
	return attempt
}

// path is where a route is asked for.
func (h *house) path(route string) string {
	attempt := h.ended
	if strings.Contains(route, "/attempts/{id}") {
		attempt = h.attempt()
	}
	if strings.HasSuffix(route, "/report.md") || strings.HasSuffix(route, "/argue") || strings.HasSuffix(route, "/grade") || strings.HasSuffix(route, "/self") || strings.HasSuffix(route, ".json") {
		attempt = h.ended
	}
	for from, to := range map[string]string{
		"/attempts/{id}":                attempt,
		"/review/{attempt}":             strings.Replace(h.ended, "/attempts/", "/review/", 1),
		"{file}":                        "map.svg",
		"/learn/{chapter}":              "/learn/database",
		"/prompts/{slug}":               "/prompts/twitter",
		"/author/{kind}/{slug}/compare": "/author/prompt/twitter/compare",
		"/author/{kind}/{slug}":         "/author/prompt/twitter",
		"/author/prompt/{slug}":         "/author/prompt/twitter",
		"/admin/users/{id}":             "/admin/users/" + h.other,
		"/static/*":                     h.file,
		"GET ":                          "",
		"POST ":                         "",
	} {
		route = strings.ReplaceAll(route, from, to)
	}
	return route
}

// forms are what some routes need to be asked at all.
var forms = map[string]string{
	"POST /attempts":              "prompt=chat&mode=practice",
	"POST /learn/{chapter}/quiz":  "question=many-users&choice=0",
	"GET /attempts/{id}/board":    "step=map",
	"POST /attempts/{id}/advance": "from=clarify",
}

// ask returns how a route answers somebody: "open", "signin" where it leads there, or
// the status of a refusal; 404 also says that this instance has no such thing.
func (h *house) ask(route, who string) string {
	b := h.who[who]
	method, _, _ := strings.Cut(route, " ")
	path := h.path(route)
	if route == "POST /signout" || route == "POST /signin/local" { // which would end the session
		b = &browser{h.t, h.r.url, &http.Client{CheckRedirect: b.client.CheckRedirect}}
	}
	var body io.Reader
	if form, ok := forms[route]; ok && method == http.MethodGet {
		path += "?" + form
	} else if ok {
		body = strings.NewReader(form)
	}
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.r.url+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if method == http.MethodPost {
		req.Header.Set("Origin", h.r.url)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := b.client.Do(req)
	if err != nil {
		h.t.Fatalf("%s as %s: %v", route, who, err)
	}
	defer res.Body.Close() //nolint:errcheck // a stream is not read to its end
	h.guarded(route+" as "+who, res)
	if strings.HasPrefix(res.Header.Get("Location"), "/signin?") {
		return "signin"
	}
	switch res.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return fmt.Sprint(res.StatusCode)
	}
	if res.StatusCode >= 500 {
		body, _ := io.ReadAll(res.Body)
		h.t.Errorf("%s as %s is %d: %.300s", route, who, res.StatusCode, body)
	}
	return "open"
}

// guarded checks what every answer has, whoever asks for what: it cannot run what it
// brings, is taken for nothing else, and what is personal is kept nowhere.
func (h *house) guarded(what string, res *http.Response) {
	want := map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
	if strings.Contains(what, "/static/") && res.StatusCode == http.StatusOK {
		want["Cache-Control"] = "public, max-age=31536000, immutable"
	}
	for header, value := range want {
		if got := res.Header.Get(header); got != value && !(header == "Cache-Control" && strings.Contains(what, "{chapter} as")) {
			h.t.Errorf("%s: %s is %q, want %q", what, header, got, value)
		}
	}
	if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		h.t.Errorf("%s: the content security policy is %q", what, policy)
	}
}

// matrix asks for everything as everybody.
func (h *house) matrix() map[string][]string {
	out := map[string][]string{}
	for _, route := range h.routes {
		for _, who := range askers {
			out[route] = append(out[route], h.ask(route, who))
		}
	}
	return out
}

// V8.2.1: every route has a row that says who may ask for it; a route without a row,
// and a row without a route, fail. What a row says was decided by a person.
func TestV8_2_1EveryRouteHasItsRights(t *testing.T) {
	h := moveIn(t) // not parallel: the table of rights is changed below
	got := h.matrix()
	if *writeRights {
		var b strings.Builder
		b.WriteString("route\t" + strings.Join(askers, "\t") + "\n")
		for _, route := range h.routes {
			b.WriteString(route + "\t" + strings.Join(got[route], "\t") + "\n")
		}
		if err := os.WriteFile(rightsFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := readRights(t)
	for _, route := range h.routes {
		row, ok := want[route]
		switch {
		case !ok:
			t.Errorf("%s has no row in %s", route, rightsFile)
		case !slices.Equal(row, got[route]):
			t.Errorf("%s is %v, want %v, for %v", route, got[route], row, askers)
		}
		delete(want, route)
	}
	for route := range want {
		t.Errorf("%s has a row for %s, which is no route", rightsFile, route)
	}

	// Each row of the table of rights carries something: without it the matrix is another.
	for _, action := range account.Actions() {
		h.restore, h.without = account.Without(action), action
		if !h.differs(got) {
			t.Errorf("with nothing in the row %q the routes answer as before", action)
		}
		h.restore()
		h.restore = nil
	}
}

// differs asks until something is answered otherwise than before.
func (h *house) differs(before map[string][]string) bool {
	for _, route := range h.routes {
		for i, who := range askers {
			if h.ask(route, who) != before[route][i] {
				return true
			}
		}
	}
	return false
}

func readRights(t *testing.T) map[string][]string {
	t.Helper()
	doc, err := os.ReadFile(rightsFile)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(doc)), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) != 1+len(askers) {
			t.Fatalf("%s:%d has %d cells", rightsFile, i+1, len(cells))
		}
		if i > 0 {
			out[cells[0]] = cells[1:]
		}
	}
	return out
}
