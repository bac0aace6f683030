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
	text, err := formText(text)
	if err != nil {
		return err
	}
	if !a.Plan.Has(step) {
		return malformed("This attempt has no step %q.", step)
	}
	return s.saveForm(ctx, a, "form", silent, func(_ *db.Tx, state State) ([]Event, error) {
		was := state.At(step).Text
		if was == text {
			return nil, nil
		}
		splice := diff(was, text)
		splice.Base = base
		return []Event{{Type: Answer, Step: step, Splice: &splice}}, nil
	})
}

// formText is a text with the line ends that the log has.
func formText(text string) (string, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
		return "", malformed("The text holds a character that cannot be kept (U+0000 or broken UTF-8).")
	}
	return text, nil
}

// saveForm stores the events that lead from the attempt as it is to what a form
// says. After the end their words become a note; client tells the notes of the
// forms of one moment apart.
func (s *Store) saveForm(ctx context.Context, a Attempt, client string, answer Answering, events func(*db.Tx, State) ([]Event, error)) error {
	var late, running bool
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		late = false
		state, err := s.change(tx, a, func(state State) (State, error) {
			if state.Status != Running || state.Over(tx.Now()) {
				late = true
				return state, nil
			}
			added, err := events(tx, state)
			if err != nil {
				return state, err
			}
			return s.addAll(tx, a, state, Batch{Events: added}, 0, worked{}, answer)
		})
		running = state.Status == Running
		if err != nil || !late {
			return err
		}
		lost, err := events(tx, state)
		if err != nil {
			return err
		}
		for i := range lost { // so that none counts as another's
			lost[i].N = tx.Now().UnixMilli()*1000 + int64(i)
		}
		return s.keepNote(tx, a, state, Batch{Client: client, Events: lost})
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
