package interviewer

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
)

// Script is the interviewer for one prompt. It never changes and may be shared.
type Script struct {
	prompt  *curriculum.Prompt
	ear     *ear
	touched Touched

	hidden sync.Once
	kept   map[string]bool // see secrets
}

// Touched says of the rubric's points that count at the transcript's level
// whether what is written so far shows them. The grader knows.
type Touched func(interview.Transcript) map[string]bool

// New makes the script of a prompt ready.
func New(p *curriculum.Prompt, touched Touched) *Script {
	return &Script{prompt: p, ear: newEar(p), touched: touched}
}

// View is what the interviewer sees of an attempt.
type View struct {
	ID    string // of the attempt: it chooses among wordings
	State *interview.State
	Step  interview.Step // about which something is said
	Now   time.Time      // the server's
	Mark  string         // nobody can guess: it fences what a model is shown of the candidate's
}

// Answering answers the messages of a batch, which are read at once, so that what
// takes long is done. Where a model words the answers, those that are its to give
// are left out, and owed.
func (s *Script) Answering(a interview.Attempt, messages []string, model bool) interview.Answering {
	heard := make(map[string][]unit, len(messages))
	for _, m := range messages {
		if _, ok := heard[m]; !ok {
			heard[m] = s.listen(m)
		}
	}
	return func(state interview.State, to interview.Event) []interview.Spoken {
		v := View{ID: a.ID, State: &state, Step: to.Step, Now: time.UnixMilli(to.At).UTC()}
		if to.Type == interview.HintAsked {
			return []interview.Spoken{s.Hint(v)}
		}
		units, ok := heard[to.Message.Text]
		if !ok {
			units = s.listen(to.Message.Text)
		}
		if model && answerable(units) {
			return nil
		}
		return s.reply(v, units)
	}
}

// Hint is the rung of the step's ladder that was shown last: asking for it has
// raised the count already.
func (s *Script) Hint(v View) interview.Spoken {
	rung, hints := v.State.At(v.Step).Hints, s.prompt.Hints[string(v.Step)]
	if rung < 1 || rung > len(hints) {
		return interview.Spoken{Text: "There is no hint for this.", Entry: "no-hint", Why: "the author wrote none"}
	}
	n := strconv.Itoa(rung)
	return interview.Spoken{Text: hints[rung-1].Text, Entry: "hint:" + string(v.Step) + ":" + n, Why: "hint " + n + " of the step was asked for"}
}

// pick chooses one of several wordings: the same in the same place, others
// elsewhere.
func (v View) pick(entry string, from []string) string {
	h := fnv.New32a()
	h.Write([]byte(v.ID + " " + entry)) // a hash takes everything
	return from[(int(h.Sum32()%uint32(len(from)))+v.used(entry))%len(from)]
}

// used is how often an entry was used in the attempt.
func (v View) used(entry string) int {
	n := 0
	for _, t := range v.State.Talk {
		if slices.Contains(strings.Fields(t.Entry), entry) { // a model gives several in one turn
			n++
		}
	}
	return n
}
