package interview

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Answering says what the interviewer says to a message or to the wish for a
// hint, of the state with that event. It is pure and quick: it runs where the
// event is written, so that both are stored together, once, whatever breaks.
type Answering func(s State, to Event) []Spoken

func silent(State, Event) []Spoken { return nil }

// OnMessage sets who answers. It is asked before a batch's turn to be written
// comes, with the messages that the batch holds: what takes long, such as reading
// them, is done there. It is set once, before the store is used.
func (s *Store) OnMessage(f func(ctx context.Context, a Attempt, messages []string) (Answering, error)) {
	s.answering = f
}

// listening is who answers a batch.
func (s *Store) listening(ctx context.Context, a Attempt, b Batch) (Answering, error) {
	var messages []string
	spoken := 0
	for _, e := range b.Events {
		if e.Type == Messaged || e.Type == HintAsked {
			spoken++
		}
		if e.Type == Messaged {
			messages = append(messages, e.Message.Text)
		}
	}
	switch {
	case spoken == 0:
		return silent, nil
	case spoken > MaxSpoken: // reading them takes longer than storing them
		return nil, fault.Coded(fault.Invalid, "too-large", "A batch holds up to %d messages and wishes for a hint; send them in parts.", MaxSpoken)
	}
	return s.answering(ctx, a, messages)
}

// after folds in what the interviewer says to an event that has changed something.
func (f Answering) after(before, state State, to Event) (State, []Event, error) {
	if to.Type != Messaged && to.Type != HintAsked {
		return state, nil, nil
	}
	if len(state.Talk) == len(before.Talk) && state.At(to.Step).Hints == before.At(to.Step).Hints {
		return state, nil, nil // it came a second time
	}
	var out []Event
	for _, said := range f(state, to) {
		said.Hint = to.Type == HintAsked
		if slices.Contains(state.Owed, to.Seq) || len(out) > 0 && out[0].Spoken.To == to.Seq {
			said.To = to.Seq
		}
		var e Event
		var err error
		if state, e, err = foldNext(state, Event{At: to.At, Type: Interviewed, Step: to.Step, Spoken: &said}, time.Time{}); err != nil {
			return state, nil, err
		}
		out = append(out, e)
	}
	return state, out, nil
}

// Say stores a message as a form sends it. seen is how many things had been said
// when the form was made: the same words from the same form are one message.
func (s *Store) Say(ctx context.Context, a Attempt, step Step, seen int, text string) error {
	text, err := formText(text)
	if err != nil {
		return err
	}
	if !a.Plan.Has(step) {
		return malformed("This attempt has no step %q.", step)
	}
	sum := sha256.Sum256([]byte(text))
	m := Message{Key: fmt.Sprintf("form-%d-%s", seen, hex.EncodeToString(sum[:8])), Text: text}
	return s.saveTalk(ctx, a, Event{Type: Messaged, Step: step, Message: &m})
}

// Hint shows a rung of a step's hints, as a form asks for it.
func (s *Store) Hint(ctx context.Context, a Attempt, step Step, rung int) error {
	if !a.Plan.Has(step) {
		return malformed("This attempt has no step %q.", step)
	}
	return s.saveTalk(ctx, a, Event{Type: HintAsked, Step: step, Ask: &Ask{Rung: rung}})
}

func (s *Store) saveTalk(ctx context.Context, a Attempt, e Event) error {
	batch := []Event{e}
	answer, err := s.listening(ctx, a, Batch{Events: batch})
	if err != nil {
		return err
	}
	return s.saveForm(ctx, a, "form-talk", answer, func(*db.Tx, State) ([]Event, error) { return []Event{e}, nil })
}
