// Package metrics counts what the program does, in the form that Prometheus reads.
//
// It knows nobody: what is counted is told to it, and what is looked up when somebody
// reads (people, queues, sizes) is asked of a function that it is given. It promises
//
//   - that counting is a look-up and a few atomic additions, since each save does it;
//   - that reading never does harm: what has to be asked of the database is asked at
//     most once in [keptFor], whoever reads how often, and left out where it does not
//     answer;
//   - that no label holds what a visitor can choose, nor anything about a person or an
//     attempt. Labels are the program's own words: patterns of routes, names of graders.
//
// The registry is its own, so that nothing counts by being imported.
package metrics

import (
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are all figures of one process.
type Metrics struct {
	registry *prometheus.Registry

	requests     *prometheus.CounterVec
	requestTimes *prometheus.HistogramVec

	saves, events  prometheus.Counter
	commitTimes    prometheus.Histogram
	commitSizes    prometheus.Histogram
	commitFailures prometheus.Counter

	grades     *prometheus.CounterVec
	gradeTimes *prometheus.HistogramVec

	questions     *prometheus.CounterVec
	questionTimes *prometheus.HistogramVec
	tokens        *prometheus.CounterVec
}

// In seconds: what a page takes, what the disk takes, what a model takes.
var (
	pageTimes  = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}
	diskTimes  = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1, 5}
	modelTimes = []float64{.1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60, 120, 180}
)

// New returns metrics in which nothing has been counted yet, for a version of the
// program.
func New(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.requests = m.counters("requests_total", "Requests that were answered, by the pattern of their route.", "route", "method", "status")
	m.requestTimes = m.histograms("request_duration_seconds", "How long answering took; event streams are left out.", pageTimes, "route")

	m.saves = m.counter("saves_total", "Changes of attempts that are on disk: a page's batch, a form, a step forward.")
	m.events = m.counter("events_total", "Events of attempts that are on disk.")
	m.commitTimes = m.histogram("commit_duration_seconds", "How long the database took for a transaction, its sync included.", diskTimes)
	m.commitSizes = m.histogram("commit_batch_size", "How many writes shared a transaction.", prometheus.ExponentialBuckets(1, 2, 10))
	m.commitFailures = m.counter("commit_failures_total", "Transactions that the database did not take.")

	m.grades = m.counters("grades_total", "Grades that ended, by who made them and how.", "grader", "outcome")
	m.gradeTimes = m.histograms("grade_duration_seconds", "How long a grade took, from its queueing on.", append([]float64{.01, .025, .05}, modelTimes...), "grader")

	m.questions = m.counters("model_questions_total", "Questions to a model's server, by what came of them.", "use", "outcome")
	m.questionTimes = m.histograms("model_question_duration_seconds", "How long a question took, its tries and pauses included.", modelTimes, "use")
	m.tokens = m.counters("model_tokens_total", "Tokens of questions that were answered, as the server counted them or else by their lengths.", "direction")

	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Namespace: namespace, Name: "build_info", Help: "Always 1; the labels say what runs here.",
			ConstLabels: prometheus.Labels{"version": version, "go_version": runtime.Version()},
		}, func() float64 { return 1 }),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

const namespace = "levelup"

func (m *Metrics) counter(name, help string) prometheus.Counter {
	c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
	m.registry.MustRegister(c)
	return c
}

func (m *Metrics) counters(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	m.registry.MustRegister(c)
	return c
}

func (m *Metrics) histogram(name, help string, buckets []float64) prometheus.Histogram {
	h := prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets})
	m.registry.MustRegister(h)
	return h
}

func (m *Metrics) histograms(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	m.registry.MustRegister(h)
	return h
}

// classes are those of a status by its first digit.
var classes = [...]string{1: "1xx", "2xx", "3xx", "4xx", "5xx"}

// Answered counts a request by its route's pattern, which is the program's and not the
// visitor's. How long a stream was open says nothing, so it is not measured.
func (m *Metrics) Answered(route, method string, status int, took time.Duration, stream bool) {
	m.requests.WithLabelValues(route, method, classes[min(max(status/100, 1), 5)]).Inc()
	if !stream {
		m.requestTimes.WithLabelValues(route).Observe(took.Seconds())
	}
}

// Saved counts a change of an attempt, in so many events.
func (m *Metrics) Saved(events int) {
	m.saves.Inc()
	m.events.Add(float64(events))
}

// Committed counts a transaction in which so many writes shared.
func (m *Metrics) Committed(parts int, took time.Duration, failed bool) {
	m.commitTimes.Observe(took.Seconds())
	m.commitSizes.Observe(float64(parts))
	if failed {
		m.commitFailures.Inc()
	}
}

// Graded counts a grade that has ended. One that nobody waited for takes no time.
func (m *Metrics) Graded(grader, outcome string, took time.Duration) {
	m.grades.WithLabelValues(grader, outcome).Inc()
	if took > 0 {
		m.gradeTimes.WithLabelValues(grader).Observe(took.Seconds())
	}
}

// Asked counts a question to a model's server and the tokens of both sides.
func (m *Metrics) Asked(use, outcome string, took time.Duration, in, out int) {
	m.questions.WithLabelValues(use, outcome).Inc()
	m.questionTimes.WithLabelValues(use).Observe(took.Seconds())
	m.tokens.WithLabelValues("in").Add(float64(in))
	m.tokens.WithLabelValues("out").Add(float64(out))
}

// Gauge adds a figure that is read from memory whenever somebody asks; label and value
// tell it from others of the name.
func (m *Metrics) Gauge(name, help, label, value string, read func() int) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(
		prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help, ConstLabels: prometheus.Labels{label: value}},
		func() float64 { return float64(read()) }))
}

// Counter adds a count that is kept elsewhere.
func (m *Metrics) Counter(name, help string, read func() int64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help},
		func() float64 { return float64(read()) }))
}

// readersAtOnce bounds what reading may take of the machine.
const readersAtOnce = 4

// Handler writes the figures. Who may read them is not its matter.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: readersAtOnce})
}
