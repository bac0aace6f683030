package report_test

import (
	"fmt"
	"testing"
	"time"

	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
)

// before is a comparable attempt, days ago, with changes.
func before(id string, days int, overall float64, changes ...func(*report.Earlier)) report.Earlier {
	g := grade()
	g.Overall, g.Verdict = overall, grading.Hire(overall)
	e := report.Earlier{Attempt: id, Started: started.Add(-time.Duration(days) * 24 * time.Hour), Mode: interview.OnTheClock, Level: interview.Senior, Grade: g}
	for _, change := range changes {
		change(&e)
	}
	return e
}

func TestHistory(t *testing.T) {
	t.Parallel()
	in := input()
	in.Earlier = []report.Earlier{
		before("b", 5, 2.17), before("a", 9, 1.60), before("att1", 0, 2.5),
		before("later", -3, 4),
		before("mode", 1, 4, func(e *report.Earlier) { e.Mode = interview.Practice }),
	}
	p := render(t, report.Report(report.New(in)))
	p.want("This is your third attempt at this prompt that can be compared: 2.50 now, 0.33 more than last time.",
		"One earlier attempt is left out", "13 November 2026 1.60 no hire", "17 November 2026 2.17 lean no hire", "This attempt 2.50 lean hire")
	p.wantNot("4.00")
	if dots := p.tags("circle"); len(dots) != 3 {
		t.Errorf("%d dots, want 3", len(dots))
	}
	label := attr(p.class("drawn")[0], "aria-label")
	if want := "From 1 to 4, the oldest first: 1.60, 2.17 and 2.50"; label != want {
		t.Errorf("the drawing is called %q, want %q", label, want)
	}
}

// TestComparable: only what is on the same scale is set beside the grade.
func TestComparable(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*report.Earlier){
		"mode":    func(e *report.Earlier) { e.Mode = interview.Practice },
		"drill":   func(e *report.Earlier) { e.Mode, e.Drill = interview.Drill, interview.Map },
		"level":   func(e *report.Earlier) { e.Level = interview.Mid },
		"grader":  func(e *report.Earlier) { e.Grade.Grader = "model" },
		"version": func(e *report.Earlier) { e.Grade.Version = "2" },
		"rubric":  func(e *report.Earlier) { e.Grade.Rubric = "other" },
		"flags":   func(e *report.Earlier) { e.Grade.Flags = []string{"fallback:communication"} },
	} {
		in := input()
		in.Earlier = []report.Earlier{before("a", 2, 2, change)}
		v := report.New(in)
		if len(v.History.Past) != 0 {
			t.Errorf("an attempt with another %s is compared", name)
		}
		// A second grade of the same attempt that fits makes it comparable.
		in.Earlier = append(in.Earlier, before("a", 2, 2))
		p := render(t, report.Report(report.New(in)))
		p.want("your second attempt", "0.50 more than last time.")
		p.wantNot("left out")
	}
}

func TestLongHistory(t *testing.T) {
	t.Parallel()
	in := input()
	for i := range 20 {
		in.Earlier = append(in.Earlier, before(fmt.Sprint("a", i), 30-i, 2.5))
	}
	v := report.New(in)
	if got, want := len(v.History.Past), 8; got != want {
		t.Errorf("%d attempts are listed, want the last %d", got, want)
	}
	render(t, report.Report(v)).want("your 21st attempt", "2.50, just as last time.")
}
