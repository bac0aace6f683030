package interview

import (
	"slices"
	"strings"
	"unicode/utf8"

	"levelup/internal/fault"
)

const (
	MaxMessage  = 2_000 // code points of a message
	MaxMessages = 500   // of a learner's in one attempt
	MaxSpoken   = 20    // messages and wishes for a hint of one batch
	Rungs       = 3     // hints of a step
)

// Message is what the learner says to the interviewer.
type Message struct {
	// Key tells a message that comes twice: a page that does not know whether it
	// has arrived sends it again, perhaps under another name. Empty where the
	// sender makes sure by itself.
	Key  string `json:"key,omitempty"`
	Text string `json:"text"`
}

// Ask is the wish for a hint.
type Ask struct {
	// Rung is which hint of the step is meant, from 1: one that was shown already
	// changes nothing, so that two pages that ask at once get one. 0 is the next.
	Rung int `json:"rung,omitempty"`
}

// Spoken is what the interviewer says, and how it came to that.
type Spoken struct {
	Text  string `json:"text"`
	Entry string `json:"entry"` // of the bank: "clarification:volume", "probe:p-rates"
	Why   string `json:"why"`
	Own   bool   `json:"own,omitempty"`  // nobody asked: now it waits for the learner's words
	Hint  bool   `json:"hint,omitempty"` // it helps, and asks nothing that wants an answer
	// To is the number of the message that is answered where a model takes its time
	// over it. An answer of no words is one too: nothing was to be said.
	To    int64  `json:"to,omitempty"`
	Model string `json:"model,omitempty"` // that has worded it
	Spent bool   `json:"spent,omitempty"` // it has not, since the learner's tokens of the day were
}

// Said is one thing that was said in an attempt.
type Said struct {
	Step  Step   `json:"step"`
	From  string `json:"from"` // FromCandidate or FromInterviewer
	Text  string `json:"text"`
	Key   string `json:"key,omitempty"`   // of a message
	Entry string `json:"entry,omitempty"` // of the interviewer's words
	Hint  bool   `json:"hint,omitempty"`
	At    int64  `json:"at"`            // Unix milliseconds
	Seq   int64  `json:"seq,omitempty"` // of a message: the number of its event
}

// Who says something.
const (
	FromCandidate   = "candidate"
	FromInterviewer = "interviewer"
)

// Check says what is wrong with a message, whatever the attempt.
func (m Message) Check() error {
	if n := utf8.RuneCountInString(m.Text); n > MaxMessage {
		return fault.Coded(fault.Invalid, "too-large", "A message holds up to %d characters; this one has %d.", MaxMessage, n)
	}
	switch {
	case !PrintableID(m.Key) && m.Key != "":
		return malformed(`The "key" of a message is 1 to %d printable ASCII characters.`, MaxClient)
	case strings.TrimSpace(m.Text) == "":
		return malformed("The message says nothing.")
	}
	if i := strings.IndexAny(m.Text, "\x00\r"); i >= 0 {
		return malformed("The message holds U+0000 or a carriage return at character %d; line ends are LF.", utf8.RuneCountInString(m.Text[:i])+1)
	}
	return nil
}

func foldMessage(s State, e Event) (State, error) {
	if err := s.writable(e.Step); err != nil {
		return s, err
	}
	if err := e.Message.Check(); err != nil {
		return s, err
	}
	if s.heard(e.Message.Key) {
		return s, nil
	}
	if s.Messages >= MaxMessages {
		return s, fault.Coded(fault.Invalid, "too-large", "An attempt holds up to %d messages. Go on in the answer; it is saved as before.", MaxMessages)
	}
	bytes, err := s.typed(e.Message.Text)
	if err != nil {
		return s, err
	}
	s = s.touch(e.At)
	s.TextBytes = bytes
	s.Messages++
	s.Wrote = e.Seq
	if s.Plan.By == ByModel {
		s.Owed = append(slices.Clip(s.Owed), e.Seq)
	}
	return s.say(Said{Step: e.Step, From: FromCandidate, Text: e.Message.Text, Key: e.Message.Key, At: e.At, Seq: e.Seq}), nil
}

// heard reports whether a message of that key is there.
func (s *State) heard(key string) bool {
	return key != "" && slices.ContainsFunc(s.Talk, func(t Said) bool { return t.Key == key })
}

func foldHint(s State, e Event) (State, error) {
	if err := s.writable(e.Step); err != nil {
		return s, err
	}
	shown, rung := s.At(e.Step).Hints, e.Ask.Rung
	switch {
	case s.Plan.Exam():
		return s, malformed("This attempt is taken as an exam, in which there are no hints.")
	case rung < 0 || rung > Rungs:
		return s, malformed("There is no hint %d of a step; there are %d.", rung, Rungs)
	case rung > 0 && rung <= shown:
		return s, nil
	case shown >= Rungs:
		return s, malformed("All %d hints of %s have been shown.", Rungs, e.Step)
	case rung > shown+1:
		return s, malformed("Hint %d of %s comes after hint %d.", rung, e.Step, shown+1)
	}
	s = s.touch(e.At)
	s.At(e.Step).Hints++
	return s, nil
}

// foldInterviewer takes the interviewer's words from the log. Folding never
// thinks of an answer: what was said on its day stays.
func foldInterviewer(s State, e Event) (State, error) {
	if s.Status != Running {
		return s, errEnded
	}
	if e.Spoken.To > 0 {
		s.Owed = slices.DeleteFunc(slices.Clone(s.Owed), func(seq int64) bool { return seq == e.Spoken.To })
	}
	if e.Spoken.Text == "" {
		return s, nil
	}
	if e.Spoken.Spent || e.Spoken.Model != "" {
		s.TokensOut = e.Spoken.Spent
	}
	if e.Spoken.Own {
		s.Asked = e.Seq
	}
	return s.say(Said{Step: e.Step, From: FromInterviewer, Text: e.Spoken.Text, Entry: e.Spoken.Entry, Hint: e.Spoken.Hint, At: e.At}), nil
}

// say never writes into the old list, which others may still read.
func (s State) say(t Said) State {
	s.Talk = append(slices.Clip(s.Talk), t)
	return s
}

// Waiting reports whether the interviewer has asked something by itself and
// nothing was said or written since.
func (s *State) Waiting() bool { return s.Asked > s.Wrote }

// Owing reports whether the learner has said something that was not answered yet.
func (s *State) Owing() bool { return len(s.Owed) > 0 && s.Status == Running }

// Unanswered is what the learner has said that was not answered yet, the step of the
// latest, and the numbers of the messages.
func (s *State) Unanswered() (text string, step Step, to []int64) {
	var texts []string
	for _, t := range s.Talk {
		if t.From == FromCandidate && slices.Contains(s.Owed, t.Seq) {
			texts, step, to = append(texts, t.Text), t.Step, append(to, t.Seq)
		}
	}
	return strings.Join(texts, "\n"), step, to
}

// dialogue is what was said in a step, but for hints: they are counted apart, and
// a question in one is not for the learner to answer.
func (s *State) dialogue(step Step) []Turn {
	var out []Turn
	for _, t := range s.Talk {
		if t.Step == step && !t.Hint {
			out = append(out, Turn{From: t.From, Text: t.Text})
		}
	}
	return out
}
