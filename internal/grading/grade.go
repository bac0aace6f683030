// Package grading says what an attempt is worth and shows why.
//
// A grader gives each rubric point a verdict: met, partial, missing or
// cannot-tell, the first two with evidence. One pure function, [Score], turns
// verdicts into scores, so that equal verdicts give equal scores whoever gave
// them. The built-in grader, [Rubric], is rules over package match: it works
// offline, is the same on every run, and says cannot-tell where it cannot.
//
// # Verdicts of the built-in grader
//
// A point lists ways of making it; any one suffices. Of a way,
//
//   - met: all its keys hold. Groups hold within one sentence and its
//     neighbours, and a number that is asked for beside them stands there too; if
//     a line of the calculator in the step comes to it, any figure there will do.
//   - partial: all its groups hold, or its paraphrase, but the reason is missing
//     that is asked for; or all but one of three or more groups hold.
//   - cannot-tell: its first group, the subject, is there and nothing decides; or
//     a measure has nothing to go by.
//   - missing: else, or when something stands there that the author says
//     contradicts the point.
//
// # What is no evidence
//
// What the interviewer said; a step that is as good as empty (fewer than 12
// words, no calculation, fewer than two parts); sentences that are no claims,
// such as lists of terms, also with a verb in front of each few; terms poured into
// the same few forms of sentence, for which the whole text counts nothing; what is
// denied or leans on a denial, unless the author asks for the denial; near copies of the prompt's own story; and sentences
// that speak to a grader or claim a verdict, which also raise the flag
// "injection".
//
// # The other grader
//
// [ModelGrader] has a model give the verdicts and hands them to the same Score.
// What the model says counts for nothing without evidence that is found again, and
// what speaks to a grader is struck before it sees the transcript. Grades are
// records that package grading/record keeps.
package grading

import (
	"slices"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
)

// Version names the rules of the built-in grader. It changes whenever the same
// text could be graded otherwise.
const Version = "6"

// BuiltIn is the name of the built-in grader.
const BuiltIn = "rubric"

// The verdicts on a point.
const (
	Met        = "met"
	Partial    = "partial"
	Missing    = "missing"
	CannotTell = "cannot-tell"
)

// IsCriterion reports whether s names one of the five criteria.
func IsCriterion(s string) bool { return slices.Contains(curriculum.Criteria[:], s) }

// Grade is what one grader says of one attempt, as it is served and printed.
type Grade struct {
	File     string      `json:"file,omitempty"` // set by the command, which grades files
	Prompt   string      `json:"prompt"`
	Level    string      `json:"level"`
	Grader   string      `json:"grader"`
	Version  string      `json:"version"` // of the grader
	Rubric   string      `json:"rubric"`  // version of the prompt
	Overall  float64     `json:"overall"` // 1.00 to 4.00
	Verdict  string      `json:"verdict"` // "no hire" to "strong hire"
	Criteria []Criterion `json:"criteria"`
	Next     string      `json:"next"`  // the one thing to work on
	Flags    []string    `json:"flags"` // never nil
	Model    *ModelUse   `json:"model,omitempty"`
}

// Criterion is the grade of one criterion with all its points, also those above
// the level.
type Criterion struct {
	Criterion string         `json:"criterion"`
	Score     int            `json:"score"` // 1 to 4
	Points    []PointVerdict `json:"points"`
	Advice    string         `json:"advice"`
	Reason    string         `json:"reason,omitempty"` // a coach's, for the score
}

// PointVerdict is the verdict on one point.
type PointVerdict struct {
	ID       string     `json:"id"`
	Verdict  string     `json:"verdict"`
	Evidence []Evidence `json:"evidence"` // empty, never nil, for missing and cannot-tell

	// Unsure is how often each verdict was given by a model that was asked several
	// times and did not agree with itself.
	Unsure map[string]int `json:"unsure,omitempty"`

	// Where a coach says otherwise than the grader: the grader's verdict, and why.
	Was    string `json:"was,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Evidence shows a verdict: exactly one of the three beside the step. A quote is
// verbatim, a calculation is the line as it was typed, a part is its label.
type Evidence struct {
	Step        string `json:"step"`
	Quote       string `json:"quote,omitempty"`
	Calculation string `json:"calculation,omitempty"`
	Part        string `json:"part,omitempty"`
}

// The flags of the built-in grader.
const (
	FlagInjection = "injection"  // the text speaks to a grader
	FlagEmpty     = "near-empty" // there was nothing to grade
	FlagPoured    = "same-forms" // the text is terms poured into the same few sentences
)

// Rubric grades a transcript with the built-in grader. The step is that of a
// drill, else empty.
func Rubric(p *curriculum.Prompt, t interview.Transcript, step interview.Step) Grade {
	return NewGrader(p).Grade(t, step)
}
