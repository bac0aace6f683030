package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/interviewer"
	"levelup/internal/llm"
	"levelup/web/attempts"
)

// How long a model may keep a candidate waiting. Afterwards the script speaks.
const (
	firstWords = 8 * time.Second  // within which something is to be heard
	wholeTurn  = 25 * time.Second // within which it has been said
	leftOwed   = 40 * time.Second // after which a message is taken for forgotten by whoever owed the answer
	settleIn   = 5 * time.Second  // to store what was said, whatever the turn ended by
	mostMute   = 2                // turns in a row that it may keep people waiting in vain
	aloneFor   = 30 * time.Second // for which it is not asked then
)

// speakers have a model say the interviewer's words, one turn at a time in each
// attempt, aside from the request that stored the message: what comes of it is an
// event like any other. Whatever goes wrong, the script's words are stored instead.
type speakers struct {
	asking *interviewers
	store  *interview.Store
	model  *llm.Client
	budget *record.Budget
	hub    *attempts.Hub
	log    *slog.Logger
	now    func() time.Time
	first  time.Duration

	ctx  context.Context // until the program stops
	stop context.CancelFunc
	work sync.WaitGroup

	mu    sync.Mutex
	turns map[string]*speaking // by attempt
	mutes int                  // turns in a row in which the model was not heard in time
	alone time.Time            // until then it is not asked
}

// speaking is a turn that goes on.
type speaking struct {
	wrote int64 // the learner's latest words when it began
	cut   context.CancelCauseFunc
	again bool // something was said meanwhile
}

var (
	errTyped = errors.New(interviewer.Typed)
	errMute  = errors.New("the model was not heard in time")
	errLong  = errors.New("the model took too long")
)

func newSpeakers(asking *interviewers, store *interview.Store, model *llm.Client, budget *record.Budget, hub *attempts.Hub, log *slog.Logger, now func() time.Time, first time.Duration) *speakers {
	ctx, stop := context.WithCancel(context.Background())
	if first == 0 {
		first = firstWords
	}
	return &speakers{asking: asking, store: store, model: model, budget: budget, hub: hub, log: log, now: now, first: first,
		ctx: ctx, stop: stop, turns: map[string]*speaking{}}
}

// close ends all turns and waits until what they owe is stored.
func (s *speakers) close() {
	s.stop()
	s.work.Wait()
}

// changed hears of every change of an attempt: it begins a turn where one is owed,
// and interrupts one where the learner has gone on.
func (s *speakers) changed(a interview.Attempt, state interview.State) {
	if state.Plan.By != interview.ByModel {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	turn := s.turns[a.ID]
	switch {
	case turn != nil && state.Wrote > turn.wrote:
		turn.again = turn.again || state.Owing()
		turn.cut(errTyped)
	case turn == nil && state.Owing():
		s.begin(a, state.Wrote, func(ctx context.Context) { s.answer(ctx, a) })
	}
}

// own begins a turn in which the interviewer asks something by itself.
func (s *speakers) own(a interview.Attempt, state interview.State, script *interviewer.Script, v interviewer.View, said interview.Spoken) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turns[a.ID] != nil {
		return
	}
	v.Mark = rand.Text()
	s.begin(a, state.Wrote, func(ctx context.Context) {
		spoken := s.say(ctx, a, script.Own(v, said))
		s.stored(a, "a question", func(ctx context.Context) error {
			if spoken[0].Model != "" { // it was heard, so it was said
				return s.store.Asked(ctx, a, v.Step, spoken[0])
			}
			_, err := s.store.Ask(ctx, a, state.Seq, v.Step, spoken[0])
			return err
		})
	})
}

// begin runs a turn; s.mu is held.
func (s *speakers) begin(a interview.Attempt, wrote int64, turn func(context.Context)) {
	ctx, cut := context.WithCancelCause(about(s.ctx, a.ID))
	t := &speaking{wrote: wrote, cut: cut}
	s.turns[a.ID] = t
	s.work.Go(func() {
		defer cut(nil)
		turn(ctx)
		s.hub.Speaking(a.Person, attempts.Spoken{Attempt: a.ID, Done: true})
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.turns, a.ID)
		if !t.again || s.ctx.Err() != nil {
			return
		}
		if state, ok := s.store.Latest(a.ID); ok && state.Owing() {
			s.begin(a, state.Wrote, func(ctx context.Context) { s.answer(ctx, a) })
		}
	})
}

// answer says what is owed.
func (s *speakers) answer(ctx context.Context, a interview.Attempt) {
	state, ok := s.store.Latest(a.ID)
	if !ok || !state.Owing() {
		return
	}
	text, step, to := state.Unanswered()
	script, err := s.asking.script(ctx, a)
	if err != nil {
		s.log.Error("the interviewer has no script", "attempt", a.ID, "err", err)
		return
	}
	v := interviewer.View{ID: a.ID, State: &state, Step: step, Now: s.now(), Mark: rand.Text()}
	turn, ok := script.Answer(v, text)
	said := turn.Script
	if ok {
		said = s.say(ctx, a, turn)
	}
	s.stored(a, "an answer", func(ctx context.Context) error {
		_, _, err := s.store.Reply(ctx, a, to, step, said)
		return err
	})
}

// stored stores what was said, whatever the turn ended by.
func (s *speakers) stored(a interview.Attempt, what string, store func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), settleIn)
	defer cancel()
	if err := store(ctx); err != nil {
		s.log.Error("what the interviewer said could not be stored", "attempt", a.ID, "what", what, "err", err)
	}
}

// say has the model speak, and returns what was said in the end.
func (s *speakers) say(ctx context.Context, a interview.Attempt, turn interviewer.Turn) []interview.Spoken {
	speech := turn.Speech()
	name := s.model.Model()
	if s.leftAlone() {
		return speech.End("the model has kept others waiting just now", name)
	}
	reserved, err := s.budget.Reserve(ctx, a.Person, turn.Request.Estimate())
	if err != nil {
		said := speech.End("today's tokens for the model are spent", name)
		for i := range said {
			said[i].Spent = true
		}
		return said
	}
	took := grading.Question{Outcome: grading.Answered}
	began := time.Now()
	defer func() {
		took.Spent = time.Since(began)
		settle, cancel := context.WithTimeout(context.Background(), settleIn)
		defer cancel()
		if err := s.budget.Settle(settle, reserved, a.Person, record.Use{Questions: []grading.Question{took}}); err != nil {
			s.log.Error("tokens could not be settled", "err", err)
		}
	}()

	ctx, cancel := context.WithTimeoutCause(ctx, wholeTurn, errLong)
	defer cancel()
	ctx, cut := context.WithCancelCause(ctx)
	defer cut(nil)
	mute := time.AfterFunc(s.first, func() { cut(errMute) })
	defer mute.Stop()

	s.hub.Speaking(a.Person, attempts.Spoken{Attempt: a.ID})
	var heard string
	answer, err := s.model.Stream(ctx, turn.Request, func(piece string) {
		more, over := speech.Hear(piece)
		if more {
			mute.Stop()
			heard = speech.Text()
			s.hub.Speaking(a.Person, attempts.Spoken{Attempt: a.ID, Text: heard})
		}
		if over {
			cut(errEnough)
		}
	})
	took.Tokens = answer.Tokens
	if took.Tokens == 0 { // it was cut off, and nobody counted
		took.Tokens = turn.Request.Estimate()
	}
	cause := interviewer.Finished
	if err == nil {
		s.waited(false)
	} else {
		took.Outcome = outcomeOf(ctx, err)
		cause = err.Error()
		if why := context.Cause(ctx); why != nil {
			cause = why.Error()
		}
		s.waited(errors.Is(context.Cause(ctx), errMute))
		if errors.Is(context.Cause(ctx), errEnough) {
			cause = interviewer.Finished
		}
		s.log.InfoContext(ctx, "the model was not heard to its end", "attempt", a.ID, "why", cause)
	}
	return speech.End(cause, name)
}

// leftAlone reports whether the model is not to be asked. The client's own breaker does
// not see who was kept waiting: giving up was our doing.
func (s *speakers) leftAlone() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.alone)
}

// waited notes whether a turn was waited for in vain.
func (s *speakers) waited(inVain bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !inVain {
		s.mutes = 0
		return
	}
	if s.mutes++; s.mutes >= mostMute {
		s.alone, s.mutes = time.Now().Add(aloneFor), 0
	}
}

var errEnough = errors.New("enough was said")

// outcomeOf is what came of a turn that did not come to its end by itself.
func outcomeOf(ctx context.Context, err error) string {
	switch why := context.Cause(ctx); {
	case errors.Is(why, errMute), errors.Is(why, errLong):
		return string(llm.Slow)
	case errors.Is(why, errEnough):
		return grading.Answered
	case why != nil:
		return grading.Stopped
	}
	if e, ok := errors.AsType[*llm.Error](err); ok {
		return string(e.Kind)
	}
	return grading.Stopped
}

// answerOverdue has the script answer what nobody else does any more: the process
// that owed it has died.
func answerOverdue(ctx context.Context, asking *interviewers, store *interview.Store, now func() time.Time) error {
	owed, err := store.Overdue(ctx, leftOwed)
	if err != nil {
		return err
	}
	for _, o := range owed {
		script, err := asking.script(ctx, o.Attempt)
		if err != nil {
			return err
		}
		text, step, to := o.State.Unanswered()
		v := interviewer.View{ID: o.Attempt.ID, State: &o.State, Step: step, Now: now()}
		if _, _, err := store.Reply(ctx, o.Attempt, to, step, script.Reply(v, text)); err != nil {
			return err
		}
	}
	return nil
}
