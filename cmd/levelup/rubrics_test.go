package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

var offeredRubric = regexp.MustCompile(`name="rubric" value="([0-9a-f]+)"`)

// When the rubric has changed since, the report offers to grade by it. Both grades are
// kept and shown with their rubrics, the old one counts, and the new one can be read in
// full. What no grader reads may change without an offer.
func TestGradingAgainWithTodaysRubric(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, f := press(t, address(t), nil)
			ada, ben := r.person(t, "ada"), r.person(t, "ben")
			attempt := ada.begin("coat-check", "practice", "level", "mid")
			ada.save(attempt, "c", 1, 0, "clarify", "Each guest gets a token number of their own, because otherwise two of them would fetch the same coat.").want(200)
			ada.post(attempt+"/submit", nil).want(303)
			ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(303)
			before := ada.grade(attempt)
			const offer = "Grade again with today’s rubric"
			inForce := func(page, want string) string { // reads a page until the folder has been read again
				t.Helper()
				body := ""
				for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
					if body = ada.get(page).want(200).body; strings.Contains(body, want) {
						return body
					}
				}
				t.Fatalf("%s does not come to hold %q", page, want)
				return ""
			}
			// The model answer and the title of a story are nobody's rubric.
			f.edit(coatCheck, "What a good senior says about clarify.", "What a good senior says of the queue.")
			f.edit(coatCheck, "summary: Hand out tags", "summary: Give out tags")
			inForce("/prompts/coat-check", "Give out tags")
			if strings.Contains(ada.get(attempt).want(200).body, offer) {
				t.Error("a new model answer offers to grade again")
			}
			f.edit(coatCheck, "[[tag, tag number], [guest, visitor]]", "[[tag, token number], [guest, visitor]]")
			report := inForce(attempt, offer)
			version := offeredRubric.FindStringSubmatch(report)[1]
			again := url.Values{"grader": {"rubric"}, "rubric": {version}}
			if got := ada.post(attempt+"/grade", url.Values{"rubric": {"0123abcd"}}).want(http.StatusConflict); !strings.Contains(got.body, "The rubric is another one by now") {
				t.Errorf("a version that there is not: %.300s", got.body)
			}
			ben.post(attempt+"/grade", again).want(404)

			var wg sync.WaitGroup
			for range 10 {
				wg.Go(func() { ada.post(attempt+"/grade", again).want(303) })
			}
			wg.Wait()
			report = inForce(attempt, "by version "+version[:8]+" of the rubric, says")
			var list struct {
				Grades []struct {
					ID, State, Rubric string
					Overall           float64
				}
			}
			ada.get(attempt + "/grades.json").want(200).into(&list)
			if len(list.Grades) != 2 || list.Grades[0].Rubric == version || list.Grades[1].Rubric != version || list.Grades[1].Overall <= before.Overall {
				t.Fatalf("grades = %+v, want the old and one by %s that is better than %.2f", list.Grades, version, before.Overall)
			}
			if strings.Contains(report, offer) || !strings.Contains(report, "by rubric "+version[:8]) || !strings.Contains(report, "by version "+list.Grades[0].Rubric[:8]+" of this prompt’s rubric") {
				t.Error("the report offers it once more, or does not tell the rubrics apart")
			}
			if file := ada.get(attempt + "/report.md").want(200).body; !strings.Contains(file, list.Grades[0].Rubric[:8]) {
				t.Error("the file is not about the grade that counts")
			}
			full := attempt + "?grade=" + list.Grades[1].ID
			if page := ada.get(full).want(200).body; !strings.Contains(page, "You are reading what the built-in grader gave by version "+version[:8]) ||
				!strings.Contains(page, "Each guest gets a token number") || strings.Contains(page, "/argue") {
				t.Error("the grade by today's rubric cannot be read in full, or can be argued with there")
			}
			if file := ada.get(attempt + "/report.md?grade=" + list.Grades[1].ID).want(200).body; !strings.Contains(file, "You are reading what the built-in grader gave") {
				t.Error("its file does not say that it is not the grade that counts")
			}
			ada.get(attempt + "?grade=nothing").want(404)
			ben.get(full).want(404)
			if page := ada.get("/prompts/coat-check").want(200).body; !strings.Contains(page, scoreOf(list.Grades[0].Overall)) || strings.Contains(page, scoreOf(list.Grades[1].Overall)) {
				t.Errorf("the prompt's page does not show %.2f alone", list.Grades[0].Overall)
			}
			// The rubric goes on; what was graded by the one between can still be read.
			f.edit(coatCheck, "[[tag, token number], [guest, visitor]]", "[[tag, ticket number], [guest, visitor]]")
			inForce(attempt, offer)
			if page := ada.get(full).want(200).body; !strings.Contains(page, "Explains the tag for the sake of order") {
				t.Error("the grade by a rubric of yesterday cannot be read any more")
			}
			ada.post(attempt+"/grade", again).want(303) // done already: nothing happens
			if ada.get(attempt + "/grades.json").into(&list); len(list.Grades) != 2 {
				t.Errorf("asked by the rubric of yesterday again: %d grades", len(list.Grades))
			}
		})
	}
}

// scoreOf is a score as lists have it.
func scoreOf(x float64) string { return fmt.Sprintf("<b>%.1f</b>", x) }
