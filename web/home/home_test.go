package home

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/db/dbtest"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/ui"
)

func prompt(title string) *fstest.MapFile {
	source := "---\ntitle: " + title + "\nsummary: About it.\nchapters: [database, auth]\nlevels: {mid: Sends}\ndisguise: {title: Other " + title + ", statement: Other.}\nrubric:\n"
	for _, criterion := range curriculum.Criteria {
		source += "  - criterion: " + criterion + "\n    points: [{id: on-" + criterion + ", text: Says it, step: map, level: mid, evidence: {ways: [{all: [[say]]}]}}]\n"
	}
	return &fstest.MapFile{Data: []byte(source + "---\nDesign it.\n")}
}

func library(t *testing.T) *curriculum.Library {
	t.Helper()
	out, problems := curriculum.Load(fstest.MapFS{
		"prompts/chat.md":          prompt("Chat"),
		"prompts/rate-limiter.md":  prompt("Limiter"),
		"prompts/url-shortener.md": prompt("Shortener"),
	})
	if n := len(out.Prompts()); n != 3 {
		t.Fatalf("the library has %d prompts, want 3: %v", n, curriculum.Broken(problems))
	}
	return out
}

var plan = interview.Plan{Mode: interview.OnTheClock, Level: interview.Senior, Minutes: 40}

// Start is one press away from the first prompt where local sign-in is on, and
// goes through the sign-in page elsewhere.
func TestLandingStart(t *testing.T) {
	t.Parallel()
	pages := New(nil, nil, func() *curriculum.Library { return library(t) }, nil, time.Now)
	for _, local := range []bool{true, false} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		w := httptest.NewRecorder()
		if err := pages.Home(w, r.WithContext(ui.With(r.Context(), ui.Site{LocalSignin: local}))); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		form, links := url.Values{}, map[string]bool{}
		for n := range root.Descendants() {
			attrs := map[string]string{}
			for _, a := range n.Attr {
				attrs[a.Key] = a.Val
			}
			switch n.Data {
			case "input":
				if attrs["type"] != "search" { // that of the header is on each page
					form.Set(attrs["name"], attrs["value"])
				}
			case "a":
				links[attrs["href"]] = true
			}
		}
		want := url.Values{}
		if local {
			want = url.Values{"email": {LocalEmail}, "name": {LocalName}, "next": {"/prompts/url-shortener"}}
		}
		if diff := cmp.Diff(want, form); diff != "" {
			t.Errorf("start form, local sign-in %v (-want +got):\n%s", local, diff)
		}
		if through := links["/signin?next=%2Fprompts%2Furl-shortener"]; through == local {
			t.Errorf("a link through the sign-in: %v, with local sign-in %v", through, local)
		}
		if !links["/sample"] {
			t.Error("there is no way to a sample report")
		}
	}
}

// Whom Start signs in is somebody whom the accounts accept.
func TestLocalLearnerIsAccepted(t *testing.T) {
	t.Parallel()
	if got, err := account.CheckEmail(LocalEmail); err != nil || got != LocalEmail {
		t.Errorf("CheckEmail(%q) = %q, %v", LocalEmail, got, err)
	}
	if got, err := account.CheckName(LocalName); err != nil || got != LocalName {
		t.Errorf("CheckName(%q) = %q, %v", LocalName, got, err)
	}
}

func TestLandingWithoutPrompts(t *testing.T) {
	t.Parallel()
	empty, _ := curriculum.Load(fstest.MapFS{})
	v := landing(empty, true)
	if v.Start.Title != "" || v.Start.Next != "/prompts" {
		t.Errorf("landing without prompts starts %+v, want the list", v.Start)
	}
	for _, layer := range v.Layers {
		if layer.On || layer.Href != "" {
			t.Errorf("layer %s is marked without a prompt", layer.Slug)
		}
	}
}

func TestDesk(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	d := dbtest.Open(t, clock)
	session, err := account.NewStore(d, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Trusted)
	if err != nil {
		t.Fatal(err)
	}
	store, content := interview.NewStore(d), library(t)
	pages := New(store, record.NewStore(d), func() *curriculum.Library { return content }, func(context.Context) ([]string, error) {
		return []string{"Nightly backup failed: The disk is full"}, nil
	}, clock.Now)
	start := func(slug string, plan interview.Plan) interview.Attempt {
		t.Helper()
		p, _ := content.Prompt(slug)
		a, _, err := store.Start(t.Context(), session.Person, interview.Prompt{Slug: slug, Version: p.Version, Source: p.Source}, plan)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	desk := func() Desk {
		t.Helper()
		v, err := pages.desk(t.Context(), session.Person)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}

	if v := desk(); !v.Newcomer() || v.Suggested == nil || v.Suggested.Title != "Shortener" {
		t.Errorf("a newcomer's desk is %+v, want the first prompt suggested", v)
	}

	for range recentShown + 2 {
		if err := store.Submit(t.Context(), start("url-shortener", plan)); err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Minute)
	}
	disguised := plan
	disguised.Disguised = true
	a := start("chat", disguised)
	clock.Advance(6 * time.Minute)
	v := desk()
	if len(v.Recent) != recentShown || v.Earlier != 2 {
		t.Errorf("the desk lists %d attempts and %d earlier, want %d and 2", len(v.Recent), v.Earlier, recentShown)
	}
	if len(v.Running) != 1 {
		t.Fatalf("%d attempts run, want 1", len(v.Running))
	}
	r := v.Running[0]
	if r.Title != "Other Chat" || r.Href != "/attempts/"+a.ID || r.Left != "34 minutes left" || r.Step != "clarify" {
		t.Errorf("the running attempt is shown as %q, %q, %q in %q", r.Title, r.Href, r.Left, r.Step)
	}
	if r.Ruler.Now != 6*time.Minute || !r.Ruler.Segments[0].Over {
		t.Errorf("its ruler is at %v, over %v; want 6m0s in an overrun step", r.Ruler.Now, r.Ruler.Segments[0].Over)
	}
	if v.Suggested == nil || v.Suggested.Title != "Limiter" {
		t.Errorf("suggested is %+v, want the one that neither runs nor was taken", v.Suggested)
	}

	clock.Advance(plan.Total())
	if v := desk(); len(v.Running) != 0 || v.Recent[0].Title != "Chat" {
		t.Errorf("after the deadline %d run and the newest is %q; want none and Chat by its own name", len(v.Running), v.Recent[0].Title)
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	prompts := library(t).Prompts()
	submitted := func(id, slug string) interview.Attempt {
		return interview.Attempt{ID: id, Prompt: slug, Status: interview.Submitted}
	}
	all := []interview.Attempt{submitted("3", "chat"), submitted("2", "rate-limiter"), submitted("1", "url-shortener")}
	grades := map[string]*grading.Grade{"3": {Overall: 2.9}, "2": {Overall: 1.8}, "1": {Overall: 3.4}}
	runs := interview.Attempt{ID: "4", Prompt: "rate-limiter", Status: interview.Running}
	for _, tt := range []struct {
		name     string
		attempts []interview.Attempt
		want     string
		why      string
	}{
		{"nothing taken", nil, "Shortener", "A good one to begin with"},
		{"the first taken", all[2:], "Chat", "Next: you have not taken this one"},
		{"all taken: the lowest", all, "Limiter", "Again: your last grade here was 1.8 of 4"},
		{"the lowest runs", append([]interview.Attempt{runs}, all...), "Chat", "Again: your last grade here was 2.9 of 4"},
		{"the newest attempt counts", append([]interview.Attempt{submitted("5", "rate-limiter")}, all...), "Chat", "Again: your last grade here was 2.9 of 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := suggest(prompts, plan, tt.attempts, grades)
			if got == nil || got.Title != tt.want || got.Why != tt.why {
				t.Errorf("suggest = %+v, want %s: %s", got, tt.want, tt.why)
			}
		})
	}
	if got := suggest(nil, plan, nil, nil); got != nil {
		t.Errorf("suggest without prompts = %+v, want nothing", got)
	}
}

func TestSigninForIsReadBack(t *testing.T) {
	t.Parallel()
	u, err := url.Parse(signinFor("/prompts?level=mid"))
	if err != nil || !strings.HasPrefix(u.Path, "/signin") || u.Query().Get("next") != "/prompts?level=mid" {
		t.Errorf("signinFor = %v, %v", u, err)
	}
}
