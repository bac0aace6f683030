package metrics

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func (m *Metrics) text() string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	return w.Body.String()
}

// What has to be looked up is looked up once for many who read at a time.
func TestLookingUpIsShared(t *testing.T) {
	t.Parallel()
	m, looks := New("v1"), make(chan struct{}, 100)
	m.Stand(func(context.Context) (Standing, error) {
		looks <- struct{}{}
		return Standing{People: 7, Queues: map[string]Queue{"rubric": {Queued: 2, Age: 90 * time.Second}},
			Jobs: map[string]Job{"backup": {Failing: 3, Late: true, Good: time.Unix(1_800_000_000, 0)}, "never": {}}}, nil
	})
	began := time.Now()
	for range 20 {
		text := m.text()
		for _, want := range []string{"levelup_people 7\n", "levelup_database_up 1\n", `levelup_grades_queued{grader="rubric"} 2` + "\n", `levelup_grades_oldest_age_seconds{grader="rubric"} 90` + "\n",
			`levelup_job_failing{job="backup"} 3` + "\n", `levelup_job_late{job="backup"} 1` + "\n", `levelup_job_late{job="never"} 0` + "\n", `levelup_job_last_success_timestamp_seconds{job="backup"} 1.8e+09` + "\n"} {
			if !strings.Contains(text, want) {
				t.Fatalf("%q is not in\n%s", want, text)
			}
		}
	}
	if most := 1 + int(time.Since(began)/keptFor); len(looks) > most {
		t.Errorf("it was looked %d times, want %d at most", len(looks), most)
	}
}

// A database that does not answer takes none of the other figures along.
func TestADatabaseThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	m := New("v1")
	m.Stand(func(context.Context) (Standing, error) { return Standing{People: 7}, errors.New("gone") })
	m.Saved(3)
	text := m.text()
	if !strings.Contains(text, "levelup_database_up 0\n") || !strings.Contains(text, "levelup_events_total 3\n") || strings.Contains(text, "levelup_people 7") {
		t.Errorf("without the database:\n%s", text)
	}
}
