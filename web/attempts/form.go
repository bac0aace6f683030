package attempts

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/attempts/room"
	"levelup/web/respond"
)

// form is what the room's form brings where no script runs: the whole text of a
// step and the whole sheet of the calculator, with the numbers of what it saw.
type form struct {
	step      interview.Step
	base      int
	text      string
	hasSheet  bool
	sheetBase int
	sheet     string
	message   string // to the interviewer
	seen      int    // how much had been said
	hint      int    // the rung that is asked for, 0 for none
	sight     room.Sight
}

func readForm(v url.Values) (form, error) {
	f := form{step: interview.Step(v.Get("step")), text: v.Get("text"), hasSheet: v.Has("worksheet"), sheet: v.Get("worksheet"), sight: room.SightOf(v)}
	var ok bool
	if f.base, ok = number(v.Get("base")); !ok {
		return f, fault.Coded(fault.Invalid, "malformed", "The form lacks the number of the text that it changes (base); open the page again.")
	}
	if f.sheetBase, ok = number(v.Get("sheet")); f.hasSheet && !ok {
		return f, fault.Coded(fault.Invalid, "malformed", "The form lacks the number of the lines that it changes (sheet); open the page again.")
	}
	f.message = v.Get("message")
	f.seen, _ = number(v.Get("seen")) // it only tells forms apart
	if v.Has("hint") {
		if f.hint, ok = number(v.Get("hint")); !ok || f.hint == 0 {
			return f, fault.Coded(fault.Invalid, "malformed", "The form asks for a hint without its number; open the page again.")
		}
	}
	if take := v.Get("take"); take != "" { // a result goes into the answer, and the eye with it
		f.text = strings.TrimRight(f.text, "\r\n")
		if f.text != "" {
			f.text += "\n"
		}
		f.text += take + "\n"
		f.sight.Pane = ""
	}
	return f, nil
}

func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0
}

// back is the room as it was in sight when the form was sent, of the given step or
// of the current one.
func (f form) back(a interview.Attempt, step interview.Step) string {
	sight := f.sight
	sight.Step = step
	if q := sight.Query(); q != "" {
		return path(a) + "?" + q
	}
	return path(a)
}

// Answer stores a step's whole text from a form, and the calculator's lines if the
// form has them: POST /attempts/{id}/answer.
func (p *Pages) Answer(w http.ResponseWriter, r *http.Request) error {
	a, err := p.own(r)
	if err != nil {
		return err
	}
	if err := parse(w, r); err != nil {
		return err
	}
	return p.save(w, r, a, func(f form) error {
		return respond.SeeOther(w, r, f.back(a, f.step))
	})
}

// save stores what the form brings and goes on. Where another page was faster it
// shows both texts; where something is too large, the form as it was sent.
func (p *Pages) save(w http.ResponseWriter, r *http.Request, a interview.Attempt, then func(form) error) error {
	f, err := readForm(r.PostForm)
	if err != nil {
		return err
	}
	var sheet error // does not keep the words from being saved
	if f.hasSheet {
		sheet = p.store.SaveSheet(r.Context(), a, f.step, f.sheetBase, f.sheet)
	}
	text := p.store.SaveAnswer(r.Context(), a, f.step, f.base, f.text)
	talk := p.talk(r.Context(), a, f) // neither does it wait for them
	switch {
	case tooLarge(sheet) || tooLarge(text) || tooLarge(talk):
		return p.again(w, r, a, f, text, sheet, talk)
	case fault.CodeOf(text) == "conflict":
		return p.conflict(w, r, a, f.step, f.text)
	case text != nil:
		return text
	case sheet != nil:
		return sheet
	case talk != nil:
		return talk
	}
	return then(f)
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

// again shows the room with what was sent in its fields, and why it was not saved.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, a interview.Attempt, f form, text, sheet, talk error) error {
	a, state, prompt, err := p.reread(r, a)
	if err != nil {
		return err
	}
	v := room.New(a, state, prompt, a.Person, p.now(), f.sight)
	if text != nil {
		v.Text, v.Base, v.Mistake = f.text, f.base, "Not saved. "+fault.Message(text)
	}
	if sheet != nil {
		v.Sheet.Text, v.Sheet.Base, v.Sheet.Mistake = f.sheet, f.sheetBase, "Not saved. "+fault.Message(sheet)
	}
	if talk != nil {
		v.Talk.Text, v.Talk.Mistake = f.message, "Not sent. "+fault.Message(talk)
	}
	return respond.Page(w, r, http.StatusRequestEntityTooLarge, room.Room(v))
}

// conflict shows both texts and the new base, both editable.
func (p *Pages) conflict(w http.ResponseWriter, r *http.Request, a interview.Attempt, step interview.Step, text string) error {
	a, state, prompt, err := p.reread(r, a)
	if err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusConflict, room.Conflict(room.NewConflict(a, state, prompt, step, text)))
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
