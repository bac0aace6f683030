// Package author serves those who write content: what lies in the folder and what
// readers get of it, what is wrong where, how a prompt's points are met, versions
// side by side, the grader on a pasted text, and the two ways to pull what others
// have written.
//
// It promises that nothing here changes a file but a pull, that a pull moves the
// folder only to content that passes the check, and that of attempts it shows sums
// alone: no author learns who wrote what.
package author

import (
	"context"
	"net/http"

	"levelup/internal/checkout"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/study"
	"levelup/web/respond"
)

// Desk is where content comes from, as the program is set up.
type Desk struct {
	Library  func() *curriculum.Library
	Folder   string             // empty where the program serves what it carries
	Checkout *checkout.Checkout // nil where the folder is no git checkout
	Pull     func(context.Context) (checkout.Pulled, error)
	Secret   []byte // of the webhook; empty where there is none
	Live     *Live
}

// Pages serves the desk.
type Pages struct {
	desk     Desk
	grades   *record.Store
	attempts *interview.Store
	answers  *study.Store
	graders  graders
}

// New returns the pages.
func New(desk Desk, grades *record.Store, attempts *interview.Store, answers *study.Store) *Pages {
	return &Pages{desk: desk, grades: grades, attempts: attempts, answers: answers}
}

// List is all there is: GET /author.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	v, err := p.list(r.Context())
	if err != nil {
		return err
	}
	if q := r.URL.Query(); q.Has("pulled") {
		v.Notice = &Notice{Tone: "good", Text: pulled(v.Source, q.Get("new") == "yes")}
	}
	return respond.Page(w, r, http.StatusOK, listPage(v))
}

// Show is one chapter or prompt: GET /author/{kind}/{slug}.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	library := p.desk.Library()
	file, err := find(library, r.PathValue("kind"), r.PathValue("slug"))
	if err != nil {
		return err
	}
	if file.Kind == curriculum.KindChapter {
		v, err := p.chapter(r.Context(), library, file)
		if err != nil {
			return err
		}
		return respond.Page(w, r, http.StatusOK, chapterPage(v))
	}
	v, err := p.prompt(r.Context(), library, file, r.URL.Query().Get("version"))
	if err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, promptPage(v))
}

// find returns the file of a chapter or a prompt.
func find(library *curriculum.Library, kind, slug string) (curriculum.File, error) {
	if kind == curriculum.KindChapter || kind == curriculum.KindPrompt {
		if f, ok := library.File(kind, slug); ok {
			return f, nil
		}
	}
	return curriculum.File{}, fault.New(fault.NotFound, "There is no such file in the content folder. The list has all there are.")
}
