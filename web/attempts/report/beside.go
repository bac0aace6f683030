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
	if len(grades) < 2 {
		return Beside{}
	}
	var b Beside
	overall := BesideRow{Title: "Overall"}
	for _, r := range grades {
		g := r.Grade
		b.Graders = append(b.Graders, capital(graderName(g.Grader)))
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
		if !here || slices.ContainsFunc(in.Records, func(r record.Record) bool { return r.Grader == grader && r.Version == version }) {
			continue
		}
		text := capital(graderName(grader)) + " has not read this attempt."
		if slices.ContainsFunc(in.Records, func(r record.Record) bool { return r.Grader == grader }) {
			text = capital(graderName(grader)) + " has changed since it read this attempt: it is version " + version + " now."
		}
		out = append(out, Other{Text: text, Again: grader})
	}
	return out
}
