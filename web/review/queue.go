package review

import (
	"net/http"
	"time"

	"levelup/internal/review"
	"levelup/web/respond"
	"levelup/web/ui"
)

// QueueView is the list of what there is to review.
type QueueView struct {
	Pace     string
	Waiting  []Row
	Answered []Row
}

// Row is one attempt in the queue.
type Row struct {
	ID, Prompt, Learner, Kind string
	Question                  string
	At                        time.Time
	Named                     bool   // shared with this coach alone
	Held                      string // who holds it, in words; empty when it can be taken
	Own                       bool   // this coach holds it
	Until                     time.Time
}

// Queue: GET /review.
func (p *Pages) Queue(w http.ResponseWriter, r *http.Request) error {
	me := coach(r)
	q, err := p.reviews.Queue(r.Context(), me)
	if err != nil {
		return err
	}
	v := QueueView{Pace: paceSentence(q.Pace)}
	for _, req := range q.Waiting {
		v.Waiting = append(v.Waiting, p.row(req, me, req.AskedAt))
	}
	for _, req := range q.Answered {
		v.Answered = append(v.Answered, p.row(req, me, req.Answered))
	}
	return respond.Page(w, r, http.StatusOK, queue(v))
}

func (p *Pages) row(req review.Request, me string, at time.Time) Row {
	row := Row{ID: req.Attempt, Prompt: p.title(req.Prompt), Learner: req.OwnerName, Kind: ui.Kind(req.Plan), Question: req.Question, At: at, Named: req.Coach == me}
	switch req.Claimant {
	case "":
	case me:
		row.Own, row.Until = true, req.ClaimedUntil
	default:
		row.Held = req.ClaimantName
	}
	return row
}

// title is a prompt's as it is called today.
func (p *Pages) title(slug string) string {
	if prompt, ok := p.library().Prompt(slug); ok {
		return prompt.Title
	}
	return slug
}

// paceSentence says how long people wait.
func paceSentence(p review.Pace) string {
	if !p.Known {
		return "No review has been published here yet, so nobody knows how long one takes."
	}
	return "Lately half of the reviews were begun within " + length(p.Wait) + " and there within " + length(p.Turnaround) + " of being asked for."
}

// length is a stretch of time as one says it.
func length(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "a minute"
	case d < 2*time.Hour:
		return ui.Count(int(d.Round(time.Minute)/time.Minute), "minute")
	case d < 48*time.Hour:
		return ui.Count(int(d.Round(time.Hour)/time.Hour), "hour")
	}
	return ui.Count(int(d.Round(24*time.Hour)/(24*time.Hour)), "day")
}
