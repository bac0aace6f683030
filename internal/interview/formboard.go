package interview

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"levelup/internal/board"
	"levelup/internal/db"
)

// Drawn is how the text of a form's board was read.
type Drawn struct {
	Problems []board.Problem // where there are any, nothing is stored
	LeftOut  []string        // what the file of another program has and a board has not, in sentences
}

// SaveBoard stores a step's board as a form sends it: as text, or as what another
// program calls a drawing. A board that is on the server already changes nothing,
// and neither does one that the form leaves as it found it, whatever its base.
// Otherwise a stale base is a "conflict" fault with Moved as its detail.
func (s *Store) SaveBoard(ctx context.Context, a Attempt, step Step, base int, text string) (Drawn, error) {
	text, err := formText(text)
	if err != nil {
		return Drawn{}, err
	}
	if !a.Plan.Has(step) {
		return Drawn{}, malformed("This attempt has no step %q.", step)
	}
	var drawn Drawn
	known, _ := s.cache.find(a.ID)
	read := readBoard(known.At(step), text) // before it is the form's turn to be written, like ahead
	err = s.saveForm(ctx, a, "form-board", silent, func(tx *db.Tx, state State) ([]Event, error) {
		drawn = Drawn{}
		now := state.At(step)
		stands := board.Text(now.scene())
		if sameBoard(text, stands) {
			return nil, nil
		}
		if base != now.SceneBase {
			began, err := sceneAt(tx, a.ID, step, base)
			if err != nil || sameBoard(text, board.Text(began)) {
				return nil, err
			}
		}
		if read.base != now.SceneBase {
			read = readBoard(now, text)
		}
		if read.err != nil || len(read.problems) > 0 {
			if state.Status != Running || state.Over(tx.Now()) { // the note takes it as it is
				return []Event{{Type: Answer, Step: step, Splice: &Splice{Insert: text}}}, nil
			}
			drawn.Problems = read.problems
			return nil, read.err
		}
		if sameBoard(board.Text(read.graph), stands) {
			return nil, nil
		}
		drawn.LeftOut = read.leftOut
		return []Event{{Type: Scene, Step: step, Board: &Board{Base: base, Scene: read.graph}}}, nil
	})
	return drawn, err
}

// readingBoard is a text read as what follows the board with a base.
type readingBoard struct {
	base     int
	graph    Diagram
	leftOut  []string
	problems []board.Problem
	err      error
}

func readBoard(now *StepState, text string) readingBoard {
	r := readingBoard{base: now.SceneBase}
	r.graph, r.leftOut, r.problems, r.err = board.Read(now.scene(), text)
	return r
}

// sameBoard compares texts but for the blanks at their ends.
func sameBoard(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }

// sceneAt is a step's board as it was after so many changes, an empty one where
// there were never so many.
func sceneAt(tx *db.Tx, id string, step Step, base int) (Diagram, error) {
	if base < 1 {
		return board.Empty(), nil
	}
	var body []byte
	err := tx.QueryRow(`SELECT body FROM events WHERE attempt_id = ? AND type = 'scene' AND step = ? ORDER BY seq LIMIT 1 OFFSET ?`, id, string(step), base-1).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return board.Empty(), nil
	}
	if err != nil {
		return Diagram{}, err
	}
	var b Board
	return b.Scene, json.Unmarshal(body, &b)
}
