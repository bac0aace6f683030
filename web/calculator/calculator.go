// Package calculator serves the back-of-envelope calculator: the page, and the
// panel that the room fetches, which is the same sheet without the page around
// it.
//
// It promises that nothing typed is ever refused for what it says: each line has
// a result or a mistake of its own, and the answer is 200. Only a sheet beyond
// the limits of internal/calc is 413, and comes back as it was. The page works
// without JavaScript; with it the same form is sent as one types, and the answer
// is a fragment: the results beside the lines, and what is behind each.
//
// Nothing is stored here. The page keeps its sheet in the browser, the room the
// panel's in the attempt. The two sides talk by events on the element with
// data-calculator; calculator.ts lists them.
package calculator

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"levelup/internal/calc"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/web/respond"
)

// maxBody is the most that is read of a request: as much as a sheet within its
// limits can need, and enough beyond to give back one that is too long.
const maxBody = 1 << 20

// Pages serves the calculator.
type Pages struct {
	library func() *curriculum.Library
}

// New returns the pages; library is the content of the moment, whose prompts
// bring worksheets.
func New(library func() *curriculum.Library) *Pages { return &Pages{library} }

// Show is the page, or the panel for who asks for a fragment or with ?panel=1:
// GET /calculator. A worksheet in the address is calculated.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "HX-Request")
	if r.Header.Get("HX-Request") != "" || r.URL.Query().Get("panel") == "1" {
		return respond.Page(w, r, http.StatusOK, panel(Panel{Sheet: sheetOf(""), Topics: calc.Help()}))
	}
	text := tidy(r.URL.Query().Get("worksheet"))
	v := p.page(text)
	return respond.Page(w, r, v.Sheet.status(), page(v))
}

// Calculate calculates the field worksheet: POST /calculator. The answer is the
// page, the results alone for htmx, JSON or Markdown, as is asked for. The field
// use, the number of a line, takes the advice of that line's mistake first.
func (p *Pages) Calculate(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "HX-Request, Accept")
	form := prefers(r.Header.Get("Accept"), "text/html", "application/json", "text/markdown")
	text, err := read(w, r)
	if form == "application/json" {
		if err == nil {
			err = calc.Check(text)
		}
		if err != nil {
			return refusal(w, err)
		}
		return respond.JSON(w, http.StatusOK, map[string][]calc.Result{"lines": calc.Worksheet(text)})
	}
	if err != nil {
		return err
	}
	if line, err := strconv.Atoi(r.PostForm.Get("use")); err == nil {
		text = mended(text, line)
	}
	sheet := sheetOf(text)
	switch {
	case form == "text/markdown" && sheet.Over == "":
		w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
		_, err := io.WriteString(w, sheet.Markdown())
		return err
	case r.Header.Get("HX-Request") != "":
		return respond.Page(w, r, sheet.status(), answer(sheet))
	}
	v := p.page(text)
	v.AsMarkdown = r.PostForm.Get("as") == "markdown"
	return respond.Page(w, r, v.Sheet.status(), page(v))
}

func (p *Pages) page(text string) Page {
	return Page{Sheet: sheetOf(text), Topics: calc.Help(), Prompts: worksheets(p.library().Prompts())}
}

// read reads the worksheet of a form, of either encoding.
func read(w http.ResponseWriter, r *http.Request) (string, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(maxBody)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return "", fault.Coded(fault.Invalid, "too-large", "A worksheet holds up to %d KiB, and this is more than %d. Go back: what you typed is still there, and can be taken apart.", calc.MaxSheet>>10, maxBody>>10)
		}
		return "", fault.Wrap(err, fault.Invalid, "The form could not be read. Go back and send it again.")
	}
	if !r.PostForm.Has("worksheet") {
		return "", fault.New(fault.Invalid, "The lines to calculate belong into a form's field worksheet.")
	}
	return tidy(r.PostForm.Get("worksheet")), nil
}

// tidy makes a text of lines that end in LF, of whole characters.
func tidy(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.ToValidUTF8(text, "\uFFFD")
}

// refusal is a failure as programs read it.
func refusal(w http.ResponseWriter, err error) error {
	code := fault.CodeOf(err)
	if code == "" {
		code = fault.KindOf(err).String()
	}
	return respond.JSON(w, respond.Status(err), map[string]string{"error": code, "message": fault.Message(err)})
}
