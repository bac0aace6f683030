// Package respond lets handlers return errors and turns them, in one place,
// into what the asker can read: a page, a fragment or JSON.
//
// A fault's kind decides the status; a code refines it:
//
//	too-large 413, problems 422, too-fast 429 (with Retry-After), ended 410,
//	busy 503 (with Retry-After), full and read-only 507
//
// Other codes (malformed, gap, conflict, step-not-open) travel in the "error"
// of a JSON answer. What is internal is logged with the request's id, and the
// asker gets that id instead of the cause.
package respond

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"levelup/internal/fault"
)

// Handler is an http handler that may fail.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ErrorPage draws a failure for people.
type ErrorPage func(status int, title, message, reference string) templ.Component

// Responder knows how failures are shown.
type Responder struct {
	page ErrorPage
	log  *slog.Logger
	id   func(*http.Request) string
}

// New returns a responder; id tells the id of a request.
func New(page ErrorPage, log *slog.Logger, id func(*http.Request) string) *Responder {
	return &Responder{page, log, id}
}

// Pages serves a handler whose failures are pages. Who is signed out is sent to
// the sign-in page and back.
func (re *Responder) Pages(h Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			re.Fail(w, r, err)
		}
	}
}

// Fail answers a request for a page with a failure.
func (re *Responder) Fail(w http.ResponseWriter, r *http.Request, err error) {
	status := re.status(w, r, err)
	if status == http.StatusUnauthorized {
		back := "/"
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			back = r.URL.RequestURI()
		}
		http.Redirect(w, r, "/signin?next="+url.QueryEscape(back), http.StatusSeeOther)
		return
	}
	reference := ""
	if status >= 500 {
		reference = re.id(r)
	}
	if perr := Page(w, r, status, re.page(status, Title(status), fault.Message(err), reference)); perr != nil {
		re.log.ErrorContext(r.Context(), "error page", "request", re.id(r), "err", perr)
	}
}

// API serves a handler whose failures are JSON: {"error": code, "message": …}
// and what the fault's detail holds.
func (re *Responder) API(h Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		status := re.status(w, r, err)
		code := fault.CodeOf(err)
		if code == "" {
			code = strings.ReplaceAll(fault.KindOf(err).String(), " ", "-")
		}
		body := map[string]any{}
		if f, ok := asFault(err); ok && f.Detail != nil {
			if doc, merr := json.Marshal(f.Detail); merr == nil {
				_ = json.Unmarshal(doc, &body) // a detail is an object; anything else is left out
			}
		}
		body["error"], body["message"] = code, fault.Message(err)
		if status >= 500 {
			body["reference"] = re.id(r)
		}
		if jerr := JSON(w, status, body); jerr != nil {
			re.log.ErrorContext(r.Context(), "error answer", "request", re.id(r), "err", jerr)
		}
	}
}

// status sets the headers that a failure needs, logs what is ours, and returns
// the status.
func (re *Responder) status(w http.ResponseWriter, r *http.Request, err error) int {
	status := Status(err)
	switch status {
	case http.StatusTooManyRequests:
		if w.Header().Get("Retry-After") == "" { // whoever counts knows it better
			w.Header().Set("Retry-After", "1")
		}
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "2")
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Session realm="Level Up"`)
	}
	if status >= 500 && r.Context().Err() == nil {
		re.log.ErrorContext(r.Context(), "request failed", "request", re.id(r), "method", r.Method, "path", r.URL.Path, "err", err)
	}
	return status
}

// Page writes a component as HTML. It is rendered whole first, so that a
// failure in the middle can still become an error page.
func Page(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return ignoreGone(r, err)
}

// JSON writes a value as JSON.
func JSON(w http.ResponseWriter, status int, v any) error {
	doc, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(append(doc, '\n'))
	return err
}

// Attachment writes a text as a file to be kept under a name of ours, which needs
// no escaping.
func Attachment(w http.ResponseWriter, r *http.Request, kind, name, text string) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := io.WriteString(w, text)
	return ignoreGone(r, err)
}

// SeeOther sends the asker on to a page of ours that can be reloaded.
func SeeOther(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// ignoreGone drops the error of writing to somebody who has left.
func ignoreGone(r *http.Request, err error) error {
	if r.Context().Err() != nil {
		return nil
	}
	return err
}
