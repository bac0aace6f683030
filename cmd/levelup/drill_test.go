package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"levelup/internal/db/dbtest"
)

// form is the fields of the one form on a page that goes to an address, and its button.
func (a *answer) form(action string) (url.Values, string) {
	a.t.Helper()
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	attr := func(n *html.Node, key string) string {
		for _, at := range n.Attr {
			if at.Key == key {
				return at.Val
			}
		}
		return ""
	}
	for n := range root.Descendants() {
		if n.Data != "form" || attr(n, "action") != action {
			continue
		}
		fields, button := url.Values{}, ""
		for in := range n.Descendants() {
			switch {
			case in.Data == "input":
				fields.Add(attr(in, "name"), attr(in, "value"))
			case in.Data == "button" && in.FirstChild != nil:
				button = in.FirstChild.Data
			}
		}
		return fields, button
	}
	a.t.Fatalf("%s has no form to %s", a.what, action)
	return nil, ""
}

// One button after a report starts a drill on the step of the one thing to do next; its
// own report offers the same step once more, or another thing.
func TestTheOneThingToDoNextIsADrill(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		library, broken := embeddedContent()
		if len(broken) > 0 {
			t.Fatal(broken)
		}
		prompt, _ := library.Prompt("url-shortener")
		stepOf := func(advice string) (steps []string) {
			for _, c := range prompt.Rubric {
				for _, p := range c.Points {
					if p.Advice == advice || p.Advice == "" && p.Text == advice {
						steps = append(steps, p.Step)
					}
				}
			}
			return steps
		}
		attempt := ada.graded(someWords)
		for range 2 { // from a whole interview, and from the drill
			var list struct {
				Grades []struct{ Next string }
			}
			ada.get(attempt + "/grades.json").want(http.StatusOK).into(&list)
			steps := stepOf(list.Grades[0].Next)
			page := ada.get(attempt).want(http.StatusOK)
			fields, button := page.form("/attempts")
			if !strings.Contains(html.UnescapeString(page.body), "<p>"+list.Grades[0].Next+"</p>") || fields.Get("mode") != "drill" || !slices.Contains(steps, fields.Get("step")) || fields.Get("level") != "mid" {
				t.Fatalf("%q leads to %v, want a drill at the same level of a step of %v", list.Grades[0].Next, fields, steps)
			}
			if !strings.HasPrefix(button, "Practise ") && !strings.HasPrefix(button, "Drill it once more") {
				t.Errorf("the button says %q", button)
			}
			attempt = ada.post("/attempts", fields).want(http.StatusSeeOther).header.Get("Location")
			var transcript struct {
				Mode  string
				Steps []struct{ Step string }
			}
			ada.get(attempt + "/transcript.json").want(http.StatusOK).into(&transcript)
			if transcript.Mode != "drill" || len(transcript.Steps) != 1 || transcript.Steps[0].Step != fields.Get("step") {
				t.Fatalf("the button starts %+v, want a drill of %s", transcript, fields.Get("step"))
			}
			ada.save(attempt, "c", 1, 0, fields.Get("step"), "We would look at this once more with somebody who has done it, and write down what they say about it.").want(http.StatusOK)
			ada.post(attempt+"/submit", nil).want(http.StatusSeeOther)
			ada.grade(attempt)
			ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(http.StatusSeeOther)
		}
	})
}
