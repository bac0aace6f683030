package report

import (
	"net/url"
	"strconv"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// SelfView asks for the learner's own scores, with the words to be scored and
// the grading's progress beneath.
type SelfView struct {
	ID, Prompt, Setting string
	Unsent              Unsent
	Ended               time.Time
	Questions           []Question
	Mistakes            []ui.Mistake
	Progress            Progress
	Words               []Step
}

// Question asks for one score. Its anchor is where a mistake leads.
type Question struct {
	Criterion string
	ui.Choices
}

// NewSelf makes the form, without any choice made.
func NewSelf(in Input) SelfView {
	v := SelfView{
		ID: in.Attempt.ID, Prompt: in.Prompt.Title, Ended: in.Attempt.EndedAt, Unsent: unsentOf(in.Attempt),
		Setting:  settingOf(in.Attempt),
		Progress: NewProgress(in),
		Words:    ownWords(in),
	}
	for _, c := range asked(in) {
		q := Question{Criterion: c, Choices: ui.Choices{Name: "score." + c, Legend: ui.CriterionTitle(c), Hint: criterionQuestion(c), Row: true}}
		for score := 1; score < len(meanings); score++ {
			n := strconv.Itoa(score)
			q.Options = append(q.Options, ui.Option{Value: n, Label: n, Note: capital(meanings[score])})
		}
		v.Questions = append(v.Questions, q)
	}
	return v
}

// asked are the criteria that the attempt is graded on: in a drill those that
// have points in its step.
func asked(in Input) []string {
	drill := in.Attempt.Drilled()
	var out []string
	for _, c := range in.Prompt.Rubric {
		for _, p := range c.Points {
			if (drill == "" || p.Step == string(drill)) && rank(p.Level) <= rank(string(in.Attempt.Plan.Level)) {
				out = append(out, c.Criterion)
				break
			}
		}
	}
	if len(out) == 0 {
		return curriculum.Criteria[:]
	}
	return out
}

// Read takes the scores from the form. When one is missing or wrong, ok is
// false and again is the form as it was filled in, with its mistakes.
func (v SelfView) Read(form url.Values) (scores map[string]int, again SelfView, ok bool) {
	scores = map[string]int{}
	again = v
	again.Questions = nil
	for _, q := range v.Questions {
		q.Value = form.Get(q.Name)
		n, err := strconv.Atoi(q.Value)
		if err != nil || n < 1 || n > 4 {
			q.Value, q.Error = "", "Choose a score from 1 to 4."
			again.Mistakes = append(again.Mistakes, ui.Mistake{Field: q.anchor(), Text: q.Legend + ": choose a score from 1 to 4, or skip them all."})
		} else {
			scores[q.Criterion] = n
		}
		again.Questions = append(again.Questions, q)
	}
	return scores, again, len(again.Mistakes) == 0
}

func (q Question) anchor() string { return "own-" + q.Criterion }

// ownWords is the transcript with nothing marked in it.
func ownWords(in Input) []Step {
	f := findings{finder: newFinder(in.Transcript), cited: cites{}}
	words := steps(in.Transcript, newTimes(in.Attempt.Plan, in.Transcript), f, in.Prompt)
	for i := range words {
		words[i].Model = "" // not before the own scores
	}
	return words
}

func settingOf(a interview.Attempt) string {
	return setting(a.Plan.Mode, a.Drilled(), string(a.Plan.Level))
}
