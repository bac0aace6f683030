package curriculum_test

import (
	"os"
	"strings"
	"testing"

	"levelup/internal/curriculum"
)

var marks = curriculum.Disguise{
	Title: "Marks", Statement: "Marks in print.",
	Words: []curriculum.WordPair{{"link", "mark"}, {"short link", "tiny mark"}, {"person", "reader"}, {"people", "readers"}, {"delivery", "order"}, {"feed", "hall screen"}, {"API", "intake"}},
	Says:  []curriculum.Saying{{ID: "p", Text: "What is one mark?"}, {ID: "map-2", Text: "Draw it."}, {ID: "senior", Text: "Says more."}},
}

func TestHide(t *testing.T) {
	t.Parallel()
	mask := marks.Mask()
	for text, want := range map[string]string{
		"A link, two links.":            "A mark, two marks.",
		"Links die. LINKS too.":         "Marks die. MARKS too.",
		"Linked, hyperlink, link's end": "Linked, hyperlink, mark's end",
		"A short  link is a link":       "A tiny mark is a mark",
		"An order of deliveries":        "An order of orders",
		"A delivery. a  delivery":       "An order. an  order",
		"One person, three people":      "One reader, three readers",
		"The feed and its feeds":        "The hall screen and its hall screens",
		"The API, an API key":           "The intake, an intake key",
		"nothing of it":                 "nothing of it",
	} {
		if got := mask.Hide(text); got != want {
			t.Errorf("Hide(%q) = %q, want %q", text, got, want)
		}
	}
	if got := (curriculum.Disguise{}).Mask().Hide("A link"); got != "A link" {
		t.Errorf("without words, Hide = %q", got)
	}
}

// What was written is found again under what was read, to the letter.
func TestUncover(t *testing.T) {
	t.Parallel()
	mask := marks.Mask()
	const text = "The tiny marks: each ünder an order, for readers."
	plain, origin := mask.Uncover(text)
	if want := "The short links: each ünder a delivery, for people."; plain != want {
		t.Fatalf("Uncover = %q, want %q", plain, want)
	}
	for read, want := range map[string]string{
		plain: text, "short links": "tiny marks", "links": "tiny marks", "each ünder": "each ünder", "a delivery": "an order", "for people.": "for readers.", ".": ".", "The ": "The ",
	} {
		from := strings.LastIndex(plain, read)
		from, to := origin.Span(from, from+len(read))
		if got := text[from:to]; got != want {
			t.Errorf("%q was written as %q, want %q", read, got, want)
		}
	}
}

func TestInDisguise(t *testing.T) {
	t.Parallel()
	p := &curriculum.Prompt{
		Title: "Links", Statement: "Links.", Disguise: marks,
		Levels:         map[string]string{"mid": "Makes a link.", "senior": "Makes links."},
		Clarifications: []curriculum.Clarification{{ID: "c", Ask: []string{"How many links?", "How much?"}, Answer: "A hundred links."}},
		Probes:         []curriculum.Probe{{ID: "p", Ask: "What is a link?"}},
		Curveballs:     []curriculum.Curveball{{ID: "v", Ask: "A link is famous."}},
		Hints:          map[string][]curriculum.Hint{"map": {{Text: "Follow a link."}, {Text: "Draw the link."}}},
		Rubric:         []curriculum.Criterion{{Criterion: "communication", Points: []curriculum.Point{{Text: "Names links"}}}},
	}
	d := p.InDisguise()
	got := strings.Join([]string{
		d.Title, d.Statement, d.Levels["mid"], d.Levels["senior"], strings.Join(d.Clarifications[0].Ask, " "), d.Clarifications[0].Answer,
		d.Probes[0].Ask, d.Curveballs[0].Ask, d.Hints["map"][0].Text, d.Hints["map"][1].Text, d.Rubric[0].Points[0].Text,
	}, " | ")
	const want = "Marks | Marks in print. | Makes a mark. | Says more. | How many links? How much? How many marks? | A hundred marks. | " +
		"What is one mark? | A mark is famous. | Follow a mark. | Draw it. | Names links"
	if got != want {
		t.Errorf("in disguise = %s\nwant %s", got, want)
	}
	if p.Clarifications[0].Answer != "A hundred links." || len(p.Clarifications[0].Ask) != 2 || p.Hints["map"][0].Text != "Follow a link." || p.Levels["mid"] != "Makes a link." {
		t.Error("the prompt itself was changed")
	}
	if plain := (&curriculum.Prompt{Title: "Links"}).InDisguise(); plain.Title != "Links" {
		t.Error("a prompt without another story is not told as itself")
	}
}

// Nothing that is said or shown in a shipped prompt's other story names what that
// story hides.
func TestNoDisguiseNamesWhatItHides(t *testing.T) {
	t.Parallel()
	library, _ := curriculum.Load(os.DirFS("../../content"))
	for _, p := range library.Prompts() {
		mask, told := p.Disguise.Mask(), p.InDisguise()
		if len(p.Disguise.Words) == 0 {
			t.Errorf("%s: the interviewer has no words for the other story", p.Slug)
		}
		check := func(what, text string) {
			if named := mask.Names(text); len(named) > 0 {
				t.Errorf("%s: %s names %q: %s", p.Slug, what, named, text)
			}
		}
		check("the title", told.Title)
		check("the statement", told.Statement)
		for level, text := range told.Levels {
			check(level, text)
		}
		for _, c := range told.Clarifications {
			check(c.ID, c.Answer)
		}
		for _, q := range told.Probes {
			check(q.ID, q.Ask)
		}
		for _, c := range told.Curveballs {
			check(c.ID, c.Ask)
		}
		for step, hints := range told.Hints {
			for _, h := range hints {
				check("a hint of "+step, h.Text)
			}
		}
	}
}
