package attempts

import (
	"net/http"

	"levelup/internal/account"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/respond"
)

// shared is the attempt of the address for its owner, and for a coach with whom it is
// shared.
func (p *Pages) shared(r *http.Request) (a interview.Attempt, state interview.State, byCoach bool, err error) {
	a, err = p.allowed(r, account.ReadTranscript)
	if err != nil {
		return a, state, false, err
	}
	a, state, err = p.store.Find(r.Context(), a.Person, a.ID)
	return a, state, a.Person != person(r).ID, err
}

// Transcript serves what graders read: GET /attempts/{id}/transcript.json.
func (p *Pages) Transcript(w http.ResponseWriter, r *http.Request) error {
	a, state, _, err := p.shared(r)
	if err != nil {
		return err
	}
	return respond.JSON(w, http.StatusOK, state.Transcript(a.Prompt))
}

// gradeJSON is a grade as grades.json lists it. The result's fields are there
// only when it is done.
type gradeJSON struct {
	ID      string       `json:"id"`
	At      string       `json:"at"`
	State   record.State `json:"state"`
	Failure string       `json:"failure,omitempty"`
	Grader  string       `json:"grader"`
	Version string       `json:"version"`
	Rubric  string       `json:"rubric"`
	*result
}

type result struct {
	Prompt   string              `json:"prompt"`
	Level    string              `json:"level"`
	Overall  float64             `json:"overall"`
	Verdict  string              `json:"verdict"`
	Criteria []grading.Criterion `json:"criteria"`
	Next     string              `json:"next"`
	Flags    []string            `json:"flags"`
	Model    *grading.ModelUse   `json:"model,omitempty"`
}

// Grades serves an attempt's grades, the oldest first: GET /attempts/{id}/grades.json.
func (p *Pages) Grades(w http.ResponseWriter, r *http.Request) error {
	a, _, byCoach, err := p.shared(r)
	if err != nil {
		return err
	}
	records, err := p.grades.List(r.Context(), a.ID)
	if err != nil {
		return err
	}
	if byCoach && p.blind {
		saved, err := p.reviews.MaySee(r.Context(), person(r).ID, a.ID)
		if err != nil {
			return err
		}
		if !saved { // nobody's scores before one's own
			records = nil
		}
	}
	out := make([]gradeJSON, len(records))
	for i, rec := range records {
		out[i] = gradeJSON{ID: rec.ID, At: rec.At().Format(millis), State: rec.State, Failure: rec.Failure,
			Grader: rec.Grader, Version: rec.Version, Rubric: rec.Rubric}
		if g := rec.Grade; rec.State == record.Done {
			out[i].result = &result{g.Prompt, g.Level, g.Overall, g.Verdict, g.Criteria, g.Next, g.Flags, g.Model}
		}
	}
	return respond.JSON(w, http.StatusOK, map[string]any{"grades": out})
}
