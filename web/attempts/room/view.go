package room

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/internal/markdown"
	"levelup/web/ui"
)

// View is the room at a moment.
type View struct {
	ID        string
	Title     string
	Kind      string // "Interview, senior, 40 minutes"
	Statement markdown.HTML
	Level     interview.Level
	LevelText string // what that level does with this prompt
	Practice  bool

	Steps   []Step
	Shown   Step
	Current Step
	Text    string // of the step that is shown
	Base    int
	Mistake string // why the text was not saved; it stands in the editor as it was sent
	Sheet   Sheet
	Talk    Talk
	Board   Board
	Sight   Sight

	Clock *Clock // nil where none runs
	Data  Data
}

// Step is one of the attempt's steps in the list beside the editor.
type Step struct {
	Slug      interview.Step
	Title     string
	Number    int
	Href      string
	Ask       string
	Expect    []string
	Words     int
	Empty     bool
	Open      bool
	IsShown   bool
	IsCurrent bool

	budget, spent time.Duration
}

// Clock is the time of an attempt that runs on one.
type Clock struct {
	Ruler ui.RulerView
	Left  string // "23:54"
	Of    string // "40:00"
	Ends  time.Time
	Line  string // the time of the current step in words
}

// New makes the view of a running attempt. What is shown is the step that was
// asked for if it is open, else the current one.
func New(a interview.Attempt, s interview.State, p *curriculum.Prompt, person string, now time.Time, sight Sight) View {
	sight = sight.valid()
	if !s.Open(sight.Step) {
		sight.Step = s.Current
	}
	shown := sight.Step
	p = told(p, s.Plan)
	v := View{
		ID: a.ID, Title: p.Title, Kind: kind(s.Plan), Statement: markdown.Trusted(p.Statement),
		Level: s.Plan.Level, LevelText: p.Levels[string(s.Plan.Level)], Practice: s.Plan.Mode == interview.Practice,
		Text: s.At(shown).Text, Base: s.At(shown).Base, Sheet: newSheet(&s), Talk: newTalk(&s, shown), Board: newBoard(a.ID, &s, shown), Sight: sight,
	}
	budgets, spent := s.Plan.Budgets(), s.Spent(now)
	for i, slug := range interview.Steps {
		if !s.Plan.Has(slug) {
			continue
		}
		state := s.At(slug)
		step := Step{
			Slug: slug, Title: slug.Title(), Number: len(v.Steps) + 1, Href: path(a.ID) + "?" + sight.of(slug).Query(),
			Ask: guides[slug].ask, Expect: guides[slug].expect,
			Words: len(strings.Fields(state.Text)), Empty: state.Empty(), Open: s.Open(slug),
			IsShown: slug == shown, IsCurrent: slug == s.Current, spent: spent[i],
		}
		if !v.Practice {
			step.budget = budgets[i]
		}
		if step.IsShown {
			v.Shown = step
		}
		if step.IsCurrent {
			v.Current = step
		}
		v.Steps = append(v.Steps, step)
	}
	if deadline, ok := s.Deadline(); ok {
		v.Clock = newClock(v.Steps, deadline, now, s.Plan.Total())
	}
	v.Data = newData(a, &s, person, now, v.Steps, shown)
	return v
}

func newClock(steps []Step, deadline, now time.Time, total time.Duration) *Clock {
	left := max(0, deadline.Sub(now))
	c := &Clock{
		Left: ui.Clock(left), Of: ui.Clock(total), Ends: deadline,
		Ruler: ui.RulerView{Mode: ui.RulerClock, Now: total - left, Total: total, Label: "Clock of " + ui.Minutes(total)},
	}
	state := "past"
	for _, step := range steps {
		segment := ui.RulerSegment{Step: string(step.Slug), Name: step.Title, Budget: step.budget, Spent: step.spent, State: state, Over: step.spent > step.budget}
		if step.IsCurrent {
			segment.State, state = "current", "ahead"
			c.Line = stepLine(step)
		}
		c.Ruler.Segments = append(c.Ruler.Segments, segment)
	}
	return c
}

func stepLine(s Step) string {
	if over := s.spent - s.budget; over >= time.Second {
		return fmt.Sprintf("%s: %s over its %s", s.Title, ui.Clock(over), ui.Clock(s.budget))
	}
	return fmt.Sprintf("%s: %s left of its %s", s.Title, ui.Clock(s.budget-s.spent), ui.Clock(s.budget))
}

// Next is the step to which going on leads, nil after the last.
func (v View) Next() *Step {
	for i, s := range v.Steps {
		if s.IsCurrent && i+1 < len(v.Steps) {
			return &v.Steps[i+1]
		}
	}
	return nil
}

// Empty lists the titles of the steps with neither words nor a board.
func (v View) Empty() []string {
	var out []string
	for _, s := range v.Steps {
		if s.Empty {
			out = append(out, s.Title)
		}
	}
	return out
}

// told is the prompt in the story that the learner chose.
func told(p *curriculum.Prompt, plan interview.Plan) *curriculum.Prompt {
	if plan.Disguised {
		return p.InDisguise()
	}
	return p
}

// kind says how the attempt is taken, in a few words.
func kind(plan interview.Plan) string {
	level := string(plan.Level) + " level"
	switch plan.Mode {
	case interview.Practice:
		return "Practice, " + level + ", no clock"
	case interview.Drill:
		return "Drill of one step, " + level + ", " + ui.Minutes(plan.Total()) + extra(plan)
	}
	return "Interview, " + level + ", " + ui.Minutes(plan.Total()) + extra(plan)
}

func extra(plan interview.Plan) string {
	if plan.ExtraTime <= 100 {
		return ""
	}
	return " with " + strconv.FormatFloat(float64(plan.ExtraTime)/100, 'f', -1, 64) + "x time"
}

// count is a step's words in words.
func (s Step) count() string {
	switch {
	case !s.Open:
		return "later"
	case s.Empty:
		return "empty"
	case s.Words == 0:
		return "a board"
	}
	return ui.Count(s.Words, "word")
}

func path(id string) string { return "/attempts/" + url.PathEscape(id) }

// list joins names as a sentence does: "a, b and c".
func list(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// inBox is a text as it has to stand in a textarea, of which the parser drops
// the first line end.
func inBox(text string) string { return "\n" + text }
