package interview

import (
	"maps"
	"strings"
	"time"
	"unicode/utf8"

	"levelup/internal/fault"
)

// The limits of an attempt, as the contract names them.
const (
	MaxAnswer     = 65_536   // code points of a step's text
	MaxEvents     = 50_000   // but for the results of calculations: MaxCalculated
	MaxTextBytes  = 32 << 20 // typed over the whole attempt
	MaxSceneBytes = 64 << 20
	MaxBatch      = 500
	MaxClient     = 64     // characters of a page's name, and of a line's
	MaxNote       = 65_536 // code points kept of what came too late
)

// Grace is how long after the deadline a save still counts: what was on its
// way when the time ran out.
const Grace = 10 * time.Second

// practiceGap is the longest pause that counts as time spent where no clock runs.
const practiceGap = 120 * time.Second

// State is what the events of an attempt amount to so far. It is a value: Fold
// returns a new one and leaves the old one as it was.
type State struct {
	Seq        int64            `json:"seq"` // of the newest event folded in
	Plan       Plan             `json:"plan"`
	Status     Status           `json:"status"`
	StartedAt  int64            `json:"started_at"`
	EndedAt    int64            `json:"ended_at,omitempty"`
	EndedBy    string           `json:"ended_by,omitempty"`
	Current    Step             `json:"current"`
	Since      int64            `json:"since"` // when Current became so
	LastAt     int64            `json:"last_at"`
	Steps      [5]StepState     `json:"steps"`             // in the order of Steps
	Clients    map[string]int64 `json:"clients,omitempty"` // highest n stored, by page
	TextBytes  int64            `json:"text_bytes,omitempty"`
	SceneBytes int64            `json:"scene_bytes,omitempty"`
	Sheet      []SheetLine      `json:"sheet,omitempty"`      // the calculator's lines, from the top
	SheetBase  int              `json:"sheet_base,omitempty"` // changes of Sheet so far
	Calculated int64            `json:"calculated,omitempty"` // results that the log holds
	Talk       []Said           `json:"talk,omitempty"`       // with the interviewer, in order
	Messages   int              `json:"messages,omitempty"`   // of the learner's in Talk
	Asked      int64            `json:"asked,omitempty"`      // the number of the interviewer's latest question of its own
	Wrote      int64            `json:"wrote,omitempty"`      // and that of the learner's latest words
	Working    Step             `json:"working,omitempty"`    // the step of the learner's latest event
	TokensOut  bool             `json:"tokens_out,omitempty"` // there were no tokens for the model when it was to speak last
	Owed       []int64          `json:"owed,omitempty"`       // messages that were not answered yet, by the numbers of their events
}

// StepState is one step of a State.
type StepState struct {
	Text      string   `json:"text,omitempty"`
	Runes     int      `json:"runes,omitempty"` // code points of Text
	Base      int      `json:"base,omitempty"`  // splices so far
	Scene     *Diagram `json:"scene,omitempty"`
	SceneBase int      `json:"scene_base,omitempty"`
	Millis    int64    `json:"millis,omitempty"` // spent while current, up to the last change of step
	Hints     int      `json:"hints,omitempty"`  // rungs shown
}

// At is the state of one step.
func (s *State) At(step Step) *StepState { return &s.Steps[step.Index()] }

// Deadline is when the attempt ends by itself; ok is false where no clock runs.
func (s *State) Deadline() (at time.Time, ok bool) {
	total := s.Plan.Total()
	if total == 0 {
		return time.Time{}, false
	}
	return time.UnixMilli(s.StartedAt).UTC().Add(total), true
}

// Over reports whether the time is up, grace included.
func (s *State) Over(now time.Time) bool {
	deadline, ok := s.Deadline()
	return ok && now.After(deadline.Add(Grace))
}

// Place is the step in which the learner is: the current one on the clock, else
// where they were last at work.
func (s *State) Place() Step {
	if s.Plan.Mode == Practice && s.Working != "" {
		return s.Working
	}
	return s.Current
}

// Open reports whether a step can be written to: on the clock the current one
// and those before it, in practice all, in a drill its own.
func (s *State) Open(step Step) bool {
	switch s.Plan.Mode {
	case Practice:
		return s.Plan.Has(step)
	case Drill:
		return step == s.Plan.Drill
	}
	i := step.Index()
	return i >= 0 && i <= s.Current.Index()
}

// Spent is the time that went into each step until now, or until the end.
func (s *State) Spent(now time.Time) [5]time.Duration {
	var out [5]time.Duration
	for i := range s.Steps {
		out[i] = time.Duration(s.Steps[i].Millis) * time.Millisecond
	}
	if s.Status == Running && s.Plan.Mode != Practice {
		out[s.Current.Index()] += max(0, now.Sub(time.UnixMilli(s.Since)))
	}
	return out
}

// Fold applies one event. It is pure, and it is where the rules of an attempt
// stand: which step is open, what ends it, what fits. An error leaves nothing
// changed. Events that were accepted once are accepted again on replay.
func Fold(s State, e Event) (State, error) {
	if e.Seq != s.Seq+1 {
		return s, fault.New(fault.Internal, "Event %d follows event %d.", e.Seq, s.Seq)
	}
	if e.Type.ofLearner() && e.Seq-s.Calculated > MaxEvents { // a full attempt can still be handed in
		return s, fault.Coded(fault.Invalid, "too-large", "An attempt holds up to %d events. Submit it as it is.", MaxEvents)
	}
	var err error
	switch e.Type {
	case Started:
		s, err = foldStarted(s, e)
	case Answer:
		s, err = foldAnswer(s, e)
	case Scene:
		s, err = foldScene(s, e)
	case Calc:
		s, err = foldCalc(s, e)
	case Messaged:
		s, err = foldMessage(s, e)
	case HintAsked:
		s, err = foldHint(s, e)
	case Calculated:
		s, err = foldCalculated(s, e)
	case Interviewed:
		s, err = foldInterviewer(s, e)
	case Advanced:
		s, err = foldAdvanced(s, e)
	case EndedBySubmit, EndedByDiscard, EndedByRestoring:
		s, err = foldEnd(s, e)
	default:
		err = fault.New(fault.Invalid, "There is no event type %q.", e.Type)
	}
	if err != nil {
		return s, err
	}
	s.Seq = e.Seq
	if e.Type != Interviewed { // who is spoken to may be thinking: that is time spent
		s.LastAt = max(s.LastAt, e.At)
	}
	if e.Type.ofLearner() {
		s.Working = e.Step
	}
	if e.Client != "" {
		s.Clients = maps.Clone(s.Clients)
		if s.Clients == nil {
			s.Clients = map[string]int64{}
		}
		s.Clients[e.Client] = e.N
	}
	return s, nil
}

func foldStarted(s State, e Event) (State, error) {
	if s.Seq != 0 || e.Plan == nil {
		return s, fault.New(fault.Internal, "An attempt starts once.")
	}
	s.Plan, s.Status = *e.Plan, Running
	s.StartedAt, s.Since, s.LastAt = e.At, e.At, e.At
	s.Current = s.Plan.First()
	return s, nil
}

func foldAnswer(s State, e Event) (State, error) {
	if err := s.writable(e.Step); err != nil {
		return s, err
	}
	step := *s.At(e.Step)
	p := e.Splice
	if p.Base != step.Base {
		return s, fault.Coded(fault.Conflict, "conflict", "The text of %s was changed elsewhere meanwhile. Both texts are kept; choose or merge them.", e.Step)
	}
	if p.At < 0 || p.Delete < 0 || p.At > step.Runes || p.Delete > step.Runes-p.At {
		return s, fault.Coded(fault.Invalid, "range", "The change reaches outside the text of %s, which has %d characters.", e.Step, step.Runes)
	}
	runes := step.Runes - p.Delete + utf8.RuneCountInString(p.Insert)
	if runes > MaxAnswer {
		return s, fault.Coded(fault.Invalid, "too-large", "The text of a step holds up to %d characters; this would be %d.", MaxAnswer, runes)
	}
	bytes, err := s.typed(p.Insert)
	if err != nil {
		return s, err
	}
	from := offset(step.Text, step.Runes, p.At)
	to := from + offset(step.Text[from:], step.Runes-p.At, p.Delete)
	step.Text = step.Text[:from] + p.Insert + step.Text[to:]
	step.Runes = runes
	step.Base++
	s = s.touch(e.At)
	s.TextBytes = bytes
	if strings.TrimSpace(p.Insert) != "" {
		s.Wrote = e.Seq
	}
	step.Millis = s.At(e.Step).Millis
	*s.At(e.Step) = step
	return s, nil
}

// typed is TextBytes with a further text, or why it does not fit.
func (s *State) typed(text string) (int64, error) {
	n := s.TextBytes + int64(len(text))
	if n > MaxTextBytes {
		return 0, fault.Coded(fault.Invalid, "too-large", "An attempt holds up to %d MiB of typed text. Submit it as it is.", MaxTextBytes>>20)
	}
	return n, nil
}

// offset is the byte offset of the nth code point of a text that has runes of them.
func offset(text string, runes, n int) int {
	if runes == len(text) { // ASCII: a code point is a byte
		return n
	}
	i := 0
	for ; n > 0; n-- {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return i
}

func foldScene(s State, e Event) (State, error) {
	if err := s.writable(e.Step); err != nil {
		return s, err
	}
	step := s.At(e.Step)
	if e.Board.Base != step.SceneBase {
		return s, fault.Coded(fault.Conflict, "conflict", "The board of %s was changed elsewhere meanwhile. Both are kept; choose one.", e.Step)
	}
	size, err := e.Board.Scene.Check()
	if err != nil {
		return s, err
	}
	bytes := s.SceneBytes + int64(size)
	if bytes > MaxSceneBytes {
		return s, fault.Coded(fault.Invalid, "too-large", "An attempt holds up to %d MiB of boards. Submit it as it is.", MaxSceneBytes>>20)
	}
	s = s.touch(e.At)
	s.SceneBytes = bytes
	scene := e.Board.Scene
	s.At(e.Step).Scene = &scene
	s.At(e.Step).SceneBase++
	return s, nil
}

func foldAdvanced(s State, e Event) (State, error) {
	if s.Status != Running {
		return s, errEnded
	}
	if s.Plan.Mode == Drill || e.To.Index() != s.Current.Index()+1 {
		return s, fault.New(fault.Conflict, "There is no step after this one.")
	}
	s = s.touch(e.At)
	s = s.closeStep(e.At)
	s.Current, s.Since = e.To, e.At
	return s, nil
}

func foldEnd(s State, e Event) (State, error) {
	switch {
	case e.Type == EndedByRestoring && s.Status == Discarded:
		// Ended when it was discarded; from now on it counts as submitted.
		s.Status, s.EndedBy = Submitted, ByLearner
		return s, nil
	case s.Status != Running:
		return s, errEnded
	}
	s = s.closeStep(e.At)
	s.EndedAt, s.EndedBy = e.At, e.By
	s.Status = Submitted
	if e.Type == EndedByDiscard {
		s.Status = Discarded
	}
	return s, nil
}

var errEnded = fault.Coded(fault.Conflict, "ended", "This attempt has ended. What came too late is kept as your private note under the report.")

// writable says why nothing can be written to a step, or nil.
func (s *State) writable(step Step) error {
	switch {
	case s.Status != Running:
		return errEnded
	case !s.Plan.Has(step):
		return fault.Coded(fault.Invalid, "malformed", "This attempt has no step %q.", step)
	case !s.Open(step):
		return fault.Coded(fault.Conflict, "step-not-open", "The step %s is not open yet; go on to it first.", step)
	}
	return nil
}

// touch adds the time since the last event to the current step, where no clock
// runs and time is the sum of short gaps.
func (s State) touch(at int64) State {
	if s.Plan.Mode == Practice {
		gap := min(max(0, at-s.LastAt), practiceGap.Milliseconds())
		s.At(s.Current).Millis += gap
	}
	return s
}

// closeStep books the time of the current step, where a clock runs.
func (s State) closeStep(at int64) State {
	if s.Plan.Mode != Practice {
		s.At(s.Current).Millis += max(0, at-s.Since)
	}
	return s
}

// Empty reports whether a step holds neither words nor parts.
func (p *StepState) Empty() bool {
	return strings.TrimSpace(p.Text) == "" && (p.Scene == nil || len(p.Scene.Nodes) == 0)
}
