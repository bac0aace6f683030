// Package admin serves whoever runs the instance: what each layer of the program
// knows of itself just now, and what grading by a model costs, by day and by
// learner.
//
// It promises that nothing here changes anything but people's roles and whether they
// may sign in, each with a line in the audit log, and when a job runs; that no secret is on a page (neither
// the model's key nor the path of its server nor the database's address), and that of
// attempts it shows sums alone: an admin reads nobody's.
package admin

import (
	"context"
	"net/http"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/jobs"
	"levelup/internal/llm"
	"levelup/web/respond"
)

// Ground is what the program knows of itself: how it is set up, and whom to ask.
type Ground struct {
	Version  string
	Started  time.Time
	Machine  string // "linux/amd64, 2 processors"
	Address  string // where people find it
	Local    string // who may sign in by naming themselves, as a sentence's end
	Database string // its kind
	Measure  func(context.Context) (bytes, schema int64, err error)
	Trouble  func() (reason string, since time.Time) // why nothing can be saved, or nothing
	Library  func() *curriculum.Library
	Folder   string // of the content; empty where the program serves what it carries
	Jobs     *jobs.Queue
	Search   func() Search
	Pulse    func() Pulse
	Figures  string // who may read those at /metrics
	Traces   string // a sentence on where they go
	Model    *Model // nil without one
	Budget   *record.Budget
}

// Model is the model that grades.
type Model struct {
	Name     string
	Host     string
	Daily    int // tokens a learner; 0: no limit
	Workers  int // attempts at once
	Samples  int // how often it is asked about each criterion
	Standing func() llm.Standing
}

// Search is what can be searched, and how.
type Search struct {
	Sections int    // 0 while the index is being made
	Vectors  bool   // sections are found by meaning too
	Owed     bool   // their vectors are being made
	By       string // what makes the vectors
}

// Pulse is how busy this process is just now.
type Pulse struct {
	Memory     int64 // bytes that it holds of the machine
	Goroutines int
	Streams    int // open
	Saves      int // in the last minute
}

// Pages serves the admin.
type Pages struct {
	ground   Ground
	accounts *account.Store
	attempts *interview.Store
	grades   *record.Store
	now      func() time.Time
}

// New returns the pages.
func New(ground Ground, accounts *account.Store, attempts *interview.Store, grades *record.Store, now func() time.Time) *Pages {
	return &Pages{ground, accounts, attempts, grades, now}
}

const (
	days     = 30
	learners = 100
)

// Overview is the first page: GET /admin.
func (p *Pages) Overview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	backlogs, err := p.grades.Backlogs(ctx)
	if err != nil {
		return err
	}
	v := View{Model: p.model(backlogs), Figures: p.ground.Figures, Traces: p.ground.Traces}
	if v.Alerts, err = p.Alerts(ctx); err != nil {
		return err
	}
	v.Trouble, v.Since = p.ground.Trouble()
	if v.Layers, err = p.layers(ctx, backlogs); err != nil {
		return err
	}
	if err := p.graded(ctx, &v); err != nil {
		return err
	}
	byDay, err := p.ground.Budget.Days(ctx, days)
	if err != nil {
		return err
	}
	for _, d := range byDay {
		v.Days = append(v.Days, dayRow(d))
	}
	if v.Sum = sumOf(byDay); len(byDay) < 2 {
		v.Sum = nil // it would say the same twice
	}
	byLearner, err := p.ground.Budget.Learners(ctx, learners+1)
	if err != nil {
		return err
	}
	if len(byLearner) > learners {
		byLearner, v.More = byLearner[:learners], true
	}
	for _, l := range byLearner {
		v.Learners = append(v.Learners, p.learnerRow(l))
	}
	return respond.Page(w, r, http.StatusOK, overview(v))
}
