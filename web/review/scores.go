package review

import (
	"net/http"
	"net/url"
	"strconv"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/review"
)

// sheet is the coach's scores as their form has them.
type sheet struct {
	scores map[string][2]string // criterion → score and reason
	points map[string][2]string // point → verdict and reason; nil where the form has none
}

func readSheet(v url.Values, prompt *curriculum.Prompt) sheet {
	s := sheet{scores: map[string][2]string{}}
	for _, c := range curriculum.Criteria {
		s.scores[c] = [2]string{v.Get("score." + c), v.Get("reason." + c)}
	}
	if v.Get("points") != "" {
		s.points = map[string][2]string{}
		for _, c := range prompt.Rubric {
			for _, point := range c.Points {
				if verdict := v.Get("point." + point.ID); verdict != "" {
					s.points[point.ID] = [2]string{verdict, v.Get("why." + point.ID)}
				}
			}
		}
	}
	return s
}

// sheet is what it says; field names what is wrong with it.
func (s sheet) sheet() (out review.Sheet, field string, err error) {
	out.Scores = map[string]review.Score{}
	for _, c := range curriculum.Criteria {
		given := s.scores[c]
		if given[0] == "" {
			continue
		}
		n, err := strconv.Atoi(given[0])
		if err != nil || n < 1 || n > 4 {
			return out, "score." + c, fault.Coded(fault.Invalid, "no-score", "Give a criterion a score from 1 to 4, or leave it out.")
		}
		out.Scores[c] = review.Score{Score: n, Reason: review.Clean(given[1])}
	}
	if s.points != nil {
		out.Points = map[string]review.Verdict{}
		for point, given := range s.points {
			out.Points[point] = review.Verdict{Verdict: given[0], Reason: review.Clean(given[1])}
			if out.Points[point].Reason == "" {
				field = "why." + point
			}
		}
	}
	return out, field, nil
}

// Score keeps the coach's scores as a draft: POST /review/{attempt}/grade.
func (p *Pages) Score(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	ctx := r.Context()
	req, err := p.reviews.Open(ctx, coach(r), id(r))
	if err != nil {
		return err
	}
	prompt, err := p.pinned.Prompt(ctx, req.PromptVersion)
	if err != nil {
		return err
	}
	form := readSheet(r.PostForm, prompt)
	f := filled{field: "score." + curriculum.Criteria[0], sheet: &form}
	if err := p.again(r); err != nil {
		return p.done(w, r, err, f, "")
	}
	given, field, err := form.sheet()
	if field != "" {
		f.field = field
	}
	if err != nil {
		return p.done(w, r, err, f, "")
	}
	own, err := p.reviews.Own(ctx, coach(r), id(r))
	if err != nil {
		return err
	}
	if form.points == nil { // a form without them changes none
		given.Points = own.Points
	}
	given.Blind = p.blind && !own.Saved
	return p.done(w, r, p.reviews.Score(ctx, coach(r), id(r), given), f, "#scores")
}
