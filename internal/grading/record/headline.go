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
func Shown(records []Record) []Record {
	var out []Record
	for _, grader := range speakers {
		for _, r := range slices.Backward(records) {
			if r.Grader == grader && r.State == Done && !r.HeldBack() {
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
