package docs_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"levelup/internal/curriculum"
	"levelup/internal/search"
	"levelup/internal/search/docs"
)

// fewest is how many words a sentence has that two people do not write by chance.
const fewest = 8

// words is a text as words with a space around each.
func words(text string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
}

// secrets are the sentences that would spoil an interview or a quiz, by how they begin.
type secrets map[string][]secret

type secret struct{ words, where string }

func (s secrets) add(where string, texts ...string) {
	for _, text := range texts {
		for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".!?\n|", r) }) {
			w := words(sentence)
			if key, ok := beginning(w); ok {
				s[key] = append(s[key], secret{w, where})
			}
		}
	}
}

// beginning is the first words of a text that begins with a space.
func beginning(text string) (string, bool) {
	at := 0
	for range fewest {
		next := strings.IndexByte(text[at+1:], ' ')
		if next < 0 {
			return "", false
		}
		at += 1 + next
	}
	return text[:at+1], true
}

// told returns which of the secrets stand in a text, but for those that are public.
func (s secrets) told(text string, public secrets) []secret {
	var out []secret
	for text = words(text); text != ""; text = text[1+strings.IndexByte(text[1:], ' '):] {
		key, ok := beginning(text)
		if !ok {
			break
		}
		for _, one := range s[key] {
			known := slices.ContainsFunc(public[key], func(p secret) bool { return strings.HasPrefix(p.words, one.words) })
			if strings.HasPrefix(text, one.words) && !known {
				out = append(out, one)
			}
		}
	}
	return out
}

// say adds what is said in public: from each word on.
func (s secrets) say(texts ...string) {
	for _, text := range texts {
		for w := words(text); ; w = w[1+strings.IndexByte(w[1:], ' '):] {
			key, ok := beginning(w)
			if !ok {
				break
			}
			s[key] = append(s[key], secret{words: w})
		}
	}
}

func (s secrets) prompt(p *curriculum.Prompt) {
	s.add(p.Slug+", statement", p.Statement, p.Disguise.Statement)
	for _, says := range p.Disguise.Says {
		s.add(p.Slug+", disguise", says.Text)
	}
	for _, c := range p.Clarifications {
		s.add(p.Slug+", clarifications", append(c.Ask, c.Answer)...)
	}
	s.add(p.Slug+", requirements", p.Requirements.Functional...)
	s.add(p.Slug+", requirements", p.Requirements.NonFunctional...)
	for _, probe := range p.Probes {
		s.add(p.Slug+", probes", probe.Ask)
	}
	for _, curveball := range p.Curveballs {
		s.add(p.Slug+", curveballs", curveball.Ask)
	}
	for _, rungs := range p.Hints {
		for _, hint := range rungs {
			s.add(p.Slug+", hints", hint.Text)
		}
	}
	s.add(p.Slug+", mistakes", p.Mistakes...)
	for _, answer := range p.ModelAnswer {
		s.add(p.Slug+", model answer", answer)
	}
	for _, criterion := range p.Rubric {
		for _, point := range criterion.Points {
			s.add(p.Slug+", rubric", point.Text, point.Advice)
			for _, way := range point.Evidence.Ways {
				s.add(p.Slug+", evidence", way.Says...)
			}
		}
	}
}

// sample adds every text of a transcript, whatever its key.
func (s secrets) sample(t *testing.T, sample curriculum.Sample) {
	var tree any
	if err := json.Unmarshal(sample.Source, &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(node any)
	walk = func(node any) {
		switch node := node.(type) {
		case string:
			s.add(sample.File, node)
		case []any:
			for _, n := range node {
				walk(n)
			}
		case map[string]any:
			for _, n := range node {
				walk(n)
			}
		}
	}
	walk(tree)
}

// Nothing can be found that would spoil an interview or a quiz. A sentence that a chapter
// or a prompt's summary says as well is no secret.
func TestNothingIsSpoilt(t *testing.T) {
	t.Parallel()
	lib := library(t)
	hidden, public := make(secrets), make(secrets)
	for _, c := range lib.Chapters() {
		public.say(c.Body, c.Summary)
		for _, q := range c.Quiz {
			for _, choice := range q.Choices {
				hidden.add(c.Slug+", quiz "+q.ID, choice.Text, choice.Why)
			}
		}
	}
	for _, p := range lib.Prompts() {
		hidden.prompt(p)
		for _, sample := range lib.Samples(p.Slug) {
			hidden.sample(t, sample)
		}
		public.say(p.Summary)
		for _, level := range p.Levels {
			public.say(level)
		}
	}
	all := docs.Of(lib)
	for _, d := range all {
		for _, secret := range hidden.told(everything(d), public) {
			t.Errorf("%s gives away %s:%s", d.ID(), secret.where, secret.words)
		}
	}
	t.Logf("%d beginnings of sentences are secret, %d documents can be found", len(hidden), len(all))

	// The canary sings when there is something to sing about: a document that holds one
	// secret of each prompt is noticed.
	for _, p := range lib.Prompts() {
		for name, text := range map[string]string{
			"statement": p.Statement, "disguise": p.Disguise.Statement, "model answer": strings.Join(values(p.ModelAnswer), "\n"), "clarification": p.Clarifications[0].Answer + longest(p),
			"sample": sentenceOf(t, lib.Samples(p.Slug)[0]),
		} {
			leak := search.Doc{Body: "Before. " + text + " After."}
			if len(hidden.told(everything(leak), public)) == 0 {
				t.Errorf("the %s of %s could be given away unnoticed", name, p.Slug)
			}
		}
	}
}

func everything(d search.Doc) string {
	return strings.Join([]string{d.Slug, d.Anchor, d.URL, d.Title, d.Heading, d.Body, d.Code, d.Raw}, "\n")
}

func values(texts map[string]string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, text)
	}
	return out
}

// longest is the longest answer to a clarification: some are short.
func longest(p *curriculum.Prompt) string {
	out := ""
	for _, c := range p.Clarifications {
		if len(c.Answer) > len(out) {
			out = "\n" + c.Answer
		}
	}
	return out
}

func sentenceOf(t *testing.T, sample curriculum.Sample) string {
	var one struct{ Steps []struct{ Answer string } }
	if err := json.Unmarshal(sample.Source, &one); err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, step := range one.Steps {
		out += step.Answer + "\n"
	}
	return out
}
