package interviewer

import (
	"fmt"
	"slices"
	"strings"

	"levelup/internal/interview"
)

// mostAnswers is how many things a message is answered with.
const mostAnswers = 3

var (
	yourCall = []string{
		"That is your call: state an assumption, and go on.",
		"I leave that to you. Say what you assume, and carry on from there.",
		"Nothing is given there. Assume something sensible, write it down, and go on.",
		"Decide that yourself, and tell me in a sentence why.",
	}
	offTopic = []string{
		"That takes us away from the problem. Let us stay with it.",
		"I have nothing on that. Ask me about the problem.",
	}
	nods = []string{"All right.", "Go on.", "I follow.", "Noted."}
)

// again goes before an answer that was given before.
const again = "As I said: "

// Reply is what the interviewer says to a message that is the last in the view.
func (s *Script) Reply(v View, message string) []interview.Spoken {
	return s.reply(v, s.listen(message))
}

func (s *Script) reply(v View, units []unit) []interview.Spoken {
	var out, polite []interview.Spoken
	say := func(to *[]interview.Spoken, said interview.Spoken) {
		if !slices.ContainsFunc(*to, func(o interview.Spoken) bool { return o.Entry == said.Entry }) {
			*to = append(*to, said)
		}
	}
	for _, u := range units {
		switch {
		case u.to != nil && u.to.polite:
			say(&polite, s.manner(v, u))
		case u.to != nil:
			say(&out, s.manner(v, u))
		case u.entry != nil:
			say(&out, clarification(v, u))
		case u.foreign:
			say(&out, interview.Spoken{Text: v.pick("off-topic", offTopic), Entry: "off-topic", Why: fmt.Sprintf("no word of %q is the problem's", short(u.text))})
		case u.question:
			say(&out, interview.Spoken{Text: v.pick("your-call", yourCall), Entry: "your-call", Why: fmt.Sprintf("%q is near no clarification (%.2f)", short(u.text), u.sure)})
		}
	}
	switch {
	case len(out) > mostAnswers:
		out = out[:mostAnswers]
		out[mostAnswers-1].Text += " Ask me the rest after that."
	case len(out) == 0 && len(polite) > 0:
		return polite[:1]
	case len(out) == 0 && len(units) > 0 && !v.nodded():
		return []interview.Spoken{{Text: v.pick("nod", nods), Entry: "nod", Why: "a statement"}}
	}
	return out
}

// clarification is the author's answer.
func clarification(v View, u unit) interview.Spoken {
	said := interview.Spoken{
		Text: u.entry.Answer, Entry: "clarification:" + u.entry.ID,
		Why: fmt.Sprintf("%q is near %q (%.2f)", short(u.text), u.ask, u.sure),
	}
	if v.used(said.Entry) > 0 {
		said.Text = again + said.Text
	}
	return said
}

// manner answers what is said to the interviewer.
func (s *Script) manner(v View, u unit) interview.Spoken {
	said := interview.Spoken{Entry: u.to.entry, Why: fmt.Sprintf("%q is said to the interviewer", short(u.text))}
	switch u.to.special {
	case "time":
		said.Text = v.State.TimeLeft(v.Now)
	case "repeat":
		said.Text = v.repeat()
	case "hint":
		said.Text = "Hints come from the button beneath, one at a time."
		if v.State.Plan.Exam() {
			said.Text = "This is taken as an exam, in which there are no hints."
		}
	default:
		said.Text = v.pick(u.to.entry, u.to.says)
	}
	return said
}

// repeat is what the interviewer said last that was worth it.
func (v View) repeat() string {
	for _, t := range slices.Backward(v.State.Talk) {
		if t.From == interview.FromInterviewer && t.Entry != "repeat" && t.Entry != "nod" {
			return "Once more: " + strings.TrimPrefix(t.Text, again)
		}
	}
	return "The problem stands beside the editor, word for word. Ask me about whatever is unclear in it."
}

// nodded reports whether the interviewer's last words were a nod.
func (v View) nodded() bool {
	for _, t := range slices.Backward(v.State.Talk) {
		if t.From == interview.FromInterviewer {
			return t.Entry == "nod"
		}
	}
	return false
}

// short is the beginning of a text on one line.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return text
}
