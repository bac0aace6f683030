package admin

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/llm"
	"levelup/web/ui"
)

// kinds are the words for why a question had no answer that could be used.
var kinds = map[string]string{
	grading.Unusable: "not in the form asked for", grading.Stopped: "stopped",
	string(llm.Down): "server failed", string(llm.Limited): "too much to do", string(llm.Slow): "too slow", string(llm.Open): "left alone",
	string(llm.Refused): "refused", string(llm.Redirected): "sent elsewhere", string(llm.TooLarge): "too large",
	string(llm.Declined): "declined", string(llm.Odd): "no completion",
}

func dayRow(d record.Day) Row {
	row := Row{
		Day: d.Day, Questions: thousands(d.Questions), Failed: thousands(d.Questions - d.Asked[grading.Answered]), Why: why(d.Asked),
		Grades: thousands(d.Grades[record.GradeDone] + d.Grades[record.GradeHeld]), Held: thousands(d.Grades[record.GradeHeld]),
		NotMade:   thousands(d.Grades[record.GradeFailed] + d.Grades[record.GradeRefused]),
		Fallbacks: thousands(d.Fallbacks), Tokens: thousands(d.Tokens), Half: took(d.Half), Most: took(d.Most),
	}
	return row
}

// why lists the failures, the most frequent first.
func why(asked map[string]int) string {
	failed := maps.Clone(asked)
	delete(failed, grading.Answered)
	order := slices.SortedFunc(maps.Keys(failed), func(a, b string) int {
		return cmp.Or(failed[b]-failed[a], strings.Compare(a, b))
	})
	for i, kind := range order {
		order[i] = thousands(failed[kind]) + " " + cmp.Or(kinds[kind], kind)
	}
	return strings.Join(order, ", ")
}

// sumOf is all days together. Halves cannot be added, so it has none.
func sumOf(days []record.Day) *Row {
	all := record.Day{Asked: map[string]int{}, Grades: map[string]int{}}
	for _, d := range days {
		all.Questions += d.Questions
		all.Tokens += d.Tokens
		all.Fallbacks += d.Fallbacks
		for k, n := range d.Asked {
			all.Asked[k] += n
		}
		for k, n := range d.Grades {
			all.Grades[k] += n
		}
	}
	row := dayRow(all)
	return &row
}

func (p *Pages) learnerRow(l record.Learner) Learner {
	out := Learner{
		Name: l.Name, Email: l.Email, Questions: thousands(l.Questions), Tokens: thousands(l.Tokens), Reserved: thousands(l.Reserved),
		Grades: thousands(l.Grades[record.GradeDone] + l.Grades[record.GradeHeld]),
	}
	if m := p.ground.Model; m != nil && m.Daily > 0 {
		out.Share = thousands((l.Tokens+l.Reserved)*100/m.Daily) + " %"
	}
	if n := l.Grades[record.GradeRefused]; n > 0 {
		out.Over = ui.Count(n, "grade") + " refused for want of tokens"
	}
	return out
}
