package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
)

// The stream of a learner tells of the review as it comes.
func TestStreamTellsOfAReview(t *testing.T) {
	t.Parallel()
	facultyEach(t, func(t *testing.T, s *faculty) {
		attempt := s.ada.graded(someWords)
		at := reviewOf(attempt)
		s.ada.share(attempt, "queue", "").want(http.StatusSeeOther)
		frames, leave := s.ada.listen(attempt, "")
		defer leave()
		next(t, frames, "the state at the beginning", func(f frame) bool { return f.name == "clock" })
		s.cara.comment(attempt, "Well.", "claim", "1").want(http.StatusSeeOther)
		s.cara.post(at+"/publish", nil).want(http.StatusSeeOther)
		f := next(t, frames, "the review", func(f frame) bool { return f.name == "review" })
		if !strings.Contains(f.data, strings.TrimPrefix(attempt, "/attempts/")) || !strings.Contains(f.data, `"kind":"published"`) {
			t.Errorf("the event is %s, want the attempt and that its review is published", f.data)
		}
	})
}

// Where the operator says so, coaches see the graders' scores from the start; such
// reviews are not counted as blind.
func TestReviewsThatAreNotBlind(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.blind = false })
	cara, ada := r.person(t, "cara"), r.person(t, "ada") // the first has all roles
	attempt := ada.graded(someWords)
	at := reviewOf(attempt)
	ada.share(attempt, "cara@example.org", "").want(http.StatusSeeOther)
	if got := cara.graders(attempt); got != "rubric" {
		t.Errorf("the coach is served grades by %q, want the rubric's", got)
	}
	cara.post(at+"/claim", nil).want(http.StatusSeeOther)
	if page := cara.get(at).body; !strings.Contains(page, "built-in grader gives") {
		t.Error("the grader's scores are not on the page")
	}
	cara.post(at+"/grade", url.Values{"score.communication": {"2"}}).want(http.StatusSeeOther)
	cara.post(at+"/publish", nil).want(http.StatusSeeOther)
	if page := cara.get("/review/agreement").want(http.StatusOK).body; !strings.Contains(page, "No review has been published in which a coach scored before") {
		t.Error("scores that were not blind are counted")
	}
}

// Who may see the figures of agreement, and that authors see what coaches override.
func TestWhatReviewsTellOthers(t *testing.T) {
	t.Parallel()
	facultyEach(t, func(t *testing.T, s *faculty) {
		attempt := s.ada.graded(someWords)
		at := reviewOf(attempt)
		s.ada.share(attempt, "queue", "").want(http.StatusSeeOther)
		s.cara.post(at+"/claim", nil).want(http.StatusSeeOther)
		s.cara.post(at+"/grade", url.Values{"score.communication": {"2"}, "score.structured-thinking": {"2"}}).want(http.StatusSeeOther)
		point := between(s.cara.get(at).body, `name="why.`, `"`)[0]
		s.cara.post(at+"/grade", url.Values{"score.communication": {"2"}, "score.structured-thinking": {"2"}, "points": {"1"}, "point." + point: {"met"}, "why." + point: {"It is."}}).want(http.StatusSeeOther)
		s.cara.post(at+"/grade", url.Values{"score.communication": {"3"}, "score.structured-thinking": {"2"}}).want(http.StatusSeeOther) // which says nothing of points
		s.cara.post(at+"/publish", nil).want(http.StatusSeeOther)
		for who, want := range map[*browser]int{s.cara: 200, s.eve: 200, s.ada: 403, s.visitor: 303} {
			s := who.get("/review/agreement")
			if s.status != want {
				t.Errorf("/review/agreement = %d, want %d", s.status, want)
			}
		}
		if page := s.eve.get("/review/agreement").body; !strings.Contains(page, "compared on 1 attempt, and 30 are needed") {
			t.Error("the one attempt is not counted")
		}
		if page := s.ada.get(attempt).body; !strings.Contains(page, "Your coach") {
			t.Error("the report is not the coach's")
		}
		page := s.eve.get("/author/prompt/url-shortener").want(http.StatusOK).body
		row := between(page, ">"+point+"</span>", "</tr>")
		if len(row) != 1 || !strings.Contains(page, ">Overridden</th>") {
			t.Fatalf("the author's page has the point %d times", len(row))
		}
		if cells := between(row[0], `<td class="n">`, "</td>"); cells[len(cells)-2] != "1" {
			t.Errorf("the point's counts are %v, want it overridden once", cells)
		}
	})
}
