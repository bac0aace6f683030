package interview

import (
	"context"
	"slices"
	"strings"

	"levelup/internal/calc"
	"levelup/internal/db"
)

// SaveSheet stores the whole sheet as a form sends it, under a step. base is the
// number of changes that the form had seen: what others have done since then
// stays, since the form is compared with the sheet that it began with, and only
// what differs from that is changed, line by line. A sheet that is on the server
// already changes nothing, whatever its base: a form may come twice.
func (s *Store) SaveSheet(ctx context.Context, a Attempt, step Step, base int, text string) error {
	text, err := formText(text)
	if err != nil {
		return err
	}
	if !a.Plan.Has(step) {
		return malformed("This attempt has no step %q.", step)
	}
	var inputs []string
	if text != "" {
		inputs = strings.Split(text, "\n")
	}
	if inputs = trimmed(inputs, calc.MaxLines); len(inputs) > calc.MaxLines {
		return tooManyLines(len(inputs))
	}
	return s.saveForm(ctx, a, "form-sheet", silent, func(tx *db.Tx, state State) ([]Event, error) {
		if slices.Equal(trimmed(inputs, 0), trimmed(state.inputs(), 0)) {
			return nil, nil
		}
		began := state.Sheet
		if base != state.SheetBase {
			var err error
			if began, err = sheetAt(tx, a.ID, base); err != nil {
				return nil, err
			}
		}
		return sheetEvents(state, step, began, inputs), nil
	})
}

// trimmed is a list of lines without the blank ones at its end, which are room to
// go on; but of the first few none is left out.
func trimmed(inputs []string, few int) []string {
	for len(inputs) > few && strings.TrimSpace(inputs[len(inputs)-1]) == "" {
		inputs = inputs[:len(inputs)-1]
	}
	return inputs
}

// sheetAt is the sheet as it was after so many changes. Only the lines of the
// log are read for it, not the words.
func sheetAt(tx *db.Tx, id string, base int) ([]SheetLine, error) {
	var s State
	err := tx.Each(func(into func(...any) error) error {
		e := Event{Type: Calc}
		var body []byte
		if err := into(&e.Seq, &e.Step, &body); err != nil || s.SheetBase == base {
			return err
		}
		if err := e.readBody(body); err != nil {
			return err
		}
		s.Sheet = s.edited(e)
		s.SheetBase++
		return nil
	}, `SELECT seq, step, body FROM events WHERE attempt_id = ? AND type = 'calc' ORDER BY seq`, id)
	return s.Sheet, err
}

// sheetEvents are the changes that lead from the sheet with which a form began to
// its inputs, made to the sheet of now.
func sheetEvents(now State, step Step, began []SheetLine, inputs []string) []Event {
	inputs = trimmed(inputs, len(began))
	keys := recognise(began, inputs)
	was := map[string]string{}
	for _, l := range began {
		was[l.Key] = l.Input
	}
	var out []Event
	change := func(e Edit) {
		event := Event{Seq: now.Seq + 1, Type: Calc, Step: step, Edit: &e}
		now.Sheet, now.Seq = now.edited(event), event.Seq
		event.Seq = 0
		out = append(out, event)
	}
	for _, l := range began {
		if !slices.Contains(keys, l.Key) {
			change(Edit{Line: l.Key, Delete: true})
		}
	}
	at := 0 // where the next line belongs
	for i, input := range inputs {
		key := keys[i]
		here := now.line(key)
		switch before, old := was[key]; {
		case old && before == input: // as it was, unless others have changed it or taken it out
		case old:
			change(Edit{Line: key, At: at, Input: input})
			here = now.line(key)
		default:
			key = now.newKey(now.Seq + 1)
			change(Edit{Line: key, At: at, Input: input})
			here = at
		}
		if here >= 0 {
			at = here + 1
		}
	}
	return out
}

// recognise tells which line of a sheet each input is: the key of one that stands
// there unchanged, or was changed in its place, and none for one that is new.
func recognise(lines []SheetLine, inputs []string) []string {
	keys := make([]string, len(inputs))
	// common[i][j] is how many lines the rest of both, from i and j on, have in common.
	common := make([][]int, len(lines)+1)
	for i := range common {
		common[i] = make([]int, len(inputs)+1)
	}
	for i := len(lines) - 1; i >= 0; i-- {
		for j := len(inputs) - 1; j >= 0; j-- {
			if lines[i].Input == inputs[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(lines) || j < len(inputs) {
		fromI, fromJ := i, j
		for i < len(lines) && j < len(inputs) && lines[i].Input != inputs[j] {
			if common[i+1][j] >= common[i][j+1] {
				i++
			} else {
				j++
			}
		}
		if i == len(lines) || j == len(inputs) {
			i, j = len(lines), len(inputs)
		}
		for n := 0; fromI+n < i && fromJ+n < j; n++ { // changed in its place
			keys[fromJ+n] = lines[fromI+n].Key
		}
		if i < len(lines) && j < len(inputs) {
			keys[j] = lines[i].Key
			i, j = i+1, j+1
		}
	}
	return keys
}
