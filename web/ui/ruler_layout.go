package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// over reports whether there is time beyond the budget to hatch. A step without
// a budget, as in practice, is never over.
func (s RulerSegment) over() bool { return s.Budget > 0 && s.Spent > s.Budget }

// length is what the ruler measures in all, never zero.
func (v RulerView) length() time.Duration {
	if v.Total > 0 {
		return v.Total
	}
	var budget, spent time.Duration
	for _, s := range v.Segments {
		budget += s.Budget
		spent += s.Spent
	}
	return max(budget, spent, v.Now, time.Second)
}

// A stretch is a part of the ruler, in parts of the whole.
type stretch struct{ from, to float64 }

func (v RulerView) stretch(from, to time.Duration) stretch {
	whole := float64(v.length())
	clip := func(d time.Duration) float64 { return min(1, max(0, float64(d)/whole)) }
	return stretch{clip(from), clip(to)}
}

// x and width are what an SVG attribute takes.
func (s stretch) x() string     { return percent(s.from) }
func (s stretch) width() string { return percent(s.to - s.from) }

// wide reports whether there is room for words.
func (s stretch) wide(least float64) bool { return s.to-s.from >= least }

func percent(part float64) string {
	return strconv.FormatFloat(part*100, 'f', -1, 32) + "%"
}

// A laid segment knows where it stands: in the plan, and in the time as it went.
type laid struct {
	RulerSegment
	plan, inside, beyond stretch // beyond is what went over the budget
	words                stretch // where the name stands
}

// lay puts the segments end to end, once by their budgets and once by the time
// that they took.
func (v RulerView) lay() []laid {
	out := make([]laid, len(v.Segments))
	var planned, went time.Duration
	for i, s := range v.Segments {
		inside := s.Spent
		if s.over() {
			inside = s.Budget
		}
		out[i] = laid{
			RulerSegment: s,
			plan:         v.stretch(planned, planned+s.Budget),
			inside:       v.stretch(went, went+inside),
			beyond:       v.stretch(went+inside, went+s.Spent),
		}
		out[i].words = out[i].plan
		if s.Budget == 0 { // without a plan a name stands by the time that it names
			out[i].words = out[i].inside
		}
		planned += s.Budget
		went += s.Spent
	}
	return out
}

// cursor is where now is, in percent.
func (v RulerView) cursor() string { return v.stretch(v.Now, v.Now).x() }

// numerals are the minutes that stand on the ruler: as close as they can be
// read, and the end.
func (v RulerView) numerals() []int {
	end := int(v.length() / time.Minute)
	every := 1
	for _, step := range []int{1, 5, 10, 15, 30, 60} {
		every = step
		if end/step <= 9 {
			break
		}
	}
	var out []int
	for m := 0; m <= end; m += every {
		out = append(out, m)
	}
	return out
}

func (v RulerView) at(minute int) string {
	return v.stretch(time.Duration(minute)*time.Minute, 0).x()
}

// isEnd reports whether a minute is the ruler's last.
func (v RulerView) isEnd(minute int) bool { return time.Duration(minute)*time.Minute == v.length() }

// ticks is the path of the minute marks, in seconds across and pixels down. They
// stand on the line at foot; every fifth is long.
func (v RulerView) ticks(foot int) string {
	var path strings.Builder
	for m := 0; time.Duration(m)*time.Minute <= v.length(); m++ {
		height := 4
		if m%5 == 0 {
			height = 8
		}
		fmt.Fprintf(&path, "M%d %dv-%d", m*60, foot, height)
	}
	return path.String()
}

// seconds is the width of the drawing on which ticks are placed.
func (v RulerView) seconds() string { return strconv.Itoa(int(v.length() / time.Second)) }

// viewBox makes one unit a second across and a pixel down.
func (v RulerView) viewBox(height int) string {
	return "0 0 " + v.seconds() + " " + strconv.Itoa(height)
}

// patternOf is what is cut out of a step's band; the last step's is whole.
func patternOf(step string) string {
	if _, known := shortNames[step]; !known || step == "synthesize" {
		return ""
	}
	return "url(#ruler-" + step + ")"
}
