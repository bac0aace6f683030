package attempts

import (
	"context"
	"net/http"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/attempts/room"
	"levelup/web/respond"
)

// save stores what the form brings and goes on. Where another page was faster it
// shows both texts; where something is too large or cannot be read, the form as it
// was sent.
func (p *Pages) save(w http.ResponseWriter, r *http.Request, a interview.Attempt, then func(form) error) error {
	f, err := readForm(r.PostForm)
	if err != nil {
		return err
	}
	got := p.keep(r.Context(), a, f)
	switch {
	case tooLarge(got.text) || tooLarge(got.board) || tooLarge(got.sheet) || tooLarge(got.talk):
		return p.again(w, r, a, f, got, http.StatusRequestEntityTooLarge)
	case fault.CodeOf(got.text) == "conflict":
		return p.conflict(w, r, a, f, got)
	case got.text != nil:
		return got.text
	case fault.CodeOf(got.board) == "conflict":
		return p.conflict(w, r, a, f, got)
	case len(got.drawn.Problems) > 0 || got.board != nil && fault.KindOf(got.board) == fault.Invalid:
		return p.again(w, r, a, f, got, http.StatusUnprocessableEntity)
	case got.board != nil:
		return got.board
	case got.sheet != nil:
		return got.sheet
	case got.talk != nil:
		return got.talk
	case len(got.drawn.LeftOut) > 0: // one should know it before anything ends
		return p.again(w, r, a, f, got, http.StatusOK)
	}
	return then(f)
}

// kept is how it went with each part of a form.
type kept struct {
	sheet, board, text, talk error
	drawn                    interview.Drawn
}

// keep stores the parts of a form. None keeps another from being saved.
func (p *Pages) keep(ctx context.Context, a interview.Attempt, f form) (got kept) {
	if f.hasSheet {
		got.sheet = p.store.SaveSheet(ctx, a, f.step, f.sheetBase, f.sheet)
	}
	if f.hasBoard {
		got.drawn, got.board = p.store.SaveBoard(ctx, a, f.step, f.boardBase, f.board)
	}
	if f.hasText {
		got.text = p.store.SaveAnswer(ctx, a, f.step, f.base, f.text)
	}
	got.talk = p.talk(ctx, a, f)
	return got
}

// talk sends the message of a form, and asks for its hint.
func (p *Pages) talk(ctx context.Context, a interview.Attempt, f form) error {
	if strings.TrimSpace(f.message) != "" {
		if err := p.store.Say(ctx, a, f.step, f.seen, f.message); err != nil {
			return err
		}
	}
	if f.hint > 0 {
		return p.store.Hint(ctx, a, f.step, f.hint)
	}
	return nil
}

func tooLarge(err error) bool { return fault.CodeOf(err) == "too-large" }

// again shows the room with what was sent and not saved in its fields, and why.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, a interview.Attempt, f form, got kept, status int) error {
	a, state, prompt, err := p.reread(r, a)
	if err != nil {
		return err
	}
	drawn, sight := got.drawn, f.sight
	if got.board != nil || len(drawn.Problems) > 0 || len(drawn.LeftOut) > 0 {
		sight.Tool = "Board"
		if got.text == nil {
			sight.Pane = "Board"
		}
	}
	v := room.New(a, state, prompt, a.Person, p.now(), sight)
	if got.text != nil {
		v.Text, v.Base, v.Mistake = f.text, f.base, "Not saved. "+fault.Message(got.text)
	}
	if got.board != nil {
		v.Board.Text, v.Board.Base, v.Board.Mistake = f.board, f.boardBase, "Not saved. "+fault.Message(got.board)
	}
	if len(drawn.Problems) > 0 {
		v.Board.Text, v.Board.Base, v.Board.Mistake = f.board, f.boardBase, "Not saved: mend what is listed beneath the text."
	}
	v.Board.Problems, v.Board.LeftOut = drawn.Problems, drawn.LeftOut
	if got.sheet != nil {
		v.Sheet.Text, v.Sheet.Base, v.Sheet.Mistake = f.sheet, f.sheetBase, "Not saved. "+fault.Message(got.sheet)
	}
	if got.talk != nil {
		v.Talk.Text, v.Talk.Mistake = f.message, "Not sent. "+fault.Message(got.talk)
	}
	return respond.Page(w, r, status, room.Room(v))
}

// conflict shows both texts, or both boards, and the new base, both editable. The
// texts come first, and their page brings along a board that is not saved yet.
func (p *Pages) conflict(w http.ResponseWriter, r *http.Request, a interview.Attempt, f form, got kept) error {
	a, state, prompt, err := p.reread(r, a)
	if err != nil {
		return err
	}
	if got.text == nil {
		return respond.Page(w, r, http.StatusConflict, room.Conflict(room.NewBoardConflict(a, state, prompt, f.step, f.board)))
	}
	v := room.NewConflict(a, state, prompt, f.step, f.text)
	if got.board != nil || len(got.drawn.Problems) > 0 {
		v.Board = &room.Unsaved{Text: f.board, Base: f.boardBase}
	}
	return respond.Page(w, r, http.StatusConflict, room.Conflict(v))
}

// reread is the attempt as it is now, with its prompt.
func (p *Pages) reread(r *http.Request, a interview.Attempt) (interview.Attempt, interview.State, *curriculum.Prompt, error) {
	a, state, err := p.store.Find(r.Context(), a.Person, a.ID)
	if err != nil {
		return a, state, nil, err
	}
	prompt, err := p.pinned.Prompt(r.Context(), a.PromptVersion)
	return a, state, prompt, err
}
