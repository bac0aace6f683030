package admin

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"levelup/internal/jobs"
	"levelup/web/respond"
	"levelup/web/ui"
)

// JobsView is what runs by itself.
type JobsView struct {
	Said string // what has just been asked for
	Jobs []JobRow
}

// Busy reports whether something runs, so that the page looks again.
func (v JobsView) Busy() bool {
	for _, j := range v.Jobs {
		if !j.Running.IsZero() {
			return true
		}
	}
	return false
}

// JobRow is one kind of work.
type JobRow struct {
	jobs.State
	Title string
	Does  string
	Word  string // how it stands, in a word
	Tone  string
}

// naming is what a kind of work is called, and what it does.
type naming struct{ title, does string }

var namings = map[string]naming{
	"deadlines":   {"Deadlines", "Ends attempts whose time is up, exactly once, with what was saved."},
	"interviewer": {"The interviewer", "Asks by itself in pauses, and answers what a stopped server left unanswered."},
	"streams":     {"Open streams", "Closes the streams of whoever is signed out or switched off."},
	"writing":     {"Room to write", "Where nothing could be saved, tries until it can."},
	"departures":  {"Accounts that leave", "Deletes people whose time to come back is over, with all that is theirs."},
	"grading":     {"Grading", "Grades submitted attempts with the built-in grader, and takes up what a stopped worker left."},
	"sessions":    {"Old sessions", "Deletes sessions that have ended."},
	"discarded":   {"Discarded attempts", "Deletes attempts for good a while after they were thrown away."},
	"notices":     {"Read notices", "Deletes notices that were read long ago."},
	"claims":      {"Coaches’ claims", "Gives back attempts that a coach took and left alone."},
	"statistics":  {"Statistics of grading", "Adds up the day’s grades, counts them once more another way, and only then keeps the sums."},
	"integrity":   {"Whole database", "Reads each page and each row that points to another, as levelup check-db does."},
	"backup":      {"Nightly backup", "Copies the database while it is in use, looks through the copy, and deletes the oldest."},
	"content":     {"Content", "Looks for problems in the folder of chapters and prompts."},
}

func namingOf(kind string) naming {
	if n, ok := namings[kind]; ok {
		return n
	}
	if strings.HasPrefix(kind, "model") {
		return naming{"Grading by the model, " + strings.TrimLeft(kind, "model -"), "Has the model read submitted attempts, one at a time."}
	}
	return naming{kind, ""}
}

// Jobs lists what runs by itself: GET /admin/jobs.
func (p *Pages) Jobs(w http.ResponseWriter, r *http.Request) error {
	states, err := p.ground.Jobs.List(r.Context())
	if err != nil {
		return err
	}
	v := JobsView{}
	for _, s := range states {
		row := jobRow(s)
		if s.Name == r.URL.Query().Get("asked") {
			v.Said = row.Title + ": asked for. It runs once nothing else of its kind does."
		}
		v.Jobs = append(v.Jobs, row)
	}
	return respond.Page(w, r, http.StatusOK, jobsPage(v))
}

// Run has a kind of work run now: POST /admin/jobs/{kind}/run.
func (p *Pages) Run(w http.ResponseWriter, r *http.Request) error {
	kind := chi.URLParam(r, "kind")
	if err := p.ground.Jobs.Run(kind); err != nil {
		return err
	}
	return respond.SeeOther(w, r, "/admin/jobs?asked="+kind)
}

// Alerts are sentences about work that an admin has to look at; mostly there are none.
func (p *Pages) Alerts(ctx context.Context) ([]string, error) {
	states, err := p.ground.Jobs.List(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range states {
		row := jobRow(s)
		switch {
		case s.Failing > 0:
			out = append(out, row.Title+" failed: "+strings.TrimSuffix(s.Runs[0].Said, ".")+".")
		case s.Late:
			out = append(out, row.Title+" should have run at "+s.Next.Format("15:04 on 2 January")+" UTC and did not.")
		}
	}
	return out, nil
}

func jobRow(s jobs.State) JobRow {
	n := namingOf(s.Name)
	row := JobRow{State: s, Title: n.title, Does: n.does}
	switch {
	case !s.Running.IsZero():
		row.Word, row.Tone = "Running", "owed"
	case s.Failing > 1:
		row.Word, row.Tone = "Failed "+ui.Count(s.Failing, "time")+" in a row", "bad"
	case s.Failing == 1:
		row.Word, row.Tone = "Failed", "bad"
	case s.Late:
		row.Word, row.Tone = "Late", "bad"
	case len(s.Runs) == 0:
		row.Word = "Has not run yet"
	default:
		row.Word, row.Tone = "Good", "good"
	}
	return row
}

// Last is the newest run; there is one where Runs is not empty.
func (j JobRow) Last() jobs.Run { return j.Runs[0] }

// Comes reports whether its next run is worth a line: what comes every few seconds is not.
func (j JobRow) Comes() bool {
	return !strings.HasSuffix(j.Rule, "seconds") && j.Rule != "all the time" && !strings.HasSuffix(j.Rule, "second")
}

// ran is how long a run took.
func ran(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return took(d)
}

func toneOf(r jobs.Run) string {
	if r.Failed {
		return "bad"
	}
	return "good"
}

// causes says why a run began.
var causes = map[string]string{"schedule": "by schedule", "wake": "woken", "retry": "tried again", "hand": "asked for"}
