package record

import (
	"slices"
	"strings"

	"levelup/internal/grading"
)

// ByCoach is the name of the grader who is a person.
const ByCoach = "coach"

// speakers are the graders in the order in which they are heard.
var speakers = []string{ByCoach, grading.ByModel, grading.BuiltIn}

// Shown are the grades of an attempt whose scores are shown, each grader's newest:
// first the one that counts, which is the coach's, else the model's, else the
// built-in grader's. A model's that is held back is not among them. The records
// are the oldest first.
//
// A grade by a rubric that came into force later is not among them, as long as there
// is one by the rubric that the learner worked to: a change of the rubric never
// changes what an attempt was worth. [Newer] has those.
func Shown(records []Record) []Record {
	if out := spoken(records, func(r Record) bool { return !r.Newer }); len(out) > 0 {
		return out
	}
	return Newer(records)
}

// Newer are the grades by the latest of the rubrics that came into force after the
// attempt began, each grader's newest, in the order of Shown.
func Newer(records []Record) []Record {
	for _, last := range slices.Backward(records) {
		if last.Newer {
			if out := spoken(records, func(r Record) bool { return r.Rubric == last.Rubric }); len(out) > 0 {
				return out
			}
		}
	}
	return nil
}

func spoken(records []Record, of func(Record) bool) []Record {
	var out []Record
	for _, grader := range speakers {
		for _, r := range slices.Backward(records) {
			if r.Grader == grader && r.State == Done && !r.HeldBack() && of(r) {
				out = append(out, r)
				break
			}
		}
	}
	return out
}

// Counting is for each attempt the grade that counts.
func Counting(records []Record) map[string]*grading.Grade {
	byAttempt := make(map[string][]Record)
	for _, r := range records {
		byAttempt[r.Attempt] = append(byAttempt[r.Attempt], r)
	}
	out := make(map[string]*grading.Grade, len(byAttempt))
	for id, list := range byAttempt {
		if shown := Shown(list); len(shown) > 0 {
			out[id] = &shown[0].Grade
		}
	}
	return out
}

// HeldBack reports whether a coach has to look at a grade before its scores are
// shown: a model's that is flagged with more than what it fell back on.
func (r Record) HeldBack() bool {
	return r.Grader == grading.ByModel && slices.ContainsFunc(r.Grade.Flags, func(flag string) bool {
		return flag != grading.FlagEmpty && !strings.HasPrefix(flag, grading.FlagFallback) && !strings.HasPrefix(flag, "unsure:")
	})
}
