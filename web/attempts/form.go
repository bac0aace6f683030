package attempts

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/attempts/room"
	"levelup/web/respond"
)

// form is what the room's form brings where no script runs: the whole text of a
// step, its board as text and the whole sheet of the calculator, with the numbers of
// what it saw. A form about a board alone brings no text.
type form struct {
	step      interview.Step
	hasText   bool
	base      int
	text      string
	hasBoard  bool
	boardBase int
	board     string
	hasSheet  bool
	sheetBase int
	sheet     string
	message   string // to the interviewer
	seen      int    // how much had been said
	hint      int    // the rung that is asked for, 0 for none
	sight     room.Sight
}

func readForm(v url.Values) (form, error) {
	f := form{
		step: interview.Step(v.Get("step")), hasText: v.Has("text") || !v.Has("board"), text: v.Get("text"), hasBoard: v.Has("board"), board: v.Get("board"),
		hasSheet: v.Has("worksheet"), sheet: v.Get("worksheet"), sight: room.SightOf(v),
	}
	var ok bool
	if f.base, ok = number(v.Get("base")); f.hasText && !ok {
		return f, fault.Coded(fault.Invalid, "malformed", "The form lacks the number of the text that it changes (base); open the page again.")
	}
	if f.boardBase, ok = number(v.Get("boardbase")); f.hasBoard && !ok {
		return f, fault.Coded(fault.Invalid, "malformed", "The form lacks the number of the board that it changes (boardbase); open the page again.")
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

// Answer stores a step's whole text from a form, and its board and the calculator's
// lines if the form has them: POST /attempts/{id}/answer.
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
