package report

import (
	"slices"
	"strconv"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/web/ui"
)

// Beside sets the scores of several graders side by side; without rows there is
// only one.
type Beside struct {
	Graders []string
	Rows    []BesideRow
}

// BesideRow is a criterion, or the overall, as each grader scored it.
type BesideRow struct {
	Title  string
	Scores []string // a dash where a grader gave none
}

// beside compares the graders whose scores are shown.
func beside(records []record.Record) Beside {
	grades := record.Shown(records)
	if len(grades) > 0 && !grades[0].Newer {
		grades = append(grades, record.Newer(records)...)
	}
	if len(grades) < 2 {
		return Beside{}
	}
	var b Beside
	overall := BesideRow{Title: "Overall"}
	for _, r := range grades {
		g := r.Grade
		name := capital(graderName(g.Grader))
		if r.Newer {
			name += ", by rubric " + shortVersion(r.Rubric)
		}
		b.Graders = append(b.Graders, name)
		overall.Scores = append(overall.Scores, score(g.Overall))
	}
	for _, criterion := range curriculum.Criteria {
		row, given := BesideRow{Title: ui.CriterionTitle(criterion)}, false
		for _, r := range grades {
			text, g := "–", r.Grade
			for _, c := range g.Criteria {
				if c.Criterion == criterion {
					text, given = strconv.Itoa(c.Score), true
					if slices.Contains(g.Flags, grading.FlagFallback+criterion) {
						text += " (by the built-in grader)"
					}
				}
			}
			row.Scores = append(row.Scores, text)
		}
		if given {
			b.Rows = append(b.Rows, row)
		}
	}
	b.Rows = append(b.Rows, overall)
	return b
}

// unasked offers the graders that are set up here and have not read the attempt in
// the version that they are in.
func unasked(in Input) []Other {
	var out []Other
	for _, grader := range []string{grading.ByModel, grading.BuiltIn} {
		version, here := in.Graders[grader]
		if !here || slices.ContainsFunc(in.Records, func(r record.Record) bool { return r.Grader == grader && r.Version == version && !r.Newer }) {
			continue
		}
		text := capital(graderName(grader)) + " has not read this attempt."
		if slices.ContainsFunc(in.Records, func(r record.Record) bool { return r.Grader == grader && !r.Newer }) {
			text = capital(graderName(grader)) + " has changed since it read this attempt: it is version " + version + " now."
		}
		out = append(out, Other{Text: text, Again: grader})
	}
	return out
}

// today offers the rubric that is in force now, where it grades otherwise than the one
// that the attempt began with, to each grader that has not read the attempt by it.
func today(in Input) []Other {
	if in.Today == nil {
		return nil
	}
	var out []Other
	for _, grader := range []string{grading.BuiltIn, grading.ByModel} {
		version, here := in.Graders[grader]
		if !here || slices.ContainsFunc(in.Records, func(r record.Record) bool {
			return r.Grader == grader && r.Version == version && r.Rubric == in.Today.Version
		}) {
			continue
		}
		o := Other{Again: grader, Rubric: in.Today.Version, Button: "Grade again with today’s rubric"}
		if grader == grading.ByModel {
			o.Button = "Have the model grade with today’s rubric"
		}
		if len(out) == 0 {
			o.Text = "The rubric of this prompt has changed since you began: it is version " + shortVersion(in.Today.Version) + " now. " +
				"A grade by it stands beside this one. What counts stays the grade by the rubric that you worked to, here, in your lists and in the history."
		}
		out = append(out, o)
	}
	return out
}
