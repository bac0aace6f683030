package report

import (
	"fmt"
	"time"

	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/review"
	"levelup/web/ui"
)

// Coach is what there is of a review: who was asked, and what is published.
type Coach struct {
	Offered  bool // the attempt can be reviewed at all
	Request  *review.Request
	Reviews  []review.Review
	Comments []review.Comment
	Pace     review.Pace
	Refused  *Asked  // a request that was not kept
	Answer   *Answer // a reply that was not kept
}

// Asked is the form that asks for a review; with Why it could not be kept.
type Asked struct{ To, Question, Field, Why string }

// Answer is a reply that was not kept, with the reason.
type Answer struct{ Comment, Text, Why string }

// CoachView is the part of the report about the coach.
type CoachView struct {
	ID       string // of the attempt; empty where there is no such part
	Standing string // who was asked and how it stands
	Question string // that was asked
	Shared   bool
	Pace     string
	Coaches  string // who has published, in a sentence
	Threads  []CoachThread
	Unread   bool
	Again    bool // it can be asked for once more
	To       ui.Field
	Asking   string // the words in the form
	AskFail  string
}

// CoachThread is a comment with what was said beneath it.
type CoachThread struct {
	ID, Anchor, Kind, Title string
	Who                     string
	About, Href             string
	Quote, Text             string
	At                      time.Time
	Edited, Resolved, New   bool
	Former                  []FormerWords
	Replies                 []CoachReply
	Reply, ReplyFail        string
}

// FormerWords is what a comment said before it was changed.
type FormerWords struct {
	Text string
	At   time.Time
}

// CoachReply is one thing said beneath a comment.
type CoachReply struct {
	Who, Text string
	At        time.Time
}

// coachView makes it.
func coachView(in Input) CoachView {
	c := in.Coach
	if !c.Offered {
		return CoachView{}
	}
	v := CoachView{ID: in.Attempt.ID, Pace: paceSentence(c.Pace), Shared: c.Request != nil, Again: true,
		To: ui.Field{Name: "coach", Label: "Whom to ask", Value: review.ToQueue, Autocomplete: "off",
			Hint: "“queue” is whichever coach is free; or the mail address of one, who alone sees it then."}}
	if r := c.Request; r != nil {
		v.Question, v.To.Value, v.Asking = r.Question, r.For(), r.Question
		v.Standing = requestSentence(*r)
	}
	if c.Refused != nil {
		v.To.Value, v.Asking = c.Refused.To, c.Refused.Question
		switch c.Refused.Field {
		case "coach":
			v.To.Error = c.Refused.Why
		default:
			v.AskFail = c.Refused.Why
		}
	}
	var names []string
	for _, r := range c.Reviews {
		names = append(names, r.CoachName)
	}
	if len(names) > 0 {
		v.Coaches = list(names) + " read this attempt and says:"
		if len(names) > 1 {
			v.Coaches = list(names) + " read this attempt and say:"
		}
	}
	for _, comment := range c.Comments {
		t := thread(in, comment)
		v.Unread = v.Unread || t.New
		v.Threads = append(v.Threads, t)
	}
	return v
}

// mistakes are what is wrong with the forms of this part.
func (v CoachView) mistakes() []ui.Mistake {
	var out []ui.Mistake
	if v.To.Error != "" {
		out = append(out, ui.Mistake{Field: v.To.Name, Text: v.To.Error})
	}
	if v.AskFail != "" {
		out = append(out, ui.Mistake{Field: "question", Text: v.AskFail})
	}
	for _, t := range v.Threads {
		if t.ReplyFail != "" {
			out = append(out, ui.Mistake{Field: "reply-" + t.ID, Text: t.ReplyFail})
		}
	}
	return out
}

func thread(in Input, c review.Comment) CoachThread {
	t := CoachThread{ID: c.ID, Anchor: "comment-" + c.ID, Kind: c.Kind, Title: kindTitle(c.Kind), Who: c.AuthorName, Quote: c.Anchor.Quote(in.Transcript), Text: c.Text,
		At: c.At, Edited: c.Version > 1, Resolved: c.Resolved, New: c.Unread}
	switch {
	case c.Anchor.Point != "":
		t.About = "on a point of the rubric"
		for _, criterion := range in.Prompt.Rubric {
			for _, p := range criterion.Points {
				if p.ID == c.Anchor.Point {
					t.About = "on “" + p.Text + "”"
				}
			}
		}
	case c.Anchor.Step != "":
		t.About, t.Href = "on "+stepPhrase(c.Anchor.Step), "#"+stepAnchor(interview.Step(c.Anchor.Step))
	default:
		t.About = "on the whole"
	}
	for _, f := range c.Earlier {
		t.Former = append(t.Former, FormerWords{f.Text, f.At})
	}
	for _, r := range c.Replies {
		who := r.AuthorName
		if r.Author == in.Attempt.Person {
			who = "You"
		}
		t.Replies = append(t.Replies, CoachReply{who, r.Text, r.At})
	}
	if a := in.Coach.Answer; a != nil && a.Comment == c.ID {
		t.Reply, t.ReplyFail = a.Text, a.Why
	}
	return t
}

func kindTitle(kind string) string {
	switch kind {
	case review.Good:
		return "Good"
	case review.Improve:
		return "To improve"
	}
	return "A question to you"
}

// requestSentence says who was asked and how it stands.
func requestSentence(r review.Request) string {
	whom := "Every coach here can read this attempt, and whichever is free takes it."
	if r.Coach != "" {
		whom = r.CoachName + " alone can read this attempt."
	}
	switch {
	case r.Gone:
		return r.CoachName + " is no coach here any more and does not see this attempt. Ask somebody else, or the queue."
	case !r.Answered.IsZero():
		return whom + " It has been reviewed."
	case r.Claimant != "" && r.Coach == "":
		return whom + " " + r.ClaimantName + " is at it now."
	case r.Claimant != "":
		return whom + " The review has been begun."
	}
	return whom + " Nobody has begun yet."
}

// paceSentence says what to expect.
func paceSentence(p review.Pace) string {
	switch {
	case p.Coaches == 0:
		return "There is no coach here yet. Whoever runs this site can make somebody one; what is in the queue then waits for them."
	case !p.Known:
		return "Nothing has been reviewed here yet, so nobody can say how long it takes."
	}
	s := "Lately half of the reviews were there within " + stretch(p.Turnaround) + ", and begun within " + stretch(p.Wait) + "."
	if p.Waiting > 0 {
		s += " " + capital(count(p.Waiting, "attempt")) + " in the queue just now."
	}
	return s
}

// stretch is a length of time as one says it.
func stretch(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return "two minutes"
	case d < 2*time.Hour:
		return count(int(d.Round(time.Minute)/time.Minute), "minute")
	case d < 48*time.Hour:
		return count(int(d.Round(time.Hour)/time.Hour), "hour")
	}
	return count(int(d.Round(24*time.Hour)/(24*time.Hour)), "day")
}

// overruled tells what a coach says of a point, and why.
func overruled(p point) string {
	if p.reason == "" {
		return ""
	}
	s := "Your coach says: " + ui.Verdict(p.verdict)
	if p.was != "" {
		s += ", where the grader had said " + ui.Verdict(p.was)
	}
	return s + ". " + p.reason
}

// trustSentence says how well the grader is known to agree with people.
func trustSentence(grader string, known []review.Agreement) string {
	if grader == record.ByCoach {
		return ""
	}
	for _, a := range known {
		switch {
		case a.Grader != grader || !a.Calibrated() || !a.Of.Bounded:
			continue
		case a.Of.Bias >= 0.05:
			return agreeSentence(a) + fmt.Sprintf(" It gives %.1f of a point more than they do.", a.Of.Bias)
		case a.Of.Bias <= -0.05:
			return agreeSentence(a) + fmt.Sprintf(" It gives %.1f of a point less than they do.", -a.Of.Bias)
		}
		return agreeSentence(a) + " It gives as much as they do."
	}
	return "Not calibrated here yet: this grader has not been compared with enough coaches on this site."
}

func agreeSentence(a review.Agreement) string {
	return fmt.Sprintf("Compared with coaches who had not seen its scores, on %d attempts here, its weighted kappa is %.2f (%.2f to %.2f), where 1 is the same each time and 0 is chance.",
		a.Attempts, a.Of.Kappa, a.Of.Interval[0], a.Of.Interval[1])
}

// coach is what coaches wrote, with what was said beneath it.
func (m *mark) coach(v CoachView) {
	if len(v.Threads) == 0 {
		return
	}
	m.line("## ", "A coach")
	m.line("", inline(v.Coaches))
	for _, t := range v.Threads {
		m.line("### ", inline(t.Title+", "+t.Who+", "+t.About))
		if t.Quote != "" {
			m.words("The passage", t.Quote)
		}
		m.words("The comment", t.Text)
		for _, r := range t.Replies {
			m.words(inline(r.Who), r.Text)
		}
	}
}

// AskView is the form by itself, where there is no report yet.
type AskView struct {
	Prompt, ID string
	Mistakes   []ui.Mistake
	Coach      CoachView
}

// NewAsk makes it.
func NewAsk(in Input) AskView {
	v := AskView{Prompt: in.Prompt.Title, ID: in.Attempt.ID, Coach: coachView(in)}
	v.Mistakes = v.Coach.mistakes()
	return v
}
