package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Standing is what has to be looked up when somebody reads.
type Standing struct {
	People  int
	Running int   // attempts
	Bytes   int64 // of the database
	Waiting int64 // bytes in its write-ahead log
	Queues  map[string]Queue
	Jobs    map[string]Job
}

// Job is how work that runs by itself stands.
type Job struct {
	Failing int       // how many of the newest runs failed
	Late    bool      // it should have run by now
	Good    time.Time // the newest run that did not fail; zero without one
}

// Queue is what there is to do for one grader.
type Queue struct {
	Queued, Running, Failed int
	Age                     time.Duration // of the oldest that is queued
}

const (
	keptFor    = 2 * time.Second // what was looked up
	lookWithin = 2 * time.Second
)

// Stand adds what look finds. Where it fails, levelup_database_up is 0 and the rest of
// it is left out: a figure of a while ago would look like one of now.
func (m *Metrics) Stand(look func(context.Context) (Standing, error)) {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
	}
	m.registry.MustRegister(&standing{
		look:    look,
		up:      describe("database_up", "1 if the database could be asked, else 0."),
		people:  describe("people", "People who have an account."),
		running: describe("attempts_running", "Attempts that run."),
		bytes:   describe("database_size_bytes", "Size of the database."),
		waiting: describe("database_wal_size_bytes", "Size of SQLite's write-ahead log; 0 on PostgreSQL."),
		queued:  describe("grades_queued", "Grades that wait, by who is to make them.", "grader"),
		making:  describe("grades_running", "Grades that are being made.", "grader"),
		failed:  describe("grades_failed", "Grades that failed and can be asked for again.", "grader"),
		failing: describe("job_failing", "How many of the newest runs of a job failed.", "job"),
		late:    describe("job_late", "1 if a job should have run by now and did not, else 0.", "job"),
		good:    describe("job_last_success_timestamp_seconds", "When the newest run of a job began that did not fail.", "job"),
		age:     describe("grades_oldest_age_seconds", "How long the oldest grade waits; 0 when none does.", "grader"),
	})
}

// standing collects it.
type standing struct {
	look                        func(context.Context) (Standing, error)
	up, people, running         *prometheus.Desc
	bytes, waiting              *prometheus.Desc
	queued, making, failed, age *prometheus.Desc
	failing, late, good         *prometheus.Desc

	mu   sync.Mutex
	at   time.Time
	last Standing
	err  error
}

// Describe tells all that there can be.
func (s *standing) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{s.up, s.people, s.running, s.bytes, s.waiting, s.queued, s.making, s.failed, s.age, s.failing, s.late, s.good} {
		ch <- d
	}
}

// Collect tells what there is.
func (s *standing) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	now, err := s.now()
	if err != nil {
		gauge(s.up, 0)
		return
	}
	gauge(s.up, 1)
	gauge(s.people, float64(now.People))
	gauge(s.running, float64(now.Running))
	gauge(s.bytes, float64(now.Bytes))
	gauge(s.waiting, float64(now.Waiting))
	for grader, q := range now.Queues {
		gauge(s.queued, float64(q.Queued), grader)
		gauge(s.making, float64(q.Running), grader)
		gauge(s.failed, float64(q.Failed), grader)
		gauge(s.age, q.Age.Seconds(), grader)
	}
	for name, job := range now.Jobs {
		gauge(s.failing, float64(job.Failing), name)
		gauge(s.late, number(job.Late), name)
		if !job.Good.IsZero() {
			gauge(s.good, float64(job.Good.Unix()), name)
		}
	}
}

// now looks, unless somebody has just done so.
func (s *standing) now() (Standing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.at) < keptFor {
		return s.last, s.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookWithin)
	defer cancel()
	s.last, s.err = s.look(ctx)
	s.at = time.Now()
	return s.last, s.err
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
