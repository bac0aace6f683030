package grading

import (
	"cmp"
	"maps"
	"slices"
)

// opinion is what a model said of a criterion when it was asked once.
type opinion struct {
	findings  map[string]finding // its verdicts, when err is nil
	err       error
	questions []Question
}

// agree makes one finding a point of what the model has said: the verdict that most of
// its usable answers gave, of equally many the lowest, with the evidence of the first
// that gave it. Without a usable answer there is none.
func (a *asked) agree() {
	var usable []*opinion
	for _, o := range a.opinions {
		if o.err == nil {
			usable = append(usable, o)
		} else if a.err == nil {
			a.err = o.err
		}
	}
	if len(usable) == 0 {
		return
	}
	a.findings, a.spread, a.err = make(map[string]finding, len(a.points)), make(map[string]map[string]int), nil
	for _, p := range a.points {
		count := map[string]int{}
		for _, o := range usable {
			count[o.findings[p.ID].verdict]++
		}
		chosen := slices.MaxFunc(slices.Collect(maps.Keys(count)), func(a, b string) int {
			return cmp.Or(count[a]-count[b], severity(a)-severity(b))
		})
		i := slices.IndexFunc(usable, func(o *opinion) bool { return o.findings[p.ID].verdict == chosen })
		a.findings[p.ID] = usable[i].findings[p.ID]
		if len(count) > 1 {
			a.spread[p.ID] = count
		}
	}
}

// severity orders verdicts from the best to the lowest.
func severity(verdict string) int {
	return slices.Index([]string{Met, Partial, CannotTell, Missing}, verdict)
}

// unsure are the flags of the criteria whose score hangs on which of the model's
// answers one takes: by the lowest of each point it is another than by the best.
func (w *marking) unsure() []string {
	var flags []string
	for _, a := range w.asked {
		low, high := w.sheet, w.sheet
		low.Verdicts, high.Verdicts = maps.Clone(w.sheet.Verdicts), maps.Clone(w.sheet.Verdicts)
		for id, count := range a.spread {
			for verdict := range count {
				if severity(verdict) > severity(low.Verdicts[id]) {
					low.Verdicts[id] = verdict
				}
				if severity(verdict) < severity(high.Verdicts[id]) {
					high.Verdicts[id] = verdict
				}
			}
		}
		if scoreOf(low, a.criterion) != scoreOf(high, a.criterion) {
			flags = append(flags, FlagUnsure+a.criterion)
		}
	}
	return flags
}

func scoreOf(s Sheet, criterion string) int {
	for _, c := range Score(s).Criteria {
		if c.Criterion == criterion {
			return c.Score
		}
	}
	return 0
}

// tellSpread writes beside each point how the model's answers differed.
func (w *marking) tellSpread(g Grade) {
	spread := map[string]map[string]int{}
	for _, a := range w.asked {
		maps.Copy(spread, a.spread)
	}
	for _, c := range g.Criteria {
		for i := range c.Points {
			c.Points[i].Unsure = spread[c.Points[i].ID]
		}
	}
}
