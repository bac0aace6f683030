package room_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"levelup/internal/interview"
	"levelup/web/attempts/room"
)

const hostileLine = "</script><script>alert(1)</script>&amp; # שלום 👩‍👩‍👧"

const hostile = "\n</textarea></script><script>alert(1)</script>&amp; <b>\n\n  שלום 👩‍👩‍👧"

// The script finds what it writes into: every hook that it names is in the page.
func TestHooksOfTheScript(t *testing.T) {
	t.Parallel()
	coached := onClock
	coached.Manner, coached.By = interview.Coach, interview.ByModel
	page := course{plan: coached, at: time.Minute}.page(t)
	have := map[string]bool{}
	for n := range page.Descendants() { // and what stands in the template
		for _, a := range n.Attr {
			have["["+a.Key+"]"] = true
			have["["+a.Key+"=\""+a.Val+"\"]"] = true
			if a.Key == "id" {
				have["#"+a.Val] = true
			}
		}
	}
	hook := regexp.MustCompile(`\[data-[a-z-]+(="[A-Za-z]+")?\]|#room-[a-z-]+`)
	scripts := os.DirFS(".")
	names, err := fs.Glob(scripts, "*.ts")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, name := range names {
		source, err := fs.ReadFile(scripts, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, selector := range hook.FindAllString(string(source), -1) {
			named++
			if !have[selector] {
				t.Errorf("%s looks for %s, which the page lacks", name, selector)
			}
		}
	}
	if named < 20 {
		t.Errorf("the scripts name %d hooks; are they read at all?", named)
	}
}

func TestDataOfTheScript(t *testing.T) {
	t.Parallel()
	deadline := "2026-11-22T12:40:00.000Z"
	c := course{advance: []time.Duration{290 * time.Second}, at: 400*time.Second + 5*time.Millisecond,
		texts: map[interview.Step]string{interview.Clarify: hostile}, lines: []string{"dau = 3", hostileLine}, shown: interview.Clarify}
	var got room.Data
	if err := json.Unmarshal([]byte(content(one(t, c.page(t), "id", "room-data"))), &got); err != nil {
		t.Fatal(err)
	}
	want := room.Data{
		Attempt: attempt.ID, Person: "ada", Mode: interview.OnTheClock,
		Now: "2026-11-22T12:06:40.005Z", Started: "2026-11-22T12:00:00.000Z", Deadline: &deadline,
		Current: interview.Map, Shown: interview.Clarify, Open: []interview.Step{interview.Clarify, interview.Map},
		Steps: []room.DataStep{
			{Step: interview.Clarify, Title: "Clarify", Budget: 300_000, Spent: 290_000, Base: 1, Text: hostile},
			{Step: interview.Map, Title: "Map the layers", Budget: 300_000, Spent: 110_005},
			{Step: interview.DeepDive, Title: "Deep dive", Budget: 900_000},
			{Step: interview.TradeOffs, Title: "Trade-offs", Budget: 600_000},
			{Step: interview.Synthesize, Title: "Synthesize", Budget: 300_000},
		},
		Sheet: []room.DataLine{
			{Line: "event-4", Step: interview.Clarify, Input: "dau = 3"},
			{Line: "event-5", Step: interview.Clarify, Input: hostileLine},
		},
		SheetBase: 2,
		Exam:      true,
		Talk:      []room.DataTurn{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
	practice := course{plan: interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40}, at: time.Hour}
	if d := practice.view(t).Data.Deadline; d != nil {
		t.Errorf("deadline in practice = %s, want null", *d)
	}
}

// What people and authors wrote arrives as they wrote it, and as nothing but text.
func TestTextsAreText(t *testing.T) {
	t.Parallel()
	c := course{texts: map[interview.Step]string{interview.Clarify: hostile}, at: time.Minute}
	page := c.page(t)
	if got := content(one(t, page, "data-text", "*")); got != hostile {
		t.Errorf("the editor holds %q, want %q", got, hostile)
	}
	for n := range page.Descendants() {
		if n.Data == "h1" && words(n) != chat.Title {
			t.Errorf("heading = %q, want %q", words(n), chat.Title)
		}
		if n.Data == "script" && strings.Contains(content(n), "alert") && !isData(n) {
			t.Errorf("a script holds what was typed: %s", content(n))
		}
	}
}

func isData(n *html.Node) bool {
	kind, _ := attr(n, "type")
	return kind == "application/json"
}

// The policy forbids styles, scripts and handlers in the page; ids are unique
// and what refers to one finds it.
func TestPagesKeepThePolicyAndTheirIDs(t *testing.T) {
	t.Parallel()
	conflict := room.NewConflict(attempt, course{at: time.Minute}.state(t), chat, interview.Clarify, hostile)
	for name, page := range map[string]*html.Node{
		"room":     course{at: time.Minute}.page(t),
		"practice": course{plan: interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40}}.page(t),
		"conflict": read(t, render(t, room.Conflict(conflict))),
	} {
		ids := map[string]int{}
		for _, n := range all(page, "id", "*") {
			id, _ := attr(n, "id")
			ids[id]++
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: %d elements have the id %q", name, n, id)
			}
		}
		for n := range page.Descendants() {
			if _, external := attr(n, "src"); n.Data == "script" && !external && !isData(n) {
				t.Errorf("%s: a script stands in the page: %s", name, content(n))
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
				refers := a.Key == "popovertarget" || a.Key == "form" || a.Key == "for" || a.Key == "aria-labelledby"
				if refers && ids[a.Val] == 0 || a.Key == "href" && strings.HasPrefix(a.Val, "#") && ids[a.Val[1:]] == 0 {
					t.Errorf("%s: <%s %s=%q> refers to nothing", name, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}
