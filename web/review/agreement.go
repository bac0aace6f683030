package review

import (
	"fmt"
	"math"
	"net/http"
	"strconv"

	"levelup/internal/review"
	"levelup/web/respond"
	"levelup/web/ui"
)

// AgreementView is how the graders agree with coaches.
type AgreementView struct {
	Graders []GraderView
	Enough  int
}

// GraderView is one grader.
type GraderView struct {
	Name, Says string
	Rows       []FigureRow
}

// FigureRow is a part of its scores.
type FigureRow struct {
	Name, Scores, Kappa, Interval, Bias string
	Head                                bool
}

// Agreement: GET /review/agreement.
func (p *Pages) Agreement(w http.ResponseWriter, r *http.Request) error {
	all, err := p.reviews.Agreements(r.Context())
	if err != nil {
		return err
	}
	v := AgreementView{Enough: review.Enough}
	for _, a := range all {
		g := GraderView{Name: graderName(a.Grader), Says: standing(a)}
		head := figureRow(a.Of, "All criteria")
		head.Head = true
		g.Rows = append(g.Rows, head)
		for _, f := range a.Criteria {
			g.Rows = append(g.Rows, figureRow(f, ui.CriterionTitle(f.Name)))
		}
		for _, f := range a.Levels {
			g.Rows = append(g.Rows, figureRow(f, "At "+f.Name+" level"))
		}
		v.Graders = append(v.Graders, g)
	}
	return respond.Page(w, r, http.StatusOK, agreement(v))
}

// standing says how far the figures can be trusted.
func standing(a review.Agreement) string {
	if !a.Calibrated() {
		return fmt.Sprintf("Not calibrated here yet: compared on %s, and %d are needed.", ui.Count(a.Attempts, "attempt"), review.Enough)
	}
	return "Compared on " + ui.Count(a.Attempts, "attempt") + "."
}

func figureRow(f review.Figure, name string) FigureRow {
	row := FigureRow{Name: name, Scores: strconv.Itoa(f.Scores), Kappa: "–", Interval: "–", Bias: signed(f.Bias)}
	if f.Known {
		row.Kappa = fmt.Sprintf("%.2f", f.Kappa)
	}
	if f.Bounded {
		row.Interval = fmt.Sprintf("%.2f to %.2f", f.Interval[0], f.Interval[1])
	}
	return row
}

// signed writes a difference with its sign; none is plain 0.
func signed(x float64) string {
	if math.Abs(x) < 0.005 {
		return "0"
	}
	if x < 0 {
		return fmt.Sprintf("−%.2f", -x)
	}
	return fmt.Sprintf("+%.2f", x)
}
