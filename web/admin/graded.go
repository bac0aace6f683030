package admin

import (
	"context"
	"strconv"
	"time"

	"levelup/internal/grading"
	"levelup/web/ui"
)

// GradedDay is a row of the statistics of grading: a grader on a day.
type GradedDay struct {
	Day     time.Time
	Again   bool // the row above is of the same day
	Grader  string
	Made    string
	Average string
	Failed  string
	Waited  string
}

// graderNames are the graders as the page calls them.
var graderNames = map[string]string{grading.BuiltIn: "built-in", grading.ByModel: "model", "coach": "coach"}

const gradedDays = 14

// graded fills the statistics in, as the last load left them.
func (p *Pages) graded(ctx context.Context, v *View) error {
	days, behind, err := p.grades.GradingDays(ctx, gradedDays)
	if err != nil {
		return err
	}
	if behind > 1 {
		v.Alerts = append(v.Alerts, "The statistics of grading are "+ui.Count(behind, "day")+" behind the grades. Run their job to see why.")
	}
	for i, d := range days {
		row := GradedDay{Day: d.Day, Again: i > 0 && days[i-1].Day.Equal(d.Day), Grader: graderNames[d.Grader],
			Made: thousands(d.Made), Failed: thousands(d.Failed), Average: "–", Waited: took(d.Waited)}
		if d.Made > 0 {
			row.Average = strconv.FormatFloat(d.Average, 'f', 2, 64)
		}
		v.Graded = append(v.Graded, row)
	}
	return nil
}
