package main

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// What a clock that leaps says, as time passes by another that does not.
func TestF35TheSteadyClock(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC)
	type step struct {
		passed, set time.Duration // since the last step, and by how much the wall was set besides
		want        time.Duration // since the beginning
		log         string        // a part of its new line, or none
	}
	for name, steps := range map[string][]step{
		"time passes":          {{time.Second, 0, time.Second, ""}, {time.Hour, 0, time.Hour + time.Second, ""}},
		"it is set a little":   {{time.Second, 5 * time.Minute, 5*time.Minute + time.Second, ""}, {time.Second, -5 * time.Minute, 2 * time.Second, ""}},
		"it drifts":            {{time.Minute, 4 * time.Minute, 5 * time.Minute, ""}, {time.Minute, 4 * time.Minute, 10 * time.Minute, ""}},
		"forward and stays":    {{time.Second, time.Hour, time.Second, "by=1h0m0s"}, {59 * time.Second, 0, time.Minute, ""}, {time.Second, 0, time.Hour + 61*time.Second, "believed"}, {time.Second, 0, time.Hour + 62*time.Second, ""}},
		"back and stays":       {{time.Second, -time.Hour, time.Second, "by=-1h0m0s"}, {59 * time.Second, 0, time.Minute, ""}, {time.Second, 0, 61*time.Second - time.Hour, "believed"}},
		"forward and back":     {{time.Second, time.Hour, time.Second, "leapt"}, {30 * time.Second, -time.Hour, 31 * time.Second, "right again"}, {time.Hour, 0, time.Hour + 31*time.Second, ""}},
		"two in a row":         {{time.Second, time.Hour, time.Second, "leapt"}, {30 * time.Second, time.Hour, 31 * time.Second, ""}, {30 * time.Second, 0, 2*time.Hour + 61*time.Second, "believed"}},
		"nobody asked long":    {{time.Hour, time.Hour, time.Hour, "leapt"}, {time.Hour, 0, 3 * time.Hour, "believed"}},
		"again, a while after": {{time.Second, time.Hour, time.Second, "leapt"}, {time.Minute, 0, time.Hour + 61*time.Second, "believed"}, {time.Minute, -time.Hour, time.Hour + 121*time.Second, "leapt"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var wall, passed time.Duration
			log := &lockedBuffer{}
			clock := newSteady(func() time.Time { return begin.Add(wall) }, func() time.Duration { return passed }, slog.New(slog.NewTextHandler(log, nil)))
			for i, s := range steps {
				passed += s.passed
				wall += s.passed + s.set
				before := len(log.String())
				if got := clock.now().Sub(begin); got != s.want {
					t.Errorf("step %d: it is %v, want %v", i+1, got, s.want)
				}
				if line := log.String()[before:]; (line != "") != (s.log != "") || !strings.Contains(line, s.log) {
					t.Errorf("step %d: the log gets %q, want %q", i+1, line, s.log)
				}
			}
		})
	}
}

// F35: the server's clock is set an hour ahead in the middle of an interview. Nothing is
// submitted by it, also by looking, and saving goes on; a minute later it is believed.
// One that is set right before that has done nothing.
func TestF35TheClockLeaps(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wall, real := dbtest.NewClock(), dbtest.NewClock()
			r := start(t, address(t), func(_ *config, s *serving) {
				s.now = wall.Now
				s.passed = func() time.Duration { return real.Now().Sub(dbtest.Start) }
			})
			ada := r.person(t, "ada")
			attempt := ada.begin("url-shortener", "interview")
			n := 0
			runs := func(when string) {
				t.Helper()
				if got := ada.save(attempt, "page", n+1, n, "clarify", "x"); got.status != http.StatusOK {
					t.Errorf("%s a save is answered with %d %s", when, got.status, got.body)
				}
				n++
				if page := ada.get(attempt).want(http.StatusOK).body; !strings.Contains(page, "data-left") {
					t.Errorf("%s the attempt does not run", when)
				}
			}
			said := func(line string, times int) {
				t.Helper()
				for end := time.Now().Add(20 * time.Second); strings.Count(r.log.String(), line) < times; time.Sleep(10 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatalf("the log does not say %q %d times", line, times)
					}
				}
			}
			runs("at first")
			wall.Advance(time.Hour)
			said("the clock has leapt", 1) // the sweep has looked
			runs("after a leap")
			real.Advance(30 * time.Second)
			wall.Advance(30 * time.Second)
			runs("half a minute later")
			wall.Advance(-time.Hour)
			said("the clock is right again", 1)
			runs("set right")

			wall.Advance(-2 * time.Hour)
			said("the clock has leapt", 2)
			runs("after a leap back")
			real.Advance(61 * time.Second)
			wall.Advance(61 * time.Second)
			said("believed", 1)
			runs("with the clock back")
			wall.Advance(4 * time.Hour)
			said("the clock has leapt", 3)
			runs("after another leap")
			real.Advance(61 * time.Second)
			wall.Advance(61 * time.Second)
			said("attempts ended at their deadline", 1)
			ada.save(attempt, "page", n+1, n, "clarify", "x").want(http.StatusGone)
		})
	}
}
