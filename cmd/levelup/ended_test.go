package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db/dbtest"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
)

// F36: a grader that panics takes nothing down with it; the job is tried again, and
// there is one grade in the end.
func TestF36AJobPanics(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			r := start(t, address(t), func(_ *config, s *serving) {
				s.grader = func(grade record.Grader) record.Grader {
					return func(ctx context.Context, attempt, rubric string) (grading.Grade, error) {
						if calls.Add(1) == 1 {
							panic("a bug of the grader")
						}
						return grade(ctx, attempt, rubric)
					}
				}
			})
			ada := r.person(t, "ada")
			attempt := ada.begin("url-shortener", "practice")
			ada.save(attempt, "page", 1, 0, "clarify", "Who uses it?").want(http.StatusOK)
			ada.post(attempt+"/submit", nil).want(http.StatusSeeOther)
			if g := ada.grade(attempt); g.State != "done" || calls.Load() != 2 || strings.Count(ada.get(attempt+"/grades.json").body, `"state"`) != 1 {
				t.Errorf("the grade = %+v after %d calls; want one, done at the second", g, calls.Load())
			}
			if log := r.log.String(); strings.Count(log, "a bug of the grader") != 1 || !strings.Contains(log, "ended_test.go") {
				t.Error("the log does not tell of it once, and where it was")
			}
		})
	}
}

// F40: whose access to an attempt has ended is refused whatever they ask, at the next
// request, and the streams of whoever has lost a role or the account are closed. A
// coach's pages hold no stream of the attempt that they could go on reading from.
func TestF40TheCoachsAccessEnds(t *testing.T) {
	t.Parallel()
	facultyEach(t, func(t *testing.T, s *faculty) {
		attempt := s.ada.graded(someWords)
		at := reviewOf(attempt)
		reads := func(b *browser, want int) {
			t.Helper()
			for _, path := range []string{at, attempt + "/transcript.json", attempt + "/grades.json"} {
				b.get(path).want(want)
			}
		}
		ended := func(b *browser) {
			t.Helper()
			reads(b, http.StatusNotFound)
			b.post(at+"/claim", nil).want(http.StatusNotFound)
			b.comment(attempt, "too late").want(http.StatusNotFound)
			b.post(at+"/grade", url.Values{"score.communication": {"3"}}).want(http.StatusNotFound)
			b.post(at+"/publish", nil).want(http.StatusNotFound)
			if page := b.get("/review").want(http.StatusOK).body; strings.Contains(page, at) {
				t.Error("the queue still has it")
			}
		}

		// The learner takes it back, in the middle of a review.
		s.ada.share(attempt, "cara@example.org", "").want(http.StatusSeeOther)
		s.cara.post(at+"/claim", nil).want(http.StatusSeeOther)
		s.cara.comment(attempt, "a draft").want(http.StatusSeeOther)
		reads(s.cara, http.StatusOK)
		s.cara.get(attempt + "/stream").want(http.StatusNotFound)
		s.ada.post(attempt+"/unshare", nil).want(http.StatusSeeOther)
		ended(s.cara)

		// It goes to another coach.
		s.ada.share(attempt, "cara@example.org", "").want(http.StatusSeeOther)
		reads(s.cara, http.StatusOK)
		s.ada.share(attempt, "cyril@example.org", "").want(http.StatusSeeOther)
		ended(s.cara)
		reads(s.cyril, http.StatusOK)

		// The role is taken away: signed out everywhere, streams too, and nothing to see
		// after signing in again.
		s.ada.share(attempt, "queue", "").want(http.StatusSeeOther)
		reads(s.cara, http.StatusOK)
		frames, leave := s.cara.listen(s.cara.begin("url-shortener", "practice"), "")
		defer leave()
		next(t, frames, "a beginning", func(f frame) bool { return f.name == "clock" })
		s.appoint("cara", account.Learner)
		closes(t, frames)
		s.clock.Advance(2 * time.Second)
		s.cara.get(at).want(http.StatusSeeOther)
		s.cara.get(attempt + "/transcript.json").want(http.StatusUnauthorized)
		cara := s.person(t, "cara")
		reads(cara, http.StatusNotFound)
		cara.get("/review").want(http.StatusForbidden)

		// The account is switched off.
		reads(s.cyril, http.StatusOK)
		frames, leave = s.cyril.listen(s.cyril.begin("url-shortener", "practice"), "")
		defer leave()
		next(t, frames, "a beginning", func(f frame) bool { return f.name == "clock" })
		s.eve.post("/admin/users/"+personID(t, s.eve, "cyril")+"/disable", nil).want(http.StatusSeeOther)
		closes(t, frames)
		s.clock.Advance(2 * time.Second)
		s.cyril.get(at).want(http.StatusSeeOther)
		s.cyril.get(attempt + "/grades.json").want(http.StatusUnauthorized)
	})
}

// closes waits for the end of a stream.
func closes(t *testing.T, frames <-chan frame) {
	t.Helper()
	patience := time.After(20 * time.Second)
	for {
		select {
		case _, open := <-frames:
			if !open {
				return
			}
		case <-patience:
			t.Fatal("the stream is still open")
		}
	}
}
