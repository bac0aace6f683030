package curriculum

import "reflect"

// GradesAs reports whether the same words are graded alike by both versions of a
// prompt: they may differ in what no grader reads, such as the model answer.
func (p *Prompt) GradesAs(q *Prompt) bool {
	return p.Title == q.Title && p.Statement == q.Statement && p.Disguise.Statement == q.Disguise.Statement &&
		reflect.DeepEqual(p.Rubric, q.Rubric) && reflect.DeepEqual(p.Estimates, q.Estimates) &&
		reflect.DeepEqual(p.Hints, q.Hints) && reflect.DeepEqual(p.Levels, q.Levels)
}
