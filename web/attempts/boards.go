package attempts

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"unicode/utf8"

	"levelup/internal/board"
	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/attempts/room"
	"levelup/web/respond"
	"levelup/web/ui"
)

// maxImport is the largest text or file that is read into a board.
const maxImport = 4 << 20

// filePolicy is the content security policy of a drawing that is opened by itself: it
// may do nothing at all.
const filePolicy = "sandbox; default-src 'none'"

// BoardFile is the saved board of a step, to be kept: drawn, as a Mermaid flowchart
// or as text: GET /attempts/{id}/board/{file}, where file is map.svg, map.mmd or map.txt.
func (p *Pages) BoardFile(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	name, ending, _ := strings.Cut(r.PathValue("file"), ".")
	step := interview.Step(name)
	if !state.Plan.Has(step) || ending != "svg" && ending != "mmd" && ending != "txt" {
		return fault.New(fault.NotFound, "There is no such file of this attempt.")
	}
	g := state.At(step).Scene
	if g == nil || len(g.Nodes) == 0 {
		return fault.New(fault.NotFound, "Nothing has been drawn in the step %s.", step.Title())
	}
	kept := "board" // the prompt's own name would tell what a disguise hides
	if !a.Plan.Disguised {
		kept = a.Prompt
	}
	kept += "-" + name + "." + ending
	switch ending {
	case "svg":
		w.Header().Set("Content-Security-Policy", filePolicy)
		return respond.Attachment(w, r, "image/svg+xml", kept, string(board.File(*g)))
	case "mmd":
		return respond.Attachment(w, r, plain, kept, board.Mermaid(*g))
	}
	return respond.Attachment(w, r, plain, kept, board.Text(*g))
}

const plain = "text/plain; charset=utf-8"

// Margin is what the saved board of a step leaves open, for the page that has just
// saved it: GET /attempts/{id}/board?step=map. Whoever opens it by themselves
// comes to the room.
func (p *Pages) Margin(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "HX-Request")
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	step := interview.Step(r.URL.Query().Get("step"))
	if !state.Plan.Has(step) {
		return fault.New(fault.NotFound, "This attempt has no step %q.", step)
	}
	if r.Header.Get("HX-Request") == "" {
		return respond.SeeOther(w, r, path(a)+"?"+room.Sight{Step: step, Tool: "Board"}.Query())
	}
	return respond.Page(w, r, http.StatusOK, room.MarginOf(&state, step))
}

// ReadBoard reads a text, or what another program calls a drawing, as a board and
// puts it in order. Nothing is stored: POST /attempts/{id}/board.
func (p *Pages) ReadBoard(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.own(r); err != nil {
		return err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxImport))
	switch {
	case respond.Status(err) == http.StatusRequestEntityTooLarge:
		return fault.Coded(fault.Invalid, "too-large", "A file of up to %d MiB can be read as a board.", maxImport>>20)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fault.Coded(fault.Invalid, "malformed", "The file did not arrive in time; send it again.")
	case err != nil:
		return fault.Wrap(err, fault.Invalid, "The file broke off; send it again")
	}
	if !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0 {
		return fault.Coded(fault.Invalid, "malformed", "The file is no text: it holds U+0000 or broken UTF-8.")
	}
	g, leftOut, problems, err := board.Read(board.Empty(), string(body))
	if err == nil && len(problems) == 0 {
		_, err = g.Check()
	}
	if err != nil {
		return err
	}
	if n := len(problems); n > 0 {
		f := fault.Coded(fault.Invalid, "problems", "The text cannot be read as it is: %s to mend.", ui.Count(n, "line"))
		f.Detail = unread{problems[:min(n, mostProblems)]}
		return f
	}
	return respond.JSON(w, http.StatusOK, imported{g, append([]string{}, leftOut...)})
}

// mostProblems is how many of a text's problems are told; whoever mends those
// learns of the others.
const mostProblems = 100

type unread struct {
	Problems []board.Problem `json:"problems"`
}

type imported struct {
	Scene   board.Graph `json:"scene"`
	LeftOut []string    `json:"left_out"`
}
