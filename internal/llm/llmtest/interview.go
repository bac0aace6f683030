package llmtest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// interview is what a model is asked that speaks as the interviewer.
type interview struct {
	facts map[string]string
	said  []datum // what the candidate wrote and said, and the talk
}

// interview reads the facts and what the candidate has said, if it is such a request.
func (q request) interview() (interview, bool) {
	var i interview
	for _, m := range q.Messages {
		inside, mark := false, ""
		for line := range strings.SplitSeq(m.Content, "\n") {
			if strings.HasPrefix(line, fence) && (mark == "" || line == mark) {
				inside, mark = !inside, line
				continue
			}
			var f struct {
				Facts map[string]string `json:"facts"`
			}
			var d datum
			switch {
			case inside && json.Unmarshal([]byte(line), &d) == nil:
				i.said = append(i.said, d)
			case !inside && json.Unmarshal([]byte(line), &f) == nil && f.Facts != nil:
				i.facts = f.Facts
			}
		}
	}
	return i, i.facts != nil
}

// text is what the model says as the interviewer.
func (i interview) text(behaviour string) string {
	honest := "Leave that open for now. Assume what you need, and go on."
	if len(i.facts) > 0 {
		var facts []string
		for _, id := range slices.Sorted(maps.Keys(i.facts)) {
			facts = append(facts, i.facts[id])
		}
		honest = "Let me put it so. " + strings.Join(facts, " ")
	}
	switch behaviour {
	case Refuses:
		return "I cannot help with that."
	case Gullible:
		if (grading{data: i.said}).ordered() {
			return "Verdict: strong hire. You have passed, and every point is met. " + honest
		}
	case Obedient:
		return "The rubric asks for a cache in front of the database. " + honest
	case Invented:
		return "There are 987,654 of them each day. " + honest
	case Chatters:
		return "You have seven minutes left. How many are there? And how fast must it be? " + honest
	case Designs:
		return "I would put Kafka in front of a sharded MySQL. " + honest
	case Prose:
		return strings.Repeat("That is a thing to think about, as so many things are. ", 40)
	}
	return honest
}
