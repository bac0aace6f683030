package review

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/internal/review"
)

// filled is what a form held that could not be kept, and why.
type filled struct {
	field  string // which one is wrong
	why    string
	lapsed bool // nothing is wrong but the claim
	draft  *draft
	sheet  *sheet
	hand   string
	phrase string
	note   *string
	thread string // the comment that was answered
	reply  string
}

// form names the one that holds words which the server does not have.
func (f filled) form() string {
	switch {
	case f.draft != nil:
		return "comment"
	case f.sheet != nil:
		return "scores"
	case f.note != nil:
		return "note"
	}
	return ""
}

// draft is a comment as its form has it.
type draft struct {
	id, kind, text string
	step, from, to string
	point          string
}

func readDraft(v url.Values) draft {
	return draft{id: v.Get("id"), kind: v.Get("kind"), text: v.Get("text"), step: v.Get("step"), from: strings.TrimSpace(v.Get("from")), to: strings.TrimSpace(v.Get("to")), point: v.Get("point")}
}

// anchor is what the form says the comment is about.
func (d draft) anchor() (review.Anchor, error) {
	a := review.Anchor{Step: interview.Step(d.step), Point: d.point}
	if d.from == "" && d.to == "" {
		return a, nil
	}
	var err1, err2 error
	a.Passage = true
	a.From, err1 = strconv.Atoi(d.from)
	a.To, err2 = strconv.Atoi(d.to)
	if err1 != nil || err2 != nil {
		return a, fault.Coded(fault.Invalid, "outside", "A passage has a beginning and an end, both counted in characters.")
	}
	return a, nil
}

// Comment keeps a draft, changes a comment or throws a draft away: POST
// /review/{attempt}/comments.
func (p *Pages) Comment(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	d := readDraft(r.PostForm)
	f := filled{field: "text", draft: &d}
	if err := p.again(r); err != nil {
		return p.done(w, r, err, f, "")
	}
	if r.PostForm.Get("drop") != "" {
		return p.done(w, r, p.reviews.Drop(r.Context(), coach(r), id(r), d.id), filled{}, "")
	}
	a, err := d.anchor()
	if err != nil {
		return p.done(w, r, err, f, "")
	}
	key, err := p.reviews.Comment(r.Context(), coach(r), id(r), review.Draft{ID: d.id, Anchor: a, Kind: d.kind, Text: d.text})
	if fault.CodeOf(err) == "no-kind" {
		f.field = "kind"
	}
	return p.done(w, r, err, f, "#"+commentAnchor(key))
}

// Reply says something beneath a published comment, or settles it: POST
// /review/{attempt}/reply.
func (p *Pages) Reply(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	of, text := r.PostForm.Get("comment"), r.PostForm.Get("text")
	var err error
	switch settled := r.PostForm.Get("resolve"); settled {
	case "":
		err = p.reviews.Reply(r.Context(), coach(r), id(r), of, text)
	default:
		err = p.reviews.Resolve(r.Context(), coach(r), id(r), of, settled == "1")
	}
	return p.done(w, r, err, filled{field: "reply-" + of, thread: of, reply: text}, "#"+commentAnchor(of))
}

func commentAnchor(id string) string { return "comment-" + id }
