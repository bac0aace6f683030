package prompts

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// a stage is the pages over a real store with three prompts and a person.
type stage struct {
	*Pages
	ada   account.Person
	clock *dbtest.Clock
}

func open(t *testing.T) stage {
	t.Helper()
	clock := dbtest.NewClock()
	d := dbtest.Open(t, clock)
	session, err := account.NewStore(d, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Trusted)
	if err != nil {
		t.Fatal(err)
	}
	library, problems := curriculum.Load(fstest.MapFS{
		"prompts/chat.md":    prompt("Chat", "[database, auth]", "{mid: Sends, senior: Delivers}"),
		"prompts/limiter.md": prompt("Limiter", "[auth]", "{mid: Counts, senior: Shares, staff: Plans}"),
		"prompts/short.md":   prompt("Shortener", "[database, routing]", "{senior: Derives}"),
	})
	if n := len(library.Prompts()); n != 3 {
		t.Fatalf("the library has %d prompts, want 3: %v", n, curriculum.Broken(problems))
	}
	pages := New(interview.NewStore(d), record.NewStore(d), func() *curriculum.Library { return library }, ui.Model{}, clock.Now)
	return stage{pages, session.Person, clock}
}

func prompt(title, chapters, levels string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nsummary: About it.\nchapters: " + chapters + "\nlevels: " + levels + "\n" + rubric() + "---\nDesign it.\n")}
}

// rubric is the least that a prompt needs to be used.
func rubric() string {
	out := "rubric:\n"
	for _, criterion := range curriculum.Criteria {
		out += "  - criterion: " + criterion + "\n    points: [{id: on-" + criterion + ", text: Says it, step: map, level: mid, evidence: {ways: [{all: [[say]]}]}}]\n"
	}
	return out
}

// start begins an attempt of Ada's.
func (s stage) start(t *testing.T, slug string, plan interview.Plan) interview.Attempt {
	t.Helper()
	p, ok := s.library().Prompt(slug)
	if !ok {
		t.Fatalf("there is no prompt %s", slug)
	}
	a, _, err := s.attempts.Start(t.Context(), s.ada, interview.Prompt{Slug: p.Slug, Version: p.Version, Source: p.Source}, plan)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (s stage) submit(t *testing.T, slug string, plan interview.Plan) interview.Attempt {
	t.Helper()
	a := s.start(t, slug, plan)
	if err := s.attempts.Submit(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return a
}

// get asks for a page, as Ada where signed in.
func (s stage) get(t *testing.T, h func(http.ResponseWriter, *http.Request) error, path string, signedIn bool) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if signedIn {
		r = r.WithContext(account.With(r.Context(), s.ada))
	}
	w := httptest.NewRecorder()
	if err := h(w, r); err != nil {
		t.Fatal(err)
	}
	return w
}

func titles(t *testing.T, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for n := range root.Descendants() {
		if n.Data == "article" {
			for d := range n.Descendants() {
				if d.Data == "h2" {
					found = append(found, strings.TrimSpace(d.FirstChild.FirstChild.Data))
				}
			}
		}
	}
	return found
}

var senior = interview.Plan{Mode: interview.OnTheClock, Level: interview.Senior, Minutes: 40}

func TestListFilters(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.submit(t, "chat", senior)
	s.start(t, "limiter", senior) // begun is not done
	for _, tt := range []struct {
		query    string
		signedIn bool
		want     []string
	}{
		{"", true, []string{"Chat", "Limiter", "Shortener"}},
		{"?chapter=database", true, []string{"Chat", "Shortener"}},
		{"?chapter=routing&level=mid", true, []string{}},
		{"?level=staff", true, []string{"Limiter"}},
		{"?done=yes", true, []string{"Chat"}},
		{"?done=no", true, []string{"Limiter", "Shortener"}},
		{"?done=yes&level=mid", true, []string{}},
		{"?done=no&level=mid", true, []string{"Chat", "Limiter"}},
		{"?done=yes&level=senior&chapter=auth", true, []string{"Chat"}},
		{"?chapter=nonsense&level=god&done=maybe", true, []string{"Chat", "Limiter", "Shortener"}},
		{"?chapter=%00%ff", true, []string{"Chat", "Limiter", "Shortener"}},
		{"?done=yes", false, []string{}},
		{"?done=no", false, []string{"Chat", "Limiter", "Shortener"}},
	} {
		w := s.get(t, s.List, "/prompts"+tt.query, tt.signedIn)
		if diff := cmp.Diff(tt.want, titles(t, w.Body.String())); diff != "" {
			t.Errorf("List(%q), signed in %v (-want +got):\n%s", tt.query, tt.signedIn, diff)
		}
	}
}

func TestListAsFragment(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := httptest.NewRequest(http.MethodGet, "/prompts?chapter=database&level=&done=", nil)
	r.Header.Set("HX-Request", "true")
	w := httptest.NewRecorder()
	if err := s.List(w, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(w.Body.String(), "<html") {
		t.Error("a fragment is a whole page")
	}
	if diff := cmp.Diff([]string{"Chat", "Shortener"}, titles(t, w.Body.String())); diff != "" {
		t.Errorf("fragment (-want +got):\n%s", diff)
	}
	if got := w.Header().Get("HX-Push-Url"); got != "/prompts?chapter=database" {
		t.Errorf("HX-Push-Url = %q, want the address without what is empty", got)
	}
	if got := w.Header().Get("Vary"); got != "HX-Request" {
		t.Errorf("Vary = %q, want HX-Request", got)
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	s := open(t)
	show := func(signedIn bool) string {
		return s.get(t, func(w http.ResponseWriter, r *http.Request) error {
			r.SetPathValue("slug", "limiter")
			return s.Show(w, r)
		}, "/prompts/limiter", signedIn).Body.String()
	}

	if page := show(false); strings.Contains(page, `action="/attempts"`) || !strings.Contains(page, `href="/signin?next=%2Fprompts%2Flimiter"`) {
		t.Error("a visitor is not led through the sign-in")
	}
	page := show(true)
	for _, want := range []string{`action="/attempts"`, `name="prompt" value="limiter"`, `name="minutes" value="60"`, `name="step"`, "Counts"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "Design it.") {
		t.Error("the page tells the problem before the clock runs")
	}

	a := s.start(t, "limiter", senior)
	if page := show(true); strings.Contains(page, `action="/attempts"`) || !strings.Contains(page, `href="/attempts/`+a.ID+`"`) {
		t.Error("a running attempt is not offered, or a second one is")
	}
	s.clock.Advance(senior.Total() + 2*interview.Grace)
	if page := show(true); strings.Contains(page, "Continue") {
		t.Error("an attempt whose time is up is offered")
	}
}

func TestShowUnknown(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := httptest.NewRequest(http.MethodGet, "/prompts/nothing", nil)
	r.SetPathValue("slug", "nothing")
	if err := s.Show(httptest.NewRecorder(), r); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Show(nothing) = %v, want a not-found fault", err)
	}
}

func TestRandomPrefersTheUnseen(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.submit(t, "chat", senior)
	s.start(t, "short", senior)
	for range 20 {
		w := s.get(t, s.Random, "/prompts/random", true)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/prompts/limiter" {
			t.Fatalf("Random = %d to %q, want 303 to the one that was never taken", w.Code, got)
		}
	}
	s.submit(t, "limiter", senior)
	for range 20 {
		if got := s.get(t, s.Random, "/prompts/random", true).Header().Get("Location"); got == "/prompts/short" {
			t.Fatal("Random leads to the one that runs, though others wait")
		}
	}
	seen := map[string]bool{}
	for range 200 {
		seen[s.get(t, s.Random, "/prompts/random", false).Header().Get("Location")] = true
	}
	if len(seen) != 3 {
		t.Errorf("a visitor is led to %d prompts in 200 tries, want all 3", len(seen))
	}
}

func TestRandomWithoutPrompts(t *testing.T) {
	t.Parallel()
	s := open(t)
	empty, _ := curriculum.Load(fstest.MapFS{})
	s.Pages.library = func() *curriculum.Library { return empty }
	r := httptest.NewRequest(http.MethodGet, "/prompts/random", nil)
	if err := s.Random(httptest.NewRecorder(), r); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Random = %v, want a not-found fault", err)
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.submit(t, "chat", senior)
	s.submit(t, "chat", interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40})
	a := s.start(t, "chat", senior)
	s.clock.Advance(senior.Total() / 2)
	past, err := s.past(account.With(context.Background(), s.ada))
	if err != nil {
		t.Fatal(err)
	}
	want := Standing{Running: "/attempts/" + a.ID, Step: "clarify", Left: "20 minutes left", Times: 2}
	if diff := cmp.Diff(want, past.standing("chat")); diff != "" {
		t.Errorf("standing (-want +got):\n%s", diff)
	}
	if got := len(past.history("chat")); got != 2 {
		t.Errorf("history has %d attempts, want 2", got)
	}
	if diff := cmp.Diff(Standing{}, past.standing("short")); diff != "" {
		t.Errorf("standing of what was never taken (-want +got):\n%s", diff)
	}
}
