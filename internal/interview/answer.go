package interview

import (
	"context"
	"strings"
	"unicode/utf8"

	"levelup/internal/db"
)

// SaveAnswer stores a step's whole text, as a form sends it, as one splice. A
// text that is on the server already changes nothing, whatever its base. A
// stale base is a "conflict" fault with Moved as its detail.
func (s *Store) SaveAnswer(ctx context.Context, a Attempt, step Step, base int, text string) error {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
		return malformed("The text holds a character that cannot be kept (U+0000 or broken UTF-8).")
	}
	if !a.Plan.Has(step) {
		return malformed("This attempt has no step %q.", step)
	}
	var late, running bool
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		late = false
		state, err := s.change(tx, a, func(state State) (State, error) {
			if state.Status != Running || state.Over(tx.Now()) {
				late = true
				return state, nil
			}
			if err := state.writable(step); err != nil {
				return state, err
			}
			was := state.At(step)
			if was.Text == text {
				return state, nil
			}
			splice := diff(was.Text, text)
			splice.Base = base
			e := Event{Type: Answer, Step: step, Splice: &splice}
			next, err := s.add(tx, a, state, e)
			if err != nil {
				return state, explain(err, 1, state, Batch{Events: []Event{e}})
			}
			return next, nil
		})
		running = state.Status == Running
		if err != nil || !late {
			return err
		}
		was := state.At(step).Text
		if was == text {
			return nil
		}
		splice := diff(was, text)
		return s.keepNote(tx, a, state, Batch{Client: "form", Events: []Event{
			{N: tx.Now().UnixMilli(), Type: Answer, Step: step, Splice: &splice}}})
	})
	if err != nil || !late {
		return err
	}
	if running {
		if err := s.expire(ctx, a.ID); err != nil {
			return err
		}
	}
	return errEnded
}

// diff is the one splice that turns a text into another: what lies between
// their longest common beginning and end.
func diff(from, to string) Splice {
	start := 0
	for start < len(from) && start < len(to) {
		a, size := utf8.DecodeRuneInString(from[start:])
		b, _ := utf8.DecodeRuneInString(to[start:])
		if a != b {
			break
		}
		start += size
	}
	endFrom, endTo := len(from), len(to)
	for endFrom > start && endTo > start {
		a, size := utf8.DecodeLastRuneInString(from[start:endFrom])
		b, _ := utf8.DecodeLastRuneInString(to[start:endTo])
		if a != b {
			break
		}
		endFrom -= size
		endTo -= size
	}
	return Splice{
		At:     utf8.RuneCountInString(from[:start]),
		Delete: utf8.RuneCountInString(from[start:endFrom]),
		Insert: to[start:endTo],
	}
}
