// Package learn serves the curriculum: the path of chapters, each chapter to be
// read, and its quiz.
//
// It promises that a chapter is rendered and compressed once for everybody who
// sees the same page, and answered with 304 to who has it; what is personal, the
// answers of the quiz, comes as a fragment of its own, or without a script as a
// page that is made anew. Answers of who is signed in are kept; for others they
// are in the address and nowhere else.
package learn

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/study"
	"levelup/web/respond"
	"levelup/web/ui"
)

// maxForm bounds the form of a quiz.
const maxForm = 16 << 10

// Pages serves the curriculum.
type Pages struct {
	library func() *curriculum.Library
	answers *study.Store
	bodies  bodies
	kept    pageCache
}

// New returns the pages; library is the content of the moment.
func New(library func() *curriculum.Library, answers *study.Store) *Pages {
	return &Pages{library: library, answers: answers}
}

// Path is the way through the ten chapters: GET /learn.
func (p *Pages) Path(w http.ResponseWriter, r *http.Request) error {
	person, signedIn := account.From(r.Context())
	var answers []study.Answer
	if signedIn {
		var err error
		if answers, err = p.answers.List(r.Context(), person.ID, ""); err != nil {
			return err
		}
	}
	return respond.Page(w, r, http.StatusOK, pathPage(pathOf(p.library(), answers, signedIn)))
}

// Show is a chapter: GET /learn/{chapter}. To htmx it answers with the quiz
// alone, as the person has left it.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	library := p.library()
	if draft, ok := drafted(r, library); ok {
		lesson := p.lesson(library, draft, quizOf(draft))
		lesson.Draft = ui.DraftNote
		return respond.Page(w, r, http.StatusOK, lessonPage(lesson))
	}
	chapter, err := find(library, r.PathValue("chapter"))
	if err != nil {
		return err
	}
	query := r.URL.Query()
	switch {
	case r.Header.Get("HX-Request") != "":
		w.Header().Add("Vary", "HX-Request")
		quiz, err := p.quiz(r.Context(), chapter, query)
		if err != nil {
			return err
		}
		return respond.Page(w, r, http.StatusOK, quizSection(quiz))
	case query.Has("quiz") || query.Has("question"):
		return p.personal(w, r, library, chapter, query, http.StatusOK, "")
	}
	return p.kept.serve(w, r, library, chapter.Slug, func() (Lesson, error) {
		_, signedIn := account.From(r.Context())
		quiz := quizOf(chapter)
		quiz.Kept = signedIn
		return p.lesson(library, chapter, quiz), nil
	})
}

// personal is the chapter with the quiz as the person has left it, or as the
// address has it. A mistake is told at the question that the address names.
func (p *Pages) personal(w http.ResponseWriter, r *http.Request, library *curriculum.Library, chapter *curriculum.Chapter, query url.Values, status int, mistake string) error {
	quiz, err := p.quiz(r.Context(), chapter, query)
	if err != nil {
		return err
	}
	if mistake != "" {
		quiz.blame(query.Get("question"), mistake)
	}
	return respond.Page(w, r, status, lessonPage(p.lesson(library, chapter, quiz)))
}

// Answer takes an answer of a quiz, in the fields question and choice:
// POST /learn/{chapter}/quiz.
func (p *Pages) Answer(w http.ResponseWriter, r *http.Request) error {
	library := p.library()
	chapter, err := find(library, r.PathValue("chapter"))
	if err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if respond.Status(err) == http.StatusRequestEntityTooLarge {
			return fault.Coded(fault.Invalid, "too-large", "The answer is larger than %d KiB.", maxForm>>10)
		}
		return fault.Wrap(err, fault.Invalid, "The answer could not be read")
	}
	fragment := r.Header.Get("HX-Request") != ""
	question, ok := chapter.Find(r.PostForm.Get("question"))
	if !ok {
		return fault.New(fault.NotFound, "This question is no longer in the chapter. Open the chapter again.")
	}
	choice, err := strconv.Atoi(r.PostForm.Get("choice"))
	if err != nil || choice < 0 || choice >= len(question.Choices) {
		const mistake = "Choose one of the answers first."
		if fragment {
			quiz := quizOf(chapter)
			quiz.blame(question.ID, mistake)
			return respond.Page(w, r, http.StatusUnprocessableEntity, questionForm(chapter.Slug, quiz.question(question.ID)))
		}
		return p.personal(w, r, library, chapter, url.Values{"question": {question.ID}}, http.StatusUnprocessableEntity, mistake)
	}
	person, signedIn := account.From(r.Context())
	if signedIn {
		err := p.answers.Record(r.Context(), person.ID, study.Answer{
			Chapter: chapter.Slug, Question: question.ID, Version: chapter.Version, Choice: choice, Right: question.Choices[choice].Right,
		})
		if err != nil {
			return err
		}
	}
	if fragment {
		quiz := quizOf(chapter)
		quiz.answer(question.ID, choice, chapter.Version, chapter.Version)
		return respond.Page(w, r, http.StatusOK, questionForm(chapter.Slug, quiz.question(question.ID)))
	}
	back := url.Values{"quiz": {"mine"}}
	if !signedIn {
		back = url.Values{"question": {question.ID}, "choice": {strconv.Itoa(choice)}}
	}
	return respond.SeeOther(w, r, href(chapter.Slug)+"?"+back.Encode()+"#quiz-"+question.ID)
}

// quiz is a chapter's quiz with the person's answers, or the one of the address.
func (p *Pages) quiz(ctx context.Context, chapter *curriculum.Chapter, query url.Values) (Quiz, error) {
	quiz := quizOf(chapter)
	quiz.Personal = true
	person, signedIn := account.From(ctx)
	quiz.Kept = signedIn
	if signedIn {
		answers, err := p.answers.List(ctx, person.ID, chapter.Slug)
		if err != nil {
			return quiz, err
		}
		for _, a := range answers {
			quiz.answer(a.Question, a.Choice, a.Version, chapter.Version)
		}
		return quiz, nil
	}
	if choice, err := strconv.Atoi(query.Get("choice")); err == nil {
		quiz.answer(query.Get("question"), choice, chapter.Version, chapter.Version)
	}
	return quiz, nil
}

func find(library *curriculum.Library, slug string) (*curriculum.Chapter, error) {
	if chapter, ok := library.Chapter(slug); ok {
		return chapter, nil
	}
	if unit, ok := curriculum.FindChapter(slug); ok {
		return nil, fault.New(fault.NotFound, "The chapter %s is not written yet.", unit.Title)
	}
	return nil, fault.New(fault.NotFound, "There is no chapter at this address; the curriculum lists all of them.")
}

// drafted is the chapter as it lies in the folder, for authors who ask for that.
func drafted(r *http.Request, library *curriculum.Library) (*curriculum.Chapter, bool) {
	who, ok := account.From(r.Context())
	if !ok || !who.Is(account.Author) || !r.URL.Query().Has("draft") {
		return nil, false
	}
	return library.WrittenChapter(r.PathValue("chapter"))
}

func href(slug string) string { return "/learn/" + url.PathEscape(slug) }
